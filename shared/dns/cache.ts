/**
 * Remembers values until they expire, and only so many: the least recently used goes first. One for the
 * whole process, so that nothing is proven twice while its proof holds.
 */

export interface Cache<Value> {
  readonly get: (key: string) => Value | null;
  readonly put: (key: string, value: Value, expires: number) => void;
}

/** `clock` in milliseconds, the unit of `expires`. */
export function createCache<Value>(capacity: number, clock: () => number): Cache<Value> {
  const entries = new Map<string, { readonly value: Value; readonly expires: number }>();
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return null;
      entries.delete(key);
      if (entry.expires <= clock()) return null;
      entries.set(key, entry);
      return entry.value;
    },
    put: (key, value, expires) => {
      entries.delete(key);
      if (expires <= clock()) return;
      entries.set(key, { value, expires });
      for (const oldest of entries.keys()) {
        if (entries.size <= capacity) break;
        entries.delete(oldest);
      }
    },
  };
}
