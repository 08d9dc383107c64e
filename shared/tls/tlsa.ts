/**
 * TLSA records (RFC 6698 section 2, RFC 7671): reading them, which of them can be used for SMTP (RFC 7672
 * section 3.1: usages 2 and 3 only), which of those count (digest agility, RFC 7671 section 9), and whether
 * one of them names a certificate. A malformed record is unusable: it counts as little as if it were not
 * there, but for "there are records, and none is usable".
 */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { readCertificate, type Certificate } from './certificate.ts';
import { readOne } from './der.ts';

export interface TlsaRecord {
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
  readonly data: Uint8Array;
}

export const USAGE = { daneTa: 2, daneEe: 3 } as const;
const SELECTOR = { certificate: 0, publicKey: 1 } as const;
const MATCHING = { full: 0, sha256: 1, sha512: 2 } as const;

/** A record that can be used; what `2 0 0` and `2 1 0` hold comes ready to build a path with. */
export interface UsableRecord {
  readonly record: TlsaRecord;
  readonly certificate: Certificate | null;
  readonly key: KeyObject | null;
}

export type Assessment =
  ({ readonly kind: 'usable' } & UsableRecord) | { readonly kind: 'unusable'; readonly why: string };

/** The record in wire RDATA (RFC 6698 section 2.1); null where not even the three fields are there. */
export function readTlsa(rdata: Uint8Array): TlsaRecord | null {
  const [usage, selector, matchingType] = rdata;
  return usage === undefined || selector === undefined || matchingType === undefined
    ? null
    : { usage, selector, matchingType, data: rdata.subarray(3) };
}

const SHOWN_OCTETS = 128;

/** The record as a zone file has it (RFC 6698 section 2.2); the data of a very long one is cut off. */
export function tlsaText({ usage, selector, matchingType, data }: TlsaRecord): string {
  const hex = Buffer.from(data.subarray(0, SHOWN_OCTETS)).toString('hex');
  const cut = data.length > SHOWN_OCTETS ? `… (${data.length} octets)` : '';
  return `${usage} ${selector} ${matchingType} ${hex}${cut}`;
}

/**
 * Whether a record can be used, and why not. PKIX-TA(0) and PKIX-EE(1) cannot (RFC 7672 section 3.1.3);
 * digests must have their length; a full certificate or key must be one, with nothing after it.
 */
export function assessTlsa(record: TlsaRecord): Assessment {
  const { usage, selector, matchingType, data } = record;
  if (usage === 0 || usage === 1) return unusable('usages 0 and 1 are not for SMTP (RFC 7672 section 3.1.3)');
  if (usage !== USAGE.daneTa && usage !== USAGE.daneEe) return unusable(`usage ${usage} is unknown`);
  if (selector !== SELECTOR.certificate && selector !== SELECTOR.publicKey) {
    return unusable(`selector ${selector} is unknown`);
  }
  switch (matchingType) {
    case MATCHING.full:
      return assessFull(record);
    case MATCHING.sha256:
    case MATCHING.sha512: {
      const length = matchingType === MATCHING.sha256 ? 32 : 64;
      return data.length === length
        ? { kind: 'usable', record, certificate: null, key: null }
        : unusable(`its digest has ${data.length} octets instead of ${length}`);
    }
    default:
      return unusable(`matching type ${matchingType} is unknown`);
  }
}

function assessFull(record: TlsaRecord): Assessment {
  if (record.selector === SELECTOR.publicKey) {
    const key = readPublicKey(record.data);
    return key === null
      ? unusable('its data is no public key')
      : { kind: 'usable', record, certificate: null, key };
  }
  const certificate = readCertificate(record.data);
  return certificate === null || certificate.publicKey === null
    ? unusable('its data is no certificate')
    : { kind: 'usable', record, certificate, key: null };
}

const unusable = (why: string): Assessment => ({ kind: 'unusable', why });

function readPublicKey(data: Uint8Array): KeyObject | null {
  const der = Buffer.from(data);
  if (readOne(der) === null) return null;
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    // The zone's operator has put something else there; that the record is unusable is the answer.
    return null;
  }
}

/**
 * Digest agility as RFC 7671 section 9 has it and OpenSSL does it: per usage and selector, of the records
 * with a digest only those with the strongest digest count; full data always counts. So a wrong SHA-512
 * record beside a right SHA-256 one of the same usage and selector does not match.
 */
export function strongest<Item extends { readonly record: TlsaRecord }>(items: readonly Item[]): Item[] {
  const best = new Map<string, number>();
  const group = ({ usage, selector }: TlsaRecord): string => `${usage} ${selector}`;
  for (const { record } of items) {
    best.set(group(record), Math.max(best.get(group(record)) ?? 0, record.matchingType));
  }
  return items.filter(
    ({ record }) => record.matchingType === MATCHING.full || record.matchingType === best.get(group(record)),
  );
}

/** Finds the record that names a certificate; looking it up costs the same for one record and for thousands. */
export class AssociationIndex {
  readonly #records = new Map<string, TlsaRecord>();

  constructor(records: readonly TlsaRecord[]) {
    for (const record of records) {
      const { selector, matchingType, data } = record;
      const key = `${selector} ${matchingType} ${Buffer.from(data).toString('hex')}`;
      if (!this.#records.has(key)) this.#records.set(key, record);
    }
  }

  /** The record whose data is the certificate's or its key's, in full or as digest (RFC 6698 section 2.1.4). */
  find({ der, spki }: Certificate): TlsaRecord | null {
    for (const [selector, bytes] of [der, spki].entries()) {
      for (const [matchingType, hex] of [
        [MATCHING.full, () => bytes.toString('hex')],
        [MATCHING.sha256, () => createHash('sha256').update(bytes).digest('hex')],
        [MATCHING.sha512, () => createHash('sha512').update(bytes).digest('hex')],
      ] as const) {
        const record = this.#records.get(`${selector} ${matchingType} ${hex()}`);
        if (record !== undefined) return record;
      }
    }
    return null;
  }
}
