/**
 * Watches message octets as they stream by and tells of the first thing that SMTP's line discipline forbids:
 * a CR or LF on its own (RFC 5321 section 2.3.8; the root of SMTP smuggling), NUL (RFC 5322 section 4), or a
 * line that is too long (RFC 5321 section 4.5.3.1.6, RFC 5322 section 2.1.1). One pass, nothing is kept.
 */
import { isAscii } from 'node:buffer';

const NUL = 0x00;
const LF = 0x0a;
const CR = 0x0d;

export interface LineFault {
  readonly kind: 'nul' | 'bare-cr' | 'bare-lf' | 'long-line';
  /** Position of the offending octet, counted from the first octet pushed. */
  readonly offset: number;
}

export class LineDiscipline {
  /** The first fault, or null so far. What comes after a fault is not looked at. */
  fault: LineFault | null = null;
  /** Whether any octet over 127 has been seen; known for every chunk, also after a fault. */
  eightBit = false;

  readonly #limit: number;
  #offset = 0;
  #lineLength = 0;
  #afterCr = false;

  /** Takes the most octets a line may have, its CRLF not counted; 998 is RFC 5322's limit. */
  constructor(longestLine: number) {
    this.#limit = longestLine;
  }

  /** Takes the next chunk, of any size. Gives the first fault so far, or null. */
  push(chunk: Buffer): LineFault | null {
    this.eightBit ||= !isAscii(chunk);
    if (this.fault !== null || chunk.length === 0) return this.fault;
    let start = 0;
    if (this.#afterCr) {
      if (chunk[0] !== LF) return this.#stop('bare-cr', -1);
      this.#afterCr = false;
      this.#lineLength = 0;
      start = 1;
    }
    this.#scan(chunk, start);
    this.#offset += chunk.length;
    return this.fault;
  }

  /** Says that no more octets follow: a CR at the very end is bare. Gives the first fault, or null. */
  finish(): LineFault | null {
    if (this.fault === null && this.#afterCr) this.#stop('bare-cr', -1);
    return this.fault;
  }

  #scan(chunk: Buffer, start: number): void {
    // Where the line began; negative where it began in an earlier chunk.
    let lineStart = start - this.#lineLength;
    for (let index = start; index < chunk.length; index += 1) {
      const octet = chunk[index] as number;
      if (octet > CR || (octet !== CR && octet !== LF && octet !== NUL)) continue;
      if (this.#isLong(lineStart, index)) return;
      if (octet !== CR) {
        this.#stop(octet === LF ? 'bare-lf' : 'nul', index);
        return;
      }
      if (index + 1 === chunk.length) {
        this.#afterCr = true;
        return;
      }
      if (chunk[index + 1] !== LF) {
        this.#stop('bare-cr', index);
        return;
      }
      index += 1;
      lineStart = index + 1;
    }
    this.#lineLength = chunk.length - lineStart;
    this.#isLong(lineStart, chunk.length);
  }

  #isLong(lineStart: number, end: number): boolean {
    if (end - lineStart <= this.#limit) return false;
    this.#stop('long-line', lineStart + this.#limit);
    return true;
  }

  #stop(kind: LineFault['kind'], index: number): LineFault {
    this.fault = { kind, offset: this.#offset + index };
    return this.fault;
  }
}

/** The first fault of octets that are all there, or null. */
export function findLineFault(octets: Buffer, longestLine: number): LineFault | null {
  const discipline = new LineDiscipline(longestLine);
  discipline.push(octets);
  return discipline.finish();
}
