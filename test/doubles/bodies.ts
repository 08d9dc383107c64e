/** Bodies in memory, with the same rules as the object store's: small ones inline, `load` throws where gone. */
import { INLINE_LIMIT, transitKey, type BodyStore } from '../../shared/store/bodies.ts';

export interface MemoryBodies extends BodyStore {
  readonly objects: Map<string, Buffer>;
}

export function memoryBodies(): MemoryBodies {
  const objects = new Map<string, Buffer>();
  const bodies: MemoryBodies = {
    objects,
    put: (key, body) => {
      objects.set(key, Buffer.from(body));
      return Promise.resolve();
    },
    get: (key) => Promise.resolve(objects.get(key) ?? null),
    remove: (key) => {
      objects.delete(key);
      return Promise.resolve();
    },
    open: (key) => {
      const chunks: Buffer[] = [];
      return {
        write: (chunk) => {
          chunks.push(Buffer.from(chunk));
          return Promise.resolve();
        },
        complete: () => bodies.put(key, Buffer.concat(chunks)),
        abort: () => Promise.resolve(),
      };
    },
    load: async (reference) => {
      if ('inline' in reference) return Buffer.from(reference.inline, 'base64');
      const body = await bodies.get(reference.key);
      if (body === null) throw new Error(`the body ${reference.key} is gone from the object store`);
      return body;
    },
    refer: async (body, id) => {
      if (body.length <= INLINE_LIMIT) return { inline: body.toString('base64') };
      await bodies.put(transitKey(id), body);
      return { key: transitKey(id) };
    },
  };
  return bodies;
}
