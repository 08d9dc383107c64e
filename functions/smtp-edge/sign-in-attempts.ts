/**
 * Slows down guessing at app passwords: so many failures within a window, and further tries are refused
 * unseen until the oldest has aged. Counted per client address and per account. An account's own limit does
 * not hold for an address from which its owner has signed in before, or a stranger could lock him out.
 * Counted in this process only: with N processes a guesser has N times the tries, still none worth having
 * against 80 random bits.
 */
import { clientKey } from './client-address.ts';

/** Most keys remembered of each kind; the oldest are forgotten first. */
const MOST_KEYS = 10_000;

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MOST_KEYS) {
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }
}

export class SignInAttempts {
  readonly #most: number;
  readonly #window: number;
  readonly #now: () => number;
  /** Key → times of failures, oldest first. */
  readonly #failures = new Map<string, number[]>();
  readonly #known = new Map<string, true>();

  constructor(most: number, window: number, now: () => number) {
    this.#most = most;
    this.#window = window;
    this.#now = now;
  }

  #recent(key: string): number[] {
    const since = this.#now() - this.#window;
    return (this.#failures.get(key) ?? []).filter((at) => at > since);
  }

  #keys(address: string, account: string | null): string[] {
    const client = clientKey(address);
    const keys = [`client ${client}`];
    if (account !== null && !this.#known.has(`${client} ${account}`)) keys.push(`account ${account}`);
    return keys;
  }

  /**
   * Begins a try; false where it must be refused unseen. A try counts as failed until `succeed` says
   * otherwise, so that many at the same moment do not slip through together.
   */
  begin(address: string, account: string | null): boolean {
    const keys = this.#keys(address, account);
    if (keys.some((key) => this.#recent(key).length >= this.#most)) return false;
    for (const key of keys) remember(this.#failures, key, [...this.#recent(key), this.#now()]);
    return true;
  }

  /** The try was right, or could not be judged for trouble of our own: takes it back. */
  withdraw(address: string, account: string | null): void {
    for (const key of this.#keys(address, account)) this.#failures.get(key)?.pop();
  }

  /** The try was right: takes it back and knows the client from now on. */
  succeed(address: string, account: string): void {
    this.withdraw(address, account);
    this.#failures.delete(`account ${account}`);
    remember(this.#known, `${clientKey(address)} ${account}`, true);
  }
}
