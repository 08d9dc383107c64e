/** The stand-in for CloudWatch, fed with what Powertools prints and asked by the real SDK. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { after, before, test } from 'node:test';

import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';

import { questionFor, readFigures } from '../../../../functions/settings-api/system-health.ts';
import { startMetrics, type MetricsService } from '../../../../infra/local/aws/metrics.ts';
import { watchLines } from '../../../../infra/local/metric-lines.ts';
import { FIGURES } from '../../../../shared/observe/figures.ts';

const START = Date.parse('2026-11-23T10:00:00Z');
const HOUR = 3_600_000;
let clock = START;
let metrics: MetricsService;
let client: CloudWatchClient;
before(async () => {
  metrics = await startMetrics(() => clock);
  client = new CloudWatchClient({
    region: 'eu-central-1',
    endpoint: metrics.endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
after(async () => {
  client.destroy();
  await metrics.close();
});

/** One line of the embedded metric format, as Powertools prints it. */
function said(
  at: number,
  name: string,
  value: number | number[],
  dimensions: Record<string, string>,
  namespace = 'SecureAlias',
): string {
  const directive = {
    Namespace: namespace,
    Dimensions: [Object.keys(dimensions)],
    Metrics: [{ Name: name, Unit: 'Count' }],
  };
  return JSON.stringify({
    _aws: { Timestamp: at, CloudWatchMetrics: [directive] },
    ...dimensions,
    [name]: value,
  });
}

async function ask(queries: MetricDataQuery[], ScanBy: 'TimestampAscending' | 'TimestampDescending') {
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: new Date(START),
      EndTime: new Date(START + HOUR),
      ScanBy,
    }),
  );
  return MetricDataResults;
}

const latency = (Stat: string): MetricDataQuery => ({
  Id: 'm1',
  MetricStat: {
    Metric: {
      Namespace: 'SecureAlias',
      MetricName: 'Time',
      Dimensions: [{ Name: 'service', Value: 'worker' }],
    },
    Period: 900,
    Stat,
  },
});

const statistics: [stat: string, first: number, second: number][] = [
  ['Sum', 5050, 7],
  ['SampleCount', 100, 1],
  ['Minimum', 1, 7],
  ['Maximum', 100, 7],
  ['Average', 50.5, 7],
  ['p50', 50, 7],
  ['p99', 99, 7],
];
test('statistics of a quarter of an hour, over minutes and over several values in a line', async () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1);
  const service = { service: 'worker' };
  metrics.take(said(START + 30_000, 'Time', values.slice(0, 60), service));
  metrics.take(said(START + 14 * 60_000, 'Time', values.slice(60), service));
  metrics.take(said(START + 20 * 60_000, 'Time', 7, service));
  metrics.take(said(START + 20 * 60_000, 'Time', 1000, { service: 'other' }));
  metrics.take(said(START + 20 * 60_000, 'Time', 1000, service, 'Other'));
  metrics.take(said(START - 60_000, 'Time', 1000, service));
  metrics.take(said(START + HOUR, 'Time', 1000, service));
  for (const [stat, first, second] of statistics) {
    const [result] = await ask([latency(stat)], 'TimestampAscending');
    deepEqual(result?.Values, [first, second], stat);
    deepEqual(
      result.Timestamps?.map((at) => at.toISOString()),
      ['2026-11-23T10:00:00.000Z', '2026-11-23T10:15:00.000Z'],
    );
  }
  deepEqual((await ask([latency('Sum')], 'TimestampDescending'))[0]?.Values, [7, 5050]);
});

test('figures counted by reason come back by reason, and those that nobody counted are empty', async () => {
  const bounced = (reason: string, at: number) =>
    said(START + at * 60_000, 'Bounced', 1, { service: 'delivery-worker', reason });
  for (const [reason, at] of [
    ['starttls-not-supported', 1],
    ['starttls-not-supported', 2],
    ['starttls-not-supported', 40],
    ['dane-required', 3],
  ] as const)
    metrics.take(bounced(reason, at));
  metrics.take(said(START, 'Bounced', 5, { service: 'home-delivery', reason: 'unknown' }));
  metrics.take(said(START, 'Accepted', 3, { service: 'smtp-edge' }));
  const figures = readFigures(await ask(FIGURES.map(questionFor), 'TimestampAscending'));
  const shown = (id: string) =>
    figures
      .filter((figure) => figure.id === id)
      .map(({ reason, overall, points }) => [reason, overall, points.map(({ value }) => value)]);
  deepEqual(shown('came-back'), [
    ['dane-required', 1, [1]],
    ['starttls-not-supported', 3, [2, 1]],
  ]);
  deepEqual(shown('mail-in'), [[null, 3, [3]]]);
  deepEqual(shown('delivered'), [[null, null, []]]);
  deepEqual(shown('refused-plaintext'), []);
});

test('what is older than a day is forgotten', async () => {
  const service = { service: 'forgetful' };
  metrics.take(said(START, 'Old', 1, service));
  const query = {
    Id: 'm1',
    MetricStat: {
      Metric: {
        Namespace: 'SecureAlias',
        MetricName: 'Old',
        Dimensions: [{ Name: 'service', Value: 'forgetful' }],
      },
      Period: 60,
      Stat: 'Sum',
    },
  };
  deepEqual((await ask([query], 'TimestampAscending'))[0]?.Values, [1]);
  clock = START + 26 * HOUR;
  metrics.take(said(clock, 'Old', 1, service));
  deepEqual((await ask([query], 'TimestampAscending'))[0]?.Values, []);
});

test('what is not understood is refused by name, not answered with nothing', async () => {
  await rejects(ask([{ Id: 'e1', Expression: 'm1 + m2' }], 'TimestampAscending'), /m1 \+ m2/);
  await rejects(ask([latency('tm(10%:90%)')], 'TimestampAscending'), /tm\(10/);
});

test('lines of the log are no metrics, and broken ones break nothing', () => {
  for (const line of ['', 'plain', '{"level":"INFO"}', '{"_aws":', '{"_aws":{}}', '{"_aws":null}'])
    metrics.take(line);
});

test('each source has lines of its own, whatever comes between', async () => {
  const log = new PassThrough();
  const lines: string[] = [];
  const output = watchLines(log, (line) => lines.push(line));
  const [one, other] = [new PassThrough(), new PassThrough()];
  one.pipe(output, { end: false });
  other.pipe(output, { end: false });
  const told = async (source: PassThrough, text: string) => {
    source.write(text);
    await new Promise((resolve) => setImmediate(resolve));
  };
  await told(one, 'first ha');
  await told(other, 'second\nth');
  await told(one, 'lf\n');
  await told(other, 'ird\n');
  deepEqual(lines, ['second', 'first half', 'third']);
  equal(String(log.read()), 'first hasecond\nthlf\nird\n');
});
