/** The function as it is deployed, on the AWS stand-ins: a scheduled event in, a mail on the home queue out. */
import { equal, match } from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';

import { trustEntryStore } from '../../../shared/store/trust-entries.ts';
import { startEmbeddedStores, type EmbeddedStores } from '../../shared/store/embedded-stores.ts';
import { entryOf, OPERATOR, server } from './watched.ts';

let services: EmbeddedStores;
before(async () => {
  services = await startEmbeddedStores();
  Object.assign(process.env, services.names, {
    ALIAS_DOMAINS: 'secure.example.org=example.org',
    OPERATOR_ADDRESSES: OPERATOR,
    HOST_NAME: 'mx.secure.example.org',
    DNS_SERVERS: '127.0.0.1:9',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
});
after(() => services.close());

test('a lapsed provider is told to the operators once', async () => {
  const { handler } = await import('../../../functions/trust-watch/handler.ts');
  const store = trustEntryStore(services.name('TRUST_TABLE'));
  const { addedAt, addedBy, ...fresh } = entryOf(server, 'certificate', {
    notAfter: '2026-11-22T00:00:00.000Z',
  });
  await store.add(fresh, addedBy, new Date(addedAt));
  const context = { getRemainingTimeInMillis: () => 300_000 } as Context;
  for (const time of ['2026-11-23T06:00:00Z', '2026-11-24T06:00:00Z']) await handler({ time }, context);
  const sqs = new SQSClient({});
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: services.name('HOME_QUEUE_URL'), MaxNumberOfMessages: 10 }),
  );
  sqs.destroy();
  equal(Messages.length, 1);
  const item = JSON.parse(Messages[0]?.Body ?? '') as { body: { inline: string } };
  match(
    Buffer.from(item.body.inline, 'base64').toString(),
    /bank\.example: its last entry ended on 2026-11-22/,
  );
});
