/**
 * One server each: what it presents, the TLSA records of `mx.bank.example`, and the verdict that is due. The
 * table test holds them against our code, the oracle test against OpenSSL's.
 */
import { generateKeyPairSync } from 'node:crypto';
import type { TlsaRecord } from '../../../shared/tls/tlsa.ts';
import {
  daysFromNow,
  element,
  makeCertificate,
  OID,
  sequence,
  type CertificateOptions,
  type KeyPair,
  type Made,
} from './certificate-maker.ts';
import { tlsa } from './tlsa-of.ts';

export const mxHost = 'mx.bank.example';

export interface Scenario {
  readonly what: string;
  readonly records: readonly TlsaRecord[];
  readonly chain: readonly [Made, ...Made[]];
  readonly expected: number | 'no-match' | 'none-usable';
  /** OpenSSL decides otherwise, and why we do not follow. */
  readonly differs?: string;
}

export type Options = Partial<CertificateOptions>;
export type Chain = readonly [Made, ...Made[]];
export type Expected = Scenario['expected'];

export const root = makeCertificate({ subject: 'root', ca: true });
export const middle = makeCertificate({ subject: 'middle', issuer: root, ca: true });
export const server = (options: Options = {}): Made =>
  makeCertificate({ subject: 'server', issuer: middle, names: [mxHost], ...options });
export const leaf = server();
export const whole: Chain = [leaf, middle, root];
export const selfSigned = makeCertificate({ subject: 'self', names: [mxHost] });
export const stranger = makeCertificate({ subject: 'stranger', ca: true });

/** Trusted by its topmost certificate. */
export const byTop = (what: string, chain: Chain, expected: Expected, differs?: string): Scenario => ({
  what,
  records: [tlsa('2 0 1', chain.at(-1) ?? chain[0])],
  chain,
  expected,
  ...(differs === undefined ? {} : { differs }),
});

/** Server, authority, root, and something is out of the ordinary with the authority. */
export function authority(what: string, options: Options, expected: Expected, differs?: string): Scenario {
  const odd = makeCertificate({ subject: 'odd', issuer: root, ca: true, ...options });
  return byTop(`authority: ${what}`, [server({ issuer: odd }), odd, root], expected, differs);
}

/** Server and self-signed anchor, and something is out of the ordinary with the anchor. */
export function anchor(what: string, options: Options, expected: Expected, differs?: string): Scenario {
  const odd = makeCertificate({ subject: 'odd root', ca: true, ...options });
  return byTop(`anchor: ${what}`, [server({ issuer: odd }), odd], expected, differs);
}

export const end = (what: string, options: Options, expected: Expected, differs?: string): Scenario =>
  byTop(`end certificate: ${what}`, [server(options), middle, root], expected, differs);

export const altNames = (...names: readonly Buffer[]): Options => ({
  names: null,
  extensions: [{ oid: OID.subjectAltName, value: sequence(...names) }],
});

export const rsa = (modulusLength: number): KeyPair => generateKeyPairSync('rsa', { modulusLength });
export const weak = rsa(1024);
export const expired: Options = { notAfter: daysFromNow(-1) };
export const future: Options = { notBefore: daysFromNow(1) };
export const unknownCritical: Options = {
  extensions: [{ oid: OID.unheardOf, critical: true, value: element(0x05) }],
};
