/**
 * The house at a glance: the figures of the dashboard (shared/observe/figures.ts) for the last 24 hours, from
 * CloudWatch, and how much lies in the queues and beside them. Kept for a minute, because CloudWatch charges by the question.
 */
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

import { FIGURES, type Figure } from '../../shared/observe/figures.ts';
import { METRICS, NAMESPACE } from '../../shared/observe/names.ts';

/** The dashboard's figures, and the one that the certificates' own widget shows there. */
export const HEALTH_FIGURES: readonly Figure[] = [
  ...FIGURES,
  {
    id: 'certificate-days',
    metric: METRICS.certificateDaysLeft,
    service: 'smtp-edge',
    statistic: 'Minimum',
    unit: 'days',
  },
];

/** Seconds. */
export const POINT_PERIOD = 900;
const SPAN = 24 * 3600;
const KEPT_MILLISECONDS = 60_000;
const MOST_PAGES = 20;

export interface MeasuredFigure {
  readonly id: string;
  readonly unit: Figure['unit'];
  readonly statistic: Figure['statistic'];
  /** Null where it is not counted by reason. */
  readonly reason: string | null;
  /** Of quarters of an hour in which there was anything, oldest first; `at` is when the quarter began. */
  readonly points: readonly { readonly at: string; readonly value: number }[];
  /** Sums added up, otherwise the smallest of minima, the largest of all else; null where there was nothing. */
  readonly overall: number | null;
}

export interface QueueDepth {
  readonly name: string;
  readonly waiting: number;
  readonly inWork: number;
  readonly postponed: number;
  readonly deadLetters: number;
}

export interface SystemHealth {
  readonly from: string;
  readonly to: string;
  readonly period: number;
  readonly figures: readonly MeasuredFigure[];
  readonly queues: readonly QueueDepth[];
}

/** The question for one figure. Queries go by their place: names in CloudWatch have no hyphens. */
export function questionFor(
  { metric, service, statistic, byReason }: Figure,
  index: number,
): MetricDataQuery {
  const Id = `f${index}`;
  if (byReason === true) {
    const found = `{${NAMESPACE},reason,service} MetricName="${metric}" service="${service}"`;
    const Expression = `SEARCH('${found}', '${statistic}', ${POINT_PERIOD})`;
    return { Id, Expression, Label: "${PROP('Dim.reason')}" };
  }
  const Metric = {
    Namespace: NAMESPACE,
    MetricName: metric,
    Dimensions: [{ Name: 'service', Value: service }],
  };
  return { Id, MetricStat: { Metric, Period: POINT_PERIOD, Stat: statistic } };
}

function overallOf(statistic: Figure['statistic'], values: readonly number[]): number | null {
  if (values.length === 0) return null;
  switch (statistic) {
    case 'Sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
    case 'p50':
    case 'p99':
      return Math.max(...values);
  }
}

/** Reads CloudWatch's answers back into figures; a figure of which it knows nothing stays, with no points. */
export function readFigures(results: readonly MetricDataResult[]): MeasuredFigure[] {
  return HEALTH_FIGURES.flatMap(({ id, unit, statistic, byReason }, index) => {
    const own = results.filter(({ Id }) => Id === `f${index}`);
    // The same label again is the next page of the same series.
    const labels = byReason === true ? [...new Set(own.map(({ Label = 'unknown' }) => Label))] : [null];
    return labels.sort().map((reason): MeasuredFigure => {
      const points = own
        .filter(({ Label }) => reason === null || Label === reason)
        .flatMap(({ Timestamps = [], Values = [] }) =>
          Timestamps.map((at, place) => ({ at: at.toISOString(), value: Values[place] ?? 0 })),
        )
        .sort((one, other) => one.at.localeCompare(other.at));
      const overall = overallOf(
        statistic,
        points.map(({ value }) => value),
      );
      return { id, unit, statistic, reason, points, overall };
    });
  });
}

export interface WatchedQueue {
  readonly name: string;
  readonly url: string;
  readonly deadLettersUrl: string;
}

/** Measures at most once a minute; throws where CloudWatch or SQS cannot be asked. */
export function systemHealth(
  queues: readonly WatchedQueue[],
  now: () => number,
): () => Promise<SystemHealth> {
  const cloudWatch = new CloudWatchClient({});
  const sqs = new SQSClient({});
  let kept: { readonly until: number; readonly health: Promise<SystemHealth> } | null = null;

  const depthOf = async ({ name, url, deadLettersUrl }: WatchedQueue): Promise<QueueDepth> => {
    const countsOf = async (QueueUrl: string): Promise<[number, number, number]> => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: [
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesNotVisible',
            'ApproximateNumberOfMessagesDelayed',
          ],
        }),
      );
      const {
        ApproximateNumberOfMessages: waiting = '0',
        ApproximateNumberOfMessagesNotVisible: inWork = '0',
        ApproximateNumberOfMessagesDelayed: postponed = '0',
      } = Attributes;
      return [Number(waiting), Number(inWork), Number(postponed)];
    };
    const [[waiting, inWork, postponed], dead] = await Promise.all([countsOf(url), countsOf(deadLettersUrl)]);
    return { name, waiting, inWork, postponed, deadLetters: dead[0] + dead[1] };
  };

  const measure = async (): Promise<SystemHealth> => {
    const end = Math.floor(now() / 1000 / POINT_PERIOD + 1) * POINT_PERIOD;
    const [StartTime, EndTime] = [new Date((end - SPAN) * 1000), new Date(end * 1000)];
    const question = {
      MetricDataQueries: HEALTH_FIGURES.map(questionFor),
      StartTime,
      EndTime,
      ScanBy: 'TimestampAscending',
    } as const;
    const results: MetricDataResult[] = [];
    const ask = async (): Promise<void> => {
      let NextToken: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const answer = await cloudWatch.send(
          new GetMetricDataCommand({ ...question, ...(NextToken !== undefined && { NextToken }) }),
        );
        results.push(...(answer.MetricDataResults ?? []));
        NextToken = answer.NextToken;
        if (NextToken === undefined) return;
      }
    };
    const [depths] = await Promise.all([Promise.all(queues.map(depthOf)), ask()]);
    return {
      from: StartTime.toISOString(),
      to: EndTime.toISOString(),
      period: POINT_PERIOD,
      figures: readFigures(results),
      queues: depths,
    };
  };

  return () => {
    if (kept === null || kept.until <= now()) {
      const health = measure();
      kept = { until: now() + KEPT_MILLISECONDS, health };
      // A failure is not kept: the next question asks anew.
      health.catch(() => {
        kept = null;
      });
    }
    return kept.health;
  };
}
