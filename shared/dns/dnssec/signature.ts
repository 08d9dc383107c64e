/**
 * Whether a signature proves a set of records, given the keys of the zone that signed: RFC 4035 section 5.3
 * and RFC 4034 sections 3.1.8.1, 6.2 and 6.3. Pure: keys, clock and budget come from outside.
 */
import {
  encodeName,
  isBelow,
  isWithin,
  labelsOf,
  lastLabels,
  wildcardBelow,
  type Name,
} from '../wire/name.ts';
import type { RrsigData } from '../wire/rdata.ts';
import { classInternet, recordTypes } from '../wire/record-types.ts';
import { isSupportedAlgorithm, verificationPrice, verifySignature } from './algorithms.ts';
import type { Budget } from './budget.ts';
import type { SignedSet } from './rrset.ts';
import type { ZoneKey } from './zone-key.ts';

/** More signatures than any true set has (a rollover of key and algorithm at once makes four). */
export const MOST_SIGNATURES = 8;
/** Zone keys of one tag and algorithm; true zones have one, by rare accident two. */
const MOST_KEYS_WITH_ONE_TAG = 2;

const isWildcard = (name: Name): boolean => name === '*' || name.startsWith('*.');

/** RFC 4034 section 3.1.3: labels without the root and without a leading asterisk. */
function signedLabels(name: Name): number {
  return labelsOf(name).length - (isWildcard(name) ? 1 : 0);
}

/** DNSSEC's own records, and DNAME, are never made from a wildcard. */
const neverExpanded: ReadonlySet<number> = new Set([
  recordTypes.DS,
  recordTypes.DNSKEY,
  recordTypes.DNAME,
  recordTypes.NSEC,
  recordTypes.NSEC3,
]);

/**
 * Whether the signature could prove the set at all, apart from dates and key: the signer is the owner or an
 * ancestor of it (a real ancestor for DS, which the parent zone signs; the owner itself for DNSKEY), the
 * algorithm is supported, and the labels field fits.
 */
export function isCandidate(set: SignedSet, signature: RrsigData): boolean {
  const { signer, labels } = signature;
  if (signature.typeCovered !== set.type || !isSupportedAlgorithm(signature.algorithm)) return false;
  if (!isWithin(set.name, signer)) return false;
  if (set.type === recordTypes.DS && !isBelow(set.name, signer)) return false;
  if (set.type === recordTypes.DNSKEY && set.name !== signer) return false;
  if (labels > signedLabels(set.name) || labels < labelsOf(signer).length) return false;
  // An asterisk in the question is a label like any other, but to believe that one wildcard made another
  // helps nobody, and not all validators do.
  return labels === signedLabels(set.name) || !(neverExpanded.has(set.type) || isWildcard(set.name));
}

/** A signature that no zone makes: of a supported algorithm, but by a foreign signer or with wrong labels. */
export function isMisplaced(set: SignedSet, signature: RrsigData): boolean {
  return isSupportedAlgorithm(signature.algorithm) && !isCandidate(set, signature);
}

/**
 * RFC 4034 section 3.1.5 with the serial arithmetic of RFC 1982; `now` in seconds. A signature that begins
 * after its end, seen that way, holds at no time.
 */
export function isInDate({ inception, expiration }: RrsigData, now: number): boolean {
  const clock = now >>> 0;
  const notBefore = (one: number, other: number) => ((one - other) | 0) >= 0;
  return notBefore(expiration, inception) && notBefore(expiration, clock) && notBefore(clock, inception);
}

/** Where the labels field says that a wildcard was expanded, the name right below which it stands. */
export function wildcardParent(set: SignedSet, signature: RrsigData): Name | null {
  return signature.labels < signedLabels(set.name) ? lastLabels(set.name, signature.labels) : null;
}

/** RFC 4034 section 6.3: by octets, duplicates once. */
export function canonicalOrder(set: SignedSet): readonly Buffer[] {
  const sorted = set.records.map(({ canonical }) => canonical).sort((one, other) => one.compare(other));
  return sorted.filter((data, index) => index === 0 || !data.equals(sorted[index - 1] ?? Buffer.alloc(0)));
}

/** RFC 4034 section 3.1.8.1. */
function signedData(set: SignedSet, signature: RrsigData, ordered: readonly Buffer[]): Buffer {
  const signer = encodeName(signature.signer);
  const head = Buffer.alloc(18);
  head.writeUInt16BE(signature.typeCovered, 0);
  head.writeUInt8(signature.algorithm, 2);
  head.writeUInt8(signature.labels, 3);
  head.writeUInt32BE(signature.originalTtl, 4);
  head.writeUInt32BE(signature.expiration, 8);
  head.writeUInt32BE(signature.inception, 12);
  head.writeUInt16BE(signature.keyTag, 16);
  const parent = wildcardParent(set, signature);
  const owner = encodeName(parent === null ? set.name : wildcardBelow(parent));
  const parts = [head, signer];
  for (const data of ordered) {
    const fixed = Buffer.alloc(10);
    fixed.writeUInt16BE(set.type, 0);
    fixed.writeUInt16BE(classInternet, 2);
    fixed.writeUInt32BE(signature.originalTtl, 4);
    fixed.writeUInt16BE(data.length, 8);
    parts.push(owner, fixed, data);
  }
  return Buffer.concat(parts);
}

export type SignatureVerdict =
  | { readonly kind: 'valid'; readonly signature: RrsigData }
  | { readonly kind: 'invalid'; readonly detail: string };

/**
 * Tries the signatures, all of one signer, against that zone's proven keys. `now` in seconds. Gives the
 * first that is valid, or why none is.
 */
export function verifySet(
  set: SignedSet,
  signatures: readonly RrsigData[],
  keys: readonly ZoneKey[],
  now: number,
  budget: Budget,
): SignatureVerdict {
  const current = signatures.filter((signature) => isInDate(signature, now));
  if (current.length === 0) return { kind: 'invalid', detail: 'every signature is expired or not yet valid' };
  if (signatures.length > MOST_SIGNATURES) return { kind: 'invalid', detail: 'too many signatures' };
  const ordered = canonicalOrder(set);
  for (const signature of current) {
    const fitting = keys.filter(
      ({ keyTag, algorithm }) => keyTag === signature.keyTag && algorithm === signature.algorithm,
    );
    if (fitting.length > MOST_KEYS_WITH_ONE_TAG) continue;
    for (const key of fitting) {
      if (!budget.takeVerification(verificationPrice(key.algorithm)))
        return { kind: 'invalid', detail: 'too much work to verify' };
      const publicKey = key.publicKey();
      const data = signedData(set, signature, ordered);
      if (publicKey !== null && verifySignature(key.algorithm, publicKey, data, signature.signature))
        return { kind: 'valid', signature };
      budget.countFailedVerification();
    }
  }
  return { kind: 'invalid', detail: 'no signature verifies' };
}
