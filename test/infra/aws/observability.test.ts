import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { FIGURES, type Figure } from '../../../shared/observe/figures.ts';
import { METRICS } from '../../../shared/observe/names.ts';
import { zoned } from './example.ts';
import { resourcesOf, wholeStack } from './templates.ts';

const { template } = wholeStack({
  ...zoned,
  preset: 'production',
  resolver: { kind: 'unbound', host: 'dns.secure.example.org' },
  certificate: { kind: 'acm' },
  homeDelivery: { kind: 'ses' },
});
/** The other way out has alarms of its own. */
const other = wholeStack({ egress: 'nat-instance' }).template;
const ofInstances = [...resourcesOf(other, 'AWS::CloudWatch::Alarm')].filter(([id]) =>
  id.startsWith('Network'),
);
const alarms = [...resourcesOf(template, 'AWS::CloudWatch::Alarm'), ...ofInstances];
/** CloudWatch acts on a machine by an ARN of this form. */
const toldTo = (actions: unknown): unknown[] =>
  (actions as unknown[]).filter((action) => !JSON.stringify(action).includes(':automate:'));
const runbook = readFileSync('docs/operate.md', 'utf8');
const sections = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((section): [string, string] => [section.slice(0, section.indexOf('\n')).trim(), section]),
);
const adviceOf = (properties: Readonly<Record<string, unknown>>): string =>
  String(properties['AlarmDescription']);
const nameOf = (advice: string): string => /See docs\/operate\.md#([a-z0-9-]+)\.$/.exec(advice)?.[1] ?? '';

