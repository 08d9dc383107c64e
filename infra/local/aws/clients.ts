import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * AWS clients for a given environment, for the process that runs the stand-ins itself: its own environment
 * does not name them, and must not, because it may be somebody's real one.
 */
export interface Clients {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly dynamoDb: DynamoDBClient;
  readonly secrets: SecretsManagerClient;
  destroy(): void;
}

/** Makes one client per service from the variables that `startEmbeddedAws` gives. */
export function createClients(environment: Readonly<Record<string, string>>): Clients {
  const options = (service: string) => ({
    region: environment['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
    endpoint: environment[`AWS_ENDPOINT_URL_${service}`] ?? '',
  });
  const clients = {
    sqs: new SQSClient(options('SQS')),
    s3: new S3Client(options('S3')),
    dynamoDb: new DynamoDBClient(options('DYNAMODB')),
    secrets: new SecretsManagerClient(options('SECRETS_MANAGER')),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
