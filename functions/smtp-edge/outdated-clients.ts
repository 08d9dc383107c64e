/**
 * Which clients know nothing newer than TLS 1.1. Their handshake fails before they have named a recipient, so there
 * is no owner to tell; but a server that encrypts where it can (RFC 7435) comes back in plaintext right away, and is
 * refused by recipient then. With this the owner reads that its encryption is outdated, and its operator what to
 * renew, instead of that there was none.
 *
 * Remembered in this process only, for so long as such a server takes to come back. Where another task takes the
 * second connection, or another client has the same address, the reason is less exact; the refusal is the same.
 */

/** Retries of a server that defers first come within half an hour at most mail servers. */
const MEMORY_MILLISECONDS = 60 * 60_000;
/** The oldest are forgotten first. */
const MOST_CLIENTS = 10_000;

export class OutdatedClients {
  readonly #now: () => number;
  /** Address → when its handshake failed last; in that order. */
  readonly #seen = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The handshake of this client has just failed for want of TLS 1.2. */
  note(address: string): void {
    this.#seen.delete(address);
    this.#seen.set(address, this.#now());
    if (this.#seen.size <= MOST_CLIENTS) return;
    const [oldest] = this.#seen.keys();
    if (oldest !== undefined) this.#seen.delete(oldest);
  }

  has(address: string): boolean {
    const at = this.#seen.get(address);
    return at !== undefined && this.#now() - at < MEMORY_MILLISECONDS;
  }
}
