/**
 * Message bodies. A small one travels inside the queue message that announces it; a larger one is streamed
 * to the object store under `transit/` and the queue message carries its key. What a mailbox keeps lies
 * under `mailbox/`. Objects in transit are never deleted by a function, since several jobs may still need
 * one: a lifecycle rule of the bucket ends them.
 */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** Where a body is: base64 in the queue message itself, or an object. */
export type BodyReference = { readonly inline: string } | { readonly key: string };

/** Raw octets up to this size travel inline: base64 of it and the envelope fit SQS's 1 MiB with room to spare. */
export const INLINE_LIMIT = 256 * 1024;

/**
 * The smallest part S3 takes, and so the most that one stream ever holds in memory. Whoever opens many at once
 * has to bound them.
 */
export const PART_OCTETS = 5 * 1024 * 1024;

let client: S3Client | undefined;
function objects(): S3Client {
  client ??= new S3Client({ maxAttempts: 4 });
  return client;
}

export interface BodyStore {
  put(key: string, body: Buffer): Promise<void>;
  /** Null where there is no such object. */
  get(key: string): Promise<Buffer | null>;
  remove(key: string): Promise<void>;
  /** Opens an object for writing in pieces; nothing is visible before `complete`. */
  open(key: string): BodyWriter;
  /** The octets behind a reference. Throws where the object is gone: that is a fault of ours. */
  load(reference: BodyReference): Promise<Buffer>;
  /** Inline where it is small, else stored in transit under this id. */
  refer(body: Buffer, id: string): Promise<BodyReference>;
}

export interface BodyWriter {
  write(chunk: Buffer): Promise<void>;
  complete(): Promise<void>;
  abort(): Promise<void>;
}

export function transitKey(id: string): string {
  return `transit/${id}`;
}

/** A multipart upload that reuses one buffer of one part: memory does not grow with the message. */
class MultipartWriter implements BodyWriter {
  readonly #bucket: string;
  readonly #key: string;
  readonly #part = Buffer.allocUnsafeSlow(PART_OCTETS);
  #filled = 0;
  #upload: string | undefined;
  readonly #parts: { ETag: string; PartNumber: number }[] = [];

  constructor(bucket: string, key: string) {
    this.#bucket = bucket;
    this.#key = key;
  }

  async write(chunk: Buffer): Promise<void> {
    let rest = chunk;
    while (rest.length > 0) {
      const taken = Math.min(rest.length, PART_OCTETS - this.#filled);
      rest.copy(this.#part, this.#filled, 0, taken);
      this.#filled += taken;
      rest = rest.subarray(taken);
      if (this.#filled === PART_OCTETS) await this.#flush();
    }
  }

  async #flush(): Promise<void> {
    const target = { Bucket: this.#bucket, Key: this.#key };
    if (this.#upload === undefined) {
      const created = await objects().send(new CreateMultipartUploadCommand(target));
      if (created.UploadId === undefined) throw new Error('the object store began no upload');
      this.#upload = created.UploadId;
    }
    const PartNumber = this.#parts.length + 1;
    const Body = this.#part.subarray(0, this.#filled);
    const { ETag } = await objects().send(
      new UploadPartCommand({ ...target, UploadId: this.#upload, PartNumber, Body }),
    );
    if (ETag === undefined) throw new Error('the object store acknowledged no part');
    this.#parts.push({ ETag, PartNumber });
    this.#filled = 0;
  }

  async complete(): Promise<void> {
    const target = { Bucket: this.#bucket, Key: this.#key };
    if (this.#upload === undefined) {
      const Body = this.#part.subarray(0, this.#filled);
      await objects().send(new PutObjectCommand({ ...target, Body }));
      return;
    }
    if (this.#filled > 0) await this.#flush();
    await objects().send(
      new CompleteMultipartUploadCommand({
        ...target,
        UploadId: this.#upload,
        MultipartUpload: { Parts: this.#parts },
      }),
    );
  }

  async abort(): Promise<void> {
    if (this.#upload === undefined) return;
    await objects().send(
      new AbortMultipartUploadCommand({ Bucket: this.#bucket, Key: this.#key, UploadId: this.#upload }),
    );
  }
}

export function bodyStore(bucket: string): BodyStore {
  const store: BodyStore = {
    async put(key, body) {
      if (body.length <= PART_OCTETS) {
        await objects().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
        return;
      }
      const writer = new MultipartWriter(bucket, key);
      await writer.write(body);
      await writer.complete();
    },

    async get(key) {
      try {
        const { Body } = await objects().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return Body === undefined ? null : Buffer.from(await Body.transformToByteArray());
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },

    async remove(key) {
      await objects().send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },

    open: (key) => new MultipartWriter(bucket, key),

    async load(reference) {
      if ('inline' in reference) return Buffer.from(reference.inline, 'base64');
      const body = await store.get(reference.key);
      if (body === null) throw new Error(`the body ${reference.key} is gone from the object store`);
      return body;
    },

    async refer(body, id) {
      if (body.length <= INLINE_LIMIT) return { inline: body.toString('base64') };
      const key = transitKey(id);
      await store.put(key, body);
      return { key };
    },
  };
  return store;
}
