import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { METRICS } from '../../../shared/observe/names.ts';
import { zoned } from './example.ts';
import { resourcesOf, wholeStack } from './templates.ts';

const { template } = wholeStack({
  ...zoned,
  resolver: { kind: 'unbound', host: 'dns.secure.example.org' },
  certificate: { kind: 'acm' },
});
const alarms = [...resourcesOf(template, 'AWS::CloudWatch::Alarm')];
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
    equal((Properties['AlarmActions'] as unknown[]).length, 1, id);
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
  ])
    ok(watched.has(name), name);
});

test('the dashboard asks for metrics that exist', () => {
  const [dashboard] = resourcesOf(template, 'AWS::CloudWatch::Dashboard').values();
  const body = JSON.stringify(dashboard?.Properties['DashboardBody']);
  const known = new Set<string>(Object.values(METRICS));
  const asked = [...body.matchAll(/\[\\+"SecureAlias\\+",\\+"([A-Za-z]+)\\+"/g)].map(([, name = '']) => name);
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
