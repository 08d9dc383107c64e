/**
 * The certificate of our own listeners, signed by the local authority and kept in the data directory; made
 * again, with the same key, when it ends within a month or the names have changed.
 */
import { X509Certificate } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { isCurrent, type Authority, type ServerCertificate } from './internet/certificates.ts';
import { readIfThere, writeWhole } from './whole-files.ts';

const MONTH = 30 * 24 * 3600 * 1000;
const ADDRESSES = ['127.0.0.1', '::1'];

export interface StoredCertificate extends ServerCertificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

function covers(certificatePem: string, authority: Authority, names: readonly string[]): boolean {
  const certificate = new X509Certificate(certificatePem);
  return (
    certificate.checkIssued(new X509Certificate(authority.certificatePem)) &&
    names.every((name) => certificate.checkHost(name) !== undefined)
  );
}

/** Gives the certificate for `names`, from the data directory or fresh. */
export async function serverCertificate(
  authority: Authority,
  dataDirectory: string,
  names: readonly [string, ...string[]],
): Promise<StoredCertificate> {
  const folder = join(dataDirectory, 'tls');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = { certificateFile: join(folder, 'server.pem'), keyFile: join(folder, 'server-key.pem') };
  const keyPem = await readIfThere(files.keyFile);
  const certificatePem = await readIfThere(files.certificateFile);
  if (
    keyPem !== null &&
    certificatePem !== null &&
    isCurrent(certificatePem, keyPem, MONTH) &&
    covers(certificatePem, authority, names)
  ) {
    return { ...files, certificatePem, keyPem };
  }
  const issued = await authority.issue({
    names,
    addresses: ADDRESSES,
    ...(keyPem === null ? {} : { keyPem }),
  });
  await writeWhole(files.keyFile, issued.keyPem);
  await writeWhole(files.certificateFile, issued.certificatePem, 0o644);
  return { ...files, ...issued };
}
