/**
 * The certificate and key of all TLS ports, from two files that somebody else renews. They are looked at
 * again every few seconds; a new pair is used for new handshakes only if it is a pair, so that a look between
 * the writing of one file and of the other does no harm.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

export interface CertificateFiles {
  /** PEM: the end certificate and its intermediates. */
  readonly certificate: string;
  readonly key: string;
}

export interface Certificate {
  readonly chain: Buffer;
  readonly key: Buffer;
  /** SHA-256 over both files: says whether anything changed. */
  readonly digest: string;
}

/** Reads the pair. Throws where a file is unreadable, is not PEM, or the key is not the certificate's. */
export async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  const [chain, key] = await Promise.all([readFile(files.certificate), readFile(files.key)]);
  const digest = createHash('sha256').update(chain).update('\0').update(key).digest('hex');
  createSecureContext({ cert: chain, key });
  return { chain, key, digest };
}
