/**
 * Where a message goes while it comes in: small ones stay in memory and will travel in the queue message,
 * larger ones are streamed to the object store as they come, at the store's pace, once there is a place for one
 * more of them (large-messages.ts).
 */
import {
  INLINE_LIMIT,
  transitKey,
  type BodyReference,
  type BodyStore,
  type BodyWriter,
} from '../../shared/store/bodies.ts';
import type { Leave } from './large-messages.ts';

/** `no-room`: nothing more is to be added. */
export type Kept = 'kept' | 'no-room';

async function writeAll(writer: BodyWriter, chunks: readonly Buffer[]): Promise<Kept> {
  for (const chunk of chunks) await writer.write(chunk);
  return 'kept';
}

export class Spool {
  readonly #bodies: Pick<BodyStore, 'open'>;
  readonly #key: string;
  readonly #enter: () => Promise<Leave | null>;
  #chunks: Buffer[] = [];
  #size = 0;
  #writer: BodyWriter | null = null;
  #leave: Leave | null = null;

  /** `enter` is asked for a place once the message turns out to be a large one; null where there is none. */
  constructor(bodies: Pick<BodyStore, 'open'>, id: string, enter: () => Promise<Leave | null>) {
    this.#bodies = bodies;
    this.#enter = enter;
    this.#key = transitKey(id);
  }

  /** Octets so far. */
  get size(): number {
    return this.#size;
  }

  /** Takes octets; where it gives a promise, the next ones must wait for it. */
  add(...chunks: readonly Buffer[]): Promise<Kept> | undefined {
    for (const chunk of chunks) this.#size += chunk.length;
    if (this.#writer === null) {
      this.#chunks.push(...chunks);
      return this.#size > INLINE_LIMIT ? this.#overflow() : undefined;
    }
    return writeAll(this.#writer, chunks);
  }

  async #overflow(): Promise<Kept> {
    this.#leave = await this.#enter();
    if (this.#leave === null) return 'no-room';
    const writer = this.#bodies.open(this.#key);
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
    this.#vacate();
    return { key: this.#key };
  }

  /** The memory first, then the place. */
  #vacate(): void {
    this.#writer = null;
    this.#leave?.();
    this.#leave = null;
  }

  /** Nothing is to remain of it. */
  async discard(): Promise<void> {
    this.#chunks = [];
    try {
      await this.#writer?.abort();
    } finally {
      this.#vacate();
    }
  }
}
