import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceInUseException,
  type DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  ResourceExistsException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { LONGEST_TIMEOUT, MOST_RECEIVES, visibilityFor } from '../../queues.ts';
import { tables, type TableSchema } from '../../tables.ts';
import { createClients } from './clients.ts';

/**
 * What the CDK app makes on AWS, made in the stand-ins: tables, bucket, queues with their dead-letter
 * queues, and the secret for hashes in logs. Making them again changes nothing but the queues' settings.
 */

export interface QueueSettings {
  /** Seconds until a message that was received and neither deleted nor postponed is seen again. */
  readonly visibilityTimeout?: number;
  /** Receives after which a message goes to the dead-letter queue. */
  readonly maxReceiveCount?: number;
}

const bucket = 'bodies';
const account = '000000000000';
const queues = [
  { variable: 'OUTBOUND_QUEUE_URL', name: 'outbound' },
  { variable: 'HOME_QUEUE_URL', name: 'home' },
];
/** Where the functions find their secrets; the DKIM keys are made by whoever sets up DKIM. */
const secretNames = { DKIM_SECRET: 'dkim', LOG_HASH_SECRET: 'log-hash' };

/**
 * Makes what is missing in the services that `environment` names.
 *
 * Gives the environment variables by which the functions find each resource. Throws if a service fails.
 */
export async function createResources(
  environment: Readonly<Record<string, string>>,
  settings: QueueSettings = {},
): Promise<Record<string, string>> {
  const { visibilityTimeout = visibilityFor(LONGEST_TIMEOUT), maxReceiveCount = MOST_RECEIVES } = settings;
  // Not the URL that the stand-in remembers: that one has the port of an earlier start in it.
  const queueUrl = (name: string) => `${environment['AWS_ENDPOINT_URL_SQS'] ?? ''}/${account}/${name}`;
  const clients = createClients(environment);
  try {
    await Promise.all(tables.map((table) => createTable(clients.dynamoDb, table)));
    await createBucket(clients.s3);
    await createSecret(clients.secrets, secretNames.LOG_HASH_SECRET);
    for (const { name } of queues) {
      const deadLetters = `${name}-dead-letters`;
      await createQueue(clients.sqs, queueUrl(deadLetters), {});
      const deadLetterTargetArn = `arn:aws:sqs:${environment['AWS_REGION'] ?? ''}:${account}:${deadLetters}`;
      await createQueue(clients.sqs, queueUrl(name), {
        VisibilityTimeout: String(visibilityTimeout),
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
      });
    }
  } finally {
    clients.destroy();
  }
  return {
    ...Object.fromEntries(tables.map(({ variable, name }) => [variable, name])),
    ...Object.fromEntries(queues.map(({ variable, name }) => [variable, queueUrl(name)])),
    ...Object.fromEntries(
      queues.map(({ variable, name }) => [
        variable.replace('QUEUE', 'DEAD_LETTERS'),
        queueUrl(`${name}-dead-letters`),
      ]),
    ),
    ...secretNames,
    BODIES_BUCKET: bucket,
  };
}

async function createTable(client: DynamoDBClient, table: TableSchema): Promise<void> {
  const keys = (hash: string, range?: string): KeySchemaElement[] => [
    { AttributeName: hash, KeyType: 'HASH' },
    ...(range ? [{ AttributeName: range, KeyType: 'RANGE' as const }] : []),
  ];
  const names = [table, ...table.indexes].flatMap(({ hash, range }) => (range ? [hash, range] : [hash]));
  const create = new CreateTableCommand({
    TableName: table.name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...new Set(names)].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: keys(table.hash, table.range),
    ...(table.indexes.length > 0 && {
      GlobalSecondaryIndexes: table.indexes.map(({ name, hash, range }) => ({
        IndexName: name,
        KeySchema: keys(hash, range),
        Projection: { ProjectionType: 'ALL' as const },
      })),
    }),
  });
  try {
    await client.send(create);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  for (let tries = 0; tries < 200; tries++) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table.name }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await wait(10);
  }
  throw new Error(`table ${table.name} has not become active`);
}

async function createBucket(client: S3Client): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  }
}

async function createSecret(client: SecretsManagerClient, name: string): Promise<void> {
  try {
    const SecretString = randomBytes(32).toString('base64url');
    await client.send(new CreateSecretCommand({ Name: name, SecretString }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
  }
}

async function createQueue(client: SQSClient, url: string, settings: Record<string, string>): Promise<void> {
  try {
    await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    const QueueName = url.slice(url.lastIndexOf('/') + 1);
    await client.send(new CreateQueueCommand({ QueueName, Attributes: settings }));
    return;
  }
  if (Object.keys(settings).length > 0)
    await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: settings }));
}
