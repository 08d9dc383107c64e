/**
 * What a lookup with a security status gives, apart from how the status comes about: `validating-lookup.ts`
 * proves it in the process, `trusting-lookup.ts` takes a resolver's word.
 */
import type { Name } from './wire/name.ts';
import type { Rdata } from './wire/rdata.ts';

export type QueryType = 'A' | 'AAAA' | 'MX' | 'TLSA' | 'TXT' | 'DS' | 'DNSKEY' | 'PTR' | 'SRV' | 'CAA';

/** One step of an alias chain (CNAME or DNAME), with its own status. */
export interface AliasLink {
  readonly from: Name;
  readonly to: Name;
  readonly security: 'secure' | 'insecure';
}

export interface Answered {
  /** Secure if every alias on the way and the answer itself are proven; for a negative answer, the denial. */
  readonly kind: 'secure' | 'insecure';
  readonly found: 'records' | 'no-data' | 'no-domain';
  /** Of the asked type only, empty unless `found` is `records`. */
  readonly records: readonly Rdata[];
  /** Where the alias chain ended: the name that has the records, or has none. */
  readonly canonicalName: Name;
  readonly aliases: readonly AliasLink[];
  /** Milliseconds since 1970. */
  readonly expires: number;
  /** Why it is insecure; empty where it is secure. */
  readonly detail: string;
}

export type Looked =
  | Answered
  /** Signatures were there, the chain to them stands, and none verifies. Never counts as an answer. */
  | { readonly kind: 'bogus'; readonly detail: string }
  /** No answer: timeout, SERVFAIL, malformed, aliases in a loop. */
  | { readonly kind: 'failed'; readonly detail: string }
  /** A fault of our own (root key unknown, clock wrong, no resolver answers): raise an alarm, judge nobody by it. */
  | { readonly kind: 'own-fault'; readonly detail: string };

export interface Lookup {
  /** Takes a name in any case, with or without the dot at its end. Never rejects for anything DNS can do. */
  readonly lookup: (name: string, type: QueryType) => Promise<Looked>;
}
