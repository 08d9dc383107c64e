import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { Match, Template } from 'aws-cdk-lib/assertions';

import { Delivery } from '../../../infra/aws/delivery.ts';
import { Home } from '../../../infra/aws/home.ts';
import { partsIn } from './parts.ts';
import { resourcesOf, testStack } from './templates.ts';

const stack = testStack();
const parts = partsIn(stack, { preset: 'production' });
new Delivery(stack, 'Delivery', { ...parts, hostName: 'out.secure.example.org' });
new Home(stack, 'Home', { ...parts, hostName: 'mx.secure.example.org', relay: false });
const template = Template.fromStack(stack);

test('every function runs Node 24 on arm64, in private subnets behind the Elastic IPs', () => {
  template.allResourcesProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    VpcConfig: { SubnetIds: Match.anyValue(), SecurityGroupIds: Match.anyValue() },
    TracingConfig: { Mode: 'Active' },
  });
  for (const { Properties } of resourcesOf(template, 'AWS::Lambda::Function').values()) {
    const { SubnetIds } = Properties['VpcConfig'] as { SubnetIds: unknown[] };
    ok(JSON.stringify(SubnetIds).includes('privateSubnet1'), JSON.stringify(SubnetIds));
  }
});

test('one job an invocation, side by side up to the limit, failures one by one', () => {
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BatchSize: 1,
    ScalingConfig: { MaximumConcurrency: 100 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^StorageOutboundQueue'), 'Arn'] },
  });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BatchSize: 10,
    ScalingConfig: { MaximumConcurrency: 50 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^StorageHomeQueue'), 'Arn'] },
  });
});

test('the watch runs once a day, reports every hour, validation is looked at every five minutes', () => {
  const schedules = [...resourcesOf(template, 'AWS::Scheduler::Schedule').values()].map(({ Properties }) => {
    const { Input } = Properties['Target'] as { Input: string };
    return `${String(Properties['ScheduleExpression'])} ${Input}`;
  });
  deepEqual(schedules.sort(), [
    'cron(*/5 * * * ? *) {"time":"<aws.scheduler.scheduled-time>","check":"validation"}',
    'cron(0 4 * * ? *) {"time":"<aws.scheduler.scheduled-time>"}',
    'cron(25 * * * ? *) {"time":"<aws.scheduler.scheduled-time>"}',
  ]);
  template.allResourcesProperties('AWS::Scheduler::Schedule', {
    ScheduleExpressionTimezone: 'Etc/UTC',
    Target: {
      RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3600 },
      DeadLetterConfig: { Arn: Match.anyValue() },
    },
  });
});

test('retries are no loop: who puts its next step onto its own queue is allowed to, and nobody else', () => {
  const allowed = (whole: Template): string[] =>
    [...resourcesOf(whole, 'AWS::Lambda::Function')]
      .filter(([, { Properties }]) => Properties['RecursiveLoop'] === 'Allow')
      .map(([id]) => id.replace(/Function[0-9A-F]{8}$/, ''));
  deepEqual(allowed(template), ['DeliveryWorker']);
  const relaying = testStack();
  new Home(relaying, 'Home', { ...partsIn(relaying), hostName: 'mx.secure.example.org', relay: true });
  deepEqual(allowed(Template.fromStack(relaying)), ['HomeDelivery']);
});
