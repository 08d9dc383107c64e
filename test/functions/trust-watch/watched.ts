/** Entries and presented hosts for the tests of this room, at one moment. */
import type { HomeAddress } from '../../../shared/address/alias.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import type { Presented, PresentedHost } from '../../../shared/next-hop/presented.ts';
import { newTrustEntry, type StoredTrustEntry } from '../../../shared/store/trust-entries.ts';
import { readTrustMaterial } from '../../../shared/tls/trust-material.ts';
import type { TrustKind } from '../../../shared/tls/trust.ts';
import { daysFromNow, keyPair, makeCertificate, now, type Made } from '../../shared/tls/certificate-maker.ts';

export const BANK = 'bank.example' as Domain;
export const OPERATOR = 'operator@example.org' as HomeAddress;
export const inDays = (days: number): string => daysFromNow(days).toISOString();

export const authority = makeCertificate({
  subject: 'Bank CA',
  ca: true,
  keyUsage: [5, 6],
  notAfter: daysFromNow(900),
});
export const server = makeCertificate({
  subject: 'mx.bank.example',
  names: ['mx.bank.example'],
  issuer: authority,
});
/** Another certificate for the same key. */
export const renewed = makeCertificate({
  subject: 'mx.bank.example',
  names: ['mx.bank.example'],
  issuer: authority,
  keys: server.keys,
});
export const stranger = makeCertificate({
  subject: 'mx.bank.example',
  names: ['mx.bank.example'],
  keys: keyPair('stranger'),
});

/** An entry made from a certificate, as an operator would have added it a month ago. */
export function entryOf(
  made: Made,
  kind: TrustKind = 'certificate',
  more: Partial<Pick<StoredTrustEntry, 'notAfter' | 'certificateNotAfter' | 'told' | 'note' | 'domain'>> = {},
): StoredTrustEntry {
  const reading = readTrustMaterial({ kind, pem: made.pem }, now);
  if (reading.kind === 'fault') throw new Error(reading.detail);
  const { sha256, pem, certificateNotAfter } = reading;
  const fresh = { domain: BANK, kind, sha256, pem, note: 'by phone', notAfter: null, certificateNotAfter };
  return { ...newTrustEntry({ ...fresh, ...more }, OPERATOR, daysFromNow(-30)), told: more.told ?? [] };
}

/** A host that presents these certificates; none stands for one that showed nothing. */
export function host(name: string, ...chain: readonly Made[]): PresentedHost {
  return {
    host: name,
    preference: 10,
    address: '192.0.2.25',
    chain: chain.map(({ der }) => der),
    tls: chain.length === 0 ? null : { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
    problem: chain.length === 0 ? 'it offers no STARTTLS' : null,
  };
}

export const hosts = (...some: readonly PresentedHost[]): Presented => ({ kind: 'hosts', hosts: some });
