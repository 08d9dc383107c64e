/**
 * The provisioner as CloudFormation calls it (custom resource): one wish per resource. It answers in every case,
 * since a deployment would otherwise wait for an hour; a failure rolls the deployment back.
 */
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

import { fill, type SecretStore, type Wish } from './fill.ts';

const client = new SecretsManagerClient({ maxAttempts: 4 });

const store: SecretStore = {
  async get(secret) {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
    return SecretString ?? '';
  },
  async put(secret, text) {
    await client.send(new PutSecretValueCommand({ SecretId: secret, SecretString: text }));
  },
};

interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly Data?: Record<string, string>;
}

async function carryOut(event: CloudFormationCustomResourceEvent): Promise<Answer> {
  // Keys and certificates outlive the stack; whether their secrets do is said by those.
  if (event.RequestType === 'Delete') return { Status: 'SUCCESS' };
  try {
    return { Status: 'SUCCESS', Data: await fill(event.ResourceProperties as unknown as Wish, store) };
  } catch (error) {
    // The message names the place, never what is in the secret.
    return { Status: 'FAILED', Reason: error instanceof Error ? error.message : String(error) };
  }
}

export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  const { StackId, RequestId, LogicalResourceId, ResponseURL } = event;
  const PhysicalResourceId = 'PhysicalResourceId' in event ? event.PhysicalResourceId : LogicalResourceId;
  const answer = await carryOut(event);
  const body = JSON.stringify({ ...answer, StackId, RequestId, LogicalResourceId, PhysicalResourceId });
  const response = await fetch(ResponseURL, { method: 'PUT', body, headers: { 'content-type': '' } });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: ${response.status}`);
}
