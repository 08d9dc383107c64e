/** Findings of every kind, and an encrypted host that has them: what the tests of the rules are made of. */
import type { DaneFinding, StsFinding, TrustFinding } from '../../../shared/policy/findings.ts';
import type { EncryptedHost, Observation } from '../../../shared/policy/judge.ts';
import type { DaneEvidence } from '../../../shared/tls/evidence.ts';

export const place = { host: 'mx.good.example', address: '192.0.2.1' };

export const proof: DaneEvidence = {
  base: '_25._tcp.mx.good.example',
  record: '3 1 1 00',
  secure: true,
  usage: 'DANE-EE',
  depth: 0,
  name: null,
};
export const dane = {
  absent: { kind: 'absent', detail: 'no TLSA' },
  failed: { kind: 'failed', detail: 'SERVFAIL', ownFault: false },
  ownFault: { kind: 'failed', detail: 'no trust anchor fits', ownFault: true },
  unusable: { kind: 'unusable', detail: 'usage 0' },
  mismatch: { kind: 'mismatch', detail: 'no record matches', result: 'validation-failure' },
  matched: { kind: 'matched', evidence: proof },
} satisfies Record<string, DaneFinding>;
export const trust = {
  'not-listed': { kind: 'not-listed', detail: 'not listed' },
  'no-match': { kind: 'no-match', detail: 'another certificate' },
  matched: { kind: 'matched', evidence: { id: 'T', kind: 'certificate' } },
} satisfies Record<string, TrustFinding>;
export const sts = {
  none: { kind: 'none' },
  otherHost: {
    kind: 'violated',
    reason: 'sts-policy-invalid',
    detail: 'not named',
    result: 'validation-failure',
  },
  badCertificate: {
    kind: 'violated',
    reason: 'sts-webpki-invalid',
    detail: 'expired',
    result: 'certificate-expired',
  },
  satisfied: { kind: 'satisfied', evidence: { mode: 'enforce', id: '1', mx: 'mx.good.example' } },
} satisfies Record<string, StsFinding>;

/** A certificate of whatever quality: self-signed, expired, for another name. Levels look at findings only. */
export function encrypted(more: Partial<EncryptedHost> = {}): Extract<Observation, { kind: 'encrypted' }> {
  return {
    ...place,
    kind: 'encrypted',
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
    certificate: {
      sha256: 'aa',
      spkiSha256: 'bb',
      subject: 'CN=x',
      issuer: 'CN=x',
      notAfter: '2000-01-01T00:00:00.000Z',
    },
    dnssec: { mx: 'secure', address: 'secure', tlsa: 'secure' },
    dane: dane.absent,
    trust: trust['not-listed'],
    sts: sts.none,
    offersRequireTls: false,
    ...more,
  };
}
