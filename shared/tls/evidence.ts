/**
 * What a finished handshake showed, as plain data: the part of a receipt that proves how a message left.
 * Made from the live socket by shared/smtp; judged by shared/policy; stored and shown as it is.
 */

export interface TlsSession {
  /** `TLSv1.2` or `TLSv1.3`, OpenSSL's names. */
  readonly version: string;
  /** IANA cipher suite name, as RFC 8314 section 4.3 wants it in trace headers. */
  readonly cipher: string;
}

export interface CertificateSummary {
  /** Lower-case hex over the DER of the end certificate. */
  readonly sha256: string;
  /** Lower-case hex over the DER of its SubjectPublicKeyInfo. */
  readonly spkiSha256: string;
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601. */
  readonly notAfter: string;
}

/** What vouched for a connection; `dane` and `trust` stay null where the level asks for encryption only. */
export interface Evidence {
  readonly tls: TlsSession;
  readonly certificate: CertificateSummary;
  readonly dane: { readonly base: string; readonly record: string; readonly secure: boolean } | null;
  readonly trust: { readonly id: string; readonly kind: string } | null;
  readonly requireTls: boolean;
}
