/**
 * TLSA records (RFC 6698) for a simulated mail server, computed from the certificate that it presents; right and
 * wrong ones. Their place is `_25._tcp` below the host's name (RFC 7672 section 2.2): 25 is the port of the mail
 * service, whatever port the simulation has to listen on for lack of privileges.
 */
import { createHash, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { TlsaAnswer } from 'dns-packet';

interface TlsaParameters {
  /** 0 to 3; mail knows 2 (trust anchor) and 3 (end entity). */
  readonly usage: number;
  /** 0: the whole; 1: SHA-256; 2: SHA-512. */
  readonly matchingType: 0 | 1 | 2;
  /** How many octets of the data are left, for a record that is cut short. @default all */
  readonly octets?: number;
}

export type TlsaPlan =
  | (TlsaParameters & {
      /** What the record is about: the host's certificate, or the last one of the chain. */
      readonly of: 'certificate' | 'authority';
      /** 0: the certificate; 1: its public key. */
      readonly selector: 0 | 1;
    })
  /** About a key that nobody has. */
  | (TlsaParameters & { readonly of: 'another-key'; readonly selector: 1 });

/** The TLSA record of a mail host that presents the chain `certificatePem`. */
export function tlsaRecord(host: string, plan: TlsaPlan, certificatePem: string): TlsaAnswer {
  const { usage, selector, matchingType, octets } = plan;
  const certificate = matching(matchingType, selected(plan, certificatePem)).subarray(0, octets);
  return { name: `_25._tcp.${host}`, type: 'TLSA', data: { usage, selector, matchingType, certificate } };
}

function selected(plan: TlsaPlan, chain: string): Buffer {
  if (plan.of === 'another-key') return spki(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
  const start = plan.of === 'certificate' ? 0 : chain.lastIndexOf('-----BEGIN CERTIFICATE-----');
  const pem = chain.slice(start);
  return plan.selector === 0 ? new X509Certificate(pem).raw : spki(createPublicKey(pem));
}

function matching(matchingType: 0 | 1 | 2, data: Buffer): Buffer {
  if (matchingType === 0) return data;
  return createHash(matchingType === 1 ? 'sha256' : 'sha512')
    .update(data)
    .digest();
}

const spki = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' });
