/**
 * Encodes a question with EDNS (RFC 6891): DNSSEC records wanted (DO), and either "do not check for me" (CD),
 * for who validates, or "tell me whether you have" (AD, RFC 6840 section 5.7), for who trusts the resolver.
 */
import { encodeName, type Name } from './name.ts';
import { classInternet, recordTypes } from './record-types.ts';

export interface Query {
  readonly id: number;
  readonly name: Name;
  readonly type: number;
  readonly checking: 'disabled' | 'wanted';
  /** Pads to a multiple of this many octets (RFC 7830, RFC 8467 section 4.1: 128 over TLS); 0 for none. */
  readonly padding: 0 | 128;
}

/** Fits every path without fragments (DNS Flag Day 2020). */
const UDP_PAYLOAD = 1232;
const RECURSION_DESIRED = 0x0100;
const AUTHENTIC_DATA = 0x0020;
const CHECKING_DISABLED = 0x0010;
const DNSSEC_OK = 0x8000;
const PADDING_OPTION = 12;

function padding(octetsBefore: number, block: number): Buffer {
  if (block === 0) return Buffer.alloc(0);
  const header = octetsBefore + 4;
  const option = Buffer.alloc(4 + ((block - (header % block)) % block));
  option.writeUInt16BE(PADDING_OPTION, 0);
  option.writeUInt16BE(option.length - 4, 2);
  return option;
}

export function encodeQuery(query: Query): Buffer {
  const header = Buffer.alloc(12);
  const checking = query.checking === 'disabled' ? CHECKING_DISABLED : AUTHENTIC_DATA;
  header.writeUInt16BE(query.id, 0);
  header.writeUInt16BE(RECURSION_DESIRED | checking, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(1, 10);
  const name = encodeName(query.name);
  const question = Buffer.alloc(4);
  question.writeUInt16BE(query.type, 0);
  question.writeUInt16BE(classInternet, 2);
  const options = Buffer.alloc(11);
  options.writeUInt16BE(recordTypes.OPT, 1);
  options.writeUInt16BE(UDP_PAYLOAD, 3);
  options.writeUInt16BE(DNSSEC_OK, 7);
  const pad = padding(header.length + name.length + question.length + options.length, query.padding);
  options.writeUInt16BE(pad.length, 9);
  return Buffer.concat([header, name, question, options, pad]);
}
