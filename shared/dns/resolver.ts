/**
 * What the delivery rules ask of DNS, apart from how it is asked. A missing name, a missing type and a
 * failure are three different answers: the first two are facts about the recipient, the third is none
 * (RFC 5321 section 5.1, RFC 2308).
 */

export type Answer<Record> =
  | { readonly kind: 'records'; readonly records: readonly Record[] }
  | { readonly kind: 'no-data' }
  | { readonly kind: 'no-domain' }
  /** SERVFAIL, a timeout, a malformed answer: nothing is known. */
  | { readonly kind: 'failed'; readonly detail: string };

export interface MxRecord {
  readonly preference: number;
  /** Without a trailing dot; empty for the root, the null MX of RFC 7505. */
  readonly exchange: string;
}

export interface Resolver {
  mx(domain: string): Promise<Answer<MxRecord>>;
  /** IPv6 (AAAA) or IPv4 (A) addresses, aliases followed. */
  addresses(host: string, family: 4 | 6): Promise<Answer<string>>;
}
