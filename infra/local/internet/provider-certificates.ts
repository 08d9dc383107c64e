/**
 * The certificates that simulated mail servers present, kept in a directory so that what somebody trusted or
 * pinned yesterday is still presented today. One file a host: private key first, then the chain.
 */
import { X509Certificate } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isCurrent, selfSigned } from './certificates.ts';
import type { Authority, CertificateRequest, ServerCertificate } from './certificates.ts';
import type { CertificateKind } from './manners.ts';
import { readIfThere, writeWhole } from '../whole-files.ts';

const day = 24 * 60 * 60 * 1000;

/**
 * The certificate of a host: the kept one while it serves, else a new one for the same key. A kept certificate
 * no longer serves when it runs out, is of another kind, or is not from this authority.
 */
export async function hostCertificate(
  directory: string,
  authority: Authority,
  host: string,
  kind: CertificateKind,
): Promise<ServerCertificate> {
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, `${host}.pem`);
  const kept = parse(await readIfThere(file));
  if (kept && serves(kept, authority, host, kind)) return kept;
  const made = await make(authority, host, kind, kept?.keyPem);
  await writeWhole(file, made.keyPem + made.certificatePem);
  return made;
}

function make(
  authority: Authority,
  host: string,
  kind: CertificateKind,
  keyPem: string | undefined,
): Promise<ServerCertificate> {
  const request: CertificateRequest = { names: [host], ...(keyPem === undefined ? {} : { keyPem }) };
  switch (kind) {
    case 'authority':
      return authority.issue(request);
    case 'self-signed':
      return selfSigned(request);
    case 'wrong-name':
      return authority.issue({ ...request, names: ['elsewhere.example'] });
    case 'expired': {
      const notAfter = new Date(Date.now() - day);
      return authority.issue({ ...request, notBefore: new Date(notAfter.getTime() - 90 * day), notAfter });
    }
  }
}

function serves(kept: ServerCertificate, authority: Authority, host: string, kind: CertificateKind): boolean {
  const certificate = new X509Certificate(kept.certificatePem);
  const ours = certificate.verify(new X509Certificate(authority.certificatePem).publicKey);
  const named = certificate.checkHost(host) !== undefined;
  const current = isCurrent(kept.certificatePem, kept.keyPem);
  switch (kind) {
    case 'authority':
      return ours && named && current;
    case 'self-signed':
      return !ours && named && current;
    case 'wrong-name':
      return ours && !named && current;
    case 'expired':
      return ours && named && certificate.validToDate.getTime() < Date.now();
  }
}

function parse(text: string | null): ServerCertificate | null {
  const start = text?.indexOf('-----BEGIN CERTIFICATE-----') ?? -1;
  if (text === null || start < 0) return null;
  return { keyPem: text.slice(0, start), certificatePem: text.slice(start) };
}
