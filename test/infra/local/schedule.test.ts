/** When a daily function was last due, row by row. */
import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { lastDue } from '../../../infra/local/schedule.ts';

const rows: [minute: number, now: string, due: string][] = [
  [25, '2026-11-23T00:25:00.000Z', '2026-11-23T00:25:00.000Z'],
  [25, '2026-11-23T00:24:59.999Z', '2026-11-22T00:25:00.000Z'],
  [25, '2026-11-23T23:59:59.000Z', '2026-11-23T00:25:00.000Z'],
  [240, '2026-03-01T01:00:00.000Z', '2026-02-28T04:00:00.000Z'],
];
for (const [minute, now, due] of rows) {
  test(`minute ${minute} at ${now}: ${due}`, () => {
    equal(new Date(lastDue(minute, Date.parse(now))).toISOString(), due);
  });
}
