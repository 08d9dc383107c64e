/**
 * From the name of a TLS reason to the sentence that explains it. Two names stand for two things each, which
 * what was observed tells apart. Pure.
 */
import type { TlsReason } from '../../policy/reason.ts';
import type { Why } from './words.ts';

export interface TlsFailure {
  /** Enhanced status (RFC 3463) of the recipient's record. */
  readonly status: string;
  /** Whether the attempt that the failure rests on got as far as TLS. */
  readonly encrypted: boolean;
}

/** Why a level, or REQUIRETLS, was not met. */
export function whyOfTls(reason: TlsReason, { status, encrypted }: TlsFailure): Why {
  switch (reason) {
    case 'validation-failure':
      // A certificate other than the published one is seen once TLS is up; what keeps TLS from coming up is not.
      return { key: encrypted ? 'tlsa-mismatch' : 'tls-outdated-or-broken' };
    case 'certificate-not-trusted':
      // RFC 3463: 5.7.4 the domain has no entry to check by, 5.7.5 the check itself failed.
      return { key: status === '5.7.4' ? 'domain-not-trusted' : 'certificate-not-trusted' };
    case 'sts-policy-invalid':
    case 'sts-webpki-invalid':
      return { key: 'sts-invalid' };
    case 'starttls-not-supported':
    case 'dane-required':
    case 'dnssec-invalid':
    case 'tlsa-invalid':
    case 'requiretls':
      return { key: reason };
  }
}
