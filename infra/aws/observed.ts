/**
 * What a capability shows of itself: its widgets for the one dashboard, and its alarms, each with a sentence of
 * advice and a section of docs/operate.md under the alarm's own name.
 */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

import { FIGURES, type Figure, type FigureId } from '../../shared/observe/figures.ts';
import { METRICS, NAMESPACE, type MetricName, type ServiceName } from '../../shared/observe/names.ts';

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
  service: ServiceName,
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

/** One of the figures that operators look at, as a line of the dashboard. */
export function figure(id: FigureId): cloudwatch.IMetric {
  const found: Figure | undefined = FIGURES.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no figure is called ${id}`);
  const { metric, service, statistic, byReason = false } = found;
  return byReason ? reasonsOf(metric, service) : houseMetric(metric, service, statistic).with({ label: id });
}

/** A metric of our own by its reason, whatever reasons there are. */
export function reasonsOf(metric: MetricName, service: ServiceName): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: `SEARCH('{${NAMESPACE},reason,service} MetricName="${metric}" service="${service}"', 'Sum', 300)`,
    label: '',
    period: FIVE_MINUTES,
  });
}

/** The sum over reasons that are known: an alarm cannot search. Those that never occurred count for nothing. */
export function sumOfReasons(
  metric: MetricName,
  service: ServiceName,
  reasons: readonly string[],
): cloudwatch.MathExpression {
  const usingMetrics = Object.fromEntries(
    reasons.map((reason, index) => [
      `r${index}`,
      houseMetric(metric, service).with({ dimensionsMap: { service, reason }, label: reason }),
    ]),
  );
  return new cloudwatch.MathExpression({
    // One that was never counted has no value, and an expression with it none either.
    expression: `SUM([${Object.keys(usingMetrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(', ')}])`,
    usingMetrics,
    label: metric,
    period: FIVE_MINUTES,
  });
}

/** Faults that a function has counted itself, and invocations that ended without it being able to. */
export function faultAlarms(
  scope: Construct,
  service: ServiceName,
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

export interface WatchedQueue {
  readonly queue: sqs.IQueue;
  readonly deadLetters: sqs.IQueue;
  /** The one function that works on it. */
  readonly service: ServiceName;
  /** How long a message may lie there by plan; a retry waits in the queue, a quarter of an hour at most. */
  readonly longestWait: Duration;
}

/** Nothing that is due waits longer. */
const PATIENCE = Duration.minutes(5);
const MINUTE = { period: Duration.minutes(1) };

/**
 * A queue and its dead letters. SQS tells the age of its oldest message whether or not that message is due, and
 * leaves out what was received three times in vain. So that a due job is missed after five minutes, the function
 * itself says how late it took a job up; and where it says nothing, because it is not invoked or ends before it can,
 * the queue does: there is work, and none was done in any of five minutes. The age stays as a last resort.
 */
export function queueAlarms(scope: Construct, name: string, watched: WatchedQueue): cloudwatch.Alarm[] {
  const { queue, deadLetters, service, longestWait } = watched;
  return [
    adviseAlarm(scope, 'Late', {
      name: 'oldest-job',
      advice: `See what holds up ${service}: a job of the ${name} queue was taken up five minutes late or more.`,
      metric: houseMetric(METRICS.lateness, service, cloudwatch.Stats.MAXIMUM).with(MINUTE),
      threshold: PATIENCE.toMilliseconds(),
    }),
    adviseAlarm(scope, 'NobodyWorks', {
      name: 'oldest-job',
      advice: `See whether ${service} is invoked at all: there is work in the ${name} queue, and none gets done.`,
      metric: new cloudwatch.MathExpression({
        expression: 'IF(FILL(ready, 0) + FILL(taken, 0) > 0 AND FILL(done, 0) == 0, 1, 0)',
        ...MINUTE,
        label: 'work, and none done',
        usingMetrics: {
          ready: queue.metricApproximateNumberOfMessagesVisible(MINUTE),
          taken: queue.metricApproximateNumberOfMessagesNotVisible(MINUTE),
          done: queue.metricNumberOfMessagesDeleted(MINUTE),
        },
      }),
      threshold: 1,
      periods: PATIENCE.toMinutes(),
    }),
    adviseAlarm(scope, 'OldestMessage', {
      name: 'oldest-job',
      advice: `See whether ${service} runs and what it waits for: mail of the ${name} queue is late.`,
      metric: queue.metricApproximateAgeOfOldestMessage(MINUTE),
      threshold: longestWait.plus(PATIENCE).toSeconds(),
      periods: 3,
    }),
    adviseAlarm(scope, 'DeadLetters', {
      name: 'dead-letters',
      advice: `Find out why items of the ${name} queue failed a hundred times, mend it, and start a redrive.`,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(MINUTE),
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
