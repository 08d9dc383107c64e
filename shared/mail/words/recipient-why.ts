/** From what is recorded about a recipient's end to the sentence that explains it; for notices and receipts. Pure. */
import type { Reason } from '../../policy/reason.ts';
import { whyOfTls } from './tls-why.ts';
import type { Why } from './words.ts';

export interface RecipientEnd {
  readonly reason: Reason | null;
  readonly status: string | null;
  readonly detail: string | null;
  /** Whether the attempt that the end rests on got as far as TLS. */
  readonly encrypted: boolean;
  /** How long it was tried, in milliseconds. */
  readonly tried: number;
}

export function whyOfEnd({ reason, status, detail, encrypted, tried }: RecipientEnd): Why {
  switch (reason) {
    case 'recipient-refused':
      return { key: 'recipient-refused', words: detail ?? '' };
    case 'home-refused':
      return { key: 'home-refused', words: detail ?? '' };
    case 'message-too-large':
      return { key: 'message-too-large', limit: null };
    case 'retry-lifetime-exceeded':
    case null:
      return { key: 'too-long-temporary', milliseconds: tried };
    case 'no-mail-server':
    case 'needs-8bitmime':
    case 'needs-smtputf8':
    case 'unknown-local-recipient':
      return { key: reason };
    case 'starttls-not-supported':
    case 'validation-failure':
    case 'dane-required':
    case 'dnssec-invalid':
    case 'tlsa-invalid':
    case 'certificate-not-trusted':
    case 'sts-policy-invalid':
    case 'sts-webpki-invalid':
    case 'requiretls':
      return whyOfTls(reason, { status: status ?? '', encrypted });
  }
}
