/** Which sentence explains a verdict of a check, from what was seen. Pure. */
import type { components } from '../api/schema.d.ts';
import type { Level } from '../levels/kinds.ts';

export type Check = components['schemas']['Check'];
type Reason = NonNullable<Check['levels']['encrypt']['reason']>;

/** `inside`: mail between our own users, which never leaves the house. */
export type Explanation =
  | 'inside'
  | 'encrypted'
  | 'proven'
  | 'checked'
  | 'later'
  | 'no-encryption'
  | 'outdated'
  | 'another-certificate'
  | 'no-proof'
  | 'unverifiable'
  | 'unusable-proof'
  | 'not-checked'
  | 'own-demand'
  | 'no-server'
  | 'other';

function whyNot(reason: Reason, { hosts }: Check): Explanation {
  switch (reason) {
    case 'starttls-not-supported':
      return 'no-encryption';
    case 'validation-failure':
      // A certificate other than the published one is seen once TLS is up; what keeps TLS from coming up is not.
      return hosts.some(({ tls }) => tls !== null) ? 'another-certificate' : 'outdated';
    case 'dane-required':
      return 'no-proof';
    case 'dnssec-invalid':
      return 'unverifiable';
    case 'tlsa-invalid':
      return 'unusable-proof';
    case 'certificate-not-trusted':
      return 'not-checked';
    case 'sts-policy-invalid':
    case 'sts-webpki-invalid':
      return 'own-demand';
    case 'no-mail-server':
      return 'no-server';
    case 'recipient-refused':
    case 'requiretls':
    case 'needs-8bitmime':
    case 'needs-smtputf8':
    case 'message-too-large':
    case 'unknown-local-recipient':
    case 'retry-lifetime-exceeded':
    case 'home-refused':
      // A server that takes no mail of anybody; the rest is about one message, and no check of a domain says it.
      return 'other';
  }
}

/** Under one level: what vouches for the server, or what stands in the way. */
export function explain(level: Level, check: Check): Explanation {
  const { verdict, reason } = check.levels[level];
  if (verdict === 'met') {
    if (check.hosts.length === 0) return 'inside';
    if (level === 'verify') return 'checked';
    return check.hosts.some(({ dane }) => dane) ? 'proven' : 'encrypted';
  }
  if (reason !== null) return whyNot(reason, check);
  return verdict === 'temporary' ? 'later' : 'other';
}
