/**
 * The canonical form of names and records, which is what DNSSEC signs and sorts by: RFC 4034 section 6, with
 * the list of types whose names are lower-cased as corrected by RFC 6840 section 5.1.
 *
 * Not done here: labels with dots or octets outside of ASCII in them, and names in types that this world does
 * not have (RP, NAPTR, AFSDB, …).
 */
import { encode } from 'dns-packet';
import type { RrsigData } from 'dns-packet';
import { canonical, labelsOf } from './names.ts';
import type { ZoneRecord } from './zones.ts';

const internetClass = 1;

/** How many labels the Labels field of a signature counts: all but the root and a leading asterisk (3.1.3). */
export const countLabels = (name: string): number =>
  labelsOf(name).filter((label, i) => i > 0 || label !== '*').length;

/** A name on the wire: uncompressed and in lower case (RFC 4034, 6.2). */
export function canonicalName(name: string): Buffer {
  const labels = labelsOf(name).map((label) => Buffer.from(label));
  return Buffer.concat([...labels.flatMap((label) => [Buffer.from([label.length]), label]), Buffer.alloc(1)]);
}

/** The data of a record on the wire, in canonical form, with its type's number (RFC 4034, 6.2). */
export function canonicalData(record: ZoneRecord): { readonly type: number; readonly data: Buffer } {
  // The library never compresses; after the header come the root's name, type, class, TTL and length.
  const message = encode({ answers: [{ ...lowerCased(record), name: '.' }] });
  return { type: message.readUInt16BE(13), data: message.subarray(23, 23 + message.readUInt16BE(21)) };
}

/**
 * The octets that a signature is made over (RFC 4034, 3.1.8.1): its own fields, then the records of the set in
 * canonical order, each once. An owner with more labels than the signature counts was made from a wildcard.
 */
export function signedData(
  signature: Omit<RrsigData, 'signature'>,
  recordSet: readonly ZoneRecord[],
): Buffer {
  const fields = canonicalData({
    name: '.',
    type: 'RRSIG',
    data: { ...signature, signature: Buffer.alloc(0) },
  });
  const labels = labelsOf(recordSet[0]?.name ?? '');
  const kept = labels.slice(labels.length - signature.labels);
  const owner = canonicalName(
    countLabels(labels.join('.')) > signature.labels ? ['*', ...kept].join('.') : labels.join('.'),
  );
  const records = recordSet.map(canonicalData).sort((one, other) => Buffer.compare(one.data, other.data));
  const distinct = records.filter(({ data }, i) => i === 0 || !records[i - 1]?.data.equals(data));
  return Buffer.concat([
    fields.data,
    ...distinct.flatMap(({ type, data }) => {
      const header = Buffer.alloc(10);
      header.writeUInt16BE(type, 0);
      header.writeUInt16BE(internetClass, 2);
      header.writeUInt32BE(signature.originalTTL, 4);
      header.writeUInt16BE(data.length, 8);
      return [owner, header, data];
    }),
  ]);
}

/** The record with the names in its data in lower case, for the types that RFC 4034, 6.2 lists; NSEC is not one. */
function lowerCased(record: ZoneRecord): ZoneRecord {
  if (record.type === 'MX') {
    return { ...record, data: { ...record.data, exchange: canonical(record.data.exchange) } };
  }
  if (record.type === 'SRV') {
    return { ...record, data: { ...record.data, target: canonical(record.data.target) } };
  }
  if (record.type === 'SOA') {
    const { mname, rname } = record.data;
    return { ...record, data: { ...record.data, mname: canonical(mname), rname: canonical(rname) } };
  }
  if (record.type === 'RRSIG') {
    return { ...record, data: { ...record.data, signersName: canonical(record.data.signersName) } };
  }
  // The library turns the strings of a list into buffers where they stand.
  if (record.type === 'TXT' && Array.isArray(record.data)) return { ...record, data: [...record.data] };
  const { type } = record;
  if (type === 'NS' || type === 'CNAME' || type === 'DNAME' || type === 'PTR') {
    return { ...record, data: canonical(record.data) };
  }
  return record;
}
