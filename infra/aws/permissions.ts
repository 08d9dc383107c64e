/** Turns what a function may do (access.ts) into policy statements and into the names that it is told. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';

import type { Key } from 'aws-cdk-lib/aws-kms';

import type { Access } from './access.ts';
import type { EmailSending } from './email-sending.ts';
import type { Storage } from './storage.ts';

/** What access can be had to. */
export interface Resources {
  readonly storage: Storage;
  /** For those whose access says `mails`. @default none */
  readonly email?: EmailSending;
}

const present = <T>(value: T | undefined, name: string): T => {
  if (value === undefined) throw new Error(`nothing is called ${name}`);
  return value;
};

/** What an event source does in the function's name. */
const RECEIVE = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:GetQueueAttributes',
];

function statements(access: Access, { storage, email }: Resources): PolicyStatement[] {
  const made: PolicyStatement[] = [];
  const allow = (actions: readonly string[], resources: readonly string[]): void => {
    if (actions.length > 0)
      made.push(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  };
  for (const [variable, { calls, indexes = [] }] of Object.entries(access.tables)) {
    const { tableArn } = present(storage.tables.get(variable), variable);
    allow(
      calls.map((call) => `dynamodb:${call}`),
      [tableArn, ...indexes.map((index) => `${tableArn}/index/${index}`)],
    );
  }
  for (const [prefix, calls] of Object.entries(access.objects))
    allow(
      calls.map((call) => `s3:${call}`),
      [storage.bucket.arnForObjects(`${prefix}*`)],
    );
  if (access.missingObjects === true) allow(['s3:ListBucket'], [storage.bucket.bucketArn]);
  if (access.receives !== undefined) allow(RECEIVE, [storage.queues[access.receives].queueArn]);
  for (const queue of access.sends) allow(['sqs:SendMessage'], [storage.queues[queue].queueArn]);
  for (const secret of access.secrets)
    allow(['secretsmanager:GetSecretValue'], [storage.secrets[secret].secretArn]);
  if (access.mails === true) made.push(...present(email, 'an identity of SES').sendStatements());
  return made;
}

/** Use of the key by way of these services only. */
export function keyThrough(key: Key, services: readonly string[]): PolicyStatement {
  const { region } = Stack.of(key);
  return new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [key.keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': services.map((name) => `${name}.${region}.amazonaws.com`) },
    },
  });
}

/**
 * Lets a function (or task) do what its access says. The key is used through these services only, never by
 * itself: whoever gets hold of a function's credentials cannot decrypt what those services would not hand over.
 */
export function grantAccess(grantee: IGrantable, access: Access, resources: Resources): void {
  const key = keyThrough(resources.storage.key, ['dynamodb', 's3', 'sqs', 'secretsmanager']);
  for (const statement of [...statements(access, resources), key])
    grantee.grantPrincipal.addToPrincipalPolicy(statement);
}

/** The environment variables that name what a function has access to: names and ARNs, never a secret. */
export function namesFor(access: Access, { storage, email }: Resources): Record<string, string> {
  const queues = [...access.sends, ...(access.names ?? [])];
  return Object.fromEntries([
    ...Object.keys(access.tables).map((name) => [name, present(storage.tables.get(name), name).tableName]),
    ...queues.map((name) => [name, storage.queues[name].queueUrl]),
    ...access.secrets.map((name) => [name, storage.secrets[name].secretArn]),
    ...(Object.keys(access.objects).length > 0 ? [['BODIES_BUCKET', storage.bucket.bucketName]] : []),
    ...(access.mails === true
      ? [['SES_CONFIGURATION_SET', present(email, 'an identity of SES').configurationSetName]]
      : []),
  ]) as Record<string, string>;
}
