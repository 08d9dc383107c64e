/**
 * What goes onto a queue comes off it again, whatever characters a stranger put into it, and with the trace of the
 * message that it was sent for.
 */
import { deepEqual, equal } from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient, type Message } from '@aws-sdk/client-sqs';

import { inTrace, startTrace } from '../../../shared/observe/trace.ts';
import { queue } from '../../../shared/store/queues.ts';
import { startEmbeddedStores, type EmbeddedStores } from './embedded-stores.ts';

let services: EmbeddedStores;
before(async () => {
  services = await startEmbeddedStores();
});
after(() => services.close());

const texts = [
  'plain',
  'Grüße',
  'an emoji 😀',
  'not characters \ufffe\uffff',
  'half of one \ud83d',
  'controls \u0000\u0007\u007f',
];

async function receive(): Promise<Message | undefined> {
  const url = services.name('OUTBOUND_QUEUE_URL');
  const client = new SQSClient({});
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      WaitTimeSeconds: 5,
      MessageSystemAttributeNames: ['AWSTraceHeader'],
      MessageAttributeNames: ['All'],
    }),
  );
  const [message] = Messages;
  await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
  client.destroy();
  return message;
}

for (const text of texts) {
  test(`${JSON.stringify(text)} survives`, async () => {
    await queue<{ text: string }>(services.name('OUTBOUND_QUEUE_URL')).send({ text });
    const message = await receive();
    deepEqual(JSON.parse(message?.Body ?? 'null'), { text });
    equal(message?.Attributes?.['AWSTraceHeader'], undefined);
  });
}

test('an item bears the trace of the message that it was sent for, and no attribute beside it', async () => {
  const trace = startTrace();
  const outbound = queue<object>(services.name('OUTBOUND_QUEUE_URL'));
  await inTrace(trace, () => outbound.send({}));
  const message = await receive();
  equal(message?.Attributes?.['AWSTraceHeader'], trace);
  equal(message.MessageAttributes, undefined);
});

test('in a function an item without a message of its own bears the invocation’s trace', async () => {
  const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';
  process.env['_X_AMZN_TRACE_ID'] = `${root};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:0a1b2c3d:3`;
  try {
    await queue<object>(services.name('OUTBOUND_QUEUE_URL')).send({});
  } finally {
    Reflect.deleteProperty(process.env, '_X_AMZN_TRACE_ID');
  }
  const message = await receive();
  equal(message?.Attributes?.['AWSTraceHeader'], `${root};Parent=53995c3f42cd8ad8;Sampled=1`);
});
