import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { decideRetry, type RetryPolicy, type RetryState } from '../../../shared/policy/retry.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const policy: RetryPolicy = {
  schedule: [15 * second, minute, 5 * minute, 15 * minute, 30 * minute, hour],
  lifetime: 24 * hour,
  delayNoticeAfter: 15 * minute,
};
const first: RetryState = { createdAt: 0, now: 0, tries: 1, shortCapTries: 0, delayNoticeSent: false };

type Row = [name: string, state: Partial<RetryState>, chance: number, at: number, delayNotice: boolean];
const rows: Row[] = [
  ['after the first try, the first wait', {}, 0, 15 * second, false],
  ['jitter stretches a wait by a fifth at most', {}, 0.999999, 18 * second, false],
  ['after the third, the third wait', { now: minute, tries: 3 }, 0, 6 * minute, false],
  ['a try at the very moment of the delay notice', { now: 6 * minute, tries: 4 }, 0, 15 * minute, false],
  ['the delay notice when it is due', { now: 15 * minute, tries: 5 }, 0, 45 * minute, true],
  [
    'the delay notice only once',
    { now: 16 * minute, tries: 5, delayNoticeSent: true },
    0,
    46 * minute,
    false,
  ],
  ['the last wait repeats', { now: 5 * hour, tries: 40, delayNoticeSent: true }, 0, 6 * hour, false],
  [
    'a last try at the end of the lifetime',
    { now: 23.5 * hour, tries: 40, delayNoticeSent: true },
    0,
    24 * hour,
    false,
  ],
  [
    'under the short cap, a minute at most',
    { now: minute, tries: 6, shortCapTries: 1 },
    0,
    2 * minute,
    false,
  ],
];
for (const [name, state, chance, at, delayNotice] of rows) {
  test(name, () => {
    deepEqual(decideRetry({ ...first, ...state }, policy, chance), { kind: 'retry', at, delayNotice });
  });
}

test('three tries under the short cap, then it counts as policy', () => {
  deepEqual(decideRetry({ ...first, now: minute, tries: 3, shortCapTries: 3 }, policy, 0), {
    kind: 'give-up',
    why: 'short-cap',
  });
});

test('the lifetime ends the tries', () => {
  deepEqual(decideRetry({ ...first, now: 24 * hour, tries: 50 }, policy, 0), {
    kind: 'give-up',
    why: 'lifetime',
  });
});

test('the short cap spans about two minutes with the default schedule', () => {
  let now = 0;
  for (let tries = 1; tries < 3; tries += 1) {
    const decision = decideRetry({ ...first, now, tries, shortCapTries: tries }, policy, 0.999999);
    equal(decision.kind, 'retry');
    now = decision.at;
  }
  equal(now > minute && now <= 2 * minute, true, `${now} ms`);
});

test('a fault of our own ends no delivery, however long it lasts', () => {
  const late = { ...first, now: 30 * hour, tries: 50, shortCapTries: 3, delayNoticeSent: true };
  equal(decideRetry(late, policy, 0).kind, 'give-up');
  deepEqual(decideRetry({ ...late, shortCapTries: 0, ownFault: true }, policy, 0), {
    kind: 'retry',
    at: 31 * hour,
    delayNotice: false,
  });
  equal(decideRetry({ ...late, ownFault: true }, policy, 0).kind, 'retry');
});