test('every alarm gives a sentence of advice, and tells somebody', () => {
  ok(alarms.length >= 20);
  for (const [id, { Properties }] of alarms) {
    match(adviceOf(Properties), /^[A-Z].{30,}[^.]\. See docs\/operate\.md#[a-z0-9-]+\.$/, id);
    equal(toldTo(Properties['AlarmActions']).length, 1, id);
  }
});

test('every alarm has its section in docs/operate.md, and no section is without an alarm', () => {
  const named = [...new Set(alarms.map(([, { Properties }]) => nameOf(adviceOf(Properties))))].sort();
  deepEqual([...sections.keys()].sort(), named);
  for (const [name, section] of sections)
    for (const part of ['What it means', 'What to look at', 'What to do'])
      ok(section.includes(`**${part}.**`), `${name}: ${part}`);
});

test('a queue that nobody reads, dead letters, faults, an edge that is down: all of them are watched', () => {
  const watched = new Set(alarms.map(([, { Properties }]) => nameOf(adviceOf(Properties))));
  for (const name of [
    'oldest-job',
    'dead-letters',
    'own-faults',
    'certificate-ends',
    'trusted-provider-changed',
    'api-5xx',
    'edge-tasks',
    'error-budget',
    'dnssec-validation',
    'home-trouble',
    'home-bounced',
    'kept-in-mailbox',
    'home-reputation',
    'nat-instance',
  ])
    ok(watched.has(name), name);
});

const ALARM_LIMITS = { week: 7 * 86_400, day: 86_400, hour: 3600 };
const periodOf = (properties: Readonly<Record<string, unknown>>): number => {
  const metrics = properties['Metrics'] as { MetricStat?: { Period: number } }[] | undefined;
  return Number(
    properties['Period'] ?? metrics?.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Period,
  );
};

test('no alarm looks back further than CloudWatch lets it: a week, or a day in steps below an hour', () => {
  for (const [id, { Properties }] of alarms) {
    const period = periodOf(Properties);
    const range = period * Number(Properties['EvaluationPeriods']);
    const most = period < ALARM_LIMITS.hour ? ALARM_LIMITS.day : ALARM_LIMITS.week;
    ok(period > 0 && range <= most, `${id}: ${range} s in steps of ${period} s`);
  }
});

/** Id up to its hash → metric or expression, threshold, periods, seconds of a period. */
const table = new Map(
  alarms.map(([id, { Properties }]) => {
    const [first] = (Properties['Metrics'] ?? []) as {
      Expression?: string;
      MetricStat?: { Metric: { MetricName: string }; Stat: string };
    }[];
    const metric =
      first?.Expression ??
      (first?.MetricStat === undefined
        ? Properties['MetricName']
        : `${first.MetricStat.Stat} ${first.MetricStat.Metric.MetricName}`);
    const { Threshold, EvaluationPeriods, TreatMissingData } = Properties;
    return [
      id.slice(0, -8),
      [metric, Threshold, EvaluationPeriods, periodOf(Properties), TreatMissingData],
    ] as const;
  }),
);

const WAITING = 'IF(FILL(ready, 0) + FILL(taken, 0) > 0 AND FILL(done, 0) == 0, 1, 0)';
const RATE =
  'IF(FILL(f1, 0) + FILL(f2, 0) < 3, 0, (FILL(f1, 0) + FILL(f2, 0)) / MAX([1, FILL(d, 0) + FILL(b, 0) + FILL(h, 0)]))';
const expected: readonly (readonly [id: string, alarm: readonly unknown[], why: string])[] = [
  ['DeliveryLate', ['Maximum JobLateness', 300_000, 1, 60, 'notBreaching'], 'due, taken up late'],
  ['DeliveryNobodyWorks', [WAITING, 1, 5, 60, 'notBreaching'], 'due, and not taken up at all'],
  ['DeliveryOldestMessage', ['ApproximateAgeOfOldestMessage', 1200, 3, 60, 'notBreaching'], 'last resort'],
  ['HomeLate', ['Maximum JobLateness', 300_000, 1, 60, 'notBreaching'], 'due, taken up late'],
  ['HomeNobodyWorks', [WAITING, 1, 5, 60, 'notBreaching'], 'due, and not taken up at all'],
  [
    'HomeOldestMessage',
    ['ApproximateAgeOfOldestMessage', 1200, 3, 60, 'notBreaching'],
    'retries wait there, with homes behind SES',
  ],
  ['DeliveryValidationFails', ['Minimum DnssecValidates', 1, 3, 300, 'breaching'], 'silence alarms, too'],
  ['EdgeTooFewTasks', ['HealthyHostCount', 2, 5, 60, 'breaching'], 'of the two asked for'],
  ['ObservabilityErrorBudgetFast', [RATE, 0.0144, 1, 3600, 'notBreaching'], '2 % of the month in an hour'],
  ['ObservabilityErrorBudgetSlow', [RATE, 0.006, 1, 21_600, 'notBreaching'], '5 % in six hours'],
  ['ObservabilityErrorBudgetLasting', [RATE, 0.001, 3, 86_400, 'notBreaching'], '10 % in three days'],
];
for (const [id, alarm, why] of expected)
  test(`${id}: ${why}`, () => {
    const [metric, threshold, ...more] = table.get(id) ?? [];
    deepEqual([metric, Number(Number(threshold).toPrecision(6)), ...more], alarm);
  });

const [dashboard] = resourcesOf(template, 'AWS::CloudWatch::Dashboard').values();
const body = JSON.stringify(dashboard?.Properties['DashboardBody']).replaceAll('\\', '');

test('the dashboard shows every figure', () => {
  for (const { id, metric, service, byReason = false } of FIGURES as readonly Figure[]) {
    const asked = byReason
      ? `MetricName="${metric}" service="${service}"`
      : `"SecureAlias","${metric}","service","${service}"`;
    ok(body.includes(asked), id);
  }
});

test('the dashboard answers each question at a glance', () => {
  for (const title of [
    'Mail in',
    'Mail out',
    'Came back, and why',
    'Time until a bounce',
    'Oldest job, and how late the latest was',
    'Turned away for want of TLS',
    'Open connections, of the fullest task',
    'Days left of the edge’s certificate',
    'DNSSEC validation works',
    'What costs: octets through NAT gateways',
    'What costs: octets through the load balancer',
    'What costs: milliseconds of functions',
    'What costs: messages on queues',
  ])
    ok(body.includes(`"title":"${title}"`), title);
});

test('the dashboard asks for metrics that exist', () => {
  const known = new Set<string>(Object.values(METRICS));
  const asked = [...body.matchAll(/\["SecureAlias","([A-Za-z]+)"/g)].map(([, name = '']) => name);
  ok(asked.length > 10, `${asked.length}`);
  deepEqual(
    asked.filter((name) => !known.has(name)),
    [],
  );
});

test('questions are saved by name, over all log groups', () => {
  const queries = [...resourcesOf(template, 'AWS::Logs::QueryDefinition').values()];
  deepEqual(queries.map(({ Properties }) => Properties['Name']).sort(), [
    'SecureAlias/Faults of our own',
    'SecureAlias/Follow one message',
    'SecureAlias/Who could not reach us',
  ]);
  for (const { Properties } of queries) equal((Properties['LogGroupNames'] as unknown[]).length, 7);
});
