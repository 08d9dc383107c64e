/**
 * A small reader for DER (X.690), the encoding of certificates: just what reading a certificate needs.
 * Every length is checked against the bytes that are there; anything that does not fit gives null, never an
 * exception, and nothing here recurses. Indefinite lengths (BER) and tag numbers over 30 are not read.
 */

export interface Element {
  /** The identifier octet: class, constructed bit and number together. */
  readonly tag: number;
  /** Identifier, length and content, as they stand. */
  readonly whole: Buffer;
  readonly content: Buffer;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The identifier octet of a context-specific element, `[number]`. */
export const contextTag = (number: number, constructed: boolean): number =>
  0x80 | (constructed ? 0x20 : 0) | number;

/** The first element of `bytes`, or null where none fits. X.690 section 8.1. */
function readFirst(bytes: Buffer): Element | null {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  let start = 2;
  let length = first;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4 || bytes.length < 2 + octets) return null;
    length = bytes.readUIntBE(2, octets);
    start = 2 + octets;
  }
  const end = start + length;
  return end > bytes.length
    ? null
    : { tag, whole: bytes.subarray(0, end), content: bytes.subarray(start, end) };
}

/** The one element that `bytes` is, with nothing after it; else null. */
export function readOne(bytes: Buffer): Element | null {
  const element = readFirst(bytes);
  return element?.whole.length === bytes.length ? element : null;
}

/** The elements that `bytes` is made of, in order; null where something is left over. */
export function readAll(bytes: Buffer): Element[] | null {
  const elements: Element[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const element = readFirst(rest);
    if (element === null) return null;
    elements.push(element);
    rest = rest.subarray(element.whole.length);
  }
  return elements;
}

/** The elements inside an element of the given tag; null where it is another, or malformed. */
export function childrenOf(element: Element | null | undefined, tag: number): Element[] | null {
  return element?.tag === tag ? readAll(element.content) : null;
}

/** Dotted form of an OBJECT IDENTIFIER (X.690 section 8.19), null for anything else, a padded arc included. */
export function readObjectIdentifier(element: Element | null | undefined): string | null {
  if (element?.tag !== TAG.objectIdentifier || element.content.length === 0) return null;
  const arcs: number[] = [];
  let arc = 0;
  let open = false;
  for (const octet of element.content) {
    if (arc > 2 ** 45 || (!open && octet === 0x80)) return null;
    arc = arc * 128 + (octet & 0x7f);
    open = octet >= 0x80;
    if (open) continue;
    if (arcs.length === 0) {
      const top = Math.min(2, Math.floor(arc / 40));
      arcs.push(top, arc - 40 * top);
    } else {
      arcs.push(arc);
    }
    arc = 0;
  }
  return open ? null : arcs.join('.');
}

/** An INTEGER from 0 to 2^31 - 1; null for a negative or larger one, and for anything else. */
export function readSmallInteger(element: Element | null | undefined): number | null {
  if (element?.tag !== TAG.integer || element.content.length === 0) return null;
  const digits = element.content;
  if ((digits[0] ?? 0) >= 0x80) return null;
  let value = 0;
  for (const octet of digits) {
    value = value * 256 + octet;
    if (value > 0x7fffffff) return null;
  }
  return value;
}

/** A BOOLEAN; like OpenSSL, takes any octet but 0 as true. */
export function readBoolean(element: Element | null | undefined): boolean | null {
  return element?.tag === TAG.boolean && element.content.length === 1 ? element.content[0] !== 0 : null;
}

/** The octets of a BIT STRING, without the octet that counts unused bits, and with those bits 0. */
export function readBits(element: Element | null | undefined): Buffer | null {
  if (element?.tag !== TAG.bitString || element.content.length === 0) return null;
  const unused = element.content[0] ?? 8;
  if (unused > 7) return null;
  const octets = Buffer.from(element.content.subarray(1));
  const last = octets.length - 1;
  if (last >= 0) octets.writeUInt8(octets.readUInt8(last) & (0xff << unused), last);
  return octets;
}
