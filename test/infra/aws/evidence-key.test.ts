import { deepEqual, notDeepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { Template } from 'aws-cdk-lib/assertions';

import { EvidenceKey } from '../../../infra/aws/evidence-key.ts';
import { RemovalPolicy } from 'aws-cdk-lib';
import { keyLocation } from '../../../shared/evidence-key/configuration.ts';
import { resourcesOf, testStack, wholeStack } from './templates.ts';

const OLD = 'arn:aws:kms:eu-central-1:111122223333:key/0000';

function templateOf(generation: number, removalPolicy = RemovalPolicy.RETAIN): Template {
  const stack = testStack();
  new EvidenceKey(stack, 'EvidenceKey', { stackName: 'Mail', generation, retired: [], removalPolicy });
  return Template.fromStack(stack);
}

test('an asymmetric key on P-256 that signs, with a name', () => {
  const template = templateOf(1);
  template.hasResourceProperties('AWS::KMS::Key', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/Mail-evidence-1' });
});

test('it stays when the stack goes, unless the configuration says destroy', () => {
  templateOf(1).allResources('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
  templateOf(1, RemovalPolicy.DESTROY).allResources('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
});

test('a higher generation is another key', () => {
  const name = (template: Template): string[] => [...resourcesOf(template, 'AWS::KMS::Key').keys()];
  deepEqual(name(templateOf(1)), name(templateOf(1)));
  notDeepEqual(name(templateOf(1)), name(templateOf(2)));
});

test('earlier keys are read and published, and sign nothing more', () => {
  const { template } = wholeStack({ evidenceKey: { generation: 2, retired: [OLD] } });
  const text = JSON.stringify(template.toJSON());
  const statements = [...resourcesOf(template, 'AWS::IAM::Policy').values()].flatMap(
    ({ Properties }) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement,
  );
  const about = (action: string): string[] =>
    statements.filter(({ Action }) => Action === action).map(({ Resource }) => JSON.stringify(Resource));
  deepEqual(
    ['kms:Sign', 'kms:GetPublicKey'].map((action) => about(action).map((resource) => resource.includes(OLD))),
    [[false], [true]],
  );
  deepEqual(text.includes(`,${OLD}`), true);
  deepEqual('value' in keyLocation.read(`kms:${OLD},${OLD}`), true);
});

interface Statement {
  readonly Action: unknown;
  readonly Resource: unknown;
}
