/**
 * What proven NSEC records prove not to exist: RFC 4035 section 5.4, with RFC 6840 section 4. Pure. The
 * caller has proven the records, all of one zone, and that none was made from a wildcard.
 */
import {
  commonAncestor,
  compareNames,
  isBelow,
  isWithin,
  labelsOf,
  parentOf,
  root,
  wildcardBelow,
  type Name,
} from '../wire/name.ts';
import { recordTypes } from '../wire/record-types.ts';

export interface NsecInterval {
  readonly owner: Name;
  readonly next: Name;
  readonly types: ReadonlySet<number>;
}

/** The parent's record at a delegation: it knows nothing of the child zone (RFC 6840 section 4.1). */
export function isDelegation(types: ReadonlySet<number>): boolean {
  return types.has(recordTypes.NS) && !types.has(recordTypes.SOA);
}

/** Whether a record at a name proves that the name lacks the type, and has no alias in its place. */
export function lacksType(types: ReadonlySet<number>, type: number, name: Name): boolean {
  if (types.has(type) || types.has(recordTypes.CNAME)) return false;
  // DS is the parent's to deny, all else the child's (RFC 6840 sections 4.1 and 4.4).
  if (type === recordTypes.DS) return name === root || !types.has(recordTypes.SOA);
  return !isDelegation(types);
}

/** Whether the record may speak of names below its owner. */
function knowsBelow({ owner, types }: NsecInterval, name: Name): boolean {
  return !isBelow(name, owner) || !(isDelegation(types) || types.has(recordTypes.DNAME));
}

/** True if the name lies between the record's owner and its next name. */
function spans({ owner, next }: NsecInterval, name: Name, zone: Name): boolean {
  if (!isWithin(name, zone) || !isWithin(owner, zone) || !isWithin(next, zone)) return false;
  // The last record of a zone leads back to its apex.
  return compareNames(owner, name) < 0 && (next === zone || compareNames(name, next) < 0);
}

/** True if the name lies in the span, and the record may speak of it. */
function covers(interval: NsecInterval, name: Name, zone: Name): boolean {
  return spans(interval, name, zone) && knowsBelow(interval, name);
}

/** True if the name does not exist; a name that only has others below it does (RFC 4592 section 2.2.2). */
function isAbsent(interval: NsecInterval, name: Name, zone: Name): boolean {
  return covers(interval, name, zone) && !isBelow(interval.next, name);
}

/** The closest name above an absent one that exists: its owner or next name tells. */
function closestEncloser({ owner, next }: NsecInterval, name: Name): Name {
  const one = commonAncestor(name, owner);
  const other = commonAncestor(name, next);
  return labelsOf(one).length >= labelsOf(other).length ? one : other;
}

/**
 * Whether the records cannot be of one zone at one time: one begins inside the other, leads out of the
 * zone, or leads backwards and not to the apex. Records of two times together may deny a name that was there at both.
 */
export function contradict(intervals: readonly NsecInterval[], zone: Name): boolean {
  return intervals.some(
    (interval) =>
      !isWithin(interval.owner, zone) ||
      !isWithin(interval.next, zone) ||
      (interval.next !== zone && compareNames(interval.owner, interval.next) >= 0) ||
      intervals.some(({ owner }) => owner !== interval.owner && spans(interval, owner, zone)),
  );
}

export function provesNoData(
  intervals: readonly NsecInterval[],
  zone: Name,
  name: Name,
  type: number,
): boolean {
  const exact = intervals.find(({ owner }) => owner === name);
  const wildcards = new Set(
    intervals
      .flatMap(({ owner, next }) => [owner, next])
      .filter((other) => other.startsWith('*') && other !== name && isBelow(name, parentOf(other) ?? root)),
  );
  // Of a wildcard that could answer for the name a zone speaks only if that is the one that does.
  if (exact !== undefined) return wildcards.size === 0 && lacksType(exact.types, type, name);
  return intervals.some((interval) => {
    if (!covers(interval, name, zone)) return false;
    if (isBelow(interval.next, name)) return wildcards.size === 0;
    const wildcard = wildcardBelow(closestEncloser(interval, name));
    const source = intervals.find(({ owner }) => owner === wildcard);
    return source !== undefined && wildcards.size === 1 && lacksType(source.types, type, wildcard);
  });
}

export function provesNoName(intervals: readonly NsecInterval[], zone: Name, name: Name): boolean {
  return intervals.some((interval) => {
    if (!isAbsent(interval, name, zone)) return false;
    const wildcard = wildcardBelow(closestEncloser(interval, name));
    return intervals.some((other) => isAbsent(other, wildcard, zone));
  });
}

/**
 * For an answer made from the wildcard right below `parent`: proves that no closer name was there to answer
 * (RFC 4035 section 5.3.4).
 */
export function provesExpansion(
  intervals: readonly NsecInterval[],
  zone: Name,
  name: Name,
  parent: Name,
): boolean {
  return intervals.some(
    (interval) => isAbsent(interval, name, zone) && closestEncloser(interval, name) === parent,
  );
}
