import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import type { HomeAnswer } from '../../../functions/home-delivery/home-server.ts';
import { concludeRelay, noticeIdOf } from '../../../functions/home-delivery/relay-conclusion.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import { newDelivery, type Receipt } from '../../../shared/store/delivery.ts';

const accepted = 1_800_000_000_000;
const hour = 3_600_000;
const delivery = newDelivery(
  {
    messageId: '01M',
    headerMessageId: '',
    owner: null,
    alias: null,
    sender: 'carol@out.example',
    aliasDomain: 'secure.example.org' as Domain,
    subject: '',
    language: 'en',
    acceptedAt: accepted,
    size: 0,
    eightBit: false,
    smtpUtf8: false,
  },
  {
    id: '01KATVB0000000000000000000',
    domain: 'example.org' as Domain,
    recipients: ['alice@example.org'],
    level: 'encrypt',
    levelSource: 'default',
  },
);

const receipt = { reply: '250 ok' } as Receipt;
const delivered: HomeAnswer = { kind: 'delivered', status: '2.0.0', detail: '250 ok', receipt };
const refused: HomeAnswer = {
  kind: 'refused',
  reason: 'home-refused',
  status: '5.1.1',
  detail: '550 unknown',
};
const unpromised: HomeAnswer = {
  kind: 'refused',
  reason: 'requiretls',
  status: '5.7.30',
  detail: 'no REQUIRETLS',
};
const deferred: HomeAnswer = { kind: 'deferred', status: '4.2.2', detail: 'full', misconfigured: false };
const unverified: HomeAnswer = { kind: 'deferred', status: '4.7.5', detail: 'expired', misconfigured: true };

type Row = readonly [
  answer: Exclude<HomeAnswer, { kind: 'lease-lost' }>,
  age: number,
  mayNotify: boolean,
  state: string,
  reason: string | null,
  owesNotice: boolean,
  why: string,
];
const rows: readonly Row[] = [
  [delivered, 0, true, 'delivered', null, false, 'done'],
  [refused, 0, true, 'bounced', 'home-refused', true, 'a 5xx is final, and the sender hears of it'],
  [refused, 0, false, 'bounced', 'home-refused', false, 'RFC 5321 6.1: never a notice about a notice'],
  [unpromised, 0, true, 'bounced', 'requiretls', true, 'RFC 8689 4.2.1: at once'],
  [unpromised, 0, false, 'bounced', 'requiretls', false, 'and of a notice, too, nobody is told'],
  [deferred, 0, true, 'delayed', null, false, 'a 4xx is kept'],
  [deferred, 23 * hour, true, 'delayed', null, false, 'and kept, without a delay notice to a stranger'],
  [deferred, 24 * hour, true, 'bounced', 'retry-lifetime-exceeded', true, 'until the lifetime is over'],
  [deferred, 24 * hour, false, 'bounced', 'retry-lifetime-exceeded', false, 'silently for a null sender'],
  [unverified, 0, true, 'delayed', null, false, 'an unverified server is waited for'],
  [unverified, 24 * hour, true, 'bounced', 'retry-lifetime-exceeded', true, 'as long as any other trouble'],
];
for (const [answer, age, mayNotify, state, reason, owesNotice, why] of rows) {
  test(`${answer.kind} after ${age / hour} h${mayNotify ? '' : ', null sender'}: ${state} (${why})`, () => {
    const now = accepted + age;
    const options = { now, schedule: [60_000], lifetime: 24 * hour, chance: 0, mayNotify };
    const progress = concludeRelay(delivery, answer, [], options);
    equal(progress.state, state);
    equal(progress.recipients[0]?.reason, reason);
    deepEqual(progress.owes?.noticeId ?? null, owesNotice ? noticeIdOf(delivery) : null);
    equal(progress.tries, 1);
    equal(progress.finishedAt, state === 'delayed' ? null : now);
    equal(progress.nextAttemptAt, state === 'delayed' ? now + 60_000 : null);
  });
}

test('an item stays small, however long the server answers', () => {
  const detail = 'x'.repeat(5000);
  const options = { now: accepted, schedule: [60_000], lifetime: 24 * hour, chance: 0, mayNotify: true };
  let item = delivery;
  for (let number = 0; number < 100; number += 1) {
    const smtp = { code: 450, status: null, text: detail, lines: [detail] };
    const attempt = { at: '', host: '', address: null, outcome: 'temporary', reason: null, detail } as const;
    const attempts = Array.from({ length: 8 }, () => ({ ...attempt, smtp, tls: null }));
    item = { ...item, ...concludeRelay(item, { ...deferred, detail }, attempts, options) };
  }
  equal(item.attempts.length, 30);
  ok(Buffer.byteLength(JSON.stringify(item)) <= 200_000);
  ok(Buffer.byteLength(item.recipients[0]?.detail ?? '') <= 300);
});
