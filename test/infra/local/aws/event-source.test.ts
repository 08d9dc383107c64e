import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { createClients } from '../../../../infra/local/aws/clients.ts';
import { startEmbeddedAws, type EmbeddedAws } from '../../../../infra/local/aws/embedded-aws.ts';
import { startEventSource, type EventSourceOptions } from '../../../../infra/local/aws/event-source.ts';
import {
  createLambdaContext,
  FunctionTimeout,
  withinTime,
} from '../../../../infra/local/aws/lambda-context.ts';
import { succeeded } from '../../../../infra/local/aws/sqs-event.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A handler whose invocations the test can wait for, one after the other. */
function recorded(answer: (event: SQSEvent) => Promise<SQSBatchResponse | undefined>) {
  const events: SQSEvent[] = [];
  const waiting: ((event: SQSEvent) => void)[] = [];
  return {
    handler: (event: SQSEvent) => {
      const next = waiting.shift();
      if (next) next(event);
      else events.push(event);
      return answer(event);
    },
    next: async (): Promise<SQSRecord> => {
      const { promise, resolve } = Promise.withResolvers<SQSEvent>();
      const already = events.shift();
      if (already) resolve(already);
      else waiting.push(resolve);
      const [record] = (await promise).Records;
      ok(record);
      return record;
    },
  };
}

describe('an event source', () => {
  let aws: EmbeddedAws;
  let sqs: SQSClient;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let queueNumber = 0;

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

  const newQueue = async (visibilityTimeout = 1) => {
    const QueueName = `events-${String(queueNumber++)}`;
    const Attributes = { VisibilityTimeout: String(visibilityTimeout) };
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return `${aws.environment['AWS_ENDPOINT_URL_SQS'] ?? ''}/000000000000/${QueueName}`;
  };
  const start = (queueUrl: string, more: Pick<EventSourceOptions, 'handler'> & Partial<EventSourceOptions>) =>
    startEventSource({
      sqs,
      queueUrl,
      functionName: 'worker',
      batchSize: 1,
      concurrency: 4,
      timeout: 5000,
      ...more,
    });
  const send = (QueueUrl: string, MessageBody: string) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody,
        MessageAttributes: {
          kind: { DataType: 'String', StringValue: 'mail' },
          raw: { DataType: 'Binary', BinaryValue: Uint8Array.from([1, 255]) },
        },
      }),
    );
  const left = async (QueueUrl: string) => {
    const AttributeNames = ['All' as const];
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    return [Attributes.ApproximateNumberOfMessages, Attributes.ApproximateNumberOfMessagesNotVisible];
  };

  test('makes the event that Lambda makes, and deletes what succeeded', async () => {
    const url = await newQueue();
    const { handler, next } = recorded(() => Promise.resolve(undefined));
    const source = await start(url, { handler });
    await send(url, 'body');
    const record = await next();
    equal(record.body, 'body');
    equal(record.md5OfBody, '841a2d689ad86bd1611447453c22c6fc');
    equal(record.eventSource, 'aws:sqs');
    ok(record.eventSourceARN.startsWith('arn:aws:sqs:eu-central-1:000000000000:events-'));
    equal(record.awsRegion, 'eu-central-1');
    equal(record.attributes.ApproximateReceiveCount, '1');
    ok(Number(record.attributes.SentTimestamp) > 1e12);
    deepEqual(record.messageAttributes, {
      kind: { stringValue: 'mail', stringListValues: [], binaryListValues: [], dataType: 'String' },
      raw: { binaryValue: 'Af8=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
    });
    deepEqual(await source.stop(), { finished: true });
    deepEqual(await left(url), ['0', '0']);
  });

  test('leaves failed items, and all of a batch whose handler throws, to come again', async () => {
    const url = await newQueue(1);
    let invocations = 0;
    const errors: unknown[] = [];
    const { handler, next } = recorded(async (event) => {
      await Promise.resolve();
      switch (++invocations) {
        case 1:
          throw new Error('out of order');
        case 2:
          return { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
        default:
          return { batchItemFailures: [] };
      }
    });
    const source = await start(url, { handler, onError: (error) => errors.push(error) });
    await send(url, 'stubborn');
    const counts = [await next(), await next(), await next()];
    deepEqual(
      counts.map(({ attributes }) => attributes.ApproximateReceiveCount),
      ['1', '2', '3'],
    );
    equal(errors.length, 1);
    await source.stop();
    deepEqual(await left(url), ['0', '0']);
  });

  test('runs as many batches side by side as allowed, and no more', async () => {
    const url = await newQueue(30);
    const gate = Promise.withResolvers<undefined>();
    let inside = 0;
    let most = 0;
    const { handler, next } = recorded(async () => {
      most = Math.max(most, ++inside);
      await gate.promise;
      inside--;
      return undefined;
    });
    const source = await start(url, { handler, concurrency: 2 });
    for (const body of ['1', '2', '3', '4']) await send(url, body);
    const both = [await next(), await next()];
    gate.resolve(undefined);
    const rest = [await next(), await next()];
    deepEqual([...both, ...rest].map(({ body }) => body).sort(), ['1', '2', '3', '4']);
    equal(most, 2);
    await source.stop();
  });

  test('hands a message over at once when idle', async () => {
    const url = await newQueue();
    const { handler, next } = recorded(() => Promise.resolve(undefined));
    const source = await start(url, { handler });
    const delays: number[] = [];
    for (let round = 0; round < 20; round++) {
      const sent = performance.now();
      void send(url, 'now');
      await next();
      delays.push(performance.now() - sent);
    }
    await source.stop();
    const median = delays.sort((a, b) => a - b)[10] ?? Infinity;
    // A long poll that did not end with its message would take seconds; how busy the machine is does not come near.
    ok(median < 2000, `median ${median.toFixed(1)} ms`);
  });

  test('an invocation over its time counts as failed, and stop does not wait for ever', async () => {
    const url = await newQueue(30);
    const failed = Promise.withResolvers<unknown>();
    const { handler, next } = recorded(() => new Promise(() => undefined));
    const slow = await start(url, { handler, timeout: 50, onError: failed.resolve });
    await send(url, 'slow');
    await next();
    ok((await failed.promise) instanceof FunctionTimeout);
    deepEqual(await slow.stop(), { finished: true });
    deepEqual(await left(url), ['0', '1']);

    const stuck = await start(await newQueue(30).then((other) => send(other, 'stuck').then(() => other)), {
      handler,
      timeout: 1000,
    });
    await next();
    deepEqual(await stuck.stop(20), { finished: false });
  });

  test('refuses a queue that is not there', async () => {
    const url = `${aws.environment['AWS_ENDPOINT_URL_SQS'] ?? ''}/000000000000/none`;
    await rejects(start(url, { handler: () => Promise.resolve(undefined) }), { name: 'QueueDoesNotExist' });
  });
});

