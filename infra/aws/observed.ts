/**
 * What a capability shows of itself: its widgets for the one dashboard, and its alarms, each with a sentence of
 * advice and a section of docs/operate.md under the alarm's own name.
 */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

import { METRICS, NAMESPACE, type MetricName } from '../../shared/observe/names.ts';
import type { FunctionName } from './access.ts';

export interface Observed {
  readonly widgets: readonly cloudwatch.IWidget[];
  readonly alarms: readonly cloudwatch.Alarm[];
}

export interface AlarmAdvice {
  /** The alarm's name and that of its section in docs/operate.md. */
  readonly name: string;
  /** What to do, in a sentence. */
  readonly advice: string;
  readonly metric: cloudwatch.IMetric;
  /** It goes off from here on. */
  readonly threshold: number;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
  /** Goes off below the threshold instead, and when there is nothing to measure. @default false */
  readonly below?: boolean;
  /** Where there is nothing to measure, it stays as it was. @default false */
  readonly silenceChangesNothing?: boolean;
}

const FIVE_MINUTES = Duration.minutes(5);

export function adviseAlarm(scope: Construct, id: string, props: AlarmAdvice): cloudwatch.Alarm {
  const {
    name,
    advice,
    metric,
    threshold,
    periods = 1,
    below = false,
    silenceChangesNothing = false,
  } = props;
  const { LESS_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;
  const { BREACHING, NOT_BREACHING, IGNORE } = cloudwatch.TreatMissingData;
  return new cloudwatch.Alarm(scope, id, {
    alarmDescription: `${advice} See docs/operate.md#${name}.`,
    metric,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: below ? LESS_THAN_THRESHOLD : GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: silenceChangesNothing ? IGNORE : below ? BREACHING : NOT_BREACHING,
  });
}

/** A metric of our own, as the function of that name counts it. */
export function houseMetric(
  metricName: MetricName,
  service: FunctionName,
  statistic: string = cloudwatch.Stats.SUM,
): cloudwatch.Metric {
  const dimensionsMap = { service };
  return new cloudwatch.Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap,
    statistic,
    period: FIVE_MINUTES,
    label: metricName,
  });
}

/** A metric of our own by its reason, whatever reasons there are. */
export function byReason(metric: MetricName, service: FunctionName): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: `SEARCH('{${NAMESPACE},reason,service} MetricName="${metric}" service="${service}"', 'Sum', 300)`,
    label: '',
    period: FIVE_MINUTES,
  });
}

/** Faults that a function has counted itself, and invocations that ended without it being able to. */
export function faultAlarms(
  scope: Construct,
  service: FunctionName,
  fn?: lambda.IFunction,
): cloudwatch.Alarm[] {
  const faults = adviseAlarm(scope, 'Faults', {
    name: 'own-faults',
    advice: `Read the ERROR lines of ${service}: something of ours is broken, and work is waiting for it.`,
    metric: houseMetric(METRICS.fault, service),
    threshold: 1,
    periods: 2,
  });
  if (fn === undefined) return [faults];
  const errors = adviseAlarm(scope, 'Errors', {
    name: 'function-errors',
    advice: `Read the last lines of ${service} before it ended: it ran out of time or memory, or does not start.`,
    metric: fn.metricErrors({ period: FIVE_MINUTES }),
    threshold: 1,
    periods: 2,
  });
  return [faults, errors];
}

/**
 * A queue and its dead letters. `patience`: how long a message may lie there without anything being wrong; a
 * retry waits in the queue, too, for a quarter of an hour at most.
 */
export function queueAlarms(
  scope: Construct,
  name: string,
  queues: { readonly queue: sqs.IQueue; readonly deadLetters: sqs.IQueue; readonly patience: Duration },
): cloudwatch.Alarm[] {
  return [
    adviseAlarm(scope, 'OldestMessage', {
      name: 'oldest-job',
      advice: `See whether the function behind the ${name} queue runs and what it waits for: mail is late.`,
      metric: queues.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) }),
      threshold: queues.patience.toSeconds(),
      periods: 3,
    }),
    adviseAlarm(scope, 'DeadLetters', {
      name: 'dead-letters',
      advice: `Find out why items of the ${name} queue failed twenty times, mend it, and start a redrive.`,
      metric: queues.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      threshold: 1,
    }),
  ];
}

export function graph(
  title: string,
  left: cloudwatch.IMetric[],
  right: cloudwatch.IMetric[] = [],
): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, right, width: 8, height: 6, liveData: true });
}
