/** The function as Lambda runs it, on the embedded services and the simulated internet. */
import { deepEqual, equal } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

import { createLambdaContext } from '../../../infra/local/aws/lambda-context.ts';
import { startEmbeddedAws } from '../../../infra/local/aws/embedded-aws.ts';
import { createResources } from '../../../infra/local/aws/resources.ts';
import { oneServer } from '../../../infra/local/internet/domains.ts';
import { startSimulatedInternet } from '../../../infra/local/internet/simulation.ts';
import type { OutboundItem } from '../../../shared/store/queues.ts';
import { tlsResultStore } from '../../../shared/store/tls-results.ts';
import { success } from '../../shared/tls-reporting/results.ts';

const wanting = (domain: string, receiver: string) =>
  oneServer(
    domain,
    { kind: 'good' },
    { records: [{ name: `_smtp._tls.${domain}`, type: 'TXT', data: `v=TLSRPTv1; rua=${receiver}` }] },
  );

test('a scheduled event: the report of the day asked for is on the outbound queue, once', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'tls-reports-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const aws = await startEmbeddedAws({ dataDirectory: join(directory, 'aws') });
  t.after(() => aws.close());
  const internet = await startSimulatedInternet({
    directory,
    domains: [
      wanting('good.example', 'mailto:r@good.example'),
      wanting('up.example', 'https://mta-sts.sts.example/'),
    ],
  });
  t.after(() => internet.close());
  const resources = await createResources(aws.environment);
  Object.assign(process.env, aws.environment, resources, {
    ALIAS_DOMAINS: 'secure.example.org=example.org',
    DNS_SERVERS: internet.dnsServers,
    DNS_TRUST_ANCHORS: internet.trustAnchorsFile,
    ALLOWED_NETWORKS: internet.allowedNetworks,
  });

  const results = tlsResultStore(resources['TLS_RESULTS_TABLE'] ?? '');
  const at = new Date('2026-01-05T12:00:00Z');
  for (const domain of ['good.example', 'up.example', 'silent.example'])
    await results.record(domain, at, [success]);
  const { handler } = await import('../../../functions/tls-reports/handler.ts');
  const invoke = (event: unknown): Promise<unknown> =>
    handler(event, createLambdaContext({ functionName: 'tls-reports', timeout: 60_000 }));
  await invoke({ day: '2026-01-05' });
  await invoke({ day: '2026-01-05' });
  await invoke({ 'detail-type': 'Scheduled Event' });

  const sqs = new SQSClient({});
  t.after(() => {
    sqs.destroy();
  });
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: resources['OUTBOUND_QUEUE_URL'],
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
    }),
  );
  equal(Messages.length, 1);
  const item = JSON.parse(Messages[0]?.Body ?? '') as OutboundItem;
  deepEqual(item.kind === 'accepted' && item.orders.map(({ recipients }) => recipients), [
    ['r@good.example'],
  ]);
  equal(await results.claimReport('2026-01-05', 'good.example', Date.now() + 1e9, 2e9), null, 'sent');
  equal(await results.claimReport('2026-01-05', 'silent.example', Date.now() + 1e9, 2e9), null, 'unwanted');
  equal(await results.claimReport('2026-01-05', 'up.example', Date.now(), 2e9), 3, 'to be tried again');
});
