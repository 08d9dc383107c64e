/**
 * Why a delivery did not happen, in one closed list: the name that the API, the notice's
 * `X-Secure-Alias-Reason` and the metrics carry. The TLS ones are TLSRPT's result types (RFC 8460
 * section 4.3) where it has one.
 */
export const TLS_REASONS = [
  'starttls-not-supported',
  'validation-failure',
  'dane-required',
  'dnssec-invalid',
  'tlsa-invalid',
  'certificate-not-trusted',
  'sts-policy-invalid',
  'sts-webpki-invalid',
  /** No next hop promises to keep the rest of the way encrypted (RFC 8689). */
  'requiretls',
] as const;
export type TlsReason = (typeof TLS_REASONS)[number];

export const REASONS = [
  ...TLS_REASONS,
  /** The domain does not exist, has no mail server, or says that it takes no mail (RFC 7505). */
  'no-mail-server',
  /** The recipient's server answered 5xx. */
  'recipient-refused',
  /** The server lacks an extension that the message cannot do without. */
  'needs-8bitmime',
  'needs-smtputf8',
  'message-too-large',
  /** No such address at one of our own domains. */
  'unknown-local-recipient',
  /** Temporary trouble that outlasted RETRY_LIFETIME. */
  'retry-lifetime-exceeded',
  /** The recipient's own home server refused mail that had come in. */
  'home-refused',
] as const;
export type Reason = (typeof REASONS)[number];
