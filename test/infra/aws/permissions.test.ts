/**
 * Who may do what on which resource: the whole matrix, read from the synthesised template. A permission that is
 * not in this table fails the test, and so does one that is no longer there.
 */
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { Validations } from 'aws-cdk-lib';

import { resourcesOf, wholeStack } from './templates.ts';

const { stack, template } = wholeStack();
const relay = wholeStack({ homeDelivery: { kind: 'smtp', url: 'smtp://mail.example.org:25' } }).template;
const outside = wholeStack({ homeDelivery: { kind: 'ses' } }).template;
/** As nameOf puts an ARN of SES together. */
const SES = 'arn:aws:ses:eu-central-1:AWS::AccountId:';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as T[]) : [value as T];

/** `Storage/Table-aliases`, `…/index/by-home`, `…/transit/*`: how this test calls a resource. */
function nameOf(resource: unknown): string {
  if (resource === '*') return '*';
  if (typeof resource !== 'object' || resource === null) return String(resource);
  if ('Fn::GetAtt' in resource)
    return String((resource['Fn::GetAtt'] as string[])[0]).replace(/[0-9A-F]{8}$/, '');
  if ('Ref' in resource) return String(resource.Ref).replace(/[0-9A-F]{8}$/, '');
  if ('Fn::Join' in resource) {
    const [, parts] = resource['Fn::Join'] as [string, unknown[]];
    return parts.map((part) => (typeof part === 'string' ? part : nameOf(part))).join('');
  }
  return JSON.stringify(resource);
}