const batch = [{ MessageId: 'a' }, { MessageId: 'b' }];
const answers: [response: unknown, deleted: string[], why: string][] = [
  [undefined, ['a', 'b'], 'no answer: all succeeded'],
  [null, ['a', 'b'], 'null: all succeeded'],
  [{}, ['a', 'b'], 'no list: all succeeded'],
  [{ batchItemFailures: [] }, ['a', 'b'], 'empty list: all succeeded'],
  [{ batchItemFailures: [{ itemIdentifier: 'a' }] }, ['b'], 'one failed'],
  [{ batchItemFailures: [{ itemIdentifier: '' }] }, [], 'empty id: all failed'],
  [{ batchItemFailures: [{ itemIdentifier: 'c' }] }, [], 'unknown id: all failed'],
];
for (const [response, deleted, why] of answers)
  test(`batch response, ${why}`, () => {
    const done = succeeded(batch, response as SQSBatchResponse | null | undefined);
    deepEqual(
      done.map(({ MessageId }) => MessageId),
      deleted,
    );
  });

test('a context counts its time down and stops at zero', async () => {
  const context = createLambdaContext({ functionName: 'f', timeout: 20 });
  const left = context.getRemainingTimeInMillis();
  ok(left > 0 && left <= 20);
  await rejects(withinTime(context, new Promise(() => undefined)), FunctionTimeout);
  ok(context.getRemainingTimeInMillis() < left);
  equal(await withinTime(createLambdaContext({ functionName: 'f', timeout: 1000 }), Promise.resolve(7)), 7);
});
