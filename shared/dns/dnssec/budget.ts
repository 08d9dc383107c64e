/**
 * What one lookup may cost, whatever the answers say: questions, octets read, public-key operations by their
 * price, failed ones by number, and NSEC3 hashes. Against KeyTrap (CVE-2023-50387: many keys with one tag
 * times many signatures) and NSEC3 chains made to be slow (CVE-2023-50868). A lookup in need of more is not
 * proven. An ordinary cold lookup takes about 8 questions and 6 operations.
 */

export interface Effort {
  readonly queries: number;
  readonly octets: number;
  readonly verifications: number;
  readonly failedVerifications: number;
  readonly hashes: number;
}

const MOST_QUERIES = 40;
const MOST_OCTETS = 150_000;
/** By the prices of algorithms.ts, about microseconds on a slow core. */
const MOST_VERIFICATION_PRICE = 30_000;
const MOST_FAILED_VERIFICATIONS = 12;
const MOST_HASHES = 3_000;

export class Budget {
  #queries = 0;
  #octets = 0;
  #price = 0;
  #verifications = 0;
  #failedVerifications = 0;
  #hashes = 0;

  get effort(): Effort {
    return {
      queries: this.#queries,
      octets: this.#octets,
      verifications: this.#verifications,
      failedVerifications: this.#failedVerifications,
      hashes: this.#hashes,
    };
  }

  /** False where the lookup may not ask another question. */
  takeQuery(): boolean {
    if (this.#queries >= MOST_QUERIES || this.#octets >= MOST_OCTETS) return false;
    this.#queries += 1;
    return true;
  }

  countOctets(octets: number): void {
    this.#octets += octets;
  }

  takeVerification(price: number): boolean {
    if (this.#failedVerifications >= MOST_FAILED_VERIFICATIONS) return false;
    if (this.#price + price > MOST_VERIFICATION_PRICE) return false;
    this.#price += price;
    this.#verifications += 1;
    return true;
  }

  countFailedVerification(): void {
    this.#failedVerifications += 1;
  }

  takeHashes(count: number): boolean {
    if (this.#hashes + count > MOST_HASHES) return false;
    this.#hashes += count;
    return true;
  }
}
