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

import { FIGURES } from '../../shared/observe/figures.ts';
import { METRICS } from '../../shared/observe/names.ts';
import { errorBudgetAlarms } from './error-budget.ts';
import { figure, graph, type Observed } from './observed.ts';

export interface ObservabilityProps {
  /** Name of the dashboard. */
  readonly name: string;
  readonly observed: readonly Observed[];
  readonly logGroups: readonly ILogGroup[];
  readonly key: IKey;
  /** Who is told by mail. */
  readonly addresses: readonly string[];
}

export class Observability extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Alarms', { masterKey: props.key, enforceSSL: true });
    for (const address of props.addresses) this.topic.addSubscription(new EmailSubscription(address));
    const alarms = [...props.observed.flatMap((capability) => capability.alarms), ...errorBudgetAlarms(this)];
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(this.topic));
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: props.name,
      defaultInterval: Duration.hours(12),
      widgets: [
        [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 4 })],
        ...rowsOf([...props.observed.flatMap((capability) => capability.widgets), faults()]),
      ],
    });
    this.#questions(props);
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

function faults(): cloudwatch.GraphWidget {
  const ids = FIGURES.filter(({ metric }) => metric === METRICS.fault).map(({ id }) => id);
  return graph('Faults of our own', ids.map(figure));
}

/** Three widgets a row, as wide as the dashboard. */
function rowsOf(widgets: readonly cloudwatch.IWidget[]): cloudwatch.IWidget[][] {
  const rows: cloudwatch.IWidget[][] = [];
  for (let first = 0; first < widgets.length; first += 3) rows.push(widgets.slice(first, first + 3));
  return rows;
}
