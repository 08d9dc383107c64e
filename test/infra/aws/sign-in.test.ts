import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';

import { RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

import { SignIn } from '../../../infra/aws/sign-in.ts';
import { resourcesOf, testStack } from './templates.ts';

const stack = testStack();
const { issuer } = new SignIn(stack, 'SignIn', {
  publicUrl: 'https://mail.secure.example.org',
  removalPolicy: RemovalPolicy.RETAIN,
  logDays: RetentionDays.TWO_WEEKS,
});
const template = Template.fromStack(stack);

test('nobody signs up by themselves', () => {
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    DeletionProtection: 'ACTIVE',
  });
});

test('the address is there from the start, and nobody changes it', () => {
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    Schema: Match.arrayWith([{ Name: 'email', Required: true, Mutable: false }]),
  });
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', { WriteAttributes: ['email', 'name'] });
});

test('operators are a group', () => {
  template.hasResourceProperties('AWS::Cognito::UserPoolGroup', { GroupName: 'operators' });
});

test('pages sign in with a code that only they can redeem', () => {
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
    GenerateSecret: false,
    AllowedOAuthFlows: ['code'],
    CallbackURLs: ['https://mail.secure.example.org/'],
    PreventUserExistenceErrors: 'ENABLED',
  });
});

test('access tokens carry the address', async () => {
  const [trigger] = resourcesOf(template, 'AWS::Lambda::Function').values();
  const { ZipFile } = trigger?.Properties['Code'] as { ZipFile: string };
  const module: { handler?: (event: object) => Promise<{ response: unknown }> } = {};
  runInNewContext(ZipFile, { exports: module });
  ok(module.handler);
  const userAttributes = { email: 'alice@example.org', email_verified: 'true' };
  const { response } = await module.handler({ request: { userAttributes } });
  deepEqual(JSON.parse(JSON.stringify(response)), {
    claimsAndScopeOverrideDetails: {
      accessTokenGeneration: { claimsToAddOrOverride: { email: 'alice@example.org', email_verified: true } },
    },
  });
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0' } },
  });
});

test('the issuer is written out, and is that of the pool', () => {
  const resolved = JSON.stringify(stack.resolve(issuer.url));
  ok(resolved.includes('https://cognito-idp.'), resolved);
  equal(resolved.includes('ProviderURL'), false);
});
