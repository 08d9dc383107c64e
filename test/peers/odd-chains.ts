/**
 * Certificate chains in which something is not as it should be, or only looks so (RFC 5280): where two
 * implementations of path validation would part. Each with the certificate that a TLSA record names as anchor.
 */
import '../../infra/local/internet/metadata-polyfill.ts';
import { KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

import type { ServerCertificate } from '../../infra/local/internet/certificates.ts';

export interface OddChain {
  readonly domain: string;
  readonly certificate: ServerCertificate;
  readonly anchorPem: string;
  /** The anchor is whole in DNS, and not presented. */
  readonly inDns?: boolean;
}

interface Made {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface Shape {
  readonly commonName: string;
  /** Itself where there is none. */
  readonly issuer?: Made;
  /** DNS names; none leaves the extension out. */
  readonly names?: readonly string[];
  /** basicConstraints; null leaves the extension out. */
  readonly authority?: boolean | null;
  readonly pathLength?: number;
  /** @default what its kind needs */
  readonly keyUsage?: x509.KeyUsageFlags;
  readonly purposes?: readonly x509.ExtendedKeyUsage[];
  /** Days from now. */
  readonly valid?: readonly [from: number, to: number];
  readonly extensions?: readonly x509.Extension[];
  /** Says that it is from `issuer`, but is signed with this. */
  readonly signedBy?: Made;
}

const day = 24 * 60 * 60 * 1000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const signs: x509.KeyUsageFlags = x509.KeyUsageFlags.keyCertSign;

async function make(shape: Shape): Promise<Made> {
  const { commonName, issuer, names = [], authority = false, pathLength, keyUsage, purposes } = shape;
  const [from, to] = shape.valid ?? [-1, 365];
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const usage = keyUsage ?? (authority === true ? signs : x509.KeyUsageFlags.digitalSignature);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject: [{ CN: [commonName] }],
      issuer: issuer?.certificate.subject ?? [{ CN: [commonName] }],
      publicKey: keys.publicKey,
      signingKey: (shape.signedBy ?? issuer)?.keys.privateKey ?? keys.privateKey,
      notBefore: new Date(Date.now() + from * day),
      notAfter: new Date(Date.now() + to * day),
      signingAlgorithm: algorithm,
      extensions: [
        ...(authority === null ? [] : [new x509.BasicConstraintsExtension(authority, pathLength, true)]),
        new x509.KeyUsagesExtension(usage, true),
        ...(purposes ? [new x509.ExtendedKeyUsageExtension([...purposes])] : []),
        ...(names.length > 0
          ? [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value })))]
          : []),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        ...(issuer && !shape.signedBy
          ? [await x509.AuthorityKeyIdentifierExtension.create(issuer.certificate, false, webcrypto)]
          : []),
        ...(shape.extensions ?? []),
      ],
    },
    webcrypto,
  );
  return { certificate, keys };
}

const pem = ({ certificate }: Made): string => `${certificate.toString('pem').trim()}\n`;

/** What a server presents: the end certificate's key, and the chain in this order. */
function presented(end: Made, ...chain: Made[]): ServerCertificate {
  const keyPem = KeyObject.from(end.keys.privateKey).export({ format: 'pem', type: 'pkcs8' }).toString();
  return { keyPem, certificatePem: [end, ...chain].map(pem).join('') };
}

/** An extension that nobody knows. */
const unknown = (critical: boolean): x509.Extension =>
  new x509.Extension('1.3.6.1.4.1.32473.1', critical, new Uint8Array([5, 0]));

/** nameConstraints (RFC 5280, 4.2.1.10) of one DNS name: [0] permitted or [1] excluded. */
function constrained(kind: 'permitted' | 'excluded', name: string): x509.Extension {
  const base = Buffer.concat([Buffer.from([0x82, name.length]), Buffer.from(name)]);
  const wrap = (tag: number, inner: Buffer): Buffer =>
    Buffer.concat([Buffer.from([tag, inner.length]), inner]);
  const der = wrap(0x30, wrap(kind === 'permitted' ? 0xa0 : 0xa1, wrap(0x30, base)));
  return new x509.Extension('2.5.29.30', true, der);
}

