/** Which day, and when. */
import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { dayAskedFor, dayBefore, dueAt } from '../../../functions/tls-reports/schedule.ts';

test('the day before, in UTC', () => {
  equal(dayBefore(Date.parse('2026-11-25T00:00:00Z')), '2026-11-24');
  equal(dayBefore(Date.parse('2026-11-25T23:59:59Z')), '2026-11-24');
  equal(dayBefore(Date.parse('2026-03-01T03:00:00Z')), '2026-02-28');
});

test('reports are spread over four hours, an hour after the day', () => {
  const end = Date.parse('2026-11-25T00:00:00Z');
  const hours = Array.from(
    { length: 1000 },
    (_, i) => (dueAt('2026-11-24', `d${i}.example`) - end) / 3_600_000,
  );
  ok(hours.every((hour) => hour >= 1 && hour <= 5));
  for (const hour of [1, 2, 3, 4]) {
    const share = hours.filter((due) => Math.floor(due) === hour).length;
    ok(share > 150, `${share} in hour ${hour}`);
  }
  equal(dueAt('2026-11-24', 'a.example'), dueAt('2026-11-24', 'a.example'));
});

const events: readonly [unknown, string | null][] = [
  [{ day: '2026-11-24' }, '2026-11-24'],
  [{ day: '2026-02-30' }, null],
  [{ day: 'yesterday' }, null],
  [{ day: 20_261_124 }, null],
  [{ 'detail-type': 'Scheduled Event', time: '2026-11-25T01:00:00Z' }, null],
  [null, null],
  ['2026-11-24', null],
  [undefined, null],
];
for (const [event, day] of events)
  test(`${JSON.stringify(event)}: ${day ?? 'the scheduler'}`, () => {
    equal(dayAskedFor(event), day);
  });
