/**
 * What proven NSEC3 records prove not to exist: RFC 5155 section 8. Pure but for the budget. The caller has
 * proven the records, all of one zone, and that none was made from a wildcard.
 *
 * Where the opt-out flag leaves room for an unsigned delegation nothing is proven (RFC 5155 section 9.2),
 * and neither where the hash is iterated so often that it is an attack (RFC 9276 section 3.2).
 */
import { hash } from 'node:crypto';

import {
  encodeName,
  isWithin,
  labelsOf,
  lastLabels,
  parentOf,
  wildcardBelow,
  type Name,
} from '../wire/name.ts';
import type { Nsec3Data } from '../wire/rdata.ts';
import { recordTypes } from '../wire/record-types.ts';
import { decodeBase32Hex } from './base32hex.ts';
import type { Budget } from './budget.ts';
import { isDelegation, lacksType } from './nsec.ts';

const SHA1 = 1;
const SHA1_OCTETS = 20;
const OPT_OUT = 1;
export const MOST_ITERATIONS = 100;

interface HashedInterval {
  readonly owner: string;
  readonly next: string;
  readonly optOut: boolean;
  readonly types: ReadonlySet<number>;
}

export interface HashedDenial {
  readonly noData: (name: Name, type: number) => boolean;
  readonly noName: (name: Name) => boolean;
  /** See provesExpansion of NSEC. */
  readonly expansion: (name: Name, parent: Name) => boolean;
}

function intervalOf(owner: Name, zone: Name, data: Nsec3Data): HashedInterval | null {
  if (parentOf(owner) !== zone || data.next.length !== SHA1_OCTETS) return null;
  const hashed = decodeBase32Hex(labelsOf(owner)[0] ?? '');
  if (hashed?.length !== SHA1_OCTETS) return null;
  return {
    owner: hashed.toString('hex'),
    next: data.next.toString('hex'),
    optOut: data.flags === OPT_OUT,
    types: data.types,
  };
}

function covering(intervals: readonly HashedInterval[], hashed: string): HashedInterval | null {
  const found = intervals.find(({ owner, next }) =>
    owner < next ? owner < hashed && hashed < next : owner < hashed || hashed < next,
  );
  return found !== undefined && found.owner !== hashed ? found : null;
}

/** RFC 5155 section 5; null where the budget does not allow it. */
function createHasher(salt: Buffer, iterations: number, budget: Budget): (name: Name) => string | null {
  const known = new Map<Name, string>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (!budget.takeHashes(iterations + 1)) return null;
    let digest = hash('sha1', Buffer.concat([encodeName(name), salt]), 'buffer');
    for (let round = 0; round < iterations; round++)
      digest = hash('sha1', Buffer.concat([digest, salt]), 'buffer');
    const hex = digest.toString('hex');
    known.set(name, hex);
    return hex;
  };
}

/** Null where the records have no parameters in common that we take part in. */
export function hashedDenial(
  zone: Name,
  records: readonly { readonly owner: Name; readonly data: Nsec3Data }[],
  budget: Budget,
): HashedDenial | null {
  const known = records.filter(({ data }) => data.algorithm === SHA1 && data.flags <= OPT_OUT);
  const first = known[0]?.data;
  if (first === undefined || known.some(({ data }) => data.iterations > MOST_ITERATIONS)) return null;
  if (known.some(({ data }) => data.iterations !== first.iterations || !data.salt.equals(first.salt)))
    return null;
  const intervals = known
    .map(({ owner, data }) => intervalOf(owner, zone, data))
    .filter((interval) => interval !== null);
  const hashOf = createHasher(first.salt, first.iterations, budget);

  const match = (name: Name): HashedInterval | null => {
    const hashed = hashOf(name);
    return intervals.find(({ owner }) => owner === hashed) ?? null;
  };
  /** True only without opt-out: a name in an opted-out span may be a delegation. */
  const isAbsent = (name: Name): boolean => {
    const hashed = hashOf(name);
    return hashed !== null && covering(intervals, hashed)?.optOut === false;
  };
  /** RFC 5155 section 8.3: the closest name above an absent one that exists, the next closer one absent. */
  const closestEncloser = (name: Name): Name | null => {
    const count = labelsOf(name).length;
    for (let labels = count - 1; labels >= labelsOf(zone).length; labels--) {
      const ancestor = lastLabels(name, labels);
      const found = match(ancestor);
      if (found === null) continue;
      if (isDelegation(found.types) || found.types.has(recordTypes.DNAME)) return null;
      return isAbsent(lastLabels(name, labels + 1)) ? ancestor : null;
    }
    return null;
  };

  return {
    noData: (name, type) => {
      if (!isWithin(name, zone)) return false;
      const exact = match(name);
      if (exact !== null) return lacksType(exact.types, type, name);
      const encloser = closestEncloser(name);
      if (encloser === null) return false;
      const wildcard = wildcardBelow(encloser);
      const source = match(wildcard);
      return source !== null && lacksType(source.types, type, wildcard);
    },
    noName: (name) => {
      if (!isWithin(name, zone) || match(name) !== null) return false;
      const encloser = closestEncloser(name);
      return encloser !== null && isAbsent(wildcardBelow(encloser));
    },
    expansion: (name, parent) =>
      isWithin(parent, zone) && isAbsent(lastLabels(name, labelsOf(parent).length + 1)),
  };
}
