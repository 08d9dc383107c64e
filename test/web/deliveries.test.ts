/** Deliveries as the pages tell them: the steps in their order, and how often to look for more. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { rhythm } from '../../web/deliveries/running.ts';
import { detailOf, stepsOf, tlsName, type Attempt, type Delivery } from '../../web/deliveries/steps.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 23, 10, 0, second)).toISOString();

function attempt(second: number, outcome: Attempt['outcome']): Attempt {
  const host = 'mx.good.example';
  const address = '127.10.1.1';
  return { at: at(second), host, address, outcome, reason: null, detail: '', smtp: null, tls: null };
}

/** Only what the steps are made of. */
function delivery(facts: Partial<Delivery>): Delivery {
  const usual = { createdAt: at(0), attempts: [], receipt: null, finishedAt: null, nextAttemptAt: null };
  return { ...usual, state: 'queued', phase: 'queued', ...facts } as Delivery;
}
const receipt = (second: number) => ({ at: at(second), host: 'mx.good.example' }) as Delivery['receipt'];

const told: [string, Partial<Delivery>, string[]][] = [
  ['just taken', {}, ['accepted', 'in-queue']],
  ['on its way', { phase: 'connecting' }, ['accepted', 'connecting']],
  [
    'tried, and waiting',
    { state: 'delayed', phase: 'waiting', attempts: [attempt(1, 'temporary')], nextAttemptAt: at(90) },
    ['accepted', 'attempt temporary', 'waiting'],
  ],
  [
    'delivered',
    {
      state: 'delivered',
      phase: 'finished',
      attempts: [attempt(1, 'met')],
      receipt: receipt(1),
      finishedAt: at(1),
    },
    ['accepted', 'attempt met', 'delivered'],
  ],
  [
    'delivered to one, and the other is tried again: each in its time',
    {
      state: 'delayed',
      phase: 'waiting',
      attempts: [attempt(1, 'met'), attempt(5, 'temporary')],
      receipt: receipt(1),
    },
    ['accepted', 'attempt met', 'delivered', 'attempt temporary', 'waiting'],
  ],
  [
    'back from some',
    {
      state: 'mixed',
      phase: 'finished',
      attempts: [attempt(1, 'met'), attempt(5, 'refused')],
      receipt: receipt(1),
      finishedAt: at(5),
    },
    ['accepted', 'attempt met', 'delivered', 'attempt refused', 'came-back'],
  ],
];
for (const [which, facts, expected] of told)
  test(`steps of a delivery: ${which}`, () => {
    const steps = stepsOf(delivery(facts));
    deepEqual(
      steps.map((step) => (step.kind === 'attempt' ? `attempt ${step.attempt.outcome}` : step.kind)),
      expected,
    );
  });

test('the host of an attempt is named once', () => {
  equal(detailOf({ host: 'mx.a.example', detail: 'mx.a.example: no STARTTLS' }), 'no STARTTLS');
  equal(
    detailOf({ host: 'mx.a.example', detail: 'no connection to mx.a.example' }),
    'no connection to mx.a.example',
  );
  equal(detailOf({ host: null, detail: 'a.example: null MX' }), 'a.example: null MX');
  equal(tlsName('TLSv1.3'), 'TLS 1.3');
});

const NOW = Date.parse(at(0));
const usual = { state: 'queued', nextAttemptAt: null, noticeId: null, finishedAt: null } as const;
const waiting = (second: number) => ({ ...usual, phase: 'waiting', nextAttemptAt: at(second) }) as const;
const finished = { ...usual, phase: 'finished', state: 'delivered', finishedAt: at(0) } as const;
const connecting = { ...usual, phase: 'connecting' } as const;
const cameBack = { ...finished, state: 'bounced' } as const;
/** What is known, for how many seconds it has been looked for, and when to look again. */
const looks: [string, Parameters<typeof rhythm>[0], number, number | undefined][] = [
  ['nothing read yet', undefined, 0, 1000],
  ['none there yet', [], 1, 1000],
  ['none there for a while', [], 61, 15_000],
  ['being sent', [finished, connecting], 0, 1000],
  ['the next try is far', [finished, waiting(300)], 0, 15_000],
  ['the next try is near', [waiting(300), waiting(10)], 0, 1000],
  ['the next try is due', [waiting(-1)], 0, 1000],
  ['all over', [finished, finished], 0, undefined],
  ['came back, and its notice is being filed', [finished, cameBack], 0, 1000],
  ['came back, and its notice is there', [{ ...cameBack, noticeId: '01A' }], 0, undefined],
  ['came back long ago, without a notice', [{ ...cameBack, finishedAt: at(-61) }], 0, undefined],
];
for (const [which, known, seconds, expected] of looks)
  test(`looking again: ${which}`, () => {
    equal(rhythm(known, NOW - seconds * 1000, NOW), expected);
  });
