/**
 * Signs record sets (RFC 4034 section 3) with a zone's key. Signatures are an hour old when they are made, for
 * clocks that are a little behind, and last for thirty days.
 */
import { sign } from 'node:crypto';
import type { RrsigAnswer } from 'dns-packet';
import { countLabels, signedData } from './canonical-form.ts';
import { ecdsaP256Sha256 } from './zone-keys.ts';
import type { ZoneKey } from './zone-keys.ts';
import type { ZoneRecord } from './zones.ts';

const hour = 60 * 60;
const day = 24 * hour;

/**
 * The signature of a record set: records of one owner, type and TTL, at least one. `broken` spoils it after it
 * was made, as a mistake on the way would.
 */
export function signRecordSet(
  recordSet: readonly [ZoneRecord, ...ZoneRecord[]],
  key: ZoneKey,
  options: { readonly now: Date; readonly broken?: boolean },
): RrsigAnswer {
  const [first] = recordSet;
  const now = Math.floor(options.now.getTime() / 1000);
  const fields = {
    typeCovered: first.type,
    algorithm: ecdsaP256Sha256,
    labels: countLabels(first.name),
    originalTTL: first.ttl ?? 0,
    expiration: now + 30 * day,
    inception: now - hour,
    keyTag: key.keyTag,
    signersName: key.zone,
  };
  // RFC 6605, section 4: the two numbers after each other, not in ASN.1.
  const signature = sign('sha256', signedData(fields, recordSet), {
    key: key.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  if (options.broken) signature[0] = (signature[0] ?? 0) ^ 1;
  return { name: first.name, type: 'RRSIG', ttl: fields.originalTTL, data: { ...fields, signature } };
}
