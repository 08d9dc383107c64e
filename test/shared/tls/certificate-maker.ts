/**
 * Makes X.509 certificates for tests, field by field and with any of them wrong: empty subjects, NUL in names,
 * missing CA flags, unknown critical extensions. Writes the DER itself, so that nothing that reads it in the
 * product has also written it. Keys are P-256 unless one is given, and kept by name.
 */
import { constants, createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface Extension {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Buffer;
}

export interface CertificateOptions {
  /** Common name; an empty text makes an empty subject. */
  readonly subject: string;
  /** The whole subject as DER, where a common name alone will not do. */
  readonly subjectDer?: Buffer;
  /** @default itself */
  readonly issuer?: Made;
  readonly keys?: KeyPair;
  /** The public key as DER, where it is not to be that of `keys`. */
  readonly spkiDer?: Buffer;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Both times as DER, where they are not to be proper ones. */
  readonly validityDer?: Buffer;
  /** DNS names of the subjectAltName; null or none: no such extension. */
  readonly names?: readonly string[] | null;
  /** basicConstraints; null leaves it out. @default not an authority */
  readonly ca?: boolean | null;
  readonly pathLength?: number;
  /** Bits of keyUsage by number; none: no such extension. */
  readonly keyUsage?: readonly number[];
  /** OIDs of the extended key usage. */
  readonly purposes?: readonly string[];
  /** Subject and authority key identifiers (RFC 5280 sections 4.2.1.1 and 4.2.1.2). @default neither */
  readonly keyIdentifiers?: boolean;
  readonly extensions?: readonly Extension[];
  /** 0 leaves version and extensions out. @default 2, version 3 */
  readonly version?: 0 | 2;
  readonly signature?: SignatureKind;
  /** The signature itself, where it is not to be a real one. */
  readonly signatureValue?: Buffer;
  /** The issuer's name as DER, where it is not to be the issuer's own. */
  readonly issuerDer?: Buffer;
}

/** `pss-…` and MD5 for RSA keys only. */
export type SignatureKind = 'sha256' | 'sha1' | 'md5' | 'pss-sha256' | 'pss-sha1';

export interface Made {
  readonly der: Buffer;
  readonly pem: string;
  readonly spki: Buffer;
  readonly subjectDer: Buffer;
  readonly keys: KeyPair;
}

export const OID = {
  commonName: '2.5.4.3',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  anyPurpose: '2.5.29.37.0',
  nameConstraints: '2.5.29.30',
  subjectAltName: '2.5.29.17',
  unheardOf: '1.3.6.1.4.1.99999.1',
};

export const keyUsage = { digitalSignature: 0, keyCertSign: 5, cRLSign: 6 };

/** The moment at which all tests of this room take place. */
export const now = new Date('2026-11-23T10:00:00Z');
export const daysFromNow = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

export function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const digits = length.subarray(length.findIndex((octet) => octet !== 0));
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, content]);
}

export const sequence = (...contents: readonly Buffer[]): Buffer => element(0x30, ...contents);

export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [40 * first + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      digits.unshift((left & 0x7f) | 0x80);
    }
    return digits;
  });
  return element(0x06, Buffer.from(octets));
}

export const commonName = (text: string, stringTag = 0x0c): Buffer =>
  element(0x31, sequence(objectIdentifier(OID.commonName), element(stringTag, Buffer.from(text))));

export const dnsName = (name: string): Buffer => element(0x82, Buffer.from(name, 'latin1'));

/** nameConstraints of DNS names or of GeneralNames as DER. */
export function nameConstraints(permitted: readonly Buffer[], excluded: readonly Buffer[] = []): Extension {
  const trees = (tag: number, bases: readonly Buffer[]): Buffer =>
    bases.length === 0 ? Buffer.alloc(0) : element(tag, ...bases.map((base) => sequence(base)));
  return {
    oid: OID.nameConstraints,
    critical: true,
    value: sequence(trees(0xa0, permitted), trees(0xa1, excluded)),
  };
}

const keys = new Map<string, KeyPair>();

/** A P-256 key pair, the same one for the same name. */
export function keyPair(name: string): KeyPair {
  const kept = keys.get(name) ?? generateKeyPairSync('ec', { namedCurve: 'P-256' });
  keys.set(name, kept);
  return kept;
}

let serial = 1;

