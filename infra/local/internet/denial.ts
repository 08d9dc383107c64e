/**
 * Which NSEC records of a signed zone prove that something is not there (RFC 4035 section 3.1.3): the one at the
 * name, the one that skips it, and for a name that does not exist also the one that skips the wildcard.
 *
 * Not done here: answers made from wildcards; there are none in this world.
 */
import type { NsecAnswer } from 'dns-packet';
import { compareNames, isBelow } from './names.ts';
import type { Zone } from './zones.ts';

/** The NSEC records that deny `name` itself, or the types it lacks; none from a zone that is not signed. */
export function denialOf(zone: Zone, name: string): readonly NsecAnswer[] {
  const chain = zone.records.filter((record) => record.type === 'NSEC');
  const before = (wanted: string): NsecAnswer | undefined =>
    chain.findLast((nsec) => compareNames(nsec.name, wanted) <= 0);
  const first = before(name);
  if (!first) return [];
  // The name has records of other types, or only names below it have any (an empty non-terminal).
  if (first.name === name || isBelow(first.data.nextDomain, name)) return [first];
  const wildcard = before(`*.${closestEncloser(name, first)}`.replace(/\.$/, ''));
  return wildcard === undefined || wildcard === first ? [first] : [first, wildcard];
}

/** The longest name above `name` that exists (RFC 4592, 3.3.1): its neighbours in the chain have it in common. */
function closestEncloser(name: string, nsec: NsecAnswer): string {
  const labels = name.split('.');
  for (let skip = 1; skip < labels.length; skip++) {
    const above = labels.slice(skip).join('.');
    if ([nsec.name, nsec.data.nextDomain].some((other) => other === above || isBelow(other, above)))
      return above;
  }
  return '';
}
