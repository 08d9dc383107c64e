/**
 * Collects a header section from a stream and lets the body pass. A server that must look at the header
 * fields of a message too large to hold reads until this says `complete`, checks and adds fields, writes the
 * header, and from there on pipes the body through untouched. Holds at most `limit` octets.
 */

export type HeaderProgress =
  | { readonly kind: 'more' }
  /** `header`: up to and including the blank line; `rest`: what of the last chunk follows it. */
  | { readonly kind: 'complete'; readonly header: Buffer; readonly rest: Buffer }
  | { readonly kind: 'too-large' };

const END = Buffer.from('\r\n\r\n');

export class HeaderSectionReader {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #size = 0;
  #done = false;
  /** The last octets pushed, for a blank line across a chunk border. Starts as the end of a line would, so
   * that a message whose first line is empty has an empty header section. */
  #tail = Buffer.from('\r\n');

  /** Takes the most octets that the header section may have, its blank line included. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the next chunk. Throws where the header section had already ended: that is a bug. */
  push(chunk: Buffer): HeaderProgress {
    if (this.#done) throw new Error('the header section has ended');
    const end = this.#endIn(chunk);
    if (this.#size + (end ?? chunk.length) > this.#limit) return this.#refuse();
    if (end !== null) {
      this.#chunks.push(chunk.subarray(0, end));
      return this.#complete(chunk.subarray(end));
    }
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-3)]).subarray(-3);
    return { kind: 'more' };
  }

  /** Says that the stream has ended: what there is was headers only. */
  finish(): HeaderProgress {
    if (this.#done) throw new Error('the header section has ended');
    return this.#complete(Buffer.alloc(0));
  }

  /** Where in the chunk the octet after the blank line is, or null. Looks no further than the limit. */
  #endIn(chunk: Buffer): number | null {
    const seam = Buffer.concat([this.#tail, chunk.subarray(0, 3)]).indexOf(END);
    if (seam >= 0) return seam + END.length - this.#tail.length;
    const within = chunk.subarray(0, this.#limit).indexOf(END);
    return within < 0 ? null : within + END.length;
  }

  #complete(rest: Buffer): HeaderProgress {
    const header = Buffer.concat(this.#chunks);
    this.#release();
    return { kind: 'complete', header, rest };
  }

  #refuse(): HeaderProgress {
    this.#release();
    return { kind: 'too-large' };
  }

  #release(): void {
    this.#done = true;
    this.#chunks = [];
  }
}
