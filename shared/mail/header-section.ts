/**
 * The header section of a message (RFC 5322 section 2.2), as octets. Splitting a message and putting it
 * together again never changes an octet: every field keeps its own folding, its letter case and its 8-bit
 * text, and the body is a view on the message, not a copy. What a header section must not hold (a line
 * without a colon, NUL, a CR or LF on its own, 8-bit in a name) is a fault, as a value.
 * Not done here: the body's structure (MIME), and what single fields mean.
 */
import { isAscii, isUtf8 } from 'node:buffer';

import { decodeWords } from 'postal-mime';

import { findLineFault } from './line-discipline.ts';

/** Header sections over this are refused unless a caller says otherwise. */
export const HEADER_LIMIT = 256 * 1024;

const CRLF = Buffer.from('\r\n');
const END = Buffer.from('\r\n\r\n');
const FIELD_NAME = /^[\x21-\x39\x3b-\x7e]+$/;

export interface HeaderField {
  /** As written, without whitespace before the colon (obsolete syntax, RFC 5322 section 4.5). */
  readonly name: string;
  /** The whole field with its folding and its final CRLF: a view on the message. */
  readonly raw: Buffer;
  /** What follows the colon, unfolded and trimmed; UTF-8 where it is that (RFC 6532), else Latin-1. */
  readonly value: string;
}

export interface HeaderSection {
  readonly kind: 'section';
  readonly fields: readonly HeaderField[];
  /** `unknown-8bit`: octets over 127 that are not UTF-8, which no standard gives a meaning. */
  readonly encoding: 'ascii' | 'utf-8' | 'unknown-8bit';
  /** The blank line and the body, as in the message; empty where a message is headers only. */
  readonly rest: Buffer;
}

export interface HeaderFault {
  readonly kind: 'fault';
  readonly fault: 'too-large' | 'nul' | 'bare-cr' | 'bare-lf' | 'no-colon' | 'bad-name' | 'eight-bit-name';
  /** One plain sentence for the SMTP reply or the API's problem document; holds no text of the message. */
  readonly detail: string;
}

function fault(kind: HeaderFault['fault'], detail: string): HeaderFault {
  return { kind: 'fault', fault: kind, detail };
}

/** Length of the header section with its last CRLF; null where it is over the limit. */
function headerLength(message: Buffer, limit: number): number | null {
  if (message.subarray(0, 2).equals(CRLF)) return 0;
  const at = message.subarray(0, limit + 2).indexOf(END);
  if (at >= 0) return at + 2;
  return message.length > limit ? null : message.length;
}

/** Where the line that starts at `from` ends, its CRLF included. */
function lineEnd(octets: Buffer, from: number): number {
  const at = octets.indexOf(0x0a, from);
  return at < 0 ? octets.length : at + 1;
}

function isFolded(octets: Buffer, at: number): boolean {
  return octets[at] === 0x20 || octets[at] === 0x09;
}

function readField(raw: Buffer, line: number): HeaderField | HeaderFault {
  const colon = raw.subarray(0, lineEnd(raw, 0)).indexOf(0x3a);
  if (colon < 0) return fault('no-colon', `line ${line} of the header section has no colon`);
  const label = raw.toString('latin1', 0, colon);
  const name = label.trimEnd();
  if (!isAscii(raw.subarray(0, colon))) {
    return fault('eight-bit-name', `the field name in line ${line} of the header section is not ASCII`);
  }
  if (!FIELD_NAME.test(name) || !/^[ \t]*$/.test(label.slice(name.length))) {
    return fault('bad-name', `line ${line} of the header section has no valid field name`);
  }
  const octets = raw.subarray(colon + 1);
  const text = isUtf8(octets) ? octets.toString('utf8') : octets.toString('latin1');
  return { name, raw, value: text.replaceAll('\r\n', '').trim() };
}

/**
 * Takes a message, or its header section alone, with or without the blank line (a message of headers only is
 * legal). Gives its fields in order, or the first fault. `limit`: most octets of the header section.
 */
export function readHeaderSection(message: Buffer, limit = HEADER_LIMIT): HeaderSection | HeaderFault {
  const length = headerLength(message, limit);
  if (length === null) return fault('too-large', `the header section is over ${limit} octets`);
  const header = message.subarray(0, length);
  const broken = findLineFault(header, Infinity);
  if (broken !== null && broken.kind !== 'long-line') {
    return fault(broken.kind, `octet ${broken.offset} of the header section is a forbidden ${broken.kind}`);
  }
  const fields: HeaderField[] = [];
  let line = 1;
  for (let start = 0; start < length;) {
    const firstLine = line;
    let end = lineEnd(header, start);
    line += 1;
    for (; end < length && isFolded(header, end); line += 1) end = lineEnd(header, end);
    const field = readField(header.subarray(start, end), firstLine);
    if ('kind' in field) return field;
    fields.push(field);
    start = end;
  }
  const encoding = isAscii(header) ? 'ascii' : isUtf8(header) ? 'utf-8' : 'unknown-8bit';
  return { kind: 'section', fields, encoding, rest: message.subarray(length) };
}

/** The header section of a message as octets, without the blank line; malformed or not. */
export function headerOctets(message: Buffer): Buffer {
  return message.subarray(0, headerLength(message, message.length) ?? message.length);
}

/** The message again: octet for octet what was read, but for fields removed or added since. */
export function serialize(section: HeaderSection): Buffer {
  return Buffer.concat([...section.fields.map(({ raw }) => raw), section.rest]);
}

/** The body, without the blank line before it: a view. */
export function bodyOf(section: HeaderSection): Buffer {
  return section.rest.subarray(CRLF.length);
}

/** All fields of a name, in the message's order; names are compared without case. */
export function fieldsNamed(section: HeaderSection, name: string): HeaderField[] {
  const wanted = name.toLowerCase();
  return section.fields.filter((field) => field.name.toLowerCase() === wanted);
}

/** The section without every field of these names; its `rest` is the same view. */
export function withoutFields(section: HeaderSection, ...names: readonly string[]): HeaderSection {
  const unwanted = new Set(names.map((name) => name.toLowerCase()));
  return { ...section, fields: section.fields.filter(({ name }) => !unwanted.has(name.toLowerCase())) };
}

/**
 * The section with whole fields put before the others, as trace fields are (RFC 5321 section 4.4). Takes
 * ready header text, each field with its CRLF; throws where that is not well-formed, which is a bug.
 */
export function withFieldsFirst(section: HeaderSection, text: string): HeaderSection {
  const added = readHeaderSection(Buffer.from(text, 'utf8'));
  if (added.kind === 'fault' || added.rest.length > 0 || !text.endsWith('\r\n')) {
    throw new Error('header fields to prepend are not well-formed');
  }
  return { ...section, fields: [...added.fields, ...section.fields] };
}

/** The Subject as a reader sees it, encoded-words (RFC 2047) decoded; empty where there is none. */
export function subjectOf(section: HeaderSection): string {
  const value = fieldsNamed(section, 'Subject')[0]?.value ?? '';
  return decodeWords(value.slice(0, 4000));
}
