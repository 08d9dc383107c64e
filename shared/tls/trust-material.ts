/**
 * What an operator enters into the trust store, read into what is stored: a PEM certificate or public key
 * (RFC 7468), or the SHA-256 digest of one as OpenSSL and browsers show it. A fault says what is wrong in
 * words for the person who pasted it, and never repeats the input: it may be a private key.
 */
import { createHash, createPublicKey } from 'node:crypto';
import { isSelfIssued, readCertificate, type Certificate } from './certificate.ts';
import { readOne } from './der.ts';
import { authorityFault } from './path-rules.ts';
import type { TrustKind } from './trust.ts';

export interface TrustInput {
  readonly kind: TrustKind;
  readonly pem?: string | undefined;
  readonly sha256?: string | undefined;
}

export type TrustReading =
  | {
      readonly kind: 'read';
      readonly sha256: string;
      /** The authority's certificate in clean PEM; null for the other kinds and for a digest. */
      readonly pem: string | null;
      /** When the certificate that was given ends, ISO 8601; null where only a key or digest was. */
      readonly certificateNotAfter: string | null;
    }
  | {
      readonly kind: 'fault';
      readonly field: 'pem' | 'sha256';
      readonly detail: string;
      /** The same with names in braces for `values`, for saying it in another language. */
      readonly text: string;
      readonly values: Readonly<Record<string, string | number>>;
    };

function fault(
  field: 'pem' | 'sha256',
  text: string,
  values: Readonly<Record<string, string | number>> = {},
): TrustReading {
  const detail = text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(values[name]));
  return { kind: 'fault', field, detail, text, values };
}

/** Reads `pem` or `sha256`, whichever was given; a fault for both, for neither, and for anything unfit. */
export function readTrustMaterial({ kind, pem, sha256 }: TrustInput, now: Date): TrustReading {
  // First of all, so that nobody files a private key under any other complaint.
  if (/PRIVATE KEY/i.test(`${pem ?? ''}${sha256 ?? ''}`)) {
    return fault(
      pem === undefined ? 'sha256' : 'pem',
      'this is a private key: it is not stored here, and nobody but its server should have it; paste the certificate or the public key',
    );
  }
  if (pem !== undefined && sha256 !== undefined)
    return fault('sha256', 'give either pem or sha256, not both');
  if (sha256 !== undefined) return readDigest(sha256);
  return pem === undefined ? fault('pem', 'give pem or sha256') : readPem(kind, pem, now);
}

const OTHER_DIGESTS = new Map([
  [32, 'MD5'],
  [40, 'SHA-1'],
  [96, 'SHA-384'],
  [128, 'SHA-512'],
]);

/** 64 hex digits, in any case, with or without colons. */
function readDigest(text: string): TrustReading {
  const hex = text.trim().replaceAll(':', '').toLowerCase();
  if (!/^[0-9a-f]*$/.test(hex)) return fault('sha256', 'a digest has hexadecimal digits and colons only');
  if (hex.length !== 64) {
    const other = OTHER_DIGESTS.get(hex.length);
    const count = hex.length;
    return other === undefined
      ? fault('sha256', 'a SHA-256 digest has 64 hexadecimal digits, this has {count}', { count })
      : fault(
          'sha256',
          'a SHA-256 digest has 64 hexadecimal digits, this has {count} (it looks like {other})',
          { count, other },
        );
  }
  return { kind: 'read', sha256: hex, pem: null, certificateNotAfter: null };
}

/** Many times a certificate with all that OpenSSL prints before it. */
const MAX_LENGTH = 100_000;

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END ([A-Z0-9 ]+)-----/g;

function readPem(kind: TrustKind, text: string, now: Date): TrustReading {
  if (text.length > MAX_LENGTH) return fault('pem', 'this is too long for one certificate or public key');
  const blocks = [...text.matchAll(BLOCK)];
  const [block] = blocks;
  if (block === undefined || text.split('-----BEGIN ').length - 1 !== blocks.length) {
    return fault('pem', 'there is no whole PEM block: from -----BEGIN to -----END, both lines included');
  }
  if (blocks.length > 1) {
    return fault('pem', 'there are {count} PEM blocks: paste one, of the certificate that you checked', {
      count: blocks.length,
    });
  }
  const [, label = '', body = '', endLabel] = block;
  if (label !== endLabel) return fault('pem', 'the BEGIN and END lines do not belong together');
  const base64 = body.replaceAll(/\s/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64) || base64 === '') {
    return fault('pem', 'the text between the BEGIN and END lines is not base64, or part of it is missing');
  }
  const der = Buffer.from(base64, 'base64');
  switch (label) {
    case 'CERTIFICATE': {
      const certificate = readCertificate(der);
      return certificate === null
        ? fault('pem', 'the PEM block does not hold a certificate')
        : fromCertificate(kind, certificate, now);
    }
    case 'PUBLIC KEY':
      return fromPublicKey(kind, der);
    case 'CERTIFICATE REQUEST':
    case 'NEW CERTIFICATE REQUEST':
      return fault('pem', 'this is a certificate request, not a certificate');
    default:
      return fault('pem', 'the PEM block must be a CERTIFICATE, or a PUBLIC KEY');
  }
}

function fromCertificate(kind: TrustKind, certificate: Certificate, now: Date): TrustReading {
  const { notAfter } = certificate;
  if (notAfter === null) return fault('pem', 'the certificate has no end date that can be read');
  const certificateNotAfter = notAfter.toISOString();
  switch (kind) {
    case 'certificate':
      return { kind: 'read', sha256: certificate.sha256, pem: null, certificateNotAfter };
    case 'public-key':
      return { kind: 'read', sha256: spkiSha256(certificate.spki), pem: null, certificateNotAfter };
    case 'ca': {
      const { extensions, sha256 } = certificate;
      if (extensions === null) return fault('pem', 'the certificate has malformed extensions');
      if (extensions.basicConstraints?.ca !== true) {
        return isSelfIssued(certificate)
          ? fault(
              'pem',
              'this is not the certificate of an authority: its CA flag is not set (it is self-signed: add it as kind certificate)',
            )
          : fault('pem', 'this is not the certificate of an authority: its CA flag is not set');
      }
      // What no path could ever use is told now, and not at the first message.
      const unfit = authorityFault(certificate, 'this authority');
      if (unfit !== null) return fault('pem', unfit.detail);
      if (!(now < notAfter))
        return fault('pem', 'the authority ended on {date}', { date: certificateNotAfter });
      const lines = certificate.der.toString('base64').match(/.{1,64}/g) ?? [];
      const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
      return { kind: 'read', sha256, pem, certificateNotAfter };
    }
  }
}

function fromPublicKey(kind: TrustKind, der: Buffer): TrustReading {
  if (kind !== 'public-key')
    return fault('pem', 'this is a public key; the kind {kind} needs a certificate', { kind });
  try {
    createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    return fault('pem', 'the PEM block does not hold a public key');
  }
  return readOne(der) === null
    ? fault('pem', 'there is something after the public key')
    : { kind: 'read', sha256: spkiSha256(der), pem: null, certificateNotAfter: null };
}

const spkiSha256 = (spki: Buffer): string => createHash('sha256').update(spki).digest('hex');
