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

/** What a DNS answer is worth (RFC 4035 section 4.3, "indeterminate" counted as insecure); null: none came. */
export type DnssecStatus = 'secure' | 'insecure' | 'bogus' | null;

/** The status of each step on the way to a host; null also where a step was not asked for. */
export interface DnssecSteps {
  readonly mx: DnssecStatus;
  readonly address: DnssecStatus;
  readonly tlsa: DnssecStatus;
}

/** The DNSSEC-signed TLSA record that the certificate matched (RFC 7672). */
export interface DaneEvidence {
  /** Where the record is, `_25._tcp.mx.good.example`. */
  readonly base: string;
  /** The record as a zone file has it: `3 1 1 …`. */
  readonly record: string;
  readonly secure: true;
  readonly usage: 'DANE-EE' | 'DANE-TA';
  /** Where in the chain it matched: 0 is the server's own certificate. */
  readonly depth: number;
  /** The reference name that the certificate presents; null for DANE-EE, which asks for none. */
  readonly name: string | null;
}

/** The entry of the trust store that the certificate matched. */
export interface TrustEvidence {
  readonly id: string;
  readonly kind: 'certificate' | 'public-key' | 'ca';
}

/** The recipient domain's MTA-STS policy that the host and its certificate satisfied (RFC 8461). */
export interface StsEvidence {
  readonly mode: 'enforce';
  /** The policy's identifier in DNS. */
  readonly id: string;
  /** The pattern of the policy that names the host. */
  readonly mx: string;
}

/** What vouched for a connection; all three stay null where there was nothing beyond the encryption itself. */
export interface Evidence {
  readonly tls: TlsSession;
  readonly certificate: CertificateSummary;
  readonly dnssec: DnssecSteps;
  readonly dane: DaneEvidence | null;
  readonly trust: TrustEvidence | null;
  readonly sts: StsEvidence | null;
  /** Whether the message was sent on with REQUIRETLS (RFC 8689). */
  readonly requireTls: boolean;
}
