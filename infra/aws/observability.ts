/**
 * One dashboard of what the capabilities show of themselves, one topic that their alarms go to, and the questions
 * that operators ask of the logs, saved by name.
 */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { QueryDefinition, QueryString, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

import { METRICS } from '../../shared/observe/names.ts';
import { adviseAlarm, houseMetric, type Observed } from './observed.ts';

export interface ObservabilityProps {
  /** Name of the dashboard. */
  readonly name: string;
  readonly observed: readonly Observed[];
  readonly logGroups: readonly ILogGroup[];
  readonly key: IKey;
  /** Who is told by mail. */
  readonly addresses: readonly string[];
}

/** A promise: of what the functions take up, 99.9 % in 30 days without a fault of ours. */
const ERROR_BUDGET = 0.001;
/** At this speed two per cent of the month's budget are gone in an hour (Google SRE workbook, chapter 5). */
const FAST_BURN = 14.4;

export class Observability extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Alarms', { masterKey: props.key, enforceSSL: true });
    for (const address of props.addresses) this.topic.addSubscription(new EmailSubscription(address));
    const alarms = [...props.observed.flatMap((capability) => capability.alarms), this.#errorBudget()];
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(this.topic));
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: props.name,
      defaultInterval: Duration.hours(12),
      widgets: [
        [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 4 })],
        ...rowsOf(props.observed.flatMap((capability) => capability.widgets)),
      ],
    });
    this.#questions(props);
  }

  #errorBudget(): cloudwatch.Alarm {
    const sum = (metric: cloudwatch.Metric) => metric.with({ period: Duration.hours(1) });
    return adviseAlarm(this, 'ErrorBudget', {
      name: 'error-budget',
      advice: 'Stop changing things and look for what the faults of the last hour have in common.',
      metric: new cloudwatch.MathExpression({
        expression: '(f1 + f2) / MAX([1, d + b + h])',
        period: Duration.hours(1),
        label: 'faults in all that was taken up',
        usingMetrics: {
          f1: sum(houseMetric(METRICS.fault, 'delivery-worker')),
          f2: sum(houseMetric(METRICS.fault, 'home-delivery')),
          d: sum(houseMetric(METRICS.delivered, 'delivery-worker')),
          b: sum(houseMetric(METRICS.deferred, 'delivery-worker')),
          h: sum(houseMetric(METRICS.filed, 'home-delivery')),
        },
      }),
      threshold: ERROR_BUDGET * FAST_BURN,
    });
  }

  #questions({ name, logGroups }: ObservabilityProps): void {
    const ask = (id: string, question: string, queryString: QueryString): void => {
      new QueryDefinition(this, id, {
        queryDefinitionName: `${name}/${question}`,
        logGroups: [...logGroups],
        queryString,
      });
    };
    ask(
      'FollowOneMessage',
      'Follow one message',
      new QueryString({
        fields: ['@timestamp', 'service', 'message', 'trace', 'xray_trace_id', '@message'],
        filterStatements: ['@message like /PUT THE ID OF THE MESSAGE OR DELIVERY OR ITS TRACE HERE/'],
        sort: '@timestamp asc',
        limit: 500,
      }),
    );
    ask(
      'WhoCouldNotReachUs',
      'Who could not reach us',
      new QueryString({
        fields: ['@timestamp', 'message', 'port', 'client', 'helo', 'code', 'status', 'why'],
        filterStatements: [
          'service = "smtp-edge"',
          'message in ["recipient refused", "message refused", "connection failed", "connection refused"]',
        ],
        sort: '@timestamp desc',
        limit: 500,
      }),
    );
    ask(
      'Faults',
      'Faults of our own',
      new QueryString({
        fields: ['@timestamp', 'service', 'message', 'error.message', 'error.stack'],
        filterStatements: ['level = "ERROR"'],
        sort: '@timestamp desc',
        limit: 200,
      }),
    );
  }
}

/** Three widgets a row, as wide as the dashboard. */
function rowsOf(widgets: readonly cloudwatch.IWidget[]): cloudwatch.IWidget[][] {
  const rows: cloudwatch.IWidget[][] = [];
  for (let first = 0; first < widgets.length; first += 3) rows.push(widgets.slice(first, first + 3));
  return rows;
}
