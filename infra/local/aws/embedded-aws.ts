import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startDynamoDb } from './dynamodb.ts';
import { startEmailService, type SentMail } from './email-service.ts';
import { startQueuesAndObjects } from './queues-and-objects.ts';
import { startSecretsManager } from './secrets-manager.ts';

/**
 * The AWS services that the product uses, inside this process and on 127.0.0.1 only: SQS, S3, DynamoDB,
 * Secrets Manager and SES. The functions reach them with the AWS SDK alone, told where by its own
 * environment variables, so they run here unchanged.
 *
 * Everything but SES is durable: what was acknowledged is there after kill -9 and a new start. A message
 * that was being handled is visible again when its visibility timeout has passed, as on AWS.
 */

export interface EmbeddedAws {
  /** What a process needs in its environment to talk to these services with the AWS SDK. */
  readonly environment: Readonly<Record<string, string>>;
  /** The messages that SES has taken since the start. */
  readonly sentMail: readonly SentMail[];
  close(): Promise<void>;
}

/**
 * Starts all services, with their data in `dataDirectory` (made with mode 0700 if missing).
 *
 * Throws if another process has the directory open; nothing is left running then.
 */
export async function startEmbeddedAws(options: { dataDirectory: string }): Promise<EmbeddedAws> {
  const { dataDirectory } = options;
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const started: { close(): Promise<void> }[] = [];
  const start = async <T extends { close(): Promise<void> }>(service: Promise<T>): Promise<T> => {
    started.unshift(await service);
    return service;
  };
  const close = async () => {
    for (const service of started) await service.close();
  };
  try {
    // DynamoDB first: it alone notices another process, before anybody touches the other data.
    const dynamoDb = await start(startDynamoDb(join(dataDirectory, 'dynamodb')));
    const queuesAndObjects = await start(startQueuesAndObjects(join(dataDirectory, 'queues-and-objects')));
    const secrets = await start(startSecretsManager(join(dataDirectory, 'secrets')));
    const email = await start(startEmailService());
    return {
      environment: {
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'local',
        // The services do not check it; what signs links for browsers (http/object-gate.ts) must be nobody's guess.
        AWS_SECRET_ACCESS_KEY: randomBytes(32).toString('base64url'),
        AWS_ENDPOINT_URL_SQS: queuesAndObjects.endpoint,
        AWS_ENDPOINT_URL_S3: queuesAndObjects.endpoint,
        AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
        AWS_ENDPOINT_URL_SES: email.endpoint,
      },
      sentMail: email.sent,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
