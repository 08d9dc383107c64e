/** The rules of renewal, row by row. */
import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  nextStep,
  whyIssue,
  type CertificateFacts,
  type Facts,
  type Step,
} from '../../../functions/certificate-renewal/plan.ts';

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-25T04:00:00Z');

const lasting = (days: number, left: number): CertificateFacts => ({
  notBefore: NOW - (days - left) * DAY,
  notAfter: NOW + left * DAY,
  selfSigned: false,
  coversHost: true,
  otherDirectory: false,
});
const good = lasting(90, 60);

describe('why a certificate is issued', () => {
  const rows: [string, CertificateFacts | null, string | null][] = [
    ['60 of 90 days left', good, null],
    ['31 of 90 days left', lasting(90, 31), null],
    ['30 of 90 days left: a third', lasting(90, 30), 'ends'],
    ['2 of 6 days left: a third', lasting(6, 2), 'ends'],
    ['3 of 6 days left', lasting(6, 3), null],
    ['ended yesterday', lasting(90, -1), 'ends'],
    ['none that can be read', null, 'none'],
    ['signed by itself, for ten years', { ...lasting(3650, 3600), selfSigned: true }, 'self-signed'],
    ['of another host', { ...good, coversHost: false }, 'other-host'],
    ['from the test directory', { ...good, otherDirectory: true }, 'other-directory'],
  ];
  for (const [what, certificate, why] of rows)
    test(`${what}: ${why ?? 'it is kept'}`, () => {
      equal(whyIssue(certificate, NOW), why);
    });
});

describe('the next step', () => {
  const facts: Facts = {
    now: NOW,
    current: { digest: 'old', fits: true },
    certificate: good,
    next: null,
    keyChangeWanted: false,
    tlsaTtl: HOUR,
  };
  const next = { digest: 'new', publishedAt: NOW - 2 * HOUR, usedSince: null };
  const inUse = { ...next, usedSince: NOW - 2 * HOUR };
  const current = { digest: 'new', fits: true };
  const rows: [string, Partial<Facts>, Step][] = [
    ['nothing is due', {}, { kind: 'keep' }],
    [
      'renewal keeps the key',
      { certificate: lasting(90, 20) },
      { kind: 'issue', key: 'current', why: 'ends' },
    ],
    ['a change of the key begins in DNS', { keyChangeWanted: true }, { kind: 'publish-next' }],
    ['a key that does not fit goes', { current: { digest: 'old', fits: false } }, { kind: 'publish-next' }],
    ['without a key there is a next one', { current: null, certificate: null }, { kind: 'publish-next' }],
    [
      'a run was cut before all name servers had the records',
      { next: { ...next, publishedAt: null } },
      { kind: 'publish-next' },
    ],
    [
      'a second before two TTLs are over',
      { next: { ...next, publishedAt: NOW - 2 * HOUR + 1000 } },
      { kind: 'wait', until: NOW + 1000 },
    ],
    [
      'also where the certificate ends meanwhile: the old key may not be renewed again, the new one not be used yet',
      { next: { ...next, publishedAt: NOW }, certificate: lasting(90, 1) },
      { kind: 'wait', until: NOW + 2 * HOUR },
    ],
    ['two TTLs are over', { next, keyChangeWanted: true }, { kind: 'issue', key: 'next', why: 'key-change' }],
    [
      'a change that is no longer asked for is brought to its end',
      { next },
      { kind: 'issue', key: 'next', why: 'key-change' },
    ],
    [
      'without TLSA records nobody has to wait',
      { next: { ...next, publishedAt: NOW }, tlsaTtl: null },
      { kind: 'issue', key: 'next', why: 'key-change' },
    ],
    ['the next key is in the secret', { next, current }, { kind: 'note-use' }],
    [
      'edges take it up, and caches forget',
      { next: { ...inUse, usedSince: NOW - HOUR }, current },
      { kind: 'wait', until: NOW + HOUR },
    ],
    [
      'a renewal need not wait for that',
      { next: { ...inUse, usedSince: NOW - HOUR }, current, certificate: lasting(6, 1) },
      { kind: 'issue', key: 'current', why: 'ends' },
    ],
    ['then the old records go', { next: inUse, current }, { kind: 'retire-old' }],
  ];
  for (const [what, change, step] of rows)
    test(`${what}: ${step.kind}`, () => {
      deepEqual(nextStep({ ...facts, ...change }), step);
    });
});
