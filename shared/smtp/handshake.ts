/**
 * The TLS handshake of an SMTP client (RFC 3207, RFC 8446) and what it shows. The certificate is not judged
 * here: that depends on the level. Two kinds of failure are told apart, because one is for good and the
 * other may pass: a peer that has no acceptable TLS, and a handshake that was cut, reset or timed out.
 */
import { createHash, type X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

import { readCertificate } from '../tls/certificate.ts';
import type { CertificateSummary, TlsSession } from '../tls/evidence.ts';

/** OpenSSL's or Node's code for it: `CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`, … */
export type VerificationFailure = string;

export type Handshake =
  | {
      readonly kind: 'encrypted';
      readonly socket: TLSSocket;
      readonly tls: TlsSession;
      readonly certificate: CertificateSummary;
      /** The certificates as presented, DER, the end certificate first. */
      readonly chain: readonly Buffer[];
      /** Why the certificate does not verify against the certificate authorities and the name; null if it does. */
      readonly verificationFailure: VerificationFailure | null;
    }
  /** The peer cannot do TLS 1.2 or newer, or shares no cipher, group or signature algorithm with us. */
  | { readonly kind: 'unacceptable'; readonly detail: string }
  | { readonly kind: 'broken'; readonly detail: string };

/**
 * OpenSSL's reasons that mean "no common ground", as Node names them; alerts under any of the prefixes that
 * OpenSSL has given them over the years (SSLV3, TLSV1, SSL/TLS). Anything else may pass.
 */
const UNACCEPTABLE =
  /^ERR_SSL_(?:.*_ALERT_(?:PROTOCOL_VERSION|HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY)|UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|VERSION_TOO_LOW|NO_SHARED_CIPHER|NO_CIPHERS_AVAILABLE|NO_SUITABLE_GROUPS|UNSUPPORTED_ELLIPTIC_CURVE|(?:DH|EE|CA)_KEY_TOO_SMALL|CA_MD_TOO_WEAK|WRONG_SIGNATURE_TYPE|LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED)$/;

/** Makes a short sentence of a failed handshake and says which of the two kinds it is. */
export function classifyHandshakeError(
  error: NodeJS.ErrnoException,
): Exclude<Handshake, { kind: 'encrypted' }> {
  const code = error.code ?? '';
  if (UNACCEPTABLE.test(code)) {
    return { kind: 'unacceptable', detail: `no acceptable TLS (1.2 or newer): ${code}` };
  }
  const words = code.startsWith('ERR_SSL_')
    ? `the TLS handshake failed: ${code}`
    : `the connection was cut during the TLS handshake (${code === '' ? error.message : code})`;
  return { kind: 'broken', detail: words };
}

function hex(octets: Buffer): string {
  return createHash('sha256').update(octets).digest('hex');
}

function isoDate(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'unreadable' : date.toISOString();
}

/** The key as it stands in the certificate; empty where a stranger's certificate is too odd to find it. */
function keyDigest({ raw }: X509Certificate): string {
  const certificate = readCertificate(raw);
  return certificate === null ? '' : hex(certificate.spki);
}

/** Never throws: what a certificate says is a stranger's word, and need not make sense under `encrypt`. */
function summarize(certificate: X509Certificate): CertificateSummary {
  const name = (text: string | undefined): string => (text ?? '').replaceAll('\n', ', ').slice(0, 512);
  return {
    sha256: hex(certificate.raw),
    spkiSha256: keyDigest(certificate),
    subject: name(certificate.subject),
    issuer: name(certificate.issuer),
    notAfter: isoDate(certificate.validToDate),
  };
}

/** Longest chain that is looked at; more certificates than that have no use but to keep us busy. */
const MOST_CERTIFICATES = 32;

/** The certificates in the order in which the server presented them: Node hands each out as the one before's issuer. */
function chainOf(certificate: X509Certificate): Buffer[] {
  const chain: Buffer[] = [];
  let next: X509Certificate | undefined = certificate;
  while (next !== undefined && chain.length < MOST_CERTIFICATES) {
    chain.push(next.raw);
    next = next.issuerCertificate;
  }
  return chain;
}

function describe(socket: TLSSocket): Handshake {
  // Asked once: Node hands the presented chain out a single time.
  const certificate = socket.getPeerX509Certificate();
  const version = socket.getProtocol();
  if (certificate === undefined || version === null) {
    return { kind: 'unacceptable', detail: 'the server showed no certificate' };
  }
  return {
    kind: 'encrypted',
    socket,
    tls: { version, cipher: socket.getCipher().standardName },
    certificate: summarize(certificate),
    chain: chainOf(certificate),
    verificationFailure: socket.authorized ? null : String(socket.authorizationError),
  };
}

export interface HandshakeOptions {
  /** The name that the certificate is verified for. */
  readonly name: string;
  /** Name for SNI (RFC 6066 section 3). @default `name` */
  readonly serverName?: string;
  /** PEM of the only certificate authorities to verify against; without it the public ones. */
  readonly authorities?: string;
}

/** Runs the handshake on a connected socket, at most until `deadline`. Never throws for what a peer does. */
export async function encrypt(
  socket: Socket,
  options: HandshakeOptions,
  deadline: number,
): Promise<Handshake> {
  const { name, serverName = name } = options;
  const tlsOptions: ConnectionOptions = {
    socket,
    host: name,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: false,
    checkServerIdentity: (_asked, certificate) => checkServerIdentity(name, certificate),
    // SNI carries no addresses (RFC 6066 section 3).
    ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
    ...(options.authorities === undefined ? {} : { ca: options.authorities }),
  };
  return new Promise<Handshake>((resolve) => {
    const encrypted = connect(tlsOptions);
    const finish = (result: Handshake): void => {
      clearTimeout(timer);
      encrypted.off('secureConnect', onSecure);
      encrypted.off('error', onError);
      encrypted.off('close', onClose);
      if (result.kind !== 'encrypted') {
        // A socket that has failed may still report: that is no news.
        encrypted.on('error', () => undefined);
        encrypted.destroy();
      }
      resolve(result);
    };
    const onSecure = (): void => {
      finish(describe(encrypted));
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      finish(classifyHandshakeError(error));
    };
    const onClose = (): void => {
      finish({ kind: 'broken', detail: 'the connection was cut during the TLS handshake' });
    };
    const timer = setTimeout(
      () => {
        finish({ kind: 'broken', detail: 'the TLS handshake timed out' });
      },
      Math.max(0, deadline - Date.now()),
    );
    encrypted.once('secureConnect', onSecure);
    encrypted.once('error', onError);
    encrypted.once('close', onClose);
  });
}
