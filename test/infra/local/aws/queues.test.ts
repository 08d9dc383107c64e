import { equal, ok, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { startEmbeddedAws, type EmbeddedAws } from '../../../../infra/local/aws/embedded-aws.ts';
import { createClients } from '../../../../infra/local/aws/clients.ts';
import { startChild } from './embedded-aws-child.ts';
import { temporaryDirectory } from './temporary-directory.ts';

async function receive(sqs: SQSClient, QueueUrl: string, wait = 5): Promise<Message | undefined> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: wait, MessageSystemAttributeNames: ['All'] }),
  );
  return Messages[0];
}

async function send(sqs: SQSClient, QueueUrl: string, MessageBody: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

describe('a queue of the stand-in', () => {
  let aws: EmbeddedAws;
  let sqs: SQSClient;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

  before(async () => {
    directory = await temporaryDirectory();
    aws = await startEmbeddedAws({ dataDirectory: directory.path });
    sqs = createClients(aws.environment).sqs;
  });
  after(async () => {
    sqs.destroy();
    await aws.close();
    await directory.dispose();
  });

  const newQueue = async (name: string, Attributes: Record<string, string> = {}) => {
    await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
    return `${aws.environment['AWS_ENDPOINT_URL_SQS'] ?? ''}/000000000000/${name}`;
  };

  test('hands a message over once, hides it, and forgets it when deleted', async () => {
    const url = await newQueue('once', { VisibilityTimeout: '1' });
    await send(sqs, url, 'hello');
    const message = await receive(sqs, url);
    equal(message?.Body, 'hello');
    equal(message.Attributes?.ApproximateReceiveCount, '1');
    equal(await receive(sqs, url, 0), undefined);
    const again = await receive(sqs, url);
    equal(again?.Attributes?.ApproximateReceiveCount, '2');
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: again.ReceiptHandle }));
    const AttributeNames = ['All' as const];
    const left = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames }));
    equal(left.Attributes?.ApproximateNumberOfMessages, '0');
    equal(left.Attributes.ApproximateNumberOfMessagesNotVisible, '0');
  });

  test('shows a message again at once when its visibility is set to zero', async () => {
    const url = await newQueue('release', { VisibilityTimeout: '300' });
    await send(sqs, url, 'again');
    const first = await receive(sqs, url);
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: first?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    equal((await receive(sqs, url))?.Body, 'again');
  });

  test('keeps a delayed message back', async () => {
    const url = await newQueue('delayed');
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'later', DelaySeconds: 1 }));
    equal(await receive(sqs, url, 0), undefined);
    equal((await receive(sqs, url))?.Body, 'later');
  });

  test('takes a message of 1 MiB and refuses a longer one', async () => {
    const url = await newQueue('large');
    const body = 'é'.repeat(512 * 1024);
    await send(sqs, url, body);
    equal((await receive(sqs, url))?.Body, body);
    await rejects(send(sqs, url, `${body}.`), { message: /shorter than 1048576/ });
  });

  test('moves a message to the dead-letter queue after maxReceiveCount', async () => {
    const dead = await newQueue('dead');
    const deadLetterTargetArn = 'arn:aws:sqs:eu-central-1:000000000000:dead';
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
    const url = await newQueue('poison', { VisibilityTimeout: '0', RedrivePolicy });
    await send(sqs, url, 'poison');
    equal((await receive(sqs, url))?.Body, 'poison');
    equal(await receive(sqs, url, 1), undefined);
    equal((await receive(sqs, dead))?.Body, 'poison');
  });

  test('gives a message back that a receiver waited for and went away', async () => {
    const url = await newQueue('abandoned', { VisibilityTimeout: '300' });
    const endpoint = new URL(aws.environment['AWS_ENDPOINT_URL_SQS'] ?? '');
    const socket = connect(Number(endpoint.port), endpoint.hostname);
    const body = JSON.stringify({ QueueUrl: url, WaitTimeSeconds: 20 });
    const headers = [
      'POST / HTTP/1.1',
      'Host: 127.0.0.1',
      'Content-Type: application/x-amz-json-1.0',
      'X-Amz-Target: AmazonSQS.ReceiveMessage',
      `Content-Length: ${String(body.length)}`,
    ];
    socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
    socket.resume();
    // Closed on our side only after the server has closed its own.
    await once(socket, 'close');
    await send(sqs, url, 'still here');
    equal((await receive(sqs, url))?.Body, 'still here');
  });

  test('answers on 127.0.0.1 only', () => {
    for (const [name, value] of Object.entries(aws.environment))
      if (name.startsWith('AWS_ENDPOINT_URL_')) ok(value.startsWith('http://127.0.0.1:'), name);
  });
});

