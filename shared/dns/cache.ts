/**
 * Remembers values until they expire, and only so many: the least recently used goes first. One for the
 * whole process, so that nothing is proven twice while its proof holds.
 */

export interface Cache<Value> {
  readonly get: (key: string) => Value | null;
  /** `weight` is how much of the capacity the value takes, 1 if nothing is said. */
  readonly put: (key: string, value: Value, expires: number, weight?: number) => void;
}

/** `clock` in milliseconds, the unit of `expires`. What is heavier than the capacity is not kept. */
export function createCache<Value>(capacity: number, clock: () => number): Cache<Value> {
  const entries = new Map<
    string,
    { readonly value: Value; readonly expires: number; readonly weight: number }
  >();
  let total = 0;
  const drop = (key: string): void => {
    total -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  };
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return null;
      if (entry.expires <= clock()) {
        drop(key);
        return null;
      }
      // To the end of the queue.
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    put: (key, value, expires, weight = 1) => {
      drop(key);
      if (expires <= clock() || weight > capacity) return;
      entries.set(key, { value, expires, weight });
      total += weight;
      for (const oldest of entries.keys()) {
        if (total <= capacity) break;
        drop(oldest);
      }
    },
  };
}
