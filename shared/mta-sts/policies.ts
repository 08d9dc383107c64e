/**
 * A recipient domain's policy, found and remembered (RFC 8461 sections 3.3, 5.1, 10.2).
 *
 * Each question looks at the TXT record first (the resolver remembers that one for its TTL and no longer), so
 * a changed policy is seen at the next try of a delivery: section 5.1 asks for that look before anything
 * fails for good. A policy is fetched when its identifier is new, when none is remembered, or when the
 * remembered one was not confirmed for a day. While it cannot be had again, the remembered one counts until
 * its max_age is over: whoever can block DNS or HTTPS does not get rid of it. A record that has gone ends
 * nothing either; a domain that wants to be rid of its policy publishes one that says `none`.
 *
 * What cannot be had and is not remembered counts as no policy. Nothing here ever asks for less than the
 * level does without a policy.
 */
import { parseDomain, type Domain } from '../address/domain.ts';
import type { SecureResolver } from '../dns/secure-resolver.ts';
import { policyExpiry, type RememberedPolicy, type StsPolicyStore } from '../store/sts-policies.ts';
import { BoundedMap } from './bounded-map.ts';
import type { FetchPolicy } from './fetch-policy.ts';
import type { StsLookup, StsPolicies } from './policy.ts';
import { readStsRecord, stsRecordName } from './record.ts';

export interface StsSources {
  readonly resolver: Pick<SecureResolver, 'txt'>;
  readonly store: StsPolicyStore;
  readonly fetch: FetchPolicy;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of faults of our own store; the question is answered without it. */
  readonly onFault: (message: string, error: unknown) => void;
  /** How long a delivery waits for a policy host. @default 20 s */
  readonly fetchMilliseconds?: number;
  /** Octets of policies that the process remembers, roughly. @default 8 MB */
  readonly capacity?: number;
}

const FETCH_MILLISECONDS = 20_000;
const CAPACITY = 8_000_000;
/** What an entry, and each text in it, takes beside its characters. */
const ENTRY_OCTETS = 500;
const TEXT_OCTETS = 40;
/** Section 3.3: "limit further attempts to a period of five minutes or longer per version ID". */
const FAILED_MILLISECONDS = 5 * 60_000;
/** Section 10.2 wants policies refreshed well before they end; daily, or at half of a short life. */
const REFRESH_MILLISECONDS = 24 * 3_600_000;
/** How long a process relies on the table having nothing for a domain. */
const NOTHING_MILLISECONDS = 5 * 60_000;
/** Within one question the table is read once. */
const JUST_MILLISECONDS = 1000;

interface Known {
  readonly remembered: RememberedPolicy | null;
  readonly askedAt: number;
}

interface FailedFetch {
  readonly id: string;
  readonly at: number;
  readonly lookup: StsLookup;
}

class Policies implements StsPolicies {
  readonly #from: StsSources;
  readonly #known: BoundedMap<Domain, Known>;
  readonly #failed: BoundedMap<Domain, FailedFetch>;
  /** Bounded by how many deliveries a process works on at once. */
  readonly #underWay = new Map<Domain, Promise<StsLookup>>();

  constructor(sources: StsSources) {
    this.#from = sources;
    const { capacity = CAPACITY } = sources;
    this.#known = new BoundedMap((capacity * 3) / 4);
    this.#failed = new BoundedMap(capacity / 4);
  }

  policyOf(text: string): Promise<StsLookup> {
    const domain = parseDomain(text);
    if (domain === null) return Promise.resolve({ kind: 'none' });
    const running = this.#underWay.get(domain);
    if (running !== undefined) return running;
    const started = this.#find(domain).finally(() => this.#underWay.delete(domain));
    this.#underWay.set(domain, started);
    return started;
  }

