/**
 * Reads and checks signed answers from their octets alone, without a line of the code that signs. Names are
 * expected uncompressed, as the simulated name server writes them, so that the octets of a record are its
 * canonical form (RFC 4034, 6.2) but for upper case.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';

export const types = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  MX: 15,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  TLSA: 52,
};

export interface WireRecord {
  /** With a dot after every label; the root is '.'. */
  readonly name: string;
  readonly nameOctets: Buffer;
  readonly type: number;
  readonly ttl: number;
  readonly data: Buffer;
}

export interface SignedAnswer {
  readonly flags: number;
  readonly answers: readonly WireRecord[];
  readonly authorities: readonly WireRecord[];
}

export function readAnswer(message: Buffer): SignedAnswer {
  let at = nameAt(message, 12).end + 4;
  const records = (count: number): WireRecord[] =>
    Array.from({ length: count }, () => {
      const { name, octets: nameOctets, end } = nameAt(message, at);
      const length = message.readUInt16BE(end + 8);
      at = end + 10 + length;
      const data = message.subarray(end + 10, at);
      return { name, nameOctets, type: message.readUInt16BE(end), ttl: message.readUInt32BE(end + 4), data };
    });
  const answers = records(message.readUInt16BE(6));
  const authorities = records(message.readUInt16BE(8));
  return { flags: message.readUInt16BE(2), answers, authorities };
}

function nameAt(octets: Buffer, start: number): { name: string; octets: Buffer; end: number } {
  let [name, at] = ['', start];
  for (let length = octets[at] ?? 0; length > 0; length = octets[at] ?? 0) {
    if (length > 63) throw new Error('the name is compressed');
    name += `${octets.toString('ascii', at + 1, at + 1 + length)}.`;
    at += 1 + length;
  }
  return { name: name || '.', octets: octets.subarray(start, at + 1), end: at + 1 };
}

/** The names of the record sets in a section, each with what its signature is worth under a zone's keys. */
export function verdicts(
  section: readonly WireRecord[],
  keysOf: (zone: string) => readonly Buffer[],
): string[] {
  const sets = Map.groupBy(
    section.filter(({ type }) => type !== types.RRSIG),
    ({ name, type }) => `${name} ${typeName(type)}`,
  );
  return [...sets].map(([label, set]) => {
    const covering = section.filter(
      ({ name, type, data }) =>
        type === types.RRSIG && name === set[0]?.name && data.readUInt16BE(0) === set[0].type,
    );
    if (covering.length === 0) return `${label} unsigned`;
    const holds = covering.some(({ data }) => signatureHolds(data, set, keysOf(nameAt(data, 18).name)));
    return `${label} ${holds ? 'holds' : 'broken'}`;
  });
}

const typeName = (type: number): string =>
  Object.entries(types).find(([, number]) => number === type)?.[0] ?? `TYPE${type}`;

/** RFC 4034, 3.1.8.1, and RFC 6605: the data of one RRSIG record over one set, with P-256 keys. */
function signatureHolds(rrsig: Buffer, set: readonly WireRecord[], keys: readonly Buffer[]): boolean {
  const fieldsEnd = nameAt(rrsig, 18).end;
  const now = Date.now() / 1000;
  if (rrsig.readUInt32BE(8) < now || rrsig.readUInt32BE(12) > now) return false;
  const [first] = set;
  if (!first || rrsig[2] !== 13 || rrsig[3] !== first.name.split('.').filter(Boolean).length) return false;
  const sorted = set
    .map((record) => ({ ...record, nameOctets: lowerCase(record.nameOctets), data: canonicalData(record) }))
    .sort((one, other) => Buffer.compare(one.data, other.data));
  const signed = [rrsig.subarray(0, fieldsEnd)];
  for (const { nameOctets, type, data } of sorted) {
    const rest = Buffer.alloc(10);
    rest.writeUInt16BE(type, 0);
    rest.writeUInt16BE(1, 2);
    rrsig.copy(rest, 4, 4, 8); // the original TTL
    rest.writeUInt16BE(data.length, 8);
    signed.push(nameOctets, rest, data);
  }
  const text = (octets: Buffer): string => octets.toString('base64url');
  return keys.some((dnskey) => {
    const [x, y] = [text(dnskey.subarray(4, 36)), text(dnskey.subarray(36, 68))];
    const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    return verify(
      'sha256',
      Buffer.concat(signed),
      { key, dsaEncoding: 'ieee-p1363' },
      rrsig.subarray(fieldsEnd),
    );
  });
}

/** No length of a label is in the range of letters. */
const lowerCase = (octets: Buffer): Buffer =>
  Buffer.from(octets.map((octet) => (octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet)));

function canonicalData({ type, data }: WireRecord): Buffer {
  if (type === types.MX) return Buffer.concat([data.subarray(0, 2), lowerCase(data.subarray(2))]);
  return type === types.NS || type === types.CNAME ? lowerCase(data) : data;
}

/** Whether a DS record's data names a key: tag (RFC 4034, appendix B), algorithm, SHA-256 (RFC 4509). */
export function namesKey(ds: Buffer, owner: Buffer, dnskey: Buffer): boolean {
  let tag = 0;
  for (const [i, octet] of dnskey.entries()) tag += i & 1 ? octet : octet << 8;
  tag = (tag + ((tag >> 16) & 0xffff)) & 0xffff;
  const digest = createHash('sha256').update(owner).update(dnskey).digest();
  return ds.readUInt16BE(0) === tag && ds[2] === 13 && ds[3] === 2 && ds.subarray(4).equals(digest);
}

/** The types in the bitmap of an NSEC record (RFC 4034, 4.1.2) and the next name. */
export function readNsec(data: Buffer): { next: string; types: number[] } {
  const { name: next, end } = nameAt(data, 0);
  const found: number[] = [];
  for (let at = end; at < data.length; at += 2 + (data[at + 1] ?? 0)) {
    const bits = data.subarray(at + 2, at + 2 + (data[at + 1] ?? 0));
    for (let bit = 0; bit < bits.length * 8; bit++) {
      if ((bits[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) found.push((data[at] ?? 0) * 256 + bit);
    }
  }
  return { next, types: found };
}
