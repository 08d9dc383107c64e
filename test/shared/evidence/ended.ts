/** Deliveries that have ended, and their evidence, signed with a key of the test's own. */
import { composeEvidence } from '../../../shared/evidence/compose.ts';
import type { EvidenceClaims } from '../../../shared/evidence/claims.ts';
import type { EvidenceSigner } from '../../../shared/evidence-key/signer.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import type { HomeAddress } from '../../../shared/address/alias.ts';
import type { AttemptRecord, Delivery, Receipt, RecipientRecord } from '../../../shared/store/delivery.ts';

export const NOW = Date.parse('2026-11-23T11:00:00Z');
export const SENT_DIGEST = 'c0'.repeat(32);

export const RECEIPT: Receipt = {
  at: '2026-11-23T10:00:02.000Z',
  host: 'mx.good.example',
  address: '192.0.2.1',
  level: 'encrypt',
  tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
  certificate: {
    sha256: 'aa'.repeat(32),
    spkiSha256: 'bb'.repeat(32),
    subject: 'CN=mx.good.example',
    issuer: 'CN=Example CA',
    notAfter: '2027-01-01T00:00:00.000Z',
  },
  dnssec: { mx: 'secure', address: 'secure', tlsa: 'secure' },
  dane: {
    base: '_25._tcp.mx.good.example',
    record: `3 1 1 ${'bb'.repeat(32)}`,
    secure: true,
    usage: 'DANE-EE',
    depth: 0,
    name: null,
  },
  trust: null,
  sts: null,
  requireTls: false,
  reply: '250 2.0.0 ok',
  recipients: ['bob@good.example'],
  messageSha256: SENT_DIGEST,
  acceptedSha256: 'd0'.repeat(32),
};

export const MET: AttemptRecord = {
  at: '2026-11-23T10:00:02.000Z',
  host: 'mx.good.example',
  address: '192.0.2.1',
  outcome: 'met',
  reason: null,
  detail: 'mx.good.example: 250 2.0.0 ok',
  smtp: { code: 250, status: '2.0.0', text: 'ok' },
  tls: RECEIPT.tls,
};

export const NO_TLS: AttemptRecord = {
  ...MET,
  host: 'mx.plain.example',
  outcome: 'policy',
  reason: 'starttls-not-supported',
  detail: 'mx.plain.example offers no STARTTLS',
  smtp: null,
  tls: null,
};

export function deliveredTo(address: string): RecipientRecord {
  return { address, state: 'delivered', status: '2.0.0', reason: null, detail: '250 2.0.0 ok' };
}

export function bouncedFor(
  address: string,
  reason: RecipientRecord['reason'],
  more: Partial<RecipientRecord> = {},
): RecipientRecord {
  return { address, state: 'bounced', status: '5.7.4', reason, detail: 'why', ...more };
}

export function ended(more: Partial<Delivery> = {}): Delivery {
  return {
    id: '01KAQ3Y8M4A1B2C3D4E5F6G7H8',
    messageId: 'M',
    headerMessageId: '<1@secure.example.org>',
    owner: 'alice@example.org' as HomeAddress,
    subject: 'Lunch',
    domain: 'good.example' as Domain,
    level: 'encrypt',
    levelSource: 'default',
    createdAt: Date.parse('2026-11-23T10:00:00Z'),
    attempt: 1,
    leaseUntil: 0,
    unansweredDots: 0,
    state: 'delivered',
    recipients: [deliveredTo('bob@good.example')],
    attempts: [MET],
    receipt: RECEIPT,
    nextAttemptAt: null,
    finishedAt: Date.parse('2026-11-23T10:00:03Z'),
    tries: 1,
    shortCapTries: 0,
    delayNoticeSent: false,
    exposed: true,
    owes: null,
    ...more,
  };
}

/** A delivery that came back without anything having left. */
export function cameBack(more: Partial<Delivery> = {}): Delivery {
  return ended({
    state: 'bounced',
    domain: 'plain.example' as Domain,
    recipients: [bouncedFor('bob@plain.example', 'starttls-not-supported')],
    attempts: [NO_TLS],
    receipt: null,
    exposed: false,
    ...more,
  });
}

export function claimsOf(delivery: Delivery, withSubject = true): EvidenceClaims {
  const sender = 'alice@secure.example.org';
  const issuer = 'https://mail.example.org';
  const composed = composeEvidence({ delivery, sender, issuer, withSubject, now: NOW });
  if (composed.kind !== 'claims') throw new Error(composed.kind);
  return composed.claims;
}

/** The key set as it is published. */
export async function keySetOf(signer: EvidenceSigner): Promise<{ keys: object[] }> {
  return JSON.parse(JSON.stringify({ keys: await signer.publicKeys() })) as { keys: object[] };
}