export function makeCertificate(options: CertificateOptions): Made {
  const { subject, issuer, version = 2, signature: kind = 'sha256' } = options;
  const own = options.keys ?? keyPair(subject);
  const signer = issuer?.keys ?? own;
  const spki = options.spkiDer ?? own.publicKey.export({ type: 'spki', format: 'der' });
  const subjectDer = options.subjectDer ?? sequence(...(subject === '' ? [] : [commonName(subject)]));
  const algorithm = signatureAlgorithm(signer.privateKey, kind);
  const extensions = extensionsOf(options, spki, issuer?.spki ?? spki);
  serial += 1;
  const tbs = sequence(
    ...(version === 0 ? [] : [element(0xa0, element(0x02, Buffer.from([version])))]),
    element(0x02, Buffer.from([0x01, serial >> 8, serial & 0xff])),
    algorithm,
    options.issuerDer ?? issuer?.subjectDer ?? subjectDer,
    sequence(
      options.validityDer ??
        Buffer.concat([
          time(options.notBefore ?? daysFromNow(-30)),
          time(options.notAfter ?? daysFromNow(60)),
        ]),
    ),
    subjectDer,
    spki,
    ...(version === 0 || extensions.length === 0 ? [] : [element(0xa3, sequence(...extensions))]),
  );
  const signature = options.signatureValue ?? signed(tbs, signer.privateKey, kind);
  const der = sequence(tbs, algorithm, element(0x03, Buffer.from([0]), signature));
  return { der, pem: toPem(der), spki, subjectDer, keys: own };
}

export function toPem(der: Buffer, label = 'CERTIFICATE'): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return element(0x18, Buffer.from(digits));
}

function signed(tbs: Buffer, key: KeyObject, kind: SignatureKind): Buffer {
  if (key.asymmetricKeyType === 'ed25519') return sign(null, tbs, key);
  if (!kind.startsWith('pss-')) return sign(kind, tbs, key);
  return sign(kind.slice(4), tbs, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 });
}

function signatureAlgorithm(key: KeyObject, kind: SignatureKind): Buffer {
  if (key.asymmetricKeyType === 'ed25519') return sequence(objectIdentifier('1.3.101.112'));
  const isRsa = key.asymmetricKeyType === 'rsa';
  switch (kind) {
    case 'sha256':
      return isRsa ? rsaAlgorithm('11') : sequence(objectIdentifier('1.2.840.10045.4.3.2'));
    case 'sha1':
      return isRsa ? rsaAlgorithm('5') : sequence(objectIdentifier('1.2.840.10045.4.1'));
    case 'md5':
      return rsaAlgorithm('4');
    case 'pss-sha1':
      return rsaAlgorithm('10', sequence());
    case 'pss-sha256': {
      const hash = sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'), element(0x05));
      const mask = sequence(objectIdentifier('1.2.840.113549.1.1.8'), hash);
      return rsaAlgorithm('10', sequence(element(0xa0, hash), element(0xa1, mask)));
    }
  }
}

const rsaAlgorithm = (number: string, parameters = element(0x05)): Buffer =>
  sequence(objectIdentifier(`1.2.840.113549.1.1.${number}`), parameters);

/** Any value that is the key's own will do. */
const keyIdentifier = (spki: Buffer): Buffer => createHash('sha256').update(spki).digest().subarray(0, 20);

function extensionsOf(options: CertificateOptions, spki: Buffer, issuerSpki: Buffer): Buffer[] {
  const { names, ca = false, pathLength, keyUsage: bits, purposes } = options;
  const list: Extension[] = [];
  if (ca !== null) {
    const flag = ca ? [element(0x01, Buffer.from([0xff]))] : [];
    const limit = pathLength === undefined ? [] : [element(0x02, Buffer.from([pathLength]))];
    list.push({ oid: '2.5.29.19', critical: true, value: sequence(...flag, ...limit) });
  }
  if (bits !== undefined) {
    const octet = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
    list.push({ oid: '2.5.29.15', critical: true, value: element(0x03, Buffer.from([0, octet])) });
  }
  if (purposes !== undefined) {
    list.push({ oid: '2.5.29.37', value: sequence(...purposes.map(objectIdentifier)) });
  }
  if (names !== undefined && names !== null) {
    list.push({ oid: OID.subjectAltName, value: sequence(...names.map(dnsName)) });
  }
  if (options.keyIdentifiers === true) {
    list.push({ oid: '2.5.29.14', value: element(0x04, keyIdentifier(spki)) });
    list.push({ oid: '2.5.29.35', value: sequence(element(0x80, keyIdentifier(issuerSpki))) });
  }
  return [...list, ...(options.extensions ?? [])].map(({ oid, critical, value }) =>
    sequence(
      objectIdentifier(oid),
      ...(critical === true ? [element(0x01, Buffer.from([0xff]))] : []),
      element(0x04, value),
    ),
  );
}
