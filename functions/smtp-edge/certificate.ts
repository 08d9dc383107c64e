/**
 * The certificate and key of all TLS ports: from two files, or from one secret of Secrets Manager that holds both
 * in PEM, one after the other. Somebody else renews them. They are looked at again now and then, and what is new is
 * used for new handshakes only if it is a pair that has not ended, so that a look between the writing of one
 * file and of the other, or a mistake in the secret, does no harm (docs/decisions/0030).
 */
import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

import { readSecretAfresh } from '../../shared/store/secrets.ts';

export type CertificateSource =
  | {
      readonly kind: 'files';
      /** PEM: the end certificate and its intermediates. */
      readonly certificate: string;
      readonly key: string;
    }
  /** By name or ARN. */
  | { readonly kind: 'secret'; readonly secret: string };

export interface Certificate {
  readonly chain: Buffer;
  readonly key: Buffer;
  /** SHA-256 over both: says whether anything changed. */
  readonly digest: string;
  /** When the end certificate ends. */
  readonly notAfter: Date;
}

const DAY = 24 * 3600 * 1000;

async function readPem(source: CertificateSource): Promise<readonly [chain: Buffer, key: Buffer]> {
  if (source.kind === 'files')
    return Promise.all([readFile(source.certificate), readFile(source.key)] as const);
  const text = await readSecretAfresh(source.secret);
  for (const part of ['CERTIFICATE', 'PRIVATE KEY'])
    if (!text.includes(`${part}-----`))
      throw new Error(`the secret ${source.secret} holds no ${part} in PEM (it holds chain and key)`);
  // One text holds both; each reader takes its own blocks out of it.
  const both = Buffer.from(text);
  return [both, both];
}

/**
 * Reads the pair. Throws where a file or the secret is unreadable, is not PEM, or the key is not the certificate's.
 * A pair that has ended is still one: at the start it is better than no mail at all, since senders that use TLS
 * opportunistically or by DANE-EE do not look at dates (RFC 7672 section 3.1.1).
 */
export async function readCertificate(source: CertificateSource): Promise<Certificate> {
  const [chain, key] = await readPem(source);
  const digest = createHash('sha256').update(chain).update('\0').update(key).digest('hex');
  createSecureContext({ cert: chain, key });
  return { chain, key, digest, notAfter: new X509Certificate(chain).validToDate };
}

/** The pair in the place of `current`; null where it is the same. Throws as `readCertificate`, and where it has ended. */
export async function readReplacement(
  source: CertificateSource,
  current: Certificate,
  now: number,
): Promise<Certificate | null> {
  const fresh = await readCertificate(source);
  if (fresh.digest === current.digest) return null;
  if (fresh.notAfter.getTime() <= now)
    throw new Error(`the new certificate ended on ${fresh.notAfter.toISOString()}`);
  return fresh;
}

/** Days until it ends, with a fraction; negative afterwards. */
export function daysLeft({ notAfter }: Pick<Certificate, 'notAfter'>, now: number): number {
  return Math.round(((notAfter.getTime() - now) / DAY) * 100) / 100;
}
