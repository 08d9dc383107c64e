/**
 * A zone's keys: which DNSKEY records may sign (RFC 4034 section 2.1, RFC 5011 section 2.1), their tags
 * (RFC 4034 appendix B), and which of them a DS record or a trust anchor vouches for (RFC 4034 section 5).
 */
import { type KeyObject } from 'node:crypto';

import { encodeName, type Name } from '../wire/name.ts';
import type { ResourceRecord } from '../wire/message.ts';
import type { DsData } from '../wire/rdata.ts';
import { digestOf, importPublicKey, isSupportedAlgorithm, isSupportedDigest } from './algorithms.ts';

export interface ZoneKey {
  readonly keyTag: number;
  readonly algorithm: number;
  /** The DNSKEY record's data. */
  readonly record: Buffer;
  /** Imported at the first use: a hostile set may hold a hundred keys. Null for octets that are no key. */
  readonly publicKey: () => KeyObject | null;
}

const ZONE_KEY = 0x0100;
const REVOKED = 0x0080;
const DNSSEC_PROTOCOL = 3;

export function keyTagOf(record: Buffer): number {
  let sum = 0;
  for (const [index, octet] of record.entries()) sum += index % 2 === 0 ? octet << 8 : octet;
  return (sum + (sum >>> 16)) & 0xffff;
}

/** The keys of a DNSKEY set that may sign a zone's data: zone key flag, protocol 3, not revoked, supported. */
export function zoneKeysOf(records: readonly ResourceRecord[]): readonly ZoneKey[] {
  return records.flatMap(({ data, canonical }) => {
    if (data.kind !== 'DNSKEY' || !isSupportedAlgorithm(data.algorithm)) return [];
    if ((data.flags & ZONE_KEY) === 0 || (data.flags & REVOKED) !== 0) return [];
    if (data.protocol !== DNSSEC_PROTOCOL) return [];
    let imported: KeyObject | null | undefined;
    const { algorithm, publicKey: octets } = data;
    // Undefined until tried, so that octets which are no key are not tried again.
    const publicKey = () =>
      imported === undefined ? (imported = importPublicKey(algorithm, octets)) : imported;
    return [{ keyTag: keyTagOf(canonical), algorithm, record: Buffer.from(canonical), publicKey }];
  });
}

/**
 * The DS records that can prove something: algorithm and digest supported, and of those only the strongest
 * digest, so that nobody gains by breaking a weaker one (RFC 4509 section 3).
 */
export function usableDs(records: readonly DsData[]): readonly DsData[] {
  const usable = records.filter(
    ({ algorithm, digestType }) => isSupportedAlgorithm(algorithm) && isSupportedDigest(digestType),
  );
  const strongest = Math.max(...usable.map(({ digestType }) => digestType));
  return usable.filter(({ digestType }) => digestType === strongest);
}

const MOST_DIGESTS = 24;

/** The keys that at least one of the DS records names by tag, algorithm and digest. */
export function keysVouchedFor(
  zone: Name,
  keys: readonly ZoneKey[],
  delegation: readonly DsData[],
): readonly ZoneKey[] {
  const owner = encodeName(zone);
  let digested = 0;
  return keys.filter((key) =>
    delegation.some((ds) => {
      if (ds.keyTag !== key.keyTag || ds.algorithm !== key.algorithm) return false;
      if (++digested > MOST_DIGESTS) return false;
      return digestOf(ds.digestType, Buffer.concat([owner, key.record]))?.equals(ds.digest) === true;
    }),
  );
}