test('kill -9 loses no message, in whatever state it was', async (t) => {
  const directory = await temporaryDirectory();
  const first = await startChild(directory.path, { visibilityTimeout: 2, maxReceiveCount: 1 });
  t.after(() => directory.dispose());
  const { sqs } = createClients(first.environment);
  const outbound = first.environment['OUTBOUND_QUEUE_URL'] ?? '';
  const home = first.environment['HOME_QUEUE_URL'] ?? '';
  await send(sqs, outbound, 'in flight');
  // Before it is asked for: the answer may take its time, and the timeout counts from inside.
  const inFlightSince = Date.now();
  equal((await receive(sqs, outbound))?.Body, 'in flight');
  await send(sqs, outbound, 'ready');
  await sqs.send(new SendMessageCommand({ QueueUrl: home, MessageBody: 'delayed', DelaySeconds: 1 }));
  await first.kill();

  const second = await startChild(directory.path, { visibilityTimeout: 2, maxReceiveCount: 1 });
  t.after(() => second.kill());
  const { sqs: restarted } = createClients(second.environment);
  const outboundAgain = second.environment['OUTBOUND_QUEUE_URL'] ?? '';
  equal((await receive(restarted, outboundAgain))?.Body, 'ready');
  equal((await receive(restarted, second.environment['HOME_QUEUE_URL'] ?? ''))?.Body, 'delayed');
  // Its second receive is one more than allowed here, so it is found where dead letters go.
  const deadLetters = outboundAgain.replace(/outbound$/, 'outbound-dead-letters');
  equal(await receive(restarted, outboundAgain, 3), undefined);
  equal((await receive(restarted, deadLetters))?.Body, 'in flight');
  ok(Date.now() - inFlightSince >= 2000, 'not before its visibility timeout');
});

test('kill -9 in the middle of much traffic: what was acknowledged holds', async (t) => {
  const directory = await temporaryDirectory();
  t.after(() => directory.dispose());
  const first = await startChild(directory.path);
  const { sqs } = createClients(first.environment);
  const url = first.environment['OUTBOUND_QUEUE_URL'] ?? '';
  const sent = new Set<string>();
  const deleted = new Set<string>();
  const enough = Promise.withResolvers<undefined>();
  const traffic = Array.from({ length: 6 }, async (_, sender) => {
    for (let number = 0; ; number++) {
      const body = `${String(sender)}-${String(number)}`;
      await send(sqs, url, body);
      sent.add(body);
      if (sent.size >= 120) enough.resolve(undefined);
      const got = number % 2 ? await receive(sqs, url, 0) : undefined;
      if (!got) continue;
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: got.ReceiptHandle }));
      deleted.add(got.Body ?? '');
    }
  });
  await enough.promise;
  await first.kill();
  await Promise.allSettled(traffic);

  const database = new DatabaseSync(join(directory.path, 'queues-and-objects', 'fauxqs.db'));
  const kept = new Set(
    database
      .prepare('SELECT body FROM sqs_messages')
      .all()
      .map(({ body }) => String(body)),
  );
  database.close();
  ok(deleted.size > 0);
  for (const body of deleted) ok(!kept.has(body), `${body} was deleted and is back`);
  // A message whose deletion was under way may be gone, at most one for each who sent.
  const missing = [...sent].filter((body) => !deleted.has(body) && !kept.has(body));
  ok(missing.length <= traffic.length, `${String(missing.length)} lost`);
});

test('a second start on the same directory is refused', async (t) => {
  const directory = await temporaryDirectory();
  const first = await startChild(directory.path);
  t.after(async () => {
    await first.kill();
    await directory.dispose();
  });
  await rejects(startEmbeddedAws({ dataDirectory: directory.path }), /is another start using it\?/);
});
