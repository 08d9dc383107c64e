/** What goes onto a queue comes off it again, whatever characters a stranger put into it. */
import { deepEqual } from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

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
for (const text of texts) {
  test(`${JSON.stringify(text)} survives`, async () => {
    const url = services.name('OUTBOUND_QUEUE_URL');
    await queue<{ text: string }>(url).send({ text });
    const client = new SQSClient({});
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 5 }),
    );
    const [message] = Messages;
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
    client.destroy();
    deepEqual(JSON.parse(message?.Body ?? 'null'), { text });
  });
}
