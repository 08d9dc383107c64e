import { deepEqual, equal, ok } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { createLambdaContext } from '../../../infra/local/aws/lambda-context.ts';
import { startEmbeddedAws } from '../../../infra/local/aws/embedded-aws.ts';
import { createResources } from '../../../infra/local/aws/resources.ts';
import { composeSqsEvent } from '../../../infra/local/aws/sqs-event.ts';
import { bodyStore } from '../../../shared/store/bodies.ts';
import { deliveryStore } from '../../../shared/store/deliveries.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import { mailboxStore } from '../../../shared/store/mailbox.ts';
import type { HomeItem } from '../../../shared/store/queues.ts';
import { relayIdOf } from '../../../functions/home-delivery/relay.ts';
import { startHomeServer } from './home-server-double.ts';
import { alice, authority, mail, text } from './relay-house.ts';

test('the function as Lambda runs it: mail to the home server, the sent copy into the mailbox', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'home-delivery-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const aws = await startEmbeddedAws({ dataDirectory: join(directory, 'aws') });
  t.after(() => aws.close());
  const server = await startHomeServer({ certificate: await authority.issue({ names: ['localhost'] }) });
  t.after(() => server.close());
  const authorityFile = join(directory, 'ca.pem');
  await writeFile(authorityFile, authority.certificatePem);
  const resources = await createResources(aws.environment);
  Object.assign(process.env, aws.environment, resources, {
    HOST_NAME: 'mx.secure.example.org',
    DNS_SERVERS: '127.0.0.1:9',
    HOME_DELIVERY: `smtp://localhost:${server.port}?ca=${encodeURIComponent(authorityFile)}`,
  });
  const { handler } = await import('../../../functions/home-delivery/handler.ts');

  const inbound = mail({ client: null, tls: null });
  const sent: HomeItem = {
    kind: 'sent',
    id: createIdentifier(),
    home: alice,
    at: Date.now(),
    body: { inline: Buffer.from(text).toString('base64') },
  };
  const messages = [JSON.stringify(inbound), JSON.stringify(sent), 'poison'].map((Body, index) => ({
    MessageId: `m${index}`,
    ReceiptHandle: `r${index}`,
    Body,
    Attributes: { SentTimestamp: String(Date.now()) },
  }));
  const event = composeSqsEvent(messages, { arn: 'arn:aws:sqs:eu-central-1:000000000000:home', region: '' });
  const invoke = () =>
    handler(event, createLambdaContext({ functionName: 'home-delivery', timeout: 30_000 }));
  const poison = { batchItemFailures: [{ itemIdentifier: 'm2' }] };
  deepEqual(await invoke(), poison);
  deepEqual(await invoke(), poison, 'the same batch again');

  deepEqual(
    server.taken.map(({ recipients, message }) => ({ recipients, message })),
    [{ recipients: [alice], message: text }],
  );
  const delivery = await deliveryStore(resources['DELIVERIES_TABLE'] ?? '').get(relayIdOf(inbound, alice));
  equal(delivery?.state, 'delivered');
  const mailbox = mailboxStore(resources['MAILBOX_TABLE'] ?? '', bodyStore(resources['BODIES_BUCKET'] ?? ''));
  const { items } = await mailbox.list(alice, 'sent', null, 10);
  deepEqual(
    items.map(({ id, subject }) => ({ id, subject })),
    [{ id: sent.id, subject: 'Hello' }],
  );
  ok(items[0]);
  equal((await mailbox.raw(items[0]))?.toString(), text);
});
