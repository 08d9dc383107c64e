/** TLSA records for tests, written as in a zone file: `tlsa('3 1 1', certificate)`. */
import { createHash } from 'node:crypto';
import type { TlsaRecord } from '../../../shared/tls/tlsa.ts';
import type { Made } from './certificate-maker.ts';

/** The record that names a certificate, with data made for its selector and matching type. */
export function tlsa(parameters: string, { der, spki }: Pick<Made, 'der' | 'spki'>): TlsaRecord {
  const [usage = 0, selector = 0, matchingType = 0] = parameters.split(' ').map(Number);
  const bytes = selector === 0 ? der : spki;
  const data =
    matchingType === 0
      ? bytes
      : createHash(matchingType === 1 ? 'sha256' : 'sha512')
          .update(bytes)
          .digest();
  return { usage, selector, matchingType, data };
}

/** The same record with its last octet changed. */
export function wrong(record: TlsaRecord): TlsaRecord {
  const data = Buffer.from(record.data);
  data.writeUInt8(data.readUInt8(data.length - 1) ^ 1, data.length - 1);
  return { ...record, data };
}
