/**
 * What may be asked for over HTTPS without a token, on AWS and on one machine; the function answers these without
 * one, too. A test compares the list with the routes themselves.
 */
export const PUBLIC_PATHS: readonly string[] = [
  '/.well-known/autoconfig/mail/config-v1.1.xml',
  '/healthz',
  '/mail/config-v1.1.xml',
  '/v1/evidence-keys',
  '/v1/openapi.json',
  '/why-refused',
];

/** Outlook asks with POST. */
export const PUBLIC_POST_PATHS: readonly string[] = ['/autodiscover/autodiscover.xml'];
