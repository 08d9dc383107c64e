/**
 * All zones of the simulated internet in the form in which they are served: with delegations from each zone to
 * the ones below it and, where a zone is to be signed, with its signatures. Zones may change at any time; what
 * a change touches is made again when it is next asked for.
 */
import { canonical } from './names.ts';
import { signZone } from './signed-zone.ts';
import type { ZoneKeys } from './zone-keys.ts';
import { nameServerOf, prepareZone } from './zones.ts';
import type { Zone, ZoneRecord, ZoneTable } from './zones.ts';

const day = 24 * 60 * 60 * 1000;

export class PublishedZones {
  readonly #keys: ZoneKeys | null;
  readonly #now: () => Date;
  readonly #zones = new Map<string, Zone>();
  readonly #published = new Map<string, Zone>();
  #signedAt: Date;

  /** Without keys nothing is signed. The root zone is there from the beginning. */
  constructor(options: { readonly keys?: ZoneKeys; readonly now?: () => Date } = {}) {
    this.#keys = options.keys ?? null;
    this.#now = options.now ?? (() => new Date());
    this.#signedAt = this.#now();
    this.set({ origin: '', records: [], signed: this.#keys !== null });
  }

  /** Adds a zone, or replaces the one of that name. */
  set(zone: Zone): void {
    const origin = canonical(zone.origin);
    this.#zones.set(origin, prepareZone(zone));
    this.#published.delete(origin);
    const parent = this.#parentOf(origin);
    if (parent !== null) this.#published.delete(parent);
  }

  /** Adds records to a zone, which is made if it is not there. */
  add(origin: string, records: readonly ZoneRecord[]): void {
    const zone = this.#zones.get(canonical(origin)) ?? { origin, records: [] };
    this.set({ ...zone, records: [...zone.records, ...records] });
  }

  /** All zones as they are served now. */
  get table(): ZoneTable {
    const now = this.#now();
    if (now.getTime() - this.#signedAt.getTime() > day) this.#published.clear();
    if (this.#published.size === 0) this.#signedAt = now;
    for (const zone of this.#zones.values()) {
      if (!this.#published.has(zone.origin)) this.#published.set(zone.origin, this.#publish(zone, now));
    }
    return this.#published;
  }

  #publish(zone: Zone, now: Date): Zone {
    const children = [...this.#zones.values()].filter(({ origin }) => this.#parentOf(origin) === zone.origin);
    const delegations = children.flatMap((child): ZoneRecord[] => {
      const { origin } = child;
      const ds = child.signed && this.#keys ? [this.#keys.keyOf(origin).ds] : [];
      return [nameServerOf(origin), ...ds];
    });
    const whole = { ...zone, records: [...zone.records, ...delegations] };
    if (!zone.signed || !this.#keys) return whole;
    const cuts = new Set(children.map(({ origin }) => origin));
    return signZone(whole, { key: this.#keys.keyOf(zone.origin), cuts, now });
  }

  /** The name of the zone that delegates this one: the nearest one above it. */
  #parentOf(origin: string): string | null {
    if (origin === '') return null;
    const labels = origin.split('.');
    for (let skip = 1; skip < labels.length; skip++) {
      const above = labels.slice(skip).join('.');
      if (this.#zones.has(above)) return above;
    }
    return '';
  }
}
