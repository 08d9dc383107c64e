/**
 * DKIM's relaxed canonicalization (RFC 6376 sections 3.4.2 and 3.4.4): what of a message may change on its
 * way without a signature breaking. The body is hashed from the message's own memory: runs that need no
 * change go to the hash as they are, only the rest is gathered in a small buffer, so that 25 MiB cost one
 * pass and no copy.
 */
import { createHash, type Hash } from 'node:crypto';

const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
const CRLF = Buffer.from('\r\n');
const ONE_SPACE = Buffer.from(' ');

/** A hash that gathers short pieces: one call into the crypto library costs as much as hashing a kilobyte. */
class GatheringHash {
  readonly #hash: Hash = createHash('sha256');
  readonly #buffer = Buffer.allocUnsafe(16 * 1024);
  #filled = 0;

  add(octets: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length === 0) return;
    if (length > this.#buffer.length - this.#filled) this.#flush();
    if (length > this.#buffer.length / 4) {
      this.#flush();
      this.#hash.update(octets.subarray(start, end));
      return;
    }
    octets.copy(this.#buffer, this.#filled, start, end);
    this.#filled += length;
  }

  digest(): Buffer {
    this.#flush();
    return this.#hash.digest();
  }

  #flush(): void {
    if (this.#filled > 0) this.#hash.update(this.#buffer.subarray(0, this.#filled));
    this.#filled = 0;
  }
}

/** Where the whitespace that starts at `from` ends. */
function whitespaceEnd(body: Buffer, from: number): number {
  let at = from;
  while (body[at] === SPACE || body[at] === TAB) at += 1;
  return at;
}

/** SHA-256 of the body in relaxed form. An empty body, or one of empty lines only, hashes as nothing. */
export function hashRelaxedBody(body: Buffer): Buffer {
  const hash = new GatheringHash();
  let emptyLines = 0;
  let runStart = 0;
  let lineHasText = false;
  let at = 0;
  // Puts out the octets from runStart to `end`, and before them the empty lines that turned out not to be
  // the last ones.
  const putOut = (end: number) => {
    if (end === runStart) return;
    for (; emptyLines > 0; emptyLines -= 1) hash.add(CRLF, 0, CRLF.length);
    hash.add(body, runStart, end);
  };
  const atLineEnd = (index: number) =>
    index === body.length || (body[index] === CR && body[index + 1] === LF);

  while (at < body.length) {
    const octet = body[at] as number;
    if (octet > SPACE) {
      lineHasText = true;
      at += 1;
    } else if (octet === SPACE || octet === TAB) {
      const end = whitespaceEnd(body, at);
      if (atLineEnd(end)) {
        putOut(at);
        runStart = end;
      } else if (octet === TAB || end - at > 1) {
        putOut(at);
        for (; emptyLines > 0; emptyLines -= 1) hash.add(CRLF, 0, CRLF.length);
        hash.add(ONE_SPACE, 0, 1);
        runStart = end;
        lineHasText = true;
      } else lineHasText = true;
      at = end;
    } else if (octet === CR && body[at + 1] === LF) {
      if (lineHasText) {
        at += 2;
      } else {
        putOut(at);
        emptyLines += 1;
        at += 2;
        runStart = at;
      }
      lineHasText = false;
    } else {
      lineHasText = true;
      at += 1;
    }
  }
  putOut(body.length);
  if (lineHasText) hash.add(CRLF, 0, CRLF.length);
  return hash.digest();
}

/**
 * One header field in relaxed form, without a final CRLF. Takes the field as it stands in the message; works
 * on Latin-1 so that 8-bit octets go through unchanged.
 */
export function relaxField(raw: Buffer): string {
  const text = raw.toString('latin1');
  const colon = text.indexOf(':');
  const name = text.slice(0, colon).trimEnd().toLowerCase();
  const value = text
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replaceAll(/[ \t]+/g, ' ');
  const start = value.startsWith(' ') ? 1 : 0;
  const end = value.endsWith(' ') ? -1 : undefined;
  return `${name}:${value.slice(start, end)}`;
}
