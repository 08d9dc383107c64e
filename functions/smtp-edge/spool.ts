/**
 * Where a message goes while it comes in: small ones stay in memory and will travel in the queue message,
 * larger ones are streamed to the object store as they come, at the store's pace.
 */
import {
  INLINE_LIMIT,
  transitKey,
  type BodyReference,
  type BodyStore,
  type BodyWriter,
} from '../../shared/store/bodies.ts';

async function writeAll(writer: BodyWriter, chunks: readonly Buffer[]): Promise<void> {
  for (const chunk of chunks) await writer.write(chunk);
}

export class Spool {
  readonly #bodies: Pick<BodyStore, 'open'>;
  readonly #key: string;
  #chunks: Buffer[] = [];
  #size = 0;
  #writer: BodyWriter | null = null;

  constructor(bodies: Pick<BodyStore, 'open'>, id: string) {
    this.#bodies = bodies;
    this.#key = transitKey(id);
  }

  /** Octets so far. */
  get size(): number {
    return this.#size;
  }

  /** Takes octets; where it gives a promise, the next ones must wait for it. */
  add(...chunks: readonly Buffer[]): Promise<void> | undefined {
    for (const chunk of chunks) this.#size += chunk.length;
    if (this.#writer === null) {
      this.#chunks.push(...chunks);
      return this.#size > INLINE_LIMIT ? this.#overflow(this.#bodies.open(this.#key)) : undefined;
    }
    return writeAll(this.#writer, chunks);
  }

  #overflow(writer: BodyWriter): Promise<void> {
    this.#writer = writer;
    const held = this.#chunks;
    this.#chunks = [];
    return writeAll(writer, held);
  }

  /** Everything has been added: gives where it is. An object is durable then; what is inline is not yet. */
  async finish(): Promise<BodyReference> {
    if (this.#writer === null) {
      const inline = Buffer.concat(this.#chunks, this.#size).toString('base64');
      this.#chunks = [];
      return { inline };
    }
    await this.#writer.complete();
    return { key: this.#key };
  }

  /** Nothing is to remain of it. */
  async discard(): Promise<void> {
    this.#chunks = [];
    await this.#writer?.abort();
  }
}
