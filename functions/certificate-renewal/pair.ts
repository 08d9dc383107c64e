/** Chain and key as the edge's secret holds them: one PEM text. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';

export interface PresentKey {
  readonly pem: string;
  /** SHA-256 of the public key in hex: what a TLSA record `3 1 1` says. */
  readonly digest: string;
  /** Whether public authorities take it: EC P-256 or P-384, or RSA from 2048 bits (CA/B Baseline Requirements 6.1.5). */
  readonly fits: boolean;
}

export interface Pair {
  readonly key: PresentKey | null;
  /** The end certificate, where it belongs to the key. */
  readonly certificate: X509Certificate | null;
}

/** A key as the secrets hold it. Throws where the text has none. */
export function keyOf(text: string): PresentKey {
  const key = createPrivateKey(text);
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    pem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    digest: createHash('sha256').update(spki).digest('hex'),
    fits: fits(key),
  };
}

function fits({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  const { namedCurve = '', modulusLength = 0 } = asymmetricKeyDetails ?? {};
  if (asymmetricKeyType === 'ec') return ['prime256v1', 'secp384r1'].includes(namedCurve);
  return asymmetricKeyType === 'rsa' && modulusLength >= 2048;
}

/** A new EC P-256 key, in PEM. */
export function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

const orNull = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    // Not PEM, or somebody's mistake: whatever it is, the edge cannot use it.
    return null;
  }
};

/** What is in the secret's text; parts that cannot be read are null. */
export function readPair(text: string): Pair {
  const key = orNull(() => keyOf(text));
  const certificate = orNull(() => new X509Certificate(text));
  const belongs = key !== null && certificate?.checkPrivateKey(createPrivateKey(key.pem)) === true;
  return { key, certificate: belongs ? certificate : null };
}

export const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.subject === certificate.issuer;

/** What speaks against putting this pair into the secret; null where nothing does. */
export function faultOf(text: string, host: string, now: number): string | null {
  const { certificate } = readPair(text);
  if (certificate === null) return 'the certificate is not of the key that it was asked for';
  if (certificate.checkHost(host, { subject: 'never' }) === undefined)
    return `the certificate does not name ${host}`;
  if (certificate.validToDate.getTime() <= now) return 'the certificate has ended already';
  return null;
}

/** The secret's text. */
export const pairText = (chain: string, key: string): string => `${chain.trim()}\n${key.trim()}\n`;
