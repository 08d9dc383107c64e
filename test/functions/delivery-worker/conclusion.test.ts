import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { concludeTry } from '../../../functions/delivery-worker/conclusion.ts';
import type { RecipientOutcome, TryResult } from '../../../functions/delivery-worker/outcome.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import type {
  AttemptRecord,
  Delivery,
  DeliveryProgress,
  RecipientRecord,
} from '../../../shared/store/delivery.ts';

const minute = 60_000;
const policy = { schedule: [minute], lifetime: 60 * minute, delayNoticeAfter: 15 * minute };

const delivered: RecipientOutcome = { kind: 'delivered', status: '2.0.0', detail: '250 ok' };
const noTls: RecipientOutcome = {
  kind: 'bounced',
  reason: 'starttls-not-supported',
  status: '5.7.4',
  detail: 'no STARTTLS',
};
const later: RecipientOutcome = {
  kind: 'deferred',
  reason: null,
  status: '4.4.1',
  detail: 'unreachable',
  shortCap: false,
};
const cut: RecipientOutcome = {
  kind: 'deferred',
  reason: 'validation-failure',
  status: '4.7.5',
  detail: 'cut',
  shortCap: true,
};

function delivery(addresses: readonly string[], changes: Partial<Delivery> = {}): Delivery {
  return {
    id: '01KB0000000000000000000000',
    messageId: 'M',
    headerMessageId: '<m@x>',
    subject: '',
    domain: 'x.example' as Domain,
    level: 'encrypt',
    levelSource: 'default',
    createdAt: 0,
    attempt: 1,
    leaseUntil: 0,
    unansweredDots: 0,
    state: 'queued',
    recipients: addresses.map((address) => ({
      address,
      state: 'queued',
      status: null,
      reason: null,
      detail: null,
    })),
    attempts: [],
    receipt: null,
    nextAttemptAt: 0,
    finishedAt: null,
    tries: 0,
    shortCapTries: 0,
    delayNoticeSent: false,
    exposed: false,
    owes: null,
    ...changes,
  };
}

interface Case {
  readonly outcomes: Readonly<Record<string, RecipientOutcome>>;
  readonly before?: Partial<Delivery>;
  readonly now?: number;
  readonly exposed?: boolean;
  readonly mayNotify?: boolean;
}

function conclude({
  outcomes,
  before = {},
  now = 0,
  exposed = false,
  mayNotify = true,
}: Case): DeliveryProgress {
  const result: TryResult = {
    attempts: [],
    outcomes: new Map(Object.entries(outcomes)),
    receipt: null,
    exposed,
    tlsResults: [],
  };
  return concludeTry(delivery(Object.keys(outcomes), before), result, { now, policy, chance: 0, mayNotify });
}

type Row = [name: string, given: Case, state: string, owes: string, next: number | null];
const rows: Row[] = [
  ['delivered to all: finished', { outcomes: { a: delivered, b: delivered } }, 'delivered', 'nothing', null],
  [
    'policy for all: bounced, notice',
    { outcomes: { a: noTls, b: noTls } },
    'bounced',
    'failure: a, b; nothing left',
    null,
  ],
  [
    'one of each: mixed, notice for the one',
    { outcomes: { a: delivered, b: noTls }, exposed: true },
    'mixed',
    'failure: b',
    null,
  ],
  ['temporary: delayed, tried again', { outcomes: { a: later } }, 'delayed', 'nothing', minute],
  [
    'some delivered, some temporary: delayed',
    { outcomes: { a: delivered, b: later }, exposed: true },
    'delayed',
    'nothing',
    minute,
  ],
  [
    'a bounce does not wait for the others',
    { outcomes: { a: noTls, b: later } },
    'delayed',
    'failure: a; nothing left',
    minute,
  ],
  [
    'the delay notice when due',
    { outcomes: { a: later }, now: 15 * minute },
    'delayed',
    'delay: a; nothing left',
    16 * minute,
  ],
  [
    'not twice',
    { outcomes: { a: later }, now: 20 * minute, before: { delayNoticeSent: true } },
    'delayed',
    'nothing',
    21 * minute,
  ],
  [
    'the lifetime ends it',
    { outcomes: { a: later }, now: 60 * minute },
    'bounced',
    'failure: a; nothing left',
    null,
  ],
  [
    'a third cut handshake is a policy failure',
    { outcomes: { a: cut }, before: { tries: 2, shortCapTries: 2 } },
    'bounced',
    'failure: a; nothing left',
    null,
  ],
  [
    'a second one is not',
    { outcomes: { a: cut }, before: { tries: 1, shortCapTries: 1 } },
    'delayed',
    'nothing',
    minute,
  ],
  [
    'once shown, "nothing has left" is never said again',
    { outcomes: { a: noTls }, before: { exposed: true } },
    'bounced',
    'failure: a',
    null,
  ],
  [
    'nobody is told about a null sender',
    { outcomes: { a: noTls }, mayNotify: false },
    'bounced',
    'nothing',
    null,
  ],
];
for (const [name, given, state, owes, next] of rows) {
  test(name, () => {
    const progress = conclude(given);
    const said =
      progress.owes === null
        ? 'nothing'
        : `${progress.owes.kind === 'failure-notice' ? 'failure' : 'delay'}: ${progress.owes.recipients.join(', ')}${progress.owes.nothingLeft ? '; nothing left' : ''}`;
    equal(progress.state, state);
    equal(said, owes);
    equal(progress.nextAttemptAt, next);
    equal(progress.finishedAt === null, next !== null);
  });
}

