/**
 * A small certificate authority (RFC 5280) for machines of our own: it signs the certificates of the simulated
 * mail providers and of the local system's HTTPS and SMTP listeners. EC P-256 throughout.
 *
 * Not done here: revocation, intermediate authorities, name constraints. Nobody outside this machine should
 * ever trust what is made here.
 */
import './metadata-polyfill.ts';
import { createPrivateKey, createPublicKey, webcrypto, X509Certificate } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as x509 from '@peculiar/x509';
import { readIfThere, writeWhole } from '../whole-files.ts';

const day = 24 * 60 * 60 * 1000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A certificate with the chain up to its root, as a TLS server presents it, and its private key (PKCS #8). */
export interface ServerCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface CertificateRequest {
  /** DNS names for the subjectAltName; the first one is also the common name. */
  readonly names: readonly [string, ...string[]];
  /** IP addresses for the subjectAltName. */
  readonly addresses?: readonly string[];
  /** @default an hour ago, for clocks that are a little behind */
  readonly notBefore?: Date;
  /** @default a year from now */
  readonly notAfter?: Date;
  /** Private key to use again, so that a renewed certificate keeps its public key. @default a new key */
  readonly keyPem?: string;
}

export interface Authority extends ServerCertificate {
  /** Signs a server certificate; the chain it returns is that certificate followed by the authority's own. */
  issue(request: CertificateRequest): Promise<ServerCertificate>;
}

/** Makes an authority, valid for ten years, that exists in memory only. `keyPem` keeps an existing key. */
export async function createAuthority(options: {
  readonly commonName: string;
  readonly keyPem?: string;
}): Promise<Authority> {
  const keys = await keyPair(options.keyPem);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [options.commonName] }],
      keys,
      notBefore: new Date(Date.now() - day / 24),
      notAfter: new Date(Date.now() + 3650 * day),
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return authorityOf(pemFile(certificate), await privateKeyPem(keys));
}

/**
 * The authority that lives in `directory` as `ca.pem` and `ca-key.pem` (mode 0600); made when it is not there.
 * An expired certificate, or one that does not belong to the key, is made again from the same key, so that
 * everything the key has signed stays valid.
 */
export async function loadOrCreateAuthority(
  directory: string,
  commonName = 'Secure Alias local authority',
): Promise<Authority> {
  await mkdir(directory, { recursive: true });
  const keyFile = path.join(directory, 'ca-key.pem');
  const certificateFile = path.join(directory, 'ca.pem');
  const keyPem = await readIfThere(keyFile);
  const certificatePem = await readIfThere(certificateFile);
  if (keyPem !== null && certificatePem !== null && isCurrent(certificatePem, keyPem)) {
    return authorityOf(certificatePem, keyPem);
  }
  const authority = await createAuthority({ commonName, ...(keyPem === null ? {} : { keyPem }) });
  // Key first: a crash between the two leaves a key from which the certificate is made on the next start.
  await writeWhole(keyFile, authority.keyPem);
  await writeWhole(certificateFile, authority.certificatePem, 0o644);
  return authority;
}

/** A server certificate that no authority vouches for: it is signed with its own key. */
export async function selfSigned(request: CertificateRequest): Promise<ServerCertificate> {
  const keys = await keyPair(request.keyPem);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [request.names[0]] }],
      keys,
      ...validity(request),
      signingAlgorithm: algorithm,
      extensions: await serverExtensions(request, keys.publicKey),
    },
    webcrypto,
  );
  return { certificatePem: pemFile(certificate), keyPem: await privateKeyPem(keys) };
}

/** Whether the (first) certificate belongs to the key and is in date, with `margin` milliseconds to spare. */
export function isCurrent(certificatePem: string, keyPem: string, margin = day): boolean {
  const certificate = new X509Certificate(certificatePem);
  return (
    certificate.checkPrivateKey(createPrivateKey(keyPem)) &&
    certificate.validFromDate.getTime() <= Date.now() &&
    certificate.validToDate.getTime() > Date.now() + margin
  );
}

function authorityOf(certificatePem: string, keyPem: string): Authority {
  const root = new x509.X509Certificate(certificatePem);
  return {
    certificatePem,
    keyPem,
    async issue(request) {
      const keys = await keyPair(request.keyPem);
      const certificate = await x509.X509CertificateGenerator.create(
        {
          subject: [{ CN: [request.names[0]] }],
          issuer: root.subject,
          publicKey: keys.publicKey,
          signingKey: (await keyPair(keyPem)).privateKey,
          ...validity(request),
          signingAlgorithm: algorithm,
          extensions: [
            ...(await serverExtensions(request, keys.publicKey)),
            await x509.AuthorityKeyIdentifierExtension.create(root, false, webcrypto),
          ],
        },
        webcrypto,
      );
      return { certificatePem: pemFile(certificate) + certificatePem, keyPem: await privateKeyPem(keys) };
    },
  };
}

function validity(request: CertificateRequest): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: request.notBefore ?? new Date(Date.now() - day / 24),
    notAfter: request.notAfter ?? new Date(Date.now() + 365 * day),
  };
}

async function serverExtensions(
  request: CertificateRequest,
  publicKey: webcrypto.CryptoKey,
): Promise<x509.Extension[]> {
  return [
    new x509.BasicConstraintsExtension(false),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension([
      ...request.names.map((value) => ({ type: 'dns' as const, value })),
      ...(request.addresses ?? []).map((value) => ({ type: 'ip' as const, value })),
    ]),
    await x509.SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
  ];
}

/** The key pair of a PEM private key, or a new one. */
async function keyPair(keyPem?: string): Promise<webcrypto.CryptoKeyPair> {
  if (keyPem === undefined) return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const key = createPrivateKey(keyPem);
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    privateKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']),
  };
}

async function privateKeyPem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

const pemFile = (certificate: x509.X509Certificate): string => `${certificate.toString('pem').trim()}\n`;
