/** Functions by the clock (UTC). A run that could not be started lands in a dead-letter queue and is seen. */
import { Duration, Stack, TimeZone, type CfnResource } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge.ts';

export interface ScheduledProps {
  readonly key: IKey;
  readonly functions: readonly {
    readonly name: string;
    readonly fn: IFunction;
    readonly minute: string;
    readonly hour: string;
    /** In the event, beside the time. @default nothing */
    readonly input?: Readonly<Record<string, string>>;
  }[];
}

export class Scheduled extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledProps) {
    super(scope, id);
    const deadLetters = new sqs.Queue(this, 'NotStarted', {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: props.key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(deadLetters, {
      'AwsSolutions-SQS3': 'It is itself where runs land that could not be started.',
    });
    const scheduleGroup = new ScheduleGroup(this, 'Group');
    for (const { name, fn, minute, hour, input } of props.functions) {
      const role = new Role(this, `${name}Role`, {
        assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      });
      const logicalId = Stack.of(this).getLogicalId(fn.node.defaultChild as CfnResource);
      acknowledge(role, {
        [`AwsSolutions-IAM5[Resource::<${logicalId}.Arn>:*]`]: 'Versions of that one function.',
      });
      new Schedule(this, name, {
        scheduleGroup,
        schedule: ScheduleExpression.cron({ minute, hour, timeZone: TimeZone.ETC_UTC }),
        target: new LambdaInvoke(fn, {
          role,
          deadLetterQueue: deadLetters,
          retryAttempts: 3,
          maxEventAge: Duration.hours(1),
          // A repetition of the same run says the same time, and so does its work only once.
          input: ScheduleTargetInput.fromObject({ time: ContextAttribute.scheduledTime, ...input }),
        }),
      });
    }
  }
}
