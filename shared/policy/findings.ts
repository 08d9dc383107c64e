/**
 * What speaks for or against a mail server's certificate, by each of the three ways in which a server can be
 * proven: DANE (RFC 7672), the trust store, MTA-STS (RFC 8461). Findings are facts; what they mean under a
 * level is judge.ts's to say.
 */
import type { DaneEvidence, StsEvidence, TrustEvidence } from '../tls/evidence.ts';
import type { ResultType } from './tls-result.ts';

/** What DNSSEC-signed records say about a host's certificate. */
export type DaneFinding =
  /** Address or TLSA not DNSSEC-secure, or no TLSA record: nothing is proven either way. */
  | { readonly kind: 'absent'; readonly detail: string }
  /** The TLSA lookup failed or its answer was bogus; `ownFault` where the trouble is ours. */
  | { readonly kind: 'failed'; readonly detail: string; readonly ownFault: boolean }
  /** Secure records, none of them usable (RFC 7671 section 4, RFC 7672 section 3.1). */
  | { readonly kind: 'unusable'; readonly detail: string }
  | { readonly kind: 'mismatch'; readonly detail: string; readonly result: ResultType }
  | { readonly kind: 'matched'; readonly evidence: DaneEvidence };

/** What the trust store says about the recipient domain and the presented chain. */
export type TrustFinding =
  | { readonly kind: 'not-listed'; readonly detail: string }
  | { readonly kind: 'no-match'; readonly detail: string }
  | { readonly kind: 'matched'; readonly evidence: TrustEvidence };

/** What the recipient domain's MTA-STS policy says about the host and its certificate. */
export type StsFinding =
  /** No policy, one in mode `testing` or `none`, or one that could not be had (RFC 8461 section 5.1). */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'violated';
      /** The host is not among the policy's, or its certificate does not verify. */
      readonly reason: 'sts-policy-invalid' | 'sts-webpki-invalid';
      readonly detail: string;
      readonly result: ResultType;
    }
  | { readonly kind: 'satisfied'; readonly evidence: StsEvidence };
