/** A map that forgets its oldest entries when it is full: what strangers can fill has a bound. */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, { readonly value: Value; readonly weight: number }>();
  readonly #capacity: number;
  #total = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /**
   * Puts an entry at the young end, where it stays longest. `weight` is how much of the capacity it takes; what is
   * heavier than all of it is not kept.
   */
  set(key: Key, value: Value, weight: number): void {
    this.delete(key);
    if (weight > this.#capacity) return;
    this.#entries.set(key, { value, weight });
    this.#total += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#total <= this.#capacity) break;
      this.delete(oldest);
    }
  }

  delete(key: Key): void {
    this.#total -= this.#entries.get(key)?.weight ?? 0;
    this.#entries.delete(key);
  }

  get size(): number {
    return this.#entries.size;
  }
}