export async function oddChains(): Promise<OddChain[]> {
  const root = await make({ commonName: 'Odd root', authority: true });
  const other = await make({ commonName: 'Odd root', authority: true });
  const end = (domain: string, issuer: Made, shape: Partial<Shape> = {}): Promise<Made> =>
    make({ commonName: `mx.${domain}`, names: [`mx.${domain}`], issuer, ...shape });

  /** Leaf straight below `anchor`. */
  const short = async (name: string, anchor: Made, shape: Partial<Shape> = {}): Promise<OddChain> => {
    const domain = `chain-${name}.example`;
    const certificate = presented(await end(domain, anchor, shape), anchor);
    return { domain, certificate, anchorPem: pem(anchor) };
  };
  /** Leaf below an intermediate of the given shape, below the root. */
  const long = async (name: string, middle: Partial<Shape>, anchor = root): Promise<OddChain> => {
    const domain = `chain-${name}.example`;
    const between = await make({ commonName: 'Odd middle', authority: true, issuer: anchor, ...middle });
    return {
      domain,
      certificate: presented(await end(domain, between), between, anchor),
      anchorPem: pem(anchor),
    };
  };
  const authority = (shape: Partial<Shape>): Promise<Made> =>
    make({ commonName: 'Odd anchor', authority: true, ...shape });
  const middleAnchor = await make({ commonName: 'Odd middle', authority: true, issuer: root });

  return Promise.all([
    long('fine', {}),
    long('no-ca', { authority: false }),
    long('no-basic-constraints', { authority: null, keyUsage: signs }),
    long('no-cert-sign', { keyUsage: x509.KeyUsageFlags.digitalSignature }),
    long('expired-middle', { valid: [-90, -1] }),
    long('future-middle', { valid: [1, 90] }),
    long('forged-middle', { signedBy: other }),
    long('unknown-critical', { extensions: [unknown(true)] }),
    long('unknown', { extensions: [unknown(false)] }),
    long('path-length', {}, await authority({ pathLength: 0 })),
    long('path-length-fits', {}, await authority({ pathLength: 1 })),
    long('constraint-permits', { extensions: [constrained('permitted', 'example')] }),
    long('constraint-other', { extensions: [constrained('permitted', 'example.org')] }),
    long('constraint-excludes', { extensions: [constrained('excluded', 'example')] }),
    long('client-middle', { purposes: [x509.ExtendedKeyUsage.clientAuth] }),
    short('expired-anchor', await authority({ valid: [-90, -1] })),
    short('future-anchor', await authority({ valid: [1, 90] })),
    short('anchor-no-ca', await authority({ authority: false })),
    short('anchor-no-cert-sign', await authority({ keyUsage: x509.KeyUsageFlags.digitalSignature })),
    short('anchor-constrained', await authority({ extensions: [constrained('excluded', 'example')] })),
    short('anchor-client', await authority({ purposes: [x509.ExtendedKeyUsage.clientAuth] })),
    short('client-only', root, { purposes: [x509.ExtendedKeyUsage.clientAuth] }),
    short('any-purpose', root, { purposes: [x509.ExtendedKeyUsage.serverAuth] }),
    short('no-digital-signature', root, { keyUsage: x509.KeyUsageFlags.keyAgreement }),
    short('common-name', root, { names: [] }),
    short('common-name-other', root, { names: ['other.example'] }),
    short('end-unknown-critical', root, { extensions: [unknown(true)] }),
    short('end-is-ca', root, { authority: true }),
    short('future', root, { valid: [1, 90] }),
    short('forged', root, { signedBy: other }),
    // The record names the intermediate; the root above it is of no interest.
    (async () => {
      const domain = 'chain-middle-in-dns.example';
      const certificate = presented(await end(domain, middleAnchor));
      return { domain, certificate, anchorPem: pem(middleAnchor), inDns: true };
    })(),
    (async () => {
      const domain = 'chain-middle-is-anchor.example';
      const certificate = presented(await end(domain, middleAnchor), middleAnchor);
      return { domain, certificate, anchorPem: pem(middleAnchor) };
    })(),
    // Certificates in the wrong order, and one that has nothing to do with it.
    (async () => {
      const domain = 'chain-shuffled.example';
      const certificate = presented(await end(domain, middleAnchor), root, other, middleAnchor);
      return { domain, certificate, anchorPem: pem(root) };
    })(),
  ]);
}
