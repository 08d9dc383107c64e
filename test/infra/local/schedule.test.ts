/** When a scheduled function was last due, row by row. */
import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { lastDue } from '../../../infra/local/schedule.ts';

const rows: [every: 'day' | 'hour', minute: number, now: string, due: string][] = [
  ['day', 25, '2026-11-23T00:25:00.000Z', '2026-11-23T00:25:00.000Z'],
  ['day', 25, '2026-11-23T00:24:59.999Z', '2026-11-22T00:25:00.000Z'],
  ['day', 25, '2026-11-23T23:59:59.000Z', '2026-11-23T00:25:00.000Z'],
  ['hour', 25, '2026-11-23T07:25:00.000Z', '2026-11-23T07:25:00.000Z'],
  ['hour', 25, '2026-11-23T00:24:00.000Z', '2026-11-22T23:25:00.000Z'],
  ['day', 240, '2026-03-01T01:00:00.000Z', '2026-02-28T04:00:00.000Z'],
];
for (const [every, minute, now, due] of rows) {
  test(`every ${every}, minute ${minute} at ${now}: ${due}`, () => {
    equal(new Date(lastDue({ every, minute }, Date.parse(now))).toISOString(), due);
  });
}
