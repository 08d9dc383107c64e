/** Damage to the octets of a message, with no idea of what they mean. */
import type { Random } from './random.ts';

export function mutate(octets: Buffer, donors: readonly Buffer[], { below, pick }: Random): Buffer {
  const changed = Buffer.from(octets);
  const place = () => below(changed.length);
  switch (below(8)) {
    case 0:
      changed[place()] = below(256);
      return changed;
    case 1: {
      const at = place();
      changed[at] = (changed[at] ?? 0) ^ (1 << below(8));
      return changed;
    }
    case 2:
      return changed.subarray(0, place());
    case 3:
      // Header: response code, flags, counts.
      changed[2 + below(10)] = below(256);
      return changed;
    case 4: {
      const donor = pick(donors);
      donor.copy(changed, place(), below(donor.length));
      return changed;
    }
    case 5: {
      const [from, to] = [place(), place()];
      changed.copy(changed, to, from, Math.min(changed.length, from + below(64)));
      return changed;
    }
    case 6:
      // Sections exchanged: answers told as authority, and the other way round.
      octets.copy(changed, 6, 8, 10);
      octets.copy(changed, 8, 6, 8);
      return changed;
    default:
      for (let times = 0; times < 4; times++) changed[place()] = below(256);
      return changed;
  }
}
