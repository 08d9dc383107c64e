/** The operators' figures of a running system: what functions print is counted, and the queues are looked at. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';

import { questionFor, readFigures, type SystemHealth } from '../../functions/settings-api/system-health.ts';
import { FIGURES } from '../../shared/observe/figures.ts';
import { eventually, problem, type Api } from './api-client.ts';
import { ALICE, finished, sendText, startBench, type Bench } from './local-system.ts';

let bench: Bench;
let alice: Api;
let operator: Api;
before(async () => {
  bench = await startBench();
  [alice, operator] = await Promise.all([bench.as(ALICE), bench.as('operator@example.org')]);
  await alice('/v1/alias', { method: 'PUT', json: { enabled: true } });
});
after(() => bench.close());

test('what was delivered and what came back is counted, by reason, and the queues are empty again', async () => {
  const { deliveries } = await sendText(alice, ['bob@good.example', 'bob@plain.example'], 'Counted');
  for (const { id } of deliveries) await finished(alice, id);

  // The API measures once a minute, so the test waits at the source until the functions have said it all.
  const { system } = bench;
  const client = new CloudWatchClient({
    region: 'eu-central-1',
    endpoint: system.awsEnvironment['AWS_ENDPOINT_URL_CLOUDWATCH'] ?? '',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await eventually('the figures', async () => {
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: FIGURES.map(questionFor),
        StartTime: new Date(Date.now() - 3_600_000),
        EndTime: new Date(Date.now() + 3_600_000),
      }),
    );
    const figures = readFigures(MetricDataResults);
    const has = (name: string): boolean => figures.some(({ id, overall }) => id === name && overall !== null);
    return ['delivered', 'came-back', 'brought-home', 'time-to-bounce'].every(has);
  });
  client.destroy();

  const answer = await operator('/v1/admin/health');
  equal(answer.status, 200);
  const { figures, queues, from, to } = answer.json<SystemHealth>();
  const figure = (name: string) => figures.filter(({ id }) => id === name);
  deepEqual(
    figure('came-back').map(({ reason, overall }) => [reason, overall]),
    [['starttls-not-supported', 1]],
  );
  equal(figure('delivered')[0]?.overall, 1);
  equal(figure('api-mail-in')[0]?.overall, 1);
  const [worst] = figure('time-to-bounce-worst');
  ok((worst?.overall ?? 0) > 0 && (worst?.overall ?? 0) < 60_000, String(worst?.overall));
  ok(figures.every(({ points }) => points.every(({ at }) => at >= from && at < to)));
  equal(Date.parse(to) - Date.parse(from), 24 * 3_600_000);
  deepEqual(
    queues.map(({ name, deadLetters }) => [name, deadLetters]),
    [
      ['outbound', 0],
      ['home', 0],
    ],
  );
});

test('the figures are for operators', async () => {
  problem(await alice('/v1/admin/health'), 403, 'not-allowed');
});

test('what an operator does on the running system is in the log', async () => {
  const entry = { domain: 'bank.example', kind: 'public-key', sha256: 'ab'.repeat(32), note: 'by telephone' };
  equal((await operator('/v1/admin/trust', { json: entry })).status, 201);
  const { items } = (await operator('/v1/admin/actions?domain=bank.example')).json<{
    items: { operator: string; action: string; outcome: string }[];
  }>();
  deepEqual(
    items.map(({ operator: who, action, outcome }) => [who, action, outcome]),
    [['operator@example.org', 'trust-entry-added', 'done']],
  );
});
