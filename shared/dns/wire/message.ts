/**
 * Decodes an answer (RFC 1035 section 4). Whatever is wrong with it makes the whole message `malformed`:
 * there is no half-read answer. There is no class but Internet.
 */
import type { Name } from './name.ts';
import { decodeRdata, type Rdata } from './rdata.ts';
import { WireFault, WireReader } from './reader.ts';
import { classInternet, recordTypes } from './record-types.ts';

export interface ResourceRecord {
  readonly name: Name;
  readonly type: number;
  readonly ttl: number;
  readonly data: Rdata;
  /** The record data as a signature covers it. */
  readonly canonical: Buffer;
}

export interface Message {
  readonly kind: 'message';
  readonly id: number;
  readonly response: boolean;
  readonly truncated: boolean;
  readonly authenticData: boolean;
  /** With the upper bits from EDNS (RFC 6891 section 6.1.3). */
  readonly responseCode: number;
  readonly question: { readonly name: Name; readonly type: number; readonly class: number };
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly octets: number;
}

export interface Malformed {
  readonly kind: 'malformed';
  readonly detail: string;
}

export const responseCodes = { noError: 0, servfail: 2, nxdomain: 3 } as const;

/** More than a true answer ever has; bounds what a hostile one can make us read. */
const MOST_RECORDS = 1500;

/** RFC 2181 section 8: a TTL with the top bit set counts as zero. */
const ttlOf = (value: number): number => (value > 0x7fffffff ? 0 : value);

interface Header {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly data: WireReader;
}

function recordHeader(reader: WireReader): Header {
  const name = reader.name();
  const [type, recordClass, ttl] = [reader.uint16(), reader.uint16(), reader.uint32()];
  return { name, type, class: recordClass, ttl, data: reader.window(reader.uint16()) };
}

function section(reader: WireReader, count: number): ResourceRecord[] {
  const records: ResourceRecord[] = [];
  for (let index = 0; index < count; index++) {
    const header = recordHeader(reader);
    if (header.type === recordTypes.OPT) throw new WireFault('OPT outside the additional section');
    if (header.class !== classInternet) throw new WireFault('a record of another class');
    const { name, type } = header;
    records.push({ name, type, ttl: ttlOf(header.ttl), ...decodeRdata(type, header.data) });
  }
  return records;
}

/** Nothing of the additional section is used but the extended response code; it is read to its end. */
function extendedResponseCode(reader: WireReader, count: number): number {
  let extended: number | null = null;
  for (let index = 0; index < count; index++) {
    const header = recordHeader(reader);
    if (header.type !== recordTypes.OPT) continue;
    if (extended !== null || header.name !== '') throw new WireFault('a malformed OPT record');
    extended = header.ttl >>> 24;
  }
  return extended ?? 0;
}

function decode(octets: Buffer): Message {
  const reader = new WireReader(octets);
  const [id, flags] = [reader.uint16(), reader.uint16()];
  const [questions, answers, authorities, additionals] = [
    reader.uint16(),
    reader.uint16(),
    reader.uint16(),
    reader.uint16(),
  ];
  if (((flags >> 11) & 15) !== 0) throw new WireFault('not a standard query');
  if (questions !== 1) throw new WireFault('not exactly one question');
  if (answers + authorities + additionals > MOST_RECORDS) throw new WireFault('too many records');
  const question = { name: reader.name(), type: reader.uint16(), class: reader.uint16() };
  const answer = section(reader, answers);
  const authority = section(reader, authorities);
  const extended = extendedResponseCode(reader, additionals);
  if (reader.remaining !== 0) throw new WireFault('octets after the last record');
  return {
    kind: 'message',
    id,
    response: (flags & 0x8000) !== 0,
    truncated: (flags & 0x0200) !== 0,
    authenticData: (flags & 0x0020) !== 0,
    responseCode: extended * 16 + (flags & 15),
    question,
    answer,
    authority,
    octets: octets.length,
  };
}

/** Gives the message, or what is wrong with it. Never throws for any octets. */
export function decodeMessage(octets: Buffer): Message | Malformed {
  try {
    return decode(octets);
  } catch (error) {
    if (error instanceof WireFault) return { kind: 'malformed', detail: error.message };
    throw error;
  }
}