  async #find(domain: Domain): Promise<StsLookup> {
    const [announced, first] = await Promise.all([this.#announced(domain), this.#recall(domain)]);
    if (announced === null) return lookupOf(first) ?? { kind: 'none' };
    if (this.#isCurrent(first, announced)) return { kind: 'policy', policy: first.policy };
    // Another process may have fetched what is new to this one.
    const remembered = await this.#recall(domain, 'again');
    if (this.#isCurrent(remembered, announced)) return { kind: 'policy', policy: remembered.policy };
    const fetched = await this.#fetch(domain, announced);
    return fetched.kind === 'policy' ? fetched : (lookupOf(remembered) ?? fetched);
  }

  /** The identifier in the domain's record; null where there is none, or the lookup failed. */
  async #announced(domain: Domain): Promise<string | null> {
    const answer = await this.#from.resolver.txt(stsRecordName(domain));
    if (answer.kind !== 'records') return null;
    const record = readStsRecord(answer.records);
    return record.kind === 'record' ? record.id : null;
  }

  /** Whether it is what the domain announces, and was confirmed lately. */
  #isCurrent(remembered: RememberedPolicy | null, announced: string): remembered is RememberedPolicy {
    if (remembered === null || remembered.policy.id !== announced) return false;
    const { policy, fetchedAt } = remembered;
    const age = this.#from.now() - fetchedAt;
    return age < Math.min(REFRESH_MILLISECONDS, (policy.maxAge * 1000) / 2);
  }

  /** What is remembered and still counts, from the process or, where that does not know, from the table. */
  async #recall(domain: Domain, again?: 'again'): Promise<RememberedPolicy | null> {
    const { now, store, onFault } = this.#from;
    const known = this.#known.get(domain);
    if (known !== undefined) {
      const { remembered, askedAt } = known;
      const age = now() - askedAt;
      const reliable = again === undefined ? NOTHING_MILLISECONDS : JUST_MILLISECONDS;
      if (remembered === null && age < reliable) return null;
      const counts = remembered !== null && policyExpiry(remembered) > now();
      if (counts && (again === undefined || age < JUST_MILLISECONDS)) return remembered;
    }
    try {
      const remembered = await store.recall(domain, now());
      this.#keep(domain, remembered);
      return remembered;
    } catch (error) {
      onFault('remembered MTA-STS policies cannot be read', error);
      const still = known?.remembered ?? null;
      return still !== null && policyExpiry(still) > now() ? still : null;
    }
  }

  async #fetch(domain: Domain, id: string): Promise<StsLookup> {
    const { fetch, now, fetchMilliseconds = FETCH_MILLISECONDS } = this.#from;
    const failed = this.#failed.get(domain);
    if (failed?.id === id && now() - failed.at < FAILED_MILLISECONDS) return failed.lookup;
    const fetched = await fetch(domain, id, now() + fetchMilliseconds);
    if (fetched.kind !== 'policy') {
      this.#failed.set(domain, { id, at: now(), lookup: fetched }, weightOf(domain, id, fetched.detail));
      return fetched;
    }
    this.#failed.delete(domain);
    await this.#remember(domain, { policy: fetched.policy, fetchedAt: now() });
    return fetched;
  }

  #keep(domain: Domain, remembered: RememberedPolicy | null): void {
    const texts = remembered === null ? [] : [remembered.policy.id, ...remembered.policy.mx];
    this.#known.set(domain, { remembered, askedAt: this.#from.now() }, weightOf(domain, ...texts));
  }

  async #remember(domain: Domain, fetched: RememberedPolicy): Promise<void> {
    this.#keep(domain, fetched);
    try {
      await this.#from.store.remember(domain, fetched);
    } catch (error) {
      this.#from.onFault('an MTA-STS policy could not be remembered', error);
    }
  }
}

/** Octets of memory, roughly: what is remembered is ASCII. */
function weightOf(...texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length + TEXT_OCTETS, ENTRY_OCTETS);
}

function lookupOf(remembered: RememberedPolicy | null): StsLookup | null {
  return remembered === null ? null : { kind: 'policy', policy: remembered.policy };
}

/** Policies of all domains, for one process. `policyOf` never rejects. */
export function createStsPolicies(sources: StsSources): StsPolicies {
  return new Policies(sources);
}
