/**
 * Aliases as the MX asks for them: once per recipient, often the same one again within moments. An alias that
 * is on is remembered for a quarter of a second, which is what a burst needs and nobody who turns the switch
 * notices; that one is off or unknown is not remembered at all, since the answer to it is permanent.
 * Submission does not ask here: the level holds as it is in the settings at acceptance.
 */
import type { AliasAddress } from '../../shared/address/alias.ts';
import type { Alias, AliasStore } from '../../shared/store/aliases.ts';

const KEPT_MILLISECONDS = 250;
const MOST_ENTRIES = 10_000;

export class AliasDirectory {
  readonly #store: Pick<AliasStore, 'get'>;
  readonly #now: () => number;
  readonly #entries = new Map<AliasAddress, { readonly found: Promise<Alias | null>; until: number }>();

  constructor(store: Pick<AliasStore, 'get'>, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Gives the alias where it exists and is switched on, else null. Throws where the table is out of reach. */
  async enabled(address: AliasAddress): Promise<Alias | null> {
    const cached = this.#entries.get(address);
    const alias = await (cached !== undefined && cached.until > this.#now()
      ? cached.found
      : this.#ask(address));
    return alias?.enabled === true ? alias : null;
  }

  #ask(address: AliasAddress): Promise<Alias | null> {
    const found = this.#store.get(address);
    // Open-ended while the question is under way, so that many at once ask once.
    const entry = { found, until: Number.POSITIVE_INFINITY };
    this.#entries.delete(address);
    this.#entries.set(address, entry);
    if (this.#entries.size > MOST_ENTRIES) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    const forget = (): void => {
      if (this.#entries.get(address) === entry) this.#entries.delete(address);
    };
    // A failure is the asker's to report, and is never remembered either.
    found.then((alias) => {
      if (alias?.enabled === true) entry.until = this.#now() + KEPT_MILLISECONDS;
      else forget();
    }, forget);
    return found;
  }
}