/** Resource → calls, of the policies of one role. */
function permissionsOf(of: typeof template, role: string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  const note = (statements: readonly Statement[]): void => {
    for (const { Effect, Action, Resource } of statements) {
      equal(Effect, 'Allow');
      for (const resource of list(Resource)) (found[nameOf(resource)] ??= []).push(...list(Action));
    }
  };
  for (const [, { Properties }] of resourcesOf(of, 'AWS::IAM::Policy')) {
    const roles = (Properties['Roles'] as { Ref: string }[]).map(({ Ref }) => Ref);
    if (roles.some((ref) => ref.replace(/[0-9A-F]{8}$/, '') === role))
      note((Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
  }
  for (const [id, { Properties }] of resourcesOf(of, 'AWS::IAM::Role')) {
    if (id.replace(/[0-9A-F]{8}$/, '') !== role) continue;
    equal(Properties['ManagedPolicyArns'], undefined);
    for (const { PolicyDocument } of (Properties['Policies'] ?? []) as {
      PolicyDocument: { Statement: Statement[] };
    }[])
      note(PolicyDocument.Statement);
  }
  return Object.fromEntries(
    Object.entries(found)
      .map(([resource, calls]): [string, string[]] => [resource, [...new Set(calls)].sort()])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const network = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];
const key = ['kms:Decrypt', 'kms:GenerateDataKey'];
const log = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const consume = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];
const send = ['sqs:SendMessage'];
const secret = ['secretsmanager:GetSecretValue'];
const fill = ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'];
const dynamo = (...calls: string[]): string[] => calls.map((call) => `dynamodb:${call}`).sort();
const objects = (...calls: string[]): string[] => calls.map((call) => `s3:${call}`).sort();

const matrix: Record<string, Record<string, string[]>> = {
  EdgeTaskTaskRole: {
    CertificatesEdge: secret,
    StorageHomeQueue: send,
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageOutboundQueue: send,
    StorageTablealiases: dynamo('GetItem'),
    StorageTableapppasswords: dynamo('GetItem', 'Query', 'UpdateItem'),
    StorageTabledeliveries: dynamo('PutItem'),
    StorageTablerefusals: dynamo('UpdateItem'),
    'StorageBodies/transit/*': objects('PutObject', 'AbortMultipartUpload'),
  },
  ApiSettingsApiRole: {
    '*': network,
    ApiSettingsApiLog: log,
    EvidenceKeyKey1: ['kms:GetPublicKey', 'kms:Sign'],
    StorageBodies: objects('ListBucket'),
    'StorageBodies/downloads/*': objects('GetObject', 'PutObject', 'AbortMultipartUpload'),
    'StorageBodies/mailbox/*': objects('GetObject', 'DeleteObject'),
    'StorageBodies/transit/*': objects('PutObject', 'AbortMultipartUpload'),
    'StorageBodies/uploads/*': objects('GetObject', 'PutObject', 'DeleteObject'),
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageOutboundQueue: send,
    StorageTablealiases: dynamo('GetItem', 'Query', 'Scan', 'PutItem'),
    'StorageTablealiases/index/by-home': dynamo('GetItem', 'Query', 'Scan', 'PutItem'),
    StorageTableapppasswords: dynamo('Query', 'PutItem', 'DeleteItem'),
    StorageTabledeliveries: dynamo('GetItem', 'Query', 'PutItem'),
    'StorageTabledeliveries/index/by-owner': dynamo('GetItem', 'Query', 'PutItem'),
    StorageTablemailbox: dynamo('BatchGetItem', 'Query', 'UpdateItem', 'DeleteItem'),
    StorageTableoperatoractions: dynamo('Query', 'PutItem', 'UpdateItem'),
    StorageTablerefusals: dynamo('Query'),
    StorageTablerequests: dynamo('GetItem', 'PutItem', 'UpdateItem'),
    StorageTablestspolicies: dynamo('GetItem', 'PutItem'),
    StorageTabletrust: dynamo('GetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem'),
    'StorageTabletrust/index/by-id': dynamo(
      'GetItem',
      'Query',
      'Scan',
      'PutItem',
      'UpdateItem',
      'DeleteItem',
    ),
  },
  DeliveryWorkerRole: {
    '*': network,
    DeliveryWorkerLog: log,
    'StorageBodies/transit/*': objects('GetObject', 'PutObject', 'AbortMultipartUpload'),
    StorageDkimSecret: secret,
    StorageHomeQueue: send,
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageOutboundQueue: [...consume, ...send].sort(),
    StorageTablealiases: dynamo('GetItem', 'Query'),
    'StorageTablealiases/index/by-home': dynamo('GetItem', 'Query'),
    StorageTabledeliveries: dynamo('GetItem', 'PutItem', 'UpdateItem'),
    StorageTablestspolicies: dynamo('GetItem', 'PutItem'),
    StorageTabletlsresults: dynamo('UpdateItem'),
    StorageTabletrust: dynamo('Query'),
  },
  HomeDeliveryRole: {
    '*': network,
    HomeDeliveryLog: log,
    'StorageBodies/mailbox/*': objects('PutObject', 'AbortMultipartUpload'),
    'StorageBodies/transit/*': objects('GetObject'),
    StorageHomeQueue: consume,
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageTablemailbox: dynamo('PutItem'),
  },
  DeliveryTrustWatchRole: {
    '*': network,
    DeliveryTrustWatchLog: log,
    'StorageBodies/transit/*': objects('PutObject', 'AbortMultipartUpload'),
    StorageHomeQueue: send,
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageTablestspolicies: dynamo('GetItem', 'PutItem'),
    StorageTabletrust: dynamo('Query', 'Scan', 'UpdateItem'),
  },
  DeliveryTlsReportsRole: {
    '*': network,
    DeliveryTlsReportsLog: log,
    'StorageBodies/transit/*': objects('PutObject', 'AbortMultipartUpload'),
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageOutboundQueue: send,
    StorageTabletlsresults: dynamo('Query', 'UpdateItem'),
  },
  ProvisionerRole: {
    CertificatesEdge: fill,
    ProvisionerLog: log,
    StorageDkimSecret: fill,
    StorageKey: key,
  },
  SignInAddAddressRole: { SignInAddAddressLog: log },
  EdgeTaskExecutionRole: { EdgeLog: log },
};

for (const [role, allowed] of Object.entries(matrix)) {
  test(`${role} may do this and nothing else`, () => {
    deepEqual(permissionsOf(template, role), allowed);
  });
}

test('with a home server, home delivery keeps deliveries and answers senders', () => {
  deepEqual(permissionsOf(relay, 'HomeDeliveryRole'), {
    ...matrix['HomeDeliveryRole'],
    'StorageBodies/transit/*': objects('GetObject', 'PutObject', 'AbortMultipartUpload'),
    StorageHomeQueue: [...consume, ...send].sort(),
    StorageOutboundQueue: send,
    StorageTabledeliveries: dynamo('GetItem', 'PutItem', 'UpdateItem'),
  });
});

test('through SES, home delivery sends from the alias domains with the configuration set, and tells no stranger', () => {
  deepEqual(permissionsOf(outside, 'HomeDeliveryRole'), {
    ...matrix['HomeDeliveryRole'],
    StorageHomeQueue: [...consume, ...send].sort(),
    StorageTabledeliveries: dynamo('GetItem', 'PutItem', 'UpdateItem'),
    [`${SES}configuration-set/EmailSendingConfigurationSet`]: ['ses:SendRawEmail'],
    [`${SES}identity/secure.example.org`]: ['ses:SendRawEmail'],
  });
  const conditions = [...resourcesOf(outside, 'AWS::IAM::Policy').values()]
    .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement)
    .filter(({ Action }) => list(Action).some((action) => action.startsWith('ses:')))
    .map(({ Condition }) => Condition);
  deepEqual(conditions, [{ StringLike: { 'ses:FromAddress': '*@secure.example.org' } }]);
});

test('with homes behind SES, everybody else may do what they may without', () => {
  for (const [role, allowed] of Object.entries(matrix))
    if (role !== 'HomeDeliveryRole') deepEqual(permissionsOf(outside, role), allowed, role);
  deepEqual(
    [...resourcesOf(outside, 'AWS::IAM::Role').keys()],
    [...resourcesOf(template, 'AWS::IAM::Role').keys()],
  );
});

test('whatever cdk-nag is told to let stand has a reason of a sentence at least', () => {
  const reasons = stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, unknown>))
    // The CDK acknowledges some of its own.
    .filter(([rule]) => rule.includes('AwsSolutions'));
  ok(reasons.length > 15, `${reasons.length}`);
  for (const [rule, reason] of reasons) match(JSON.stringify(reason), /[a-z]{2,}( [^ ]+){3,}\./, rule);
});

