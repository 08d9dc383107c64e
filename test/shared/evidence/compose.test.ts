import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import { composeEvidence } from '../../../shared/evidence/compose.ts';
import { readClaims } from '../../../shared/evidence/read-claims.ts';
import type { Delivery } from '../../../shared/store/delivery.ts';
import {
  bouncedFor,
  cameBack,
  claimsOf,
  deliveredTo,
  ended,
  MET,
  NOW,
  RECEIPT,
  SENT_DIGEST,
} from './ended.ts';

const INSIDE = { ...MET, host: null, address: null, smtp: null, tls: null };
const bounced = (reason: Parameters<typeof bouncedFor>[1]): Delivery =>
  cameBack({ recipients: [bouncedFor('bob@plain.example', reason)] });

const events: [title: string, delivery: Delivery, event: string | null][] = [
  ['the next hop took it (B.1)', ended(), 'RelayAcceptance'],
  ['the next hop refused it (B.2)', bounced('recipient-refused'), 'RelayRejection'],
  ['the home server refused it (B.2)', bounced('home-refused'), 'RelayRejection'],
  ['the level was not met: handed to nobody (B.3)', bounced('starttls-not-supported'), 'RelayFailure'],
  ['there is no server (B.3)', bounced('no-mail-server'), 'RelayFailure'],
  ['it took too long (B.3)', bounced('retry-lifetime-exceeded'), 'RelayFailure'],
  ['the server lacks an extension (B.3)', bounced('needs-smtputf8'), 'RelayFailure'],
  ['it stayed in the house', ended({ receipt: null, attempts: [INSIDE] }), 'ContentConsignment'],
  ['nobody in the house has the address', bounced('unknown-local-recipient'), 'ContentConsignmentFailure'],
  [
    'recipients differ: each has its own',
    ended({
      state: 'mixed',
      recipients: [deliveredTo('bob@good.example'), bouncedFor('eve@good.example', 'recipient-refused')],
    }),
    null,
  ],
];
for (const [title, delivery, event] of events) {
  test(`event: ${title}`, () => {
    equal(claimsOf(delivery).event, event);
  });
}

test('what is under way has no evidence', () => {
  const delivery = ended({ state: 'delayed', finishedAt: null });
  const occasion = { delivery, sender: '', issuer: '', withSubject: true, now: NOW };
  deepEqual(composeEvidence(occasion), { kind: 'not-finished' });
});

test('the claims say who, what, when, and by which connection', () => {
  const claims = claimsOf(ended());
  const { iss, jti, iat, sender, submittedAt, eventTime, message } = claims;
  deepEqual(
    { iss, jti, iat, sender, submittedAt, eventTime, message },
    {
      iss: 'https://mail.example.org',
      jti: '01KAQ3Y8M4A1B2C3D4E5F6G7H8',
      iat: NOW / 1000,
      sender: 'alice@secure.example.org',
      submittedAt: '2026-11-23T10:00:00.000Z',
      eventTime: '2026-11-23T10:00:03.000Z',
      message: { messageId: '<1@secure.example.org>', subject: 'Lunch' },
    },
  );
  match(claims.statement, /no evidence of a qualified electronic registered delivery service/);
  deepEqual([claims.recipients[0]?.relay, claims.relays[0]?.messageSha256], [0, SENT_DIGEST]);
  equal(claims.relays[0]?.dane?.record, RECEIPT.dane?.record);
});

test('the owner’s home address, the worker’s notes, and a subject that is not wanted stay out', () => {
  const text = JSON.stringify(claimsOf(ended(), false));
  doesNotMatch(text, /alice@example\.org|leaseUntil|shortCap|owes|Lunch/);
});

test('mail that came back: nothing left, unless something had', () => {
  equal(claimsOf(cameBack()).nothingLeft, true);
  equal(claimsOf(cameBack({ exposed: true })).nothingLeft, false);
  deepEqual(claimsOf(cameBack()).relays, []);
});

const [FIRST, SECOND] = ['ann@good.example', 'bob@good.example'];
const both = [deliveredTo(FIRST), deliveredTo(SECOND)];
const { recipients, ...UNNAMED } = RECEIPT;
const relays: [title: string, delivery: Delivery, expected: (number | null)[]][] = [
  ['one for both', ended({ recipients: both, receipt: { ...RECEIPT, recipients: [FIRST, SECOND] } }), [0, 0]],
  [
    'one after the other',
    ended({
      recipients: both,
      earlierReceipts: [{ ...RECEIPT, recipients: [FIRST] }],
      receipt: { ...RECEIPT, recipients: [SECOND] },
    }),
    [0, 1],
  ],
  ['the first one’s is no longer kept', ended({ recipients: both }), [null, 0]],
  [
    'from before recipients were noted, one handing over',
    ended({ recipients: both, receipt: UNNAMED }),
    [0, 0],
  ],
  [
    'from before recipients were noted, two: whose it is cannot be told',
    ended({ recipients: both, receipt: UNNAMED, attempts: [MET, MET] }),
    [null, null],
  ],
];
for (const [title, delivery, expected] of relays) {
  test(`a receipt is only claimed for whom it is: ${title}`, () => {
    deepEqual(
      claimsOf(delivery).recipients.map(({ relay }) => relay),
      expected,
    );
  });
}

test('what is composed can be read again, and nothing else can', () => {
  equal(recipients?.length, 1);
  const octets = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const claims = claimsOf(ended());
  deepEqual(readClaims(octets(claims)), claims);
  deepEqual(readClaims(octets({ ...claims, later: 'more' }))?.jti, claims.jti);
  for (const name of Object.keys(claims)) {
    const without = Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
    equal(readClaims(octets(without)), null, name);
  }
  const wrong: object[] = [
    { version: 2 },
    { recipients: [] },
    { recipients: claims.recipients.map((recipient) => ({ ...recipient, relay: 7 })) },
    { eventTime: 'yesterday' },
    { event: 'Delivery' },
    { relays: [{ ...claims.relays[0], messageSha256: 'short' }] },
    { attempts: {} },
  ];
  for (const change of wrong)
    equal(readClaims(octets({ ...claims, ...change })), null, JSON.stringify(change));
  equal(readClaims(Uint8Array.of(0xff)), null);
});
