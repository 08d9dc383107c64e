import { deepEqual, equal, rejects } from 'node:assert/strict';
import { connect } from 'node:net';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { createClients } from '../../../../infra/local/aws/clients.ts';
import { startEmbeddedAws, type EmbeddedAws } from '../../../../infra/local/aws/embedded-aws.ts';
import { createResources } from '../../../../infra/local/aws/resources.ts';
import { startChild } from './embedded-aws-child.ts';
import { temporaryDirectory } from './temporary-directory.ts';

describe('what is made in the stand-ins', () => {
  let aws: EmbeddedAws;
  let client: DynamoDBClient;
  let documents: DynamoDBDocumentClient;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

  before(async () => {
    directory = await temporaryDirectory();
    aws = await startEmbeddedAws({ dataDirectory: directory.path });
    await createResources(aws.environment);
    client = createClients(aws.environment).dynamoDb;
    documents = DynamoDBDocumentClient.from(client);
  });
  after(async () => {
    client.destroy();
    await aws.close();
    await directory.dispose();
  });

  test('the queues hide and give up a message as on AWS', async () => {
    const { sqs } = createClients(aws.environment);
    for (const name of ['outbound', 'home']) {
      const QueueUrl = `${aws.environment['AWS_ENDPOINT_URL_SQS'] ?? ''}/000000000000/${name}`;
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout', 'RedrivePolicy'] }),
      );
      const { maxReceiveCount } = JSON.parse(Attributes?.['RedrivePolicy'] ?? '') as {
        maxReceiveCount: unknown;
      };
      deepEqual([Attributes?.['VisibilityTimeout'], Number(maxReceiveCount)], ['300', 100]);
    }
    sqs.destroy();
  });

  test('a conditional put succeeds once', async () => {
    const put = (owner: string) =>
      documents.send(
        new PutCommand({
          TableName: 'requests',
          Item: { key: 'k1', owner },
          ConditionExpression: 'attribute_not_exists(#key)',
          ExpressionAttributeNames: { '#key': 'key' },
        }),
      );
    await put('first');
    await rejects(put('second'), { name: 'ConditionalCheckFailedException' });
  });

  test('of many who claim the same lease, one gets it', async () => {
    await documents.send(
      new PutCommand({ TableName: 'deliveries', Item: { id: 'd1', owner: 'o', fence: 0 } }),
    );
    const claim = () =>
      documents.send(
        new UpdateCommand({
          TableName: 'deliveries',
          Key: { id: 'd1' },
          UpdateExpression: 'SET fence = fence + :one',
          ConditionExpression: 'fence = :seen',
          ExpressionAttributeValues: { ':one': 1, ':seen': 0 },
          ReturnValues: 'ALL_NEW',
        }),
      );
    const claims = await Promise.allSettled(Array.from({ length: 8 }, claim));
    equal(claims.filter(({ status }) => status === 'fulfilled').length, 1);
    const { Item } = await documents.send(new GetCommand({ TableName: 'deliveries', Key: { id: 'd1' } }));
    equal(Item?.['fence'], 1);
  });

  test('an index gives an owner’s items in order, newest first, in pages', async () => {
    for (const id of ['01A', '01B', '01C', '01D', '01E'])
      await documents.send(
        new PutCommand({ TableName: 'deliveries', Item: { id, owner: 'alice', extra: id } }),
      );
    await documents.send(new PutCommand({ TableName: 'deliveries', Item: { id: '01X', owner: 'bob' } }));
    const seen: string[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await documents.send(
        new QueryCommand({
          TableName: 'deliveries',
          IndexName: 'by-owner',
          KeyConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': 'alice' },
          ScanIndexForward: false,
          Limit: 2,
          ExclusiveStartKey,
        }),
      );
      seen.push(...(page.Items ?? []).map((item) => item['extra'] as string));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    deepEqual(seen, ['01E', '01D', '01C', '01B', '01A']);
  });

  test('a folder is a range of keys, also when paged', async () => {
    for (const key of ['inbox#01', 'inbox#02', 'inbox#03', 'sent#01'])
      await documents.send(new PutCommand({ TableName: 'mailbox', Item: { home: 'alice', key } }));
    const page = (ExclusiveStartKey?: Record<string, unknown>) =>
      documents.send(
        new QueryCommand({
          TableName: 'mailbox',
          KeyConditionExpression: 'home = :home AND begins_with(#key, :folder)',
          ExpressionAttributeNames: { '#key': 'key' },
          ExpressionAttributeValues: { ':home': 'alice', ':folder': 'inbox#' },
          ScanIndexForward: false,
          Limit: 2,
          ExclusiveStartKey,
        }),
      );
    const first = await page();
    deepEqual(
      first.Items?.map(({ key }) => key as string),
      ['inbox#03', 'inbox#02'],
    );
    const second = await page(first.LastEvaluatedKey);
    deepEqual(
      second.Items?.map(({ key }) => key as string),
      ['inbox#01'],
    );
    equal(second.LastEvaluatedKey, undefined);
  });

  test('a client that breaks off in the middle of a request does no harm', async () => {
    const { port, hostname } = new URL(aws.environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? '');
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    await new Promise((resolve) =>
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n{"half":', resolve),
    );
    const closed = once(socket, 'close');
    socket.resetAndDestroy();
    await closed;
    const { Item } = await documents.send(
      new GetCommand({ TableName: 'aliases', Key: { address: 'nobody' } }),
    );
    equal(Item, undefined);
  });
});

test('items survive kill -9, and the start after it finds its tables', async (t) => {
  const directory = await temporaryDirectory();
  t.after(() => directory.dispose());
  const first = await startChild(directory.path);
  const documents = DynamoDBDocumentClient.from(createClients(first.environment).dynamoDb);
  await Promise.all(
    Array.from({ length: 50 }, (_, number) =>
      documents.send(
        new PutCommand({ TableName: 'aliases', Item: { address: `a${String(number)}`, home: 'h' } }),
      ),
    ),
  );
  await first.kill();
  const second = await startChild(directory.path);
  t.after(() => second.kill());
  const restarted = DynamoDBDocumentClient.from(createClients(second.environment).dynamoDb);
  const { Count } = await restarted.send(
    new QueryCommand({
      TableName: 'aliases',
      IndexName: 'by-home',
      KeyConditionExpression: 'home = :home',
      ExpressionAttributeValues: { ':home': 'h' },
    }),
  );
  equal(Count, 50);
});
