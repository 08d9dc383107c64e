/**
 * The promise in figures: of what the functions take up, 99.9 % in 30 days without a fault of ours. What is left of
 * the thousandth is a budget, and the alarms are about the speed at which it goes (Google SRE workbook, chapter 5): a
 * fast fire in an hour, a slow one in six, and a smoulder that would use it up by the end of the month.
 *
 * An alarm looks back seven days at most, and the smoulder is one only if it lasts: three single days in a row, since
 * one bad day among three is for the faster alarms to see.
 */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

import { METRICS } from '../../shared/observe/names.ts';
import { adviseAlarm, houseMetric } from './observed.ts';

/** Of all that is taken up. */
const BUDGET = 0.001;

interface Burn {
  readonly id: string;
  readonly window: Duration;
  /** Windows in a row. */
  readonly windows: number;
  /** How many times faster than would last for the month. */
  readonly speed: number;
  readonly advice: string;
}

const BURNS: readonly Burn[] = [
  {
    id: 'Fast',
    window: Duration.hours(1),
    windows: 1,
    speed: 14.4,
    advice: 'Stop changing things and look for what the faults of the last hour have in common.',
  },
  {
    id: 'Slow',
    window: Duration.hours(6),
    windows: 1,
    speed: 6,
    advice: 'Look today for what the faults of the last six hours have in common.',
  },
  {
    id: 'Lasting',
    window: Duration.days(1),
    windows: 3,
    speed: 1,
    advice: 'Find out this week what goes wrong again and again; three days in a row had too many faults.',
  },
];

/** Fewer faults than this are read one by one (own-faults), and are no rate, in however quiet a house. */
const FEWEST = 3;

/**
 * The part of faults in what was taken up. A metric that nobody has written in the window has no value there, and a
 * sum with it would have none either.
 */
function faultRate(window: Duration): cloudwatch.MathExpression {
  const faults = 'FILL(f1, 0) + FILL(f2, 0)';
  const taken = 'FILL(d, 0) + FILL(b, 0) + FILL(h, 0)';
  return new cloudwatch.MathExpression({
    expression: `IF(${faults} < ${FEWEST}, 0, (${faults}) / MAX([1, ${taken}]))`,
    period: window,
    label: 'faults in all that was taken up',
    usingMetrics: {
      f1: houseMetric(METRICS.fault, 'delivery-worker'),
      f2: houseMetric(METRICS.fault, 'home-delivery'),
      d: houseMetric(METRICS.delivered, 'delivery-worker'),
      b: houseMetric(METRICS.deferred, 'delivery-worker'),
      h: houseMetric(METRICS.filed, 'home-delivery'),
    },
  });
}

export function errorBudgetAlarms(scope: Construct): cloudwatch.Alarm[] {
  return BURNS.map(({ id, window, windows, speed, advice }) =>
    adviseAlarm(scope, `ErrorBudget${id}`, {
      name: 'error-budget',
      advice,
      metric: faultRate(window),
      threshold: BUDGET * speed,
      periods: windows,
    }),
  );
}
