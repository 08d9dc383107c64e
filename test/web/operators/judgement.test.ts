/** Which figures are worth a look, by the limits of the alarms; and how figures are written. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { HEALTH_FIGURES } from '../../../functions/settings-api/system-health.ts';
import { amountOf } from '../../../web/operators/health/amounts.ts';
import {
  barsOf,
  groupsOf,
  judge,
  judgeQueue,
  overallOf,
  type Judgement,
  type MeasuredFigure,
} from '../../../web/operators/health/judgement.ts';
import { words } from '../../../web/operators/health/words.ts';

const span = { from: '2026-11-24T12:00:00.000Z', to: '2026-11-25T12:00:00.000Z', period: 900 };
/** The period that is running, the one before, one of the morning. */
const NOW = '2026-11-25T11:45:00.000Z';
const BEFORE = '2026-11-25T11:30:00.000Z';
const MORNING = '2026-11-25T06:00:00.000Z';

function figure(
  id: string,
  points: [at: string, value: number][],
  reason: string | null = null,
): MeasuredFigure {
  const values = points.map(([, value]) => value);
  return {
    id,
    unit: 'count',
    statistic: 'Sum',
    reason,
    points: points.map(([at, value]) => ({ at, value })),
    overall: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0),
  };
}

const rows: [id: string, points: [string, number][], judgement: Judgement, why: string][] = [
  ['faults-out', [], 'nothing', 'nothing was measured'],
  ['faults-out', [[NOW, 0]], 'fine', 'none'],
  ['faults-out', [[NOW, 1]], 'look', 'one fault is one too many'],
  ['faults-out', [[BEFORE, 1]], 'look', 'the period before still counts as now'],
  [
    'faults-out',
    [
      [MORNING, 1],
      [NOW, 0],
    ],
    'was',
    'it was in the morning',
  ],
  ['lateness-out', [[NOW, 299_999]], 'fine', 'just in time'],
  ['lateness-home', [[NOW, 300_000]], 'look', 'five minutes: the alarm oldest-job'],
  ['deferred', [[NOW, 149]], 'fine', 'servers are down now and then'],
  ['deferred', [[NOW, 150]], 'look', 'the alarm everything-deferred'],
  ['dnssec-validates', [[MORNING, 0]], 'look', 'it holds until it is measured again'],
  [
    'dnssec-validates',
    [
      [MORNING, 0],
      [BEFORE, 1],
    ],
    'was',
    'it works again',
  ],
  ['dnssec-validates', [[NOW, 1]], 'fine', 'it works'],
  ['trusted-provider-changed', [[MORNING, 2]], 'look', 'it is watched once a day'],
  ['certificate-days', [[MORNING, 14]], 'fine', 'two weeks are enough'],
  ['certificate-days', [[MORNING, 13.9]], 'look', 'the alarm certificate-ends'],
  ['came-back', [[NOW, 1000]], 'fine', 'the promise at work'],
  ['a-new-one', [[NOW, 1]], 'fine', 'nothing is known of it'],
];
for (const [id, points, judgement, why] of rows)
  test(`${id} ${JSON.stringify(points.map(([, value]) => value))} is ${judgement}: ${why}`, () => {
    equal(judge({ id, figures: [figure(id, points)] }, span), judgement);
  });

test('dead letters want somebody to look, whatever else there is', () => {
  const queue = { name: 'home', waiting: 9, inWork: 1, postponed: 3, deadLetters: 0 };
  deepEqual([judgeQueue(queue), judgeQueue({ ...queue, deadLetters: 1 })], ['fine', 'look']);
});

test('every figure of the API has a place, and a name in both languages', () => {
  const figures = HEALTH_FIGURES.map(({ id }) => figure(id, []));
  const groups = groupsOf(figures);
  equal(
    groups.find(({ group }) => group === 'other'),
    undefined,
  );
  const shown = groups.flatMap(({ lines }) => lines.map(({ id }) => id));
  deepEqual(shown.sort(), HEALTH_FIGURES.map(({ id }) => id).sort());
  deepEqual(Object.keys(words.en.figure).sort(), shown);
});

test('a figure that this page does not know is shown all the same', () => {
  const groups = groupsOf([figure('a-new-one', [[NOW, 1]])]);
  deepEqual(
    groups.at(-1)?.lines.map(({ id }) => id),
    ['a-new-one'],
  );
});

test('reasons are one line: they add up, and so do their bars', () => {
  const figures = [
    figure(
      'came-back',
      [
        [MORNING, 1],
        [NOW, 1],
      ],
      'dane-required',
    ),
    figure('came-back', [[NOW, 3]], 'starttls-not-supported'),
  ];
  const line = groupsOf(figures)
    .flatMap(({ lines }) => lines)
    .find(({ id }) => id === 'came-back');
  if (line === undefined) throw new Error('no line');
  equal(overallOf(line), 5);
  deepEqual(barsOf(line, span), [
    { slot: 72, height: 0.25 },
    { slot: 95, height: 1 },
  ]);
  deepEqual(barsOf({ id: 'x', figures: [figure('x', [[NOW, 0]])] }, span), []);
  equal(overallOf({ id: 'x', figures: [figure('x', [])] }), null);
});

const amounts: [value: number, unit: MeasuredFigure['unit'], english: string, german: string][] = [
  [1204, 'count', '1,204', '1.204'],
  [0, 'milliseconds', '0 seconds', '0 Sekunden'],
  [850, 'milliseconds', '850 ms', '850 ms'],
  [2440, 'milliseconds', '2.4 seconds', '2,4 Sekunden'],
  [90, 'seconds', '1.5 minutes', '1,5 Minuten'],
  [86_400_000, 'milliseconds', '24 hours', '24 Stunden'],
  [58.7, 'days', '58 days', '58 Tage'],
];
for (const [value, unit, english, german] of amounts)
  test(`${value} ${unit} is ${english}, ${german}`, () => {
    deepEqual(
      [amountOf(value, unit, 'en'), amountOf(value, unit, 'de')].map((text) =>
        text.replaceAll('\u00a0', ' '),
      ),
      [english, german],
    );
  });
