/**
 * One TLS session with a host of a recipient domain, as TLS reports count them (RFC 8460 section 4.3): which
 * kind of policy applied, and how it ended.
 */

/** Failure types of RFC 8460 section 4.3. */
export const RESULT_TYPES = [
  'starttls-not-supported',
  'certificate-host-mismatch',
  'certificate-expired',
  'certificate-not-trusted',
  'validation-failure',
  'tlsa-invalid',
  'dnssec-invalid',
  'dane-required',
  'sts-policy-fetch-error',
  'sts-policy-invalid',
  'sts-webpki-invalid',
] as const;
export type ResultType = (typeof RESULT_TYPES)[number];

export type PolicyType = 'tlsa' | 'sts' | 'no-policy-found';

export interface TlsResult {
  readonly policyType: PolicyType;
  /** TLSA records, or the lines of the MTA-STS policy; empty for `no-policy-found`. */
  readonly policyStrings: readonly string[];
  /** For `sts`: the policy's mx patterns. */
  readonly mxPatterns: readonly string[];
  /** Null where no host was reached at all. */
  readonly mxHost: string | null;
  readonly address: string | null;
  /** Null: the session was set up in accordance with the policy. */
  readonly failure: ResultType | null;
}
