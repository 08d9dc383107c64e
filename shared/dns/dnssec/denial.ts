/**
 * What an answer's NSEC and NSEC3 records prove, once they are proven themselves. Each kind of denial is
 * `proven` or it is not: a denial that does not convince leaves an answer insecure, it never makes it bogus.
 */
import { isWithin, root, type Name } from '../wire/name.ts';
import type { NsecData, Nsec3Data } from '../wire/rdata.ts';
import { recordTypes } from '../wire/record-types.ts';
import type { Chain, Inquiry, Unproven } from './chain.ts';
import { contradict, provesExpansion, provesNoData, provesNoName } from './nsec.ts';
import { hashedDenial } from './nsec3.ts';
import type { Section, SignedSet } from './rrset.ts';

/** A full proof takes three and the SOA; an alias chain through wildcards a few more. */
const MOST_SETS = 12;

export type Denied =
  | { readonly kind: 'proven'; readonly expires: number }
  | { readonly kind: 'unproven'; readonly because: Unproven };

export interface Denial {
  /** That all of the section holds, and that each set of it was signed by a zone that belongs here. */
  readonly whole: (belongs: (zone: Name) => boolean) => Denied;
  readonly noData: (name: Name, type: number) => Denied;
  readonly noName: (name: Name) => Denied;
  /** That nothing closer than the wildcard below `parent` could have answered, by the zone that signed it. */
  readonly expansion: (zone: Name, name: Name, parent: Name) => Denied;
}

interface ZoneDenials {
  readonly zone: Name;
  readonly nsec: { owner: Name; data: NsecData }[];
  readonly nsec3: { owner: Name; data: Nsec3Data }[];
  expires: number;
}

function addTo(denials: ZoneDenials, set: SignedSet, expires: number): void {
  denials.expires = Math.min(denials.expires, expires);
  for (const { data } of set.records)
    if (data.kind === 'NSEC') denials.nsec.push({ owner: set.name, data });
    else if (data.kind === 'NSEC3') denials.nsec3.push({ owner: set.name, data });
}

/**
 * Proves an authority section, and gives what its denial records prove in turn. All of the section must hold,
 * name servers left out, which a resolver may add unsigned: one set that does not, and nothing is proven.
 */
export async function proveDenials(section: Section, chain: Chain, inquiry: Inquiry): Promise<Denial> {
  const zones = new Map<Name, ZoneDenials>();
  let trouble: Unproven = { kind: 'insecure', detail: 'nothing proves the denial' };
  const sets = section.sets.filter(({ type }) => type !== recordTypes.NS);
  let whole = sets.length <= MOST_SETS && !section.hasOrphans;
  for (const set of sets.slice(0, MOST_SETS)) {
    const proof = await chain.proveSet(set, inquiry);
    if (proof.kind === 'secure') {
      const { signer } = proof;
      const denials = zones.get(signer) ?? { zone: signer, nsec: [], nsec3: [], expires: Infinity };
      zones.set(signer, denials);
      addTo(denials, set, proof.expires);
    } else {
      whole = false;
      if (trouble.kind === 'insecure' || proof.kind === 'own-fault') trouble = proof;
    }
  }

  // One zone denies; what others have to say beside it is a sign that somebody has been at the answer.
  const isAlone = zones.size === 1;
  const decide = (
    fits: (zone: Name) => boolean,
    byNsec: (
      intervals: readonly { owner: Name; next: Name; types: ReadonlySet<number> }[],
      zone: Name,
    ) => boolean,
    byNsec3: (denial: NonNullable<ReturnType<typeof hashedDenial>>) => boolean,
  ): Denied => {
    for (const { zone, nsec, nsec3, expires } of zones.values()) {
      if (!whole || !fits(zone)) continue;
      const intervals = nsec.map(({ owner, data }) => ({ owner, next: data.next, types: data.types }));
      if (!contradict(intervals, zone) && byNsec(intervals, zone)) return { kind: 'proven', expires };
      const hashed = hashedDenial(zone, nsec3, inquiry.budget);
      if (hashed !== null && byNsec3(hashed)) return { kind: 'proven', expires };
    }
    return { kind: 'unproven', because: trouble };
  };

  return {
    whole: (belongs) =>
      whole && [...zones.keys()].every(belongs)
        ? { kind: 'proven', expires: Infinity }
        : { kind: 'unproven', because: trouble },
    noData: (name, type) =>
      decide(
        // The parent denies DS (RFC 4035 section 5.2); its child's word on it counts for nothing. The root
        // has no parent.
        (zone) =>
          isAlone && isWithin(name, zone) && !(type === recordTypes.DS && zone === name && zone !== root),
        (intervals, zone) => provesNoData(intervals, zone, name, type),
        (hashed) => hashed.noData(name, type),
      ),
    noName: (name) =>
      decide(
        (zone) => isAlone && isWithin(name, zone),
        (intervals, zone) => provesNoName(intervals, zone, name),
        (hashed) => hashed.noName(name),
      ),
    expansion: (signer, name, parent) =>
      decide(
        (zone) => zone === signer,
        (intervals, zone) => provesExpansion(intervals, zone, name, parent),
        (hashed) => hashed.expansion(name, parent),
      ),
  };
}
