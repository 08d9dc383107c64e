/** The cost table: its rules on plain data, and that docs/costs.md is what the script gives. */
import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { computeTables, withTables } from '../../scripts/costs/document.ts';
import { fixedItems, houseMetrics } from '../../scripts/costs/fixed.ts';
import { readMeasured } from '../../scripts/costs/measured.ts';
import { NAT_DISK_GB, SHARES_OF_SIZES } from '../../scripts/costs/assumptions.ts';
import { billedMilliseconds, furtherItems, messageItems } from '../../scripts/costs/per-message.ts';
import { costOf, readPrices, regions } from '../../scripts/costs/prices.ts';
import { costTables, totalOf } from '../../scripts/costs/table.ts';
import type { Resource } from '../../scripts/costs/templates.ts';
import { configured, zoned } from '../infra/aws/example.ts';

const prices = readPrices();
const measured = readMeasured();
const resource = (Type: string, Properties: Record<string, unknown> = {}): Resource => ({ Type, Properties });

test('docs/costs.md is what npm run costs gives', () => {
  const document = readFileSync('docs/costs.md', 'utf8');
  equal(document, withTables(document, computeTables()), 'run npm run costs -- --write');
});

test('a document without markers is refused', () => {
  throws(() => withTables('# Costs', 'tables'), /begin: npm run costs/);
});

test('every price has a positive figure, and a page and a day or a mark that it is from memory', () => {
  for (const { id, usd, sources, list, seen, check } of prices.values()) {
    for (const region of regions) ok(usd[region] > 0, `${id} in ${region}`);
    ok(sources.length > 0, id);
    for (const source of sources) match(source, /^https:\/\//, id);
    for (const day of [list, seen]) if (day !== null) match(day, /^\d{4}-\d\d-\d\d$/, id);
    ok(list === null || (seen !== null && list <= seen), id);
    equal(seen === null, check.length === regions.length, id);
  }
});

test('the shares of the measured sizes are a whole', () => {
  equal(SHARES_OF_SIZES.length, measured.usage.length);
  equal(
    SHARES_OF_SIZES.reduce((sum, share) => sum + share, 0),
    1,
  );
});

test('fixed: counted in the template', () => {
  const resources = [
    resource('AWS::EC2::NatGateway'),
    resource('AWS::EC2::NatGateway'),
    resource('AWS::EC2::Instance'),
    resource('AWS::ECS::Service', { DesiredCount: 2 }),
    resource('AWS::ECS::TaskDefinition', { Cpu: '512', Memory: '1024' }),
    resource('AWS::CloudWatch::Alarm', { MetricName: 'Errors' }),
    resource('AWS::CloudWatch::Alarm', {
      Metrics: [{ Expression: 'a / b' }, { MetricStat: { Metric: {} } }, { MetricStat: { Metric: {} } }],
    }),
  ];
  const items = fixedItems({ configuration: configured(zoned), resources });
  const quantity = (price: string): number | undefined => items.find((one) => one.price === price)?.quantity;
  equal(quantity('nat-hour'), 2 * 730);
  equal(quantity('nat-instance-hour'), 730);
  equal(quantity('disk-gb'), NAT_DISK_GB);
  equal(quantity('fargate-vcpu-hour'), 730);
  equal(quantity('fargate-gb-hour'), 2 * 730);
  equal(quantity('alarm'), 3);
  equal(quantity('zone'), 1);
  equal(quantity('nlb-hour'), undefined);
});

test('fixed: each of our own metrics once, by name and dimensions, wherever it is shown', () => {
  const body = JSON.stringify({
    metrics: [
      ['SecureAlias', 'Bounced', 'service', 'worker'],
      ['AWS/SQS', 'Age'],
    ],
  });
  const twice = [resource('AWS::CloudWatch::Dashboard', { DashboardBody: body + body })];
  deepEqual([...houseMetrics(twice, 'SecureAlias')], ['Bounced,"service","worker"']);
  const metric = (MetricName: string, Value: string) => ({
    Namespace: 'SecureAlias',
    MetricName,
    Dimensions: [{ Name: 'service', Value }],
  });
  const alarms = [
    resource('AWS::CloudWatch::Alarm', metric('Bounced', 'worker')),
    resource('AWS::CloudWatch::Alarm', { Namespace: 'AWS/SQS', MetricName: 'Age' }),
    resource('AWS::CloudWatch::Alarm', {
      Metrics: [{ Expression: 'f' }, { MetricStat: { Metric: metric('Fault', 'watch') } }],
    }),
  ];
  deepEqual(
    [...houseMetrics([...twice, ...alarms], 'SecureAlias')],
    ['Bounced,"service","worker"', 'Fault,"service","watch"'],
  );
});

test('by message: ten times the messages, ten times the cost (but for traces, which are sampled)', () => {
  const cost = (messages: number): number =>
    totalOf(
      prices,
      'eu-central-1',
      messageItems(measured, { memoryMiB: 512, zone: true, natGateways: true }, messages).filter(
        ({ price }) => price !== 'trace',
      ),
    );
  ok(cost(1000) > 0);
  ok(Math.abs(cost(10_000) / cost(1000) - 10) < 1e-9);
});

test('by message: octets through NAT are counted by gateways, not by instances', () => {
  const prices = (natGateways: boolean) =>
    messageItems(measured, { memoryMiB: 512, zone: true, natGateways }, 1000).map(({ price }) => price);
  deepEqual(
    prices(true).filter((price) => !prices(false).includes(price)),
    ['nat-gb'],
  );
});

test('on top: SES by mails and octets, and signatures by messages that went out', () => {
  const [ses, receipts] = furtherItems(measured, 1_000_000);
  const cost = (items: (typeof ses & object)[1] | undefined) => totalOf(prices, 'eu-central-1', items ?? []);
  // Half a million mails of 38 KB on average.
  equal(cost(ses?.[1]).toFixed(2), (50 + 19 * 0.12).toFixed(2));
  equal(cost(receipts?.[1]), 7.5);
});

test('by message: sending takes longer than receiving, since a server far away answers', () => {
  const [small] = measured.usage;
  if (small === undefined) throw new Error('nothing was measured');
  ok(billedMilliseconds(small.out, 'out') > billedMilliseconds(small.in, 'in') + 500);
});

test('the table says which aim is missed and what stands in the way', () => {
  const fixed = [
    { what: 'NAT gateways: 1', price: 'nat-hour', quantity: 730 },
    { what: 'keys: 1', price: 'kms-key', quantity: 1 },
  ];
  const preset = (aim: number) => ({ name: 'minimal', aim, fixed, messages: () => [] });
  equal(costOf(prices, 'eu-central-1', { what: '', price: 'kms-key', quantity: 2 }), 2);
  match(
    costTables(prices, measured, [preset(30)]),
    /misses that by \$8\.96\. In the way stand: NAT gateway \(\$37\.96\)/,
  );
  match(costTables(prices, measured, [preset(40)]), /stay under \$40 a month fixed, and does: \$38\.96/);
});