test('no role is missing from the matrix', () => {
  const known = [
    ...Object.keys(matrix),
    'NetworkVpcRejectedIAMRole',
    'DeliverySchedulesTrustWatchRole',
    'DeliverySchedulesTlsReportsRole',
    'DeliverySchedulesValidationRole',
  ];
  const roles = [...resourcesOf(template, 'AWS::IAM::Role').keys()].map((id) =>
    id.replace(/[0-9A-F]{8}$/, ''),
  );
  deepEqual(roles.sort(), known.sort());
});

test('functions use the key through the services that hold what it encrypts, and in no other way', () => {
  // The key of receipts encrypts nothing: it is the matrix that says who may sign with it.
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::IAM::Policy')) {
    for (const statement of (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement) {
      const calls = list(statement.Action).filter((action) => action.startsWith('kms:'));
      if (calls.length === 0) continue;
      if (list(statement.Resource).every((resource) => nameOf(resource) === 'EvidenceKeyKey1')) continue;
      match(JSON.stringify(statement.Condition ?? null), /"kms:ViaService":/, id);
    }
  }
});

test('no secret is in an environment variable or anywhere else in the template', () => {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::SecretsManager::Secret')) {
    equal(Properties['SecretString'], undefined, id);
    equal(typeof Properties['GenerateSecretString'], 'object', id);
  }
  const text = JSON.stringify(template.toJSON());
  doesNotMatch(text, /-----BEGIN|\{\{resolve:|"SecretString"|NoEcho/);
  const environments = [...resourcesOf(template, 'AWS::Lambda::Function')].map(
    ([, { Properties }]) =>
      (Properties['Environment'] as { Variables?: object } | undefined)?.Variables ?? {},
  );
  // Whatever is called a secret is the name of one.
  for (const environment of environments)
    for (const [name, value] of Object.entries(environment))
      if (/SECRET/.test(name)) match(JSON.stringify(value), /^\{"Ref":"Storage(Dkim|LogHash)Secret/);
});
