import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';

import { Storage } from '../../../infra/aws/storage.ts';
import { tables } from '../../../infra/tables.ts';
import { resourceAt, testStack } from './templates.ts';

function storageOf(data: 'retain' | 'destroy'): Template {
  const stack = testStack();
  const timeouts = { OUTBOUND_QUEUE_URL: Duration.seconds(180), HOME_QUEUE_URL: Duration.seconds(60) };
  new Storage(stack, 'Storage', { data, timeouts });
  return Template.fromStack(stack);
}
const template = storageOf('retain');
const kept = [
  'AWS::DynamoDB::Table',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
  'AWS::KMS::Key',
];

test('every table of the list, with its keys and indexes', () => {
  template.resourceCountIs('AWS::DynamoDB::Table', tables.length);
  for (const { name, hash, range, indexes, expires } of tables) {
    const { Properties } = resourceAt(
      template,
      'AWS::DynamoDB::Table',
      `StorageTable${name.replaceAll('-', '')}`,
    );
    const keys = (of: { hash: string; range?: string }) => [
      { AttributeName: of.hash, KeyType: 'HASH' },
      ...(of.range === undefined ? [] : [{ AttributeName: of.range, KeyType: 'RANGE' }]),
    ];
    deepEqual(Properties['KeySchema'], keys({ hash, ...(range !== undefined && { range }) }));
    deepEqual(
      Properties['GlobalSecondaryIndexes'] ?? [],
      indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keys(index),
        Projection: { ProjectionType: 'ALL' },
      })),
    );
    deepEqual(
      Properties['TimeToLiveSpecification'],
      expires ? { AttributeName: 'expiresAt', Enabled: true } : undefined,
    );
  }
});

test('tables can be brought back to any second of 35 days, and are not deleted by mistake', () => {
  template.allResourcesProperties('AWS::DynamoDB::Table', {
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
  });
});

test('all of it stays when the stack goes, unless the configuration says destroy', () => {
  const destroyed = storageOf('destroy');
  for (const type of kept) {
    template.allResources(type, { DeletionPolicy: 'Retain' });
    destroyed.allResources(type, { DeletionPolicy: 'Delete' });
  }
});

test('the bucket is private, versioned and reached over TLS only; bodies in transit end', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    VersioningConfiguration: { Status: 'Enabled' },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    LifecycleConfiguration: {
      Rules: Match.arrayWith([
        Match.objectLike({ Id: 'transit', Prefix: 'transit/', ExpirationInDays: 21, Status: 'Enabled' }),
        Match.objectLike({ Id: 'uploads', Prefix: 'uploads/', ExpirationInDays: 1, Status: 'Enabled' }),
        Match.objectLike({ Id: 'downloads', Prefix: 'downloads/', ExpirationInDays: 1, Status: 'Enabled' }),
        Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
      ]),
    },
  });
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        Match.objectLike({ Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
      ]),
    },
  });
});

test('browsers may put and get by presigned requests, from the pages where their origin is known', () => {
  const rule = { AllowedMethods: ['GET', 'PUT'], AllowedHeaders: ['content-type'], MaxAge: 3600 };
  template.hasResourceProperties('AWS::S3::Bucket', {
    CorsConfiguration: { CorsRules: [{ ...rule, AllowedOrigins: ['*'] }] },
  });
  const stack = testStack();
  const timeouts = { OUTBOUND_QUEUE_URL: Duration.seconds(180), HOME_QUEUE_URL: Duration.seconds(60) };
  new Storage(stack, 'Storage', { data: 'retain', timeouts, pages: 'https://mail.example.org' });
  Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
    CorsConfiguration: { CorsRules: [{ ...rule, AllowedOrigins: ['https://mail.example.org'] }] },
  });
});

test('a message is hidden for a ninth longer than its function may take; a hundred receives, then the dead letters', () => {
  for (const [name, visibility] of [
    ['Outbound', 200],
    ['Home', 67],
  ] as const)
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: visibility,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^Storage${name}DeadLetters`), 'Arn'] },
        maxReceiveCount: 100,
      },
    });
  template.allResourcesProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 86_400 });
});

test('one key, renewed every year', () => {
  template.resourceCountIs('AWS::KMS::Key', 1);
  template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
});
