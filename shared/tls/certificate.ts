/**
 * One X.509 certificate (RFC 5280), read for the checks of DANE and of the trust store. Its shape, names and
 * extensions are read from the DER itself (docs/decisions/0010-dane-chain-check.md); node:crypto's
 * X509Certificate does what needs OpenSSL: signatures, keys, and "could this one have issued that one".
 */
import { createHash, X509Certificate, type KeyObject } from 'node:crypto';
import { childrenOf, contextTag, readOne, TAG, type Element } from './der.ts';
import { sameName } from './distinguished-name.ts';
import { readExtensions, type Extensions } from './extensions.ts';
import { readValidity, type Validity } from './validity.ts';

export interface Certificate extends Validity {
  readonly der: Buffer;
  /** Lower-case hex over the DER. */
  readonly sha256: string;
  /** The SubjectPublicKeyInfo as it stands in the certificate: what TLSA selector 1 is about. */
  readonly spki: Buffer;
  readonly x509: X509Certificate;
  /** Null where OpenSSL knows no such kind of key. */
  readonly publicKey: KeyObject | null;
  /** The Names as they stand. */
  readonly subject: Element;
  readonly issuer: Element;
  readonly signatureAlgorithm: Element;
  /** True for a certificate of version 1, which has no extensions. */
  readonly versionOne: boolean;
  /** Null where an extension that matters here is malformed or there twice: no path may use it then. */
  readonly extensions: Extensions | null;
}

/** Reads a certificate; null where the bytes are not exactly one. Never throws. */
export function readCertificate(bytes: Uint8Array): Certificate | null {
  const der = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [tbs, signatureAlgorithm] = childrenOf(readOne(der), TAG.sequence) ?? [];
  const fields = childrenOf(tbs, TAG.sequence);
  if (fields === null || signatureAlgorithm === undefined) return null;
  const versioned = fields[0]?.tag === contextTag(0, true);
  const [, , issuer, validity, subject, spki, ...rest] = versioned ? fields.slice(1) : fields;
  if (issuer === undefined || subject === undefined || spki === undefined) return null;
  const x509 = openSslCertificate(der);
  if (x509 === null) return null;
  const extensions = rest.find(({ tag }) => tag === contextTag(3, true));
  return {
    der,
    sha256: createHash('sha256').update(der).digest('hex'),
    spki: spki.whole,
    x509,
    publicKey: publicKeyOf(x509),
    subject,
    issuer,
    ...readValidity(validity),
    signatureAlgorithm,
    versionOne: !versioned,
    extensions: readExtensions(extensions?.content ?? null),
  };
}

/** Whether subject and issuer are the same name (RFC 5280 section 6.1: self-issued). */
export const isSelfIssued = ({ subject, issuer }: Certificate): boolean => sameName(subject, issuer);

/**
 * The certificate as OpenSSL has it, null where it has none or another one: given bytes that contain a PEM
 * text anywhere, Node reads that instead, and would vouch for a forged certificate with a genuine one in it.
 */
function openSslCertificate(der: Buffer): X509Certificate | null {
  try {
    const x509 = new X509Certificate(der);
    return x509.raw.equals(der) ? x509 : null;
  } catch {
    // What OpenSSL cannot parse is no certificate to us; it has nothing more to say than that.
    return null;
  }
}

function publicKeyOf(x509: X509Certificate): KeyObject | null {
  try {
    return x509.publicKey;
  } catch {
    return null;
  }
}