function reasonOf({ recipients }: DeliveryProgress): Pick<RecipientRecord, 'reason' | 'status'> {
  const { reason = null, status = null } = recipients[0] ?? {};
  return { reason, status };
}

test('what outlasted the lifetime says so, with its own status', () => {
  const progress = conclude({ outcomes: { a: later }, now: 60 * minute });
  deepEqual(reasonOf(progress), { reason: 'retry-lifetime-exceeded', status: '5.4.7' });
});

test('what ended under the short cap keeps its TLS reason, now permanent', () => {
  const progress = conclude({ outcomes: { a: cut }, before: { tries: 2, shortCapTries: 2 } });
  deepEqual(reasonOf(progress), { reason: 'validation-failure', status: '5.7.5' });
});

test('a temporary trouble of another kind begins the count of cut handshakes anew', () => {
  equal(conclude({ outcomes: { a: later }, before: { tries: 2, shortCapTries: 2 } }).shortCapTries, 0);
});

test('a recipient that is done stays as it is', () => {
  const before = delivery(['a', 'b']);
  const [first, second] = before.recipients;
  if (first === undefined || second === undefined) throw new Error('two recipients');
  const done: RecipientRecord = { ...first, state: 'delivered', status: '2.0.0' };
  const result: TryResult = {
    attempts: [],
    outcomes: new Map([['b', noTls]]),
    receipt: null,
    exposed: false,
    tlsResults: [],
  };
  const progress = concludeTry({ ...before, recipients: [done, second] }, result, {
    now: 0,
    policy,
    chance: 0,
    mayNotify: true,
  });
  deepEqual(progress.recipients[0], done);
  equal(progress.state, 'mixed');
  deepEqual(progress.owes?.recipients, ['b']);
});

test('the same attempt gives the same notice identifier, another attempt another one', () => {
  const { owes, noticeId } = conclude({ outcomes: { a: noTls } });
  const first = owes?.noticeId;
  equal(noticeId, first, 'kept beside the debt, which ends');
  equal('noticeId' in conclude({ outcomes: { a: delivered } }), false, 'what there is already stays');
  equal(conclude({ outcomes: { a: noTls } }).owes?.noticeId, first);
  equal(conclude({ outcomes: { a: noTls }, before: { attempt: 2 } }).owes?.noticeId === first, false);
});

/** A reply as it is received, with all its lines, from a server that writes as much as it may. */
function wordy(number: number, text = `${number} ${'\u4e00'.repeat(508)}`): AttemptRecord {
  const smtp = { code: 450, status: '4.2.1', text, lines: Array.from({ length: 256 }, () => text) };
  return {
    at: new Date(0).toISOString(),
    host: 'h'.repeat(253),
    address: '2001:db8::1',
    outcome: 'temporary',
    reason: null,
    detail: `${'h'.repeat(253)}: 450 ${text}`,
    smtp,
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
  };
}

const addresses = Array.from({ length: 100 }, (_, index) => `${index}@`.padEnd(254, 'x'));

function afterTries(tries: number, attempts: (number: number) => readonly AttemptRecord[]): Delivery {
  const outcome: RecipientOutcome = { ...later, detail: wordy(0).detail };
  let item = delivery(addresses, { subject: '\u4e00'.repeat(1000) });
  for (let number = 0; number < tries; number += 1) {
    const result: TryResult = {
      attempts: attempts(number),
      outcomes: new Map(addresses.map((address) => [address, outcome])),
      receipt: null,
      exposed: true,
      tlsResults: [],
    };
    const now = number === tries - 1 ? 60 * minute : number;
    item = { ...item, ...concludeTry(item, result, { now, policy, chance: 0, mayNotify: true }) };
  }
  return item;
}

test('an item stays far below what the table takes, whatever servers say to a hundred recipients', () => {
  const item = afterTries(40, (number) => Array.from({ length: 4 }, () => wordy(number)));
  const octets = Buffer.byteLength(JSON.stringify(item));
  ok(octets <= 200_000, `${octets} octets`);
  equal(item.owes?.recipients.length, 100);
  ok(item.recipients.every(({ detail }) => Buffer.byteLength(detail ?? '') <= 300));
});

test('the last try stays whole: earlier ones lose their details first, then go, the oldest first', () => {
  const host = (number: number) =>
    Array.from({ length: 10 }, () => wordy(number, `${number} `.padEnd(512, 'x')));
  const { attempts } = afterTries(10, host);
  const own = attempts.slice(-10);
  const [expected] = host(9);
  ok(expected?.smtp);
  deepEqual(
    own.map(({ detail, smtp }) => [detail, smtp]),
    own.map(() => [expected.detail, { code: 450, status: '4.2.1', text: expected.smtp?.text }]),
  );
  equal(attempts.length, 30);
  const wide = (number: number) => Array.from({ length: 26 }, () => wordy(number));
  const cut = afterTries(3, wide).attempts;
  ok(cut.length >= 26);
  ok(cut.slice(-26).every(({ smtp }) => smtp?.text.startsWith('2 ') === true && smtp.text.length > 300));
});

test('of attempts that are not many and not long nothing is lost', () => {
  const item = afterTries(5, (number) => [wordy(number, 'come back later')]);
  deepEqual(
    item.attempts.map(({ smtp }) => smtp?.text),
    Array.from({ length: 5 }, () => 'come back later'),
  );
});
