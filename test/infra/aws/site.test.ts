import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runInNewContext } from 'node:vm';

import { Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';

import { stsPolicy } from '../../../infra/aws/mail-records.ts';
import { policyAnswer, PolicyHost } from '../../../infra/aws/policy-host.ts';
import { PAGE_OF_ADDRESS, Site } from '../../../infra/aws/site.ts';
import { configured, exampleZone } from './example.ts';
import { resourceAt, resourcesOf, testStack } from './templates.ts';

const pages = mkdtempSync(join(tmpdir(), 'pages-'));
after(() => {
  rmSync(pages, { recursive: true });
});
mkdirSync(join(pages, 'assets'));
writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Secure Alias</title>');
writeFileSync(join(pages, 'assets/main-abc.js'), 'export {};');
writeFileSync(join(pages, 'assets/main-abc.js.br'), 'compressed');

const stack = testStack();
const certificate = Certificate.fromCertificateArn(
  stack,
  'Certificate',
  'arn:aws:acm:us-east-1:1:certificate/1',
);
const { id: hostedZoneId, name: zoneName } = exampleZone;
const zone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId, zoneName });
new Site(stack, 'Site', {
  pages,
  apiUrl: 'https://abc123.execute-api.eu-central-1.amazonaws.com',
  connectTo: ['https://login.example.org'],
  configuration: {
    issuer: 'https://login.example.org',
    clientId: 'pages',
    mode: 'aws',
    simulation: false,
    aliasDomains: ['secure.example.org'],
    messageSizeLimit: 26_214_400,
  },
  domain: { name: 'mail.secure.example.org', certificate, zone },
});
const policy = stsPolicy(configured({ mtaSts: 'enforce' }));
new PolicyHost(stack, 'PolicyHost', {
  policy,
  certificate,
  hosts: [{ name: 'mta-sts.secure.example.org', zone }],
});
const template = Template.fromStack(stack);

test('pages run nothing that is not theirs, and sit in no frame', () => {
  template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      SecurityHeadersConfig: {
        ContentSecurityPolicy: {
          ContentSecurityPolicy: Match.stringLikeRegexp(
            "^default-src 'none'; script-src 'self'; .*connect-src 'self' https://login.example.org; .*frame-ancestors 'none'",
          ),
        },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY' },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
      },
    },
  });
});

test('the API is beside the pages, and never cached', () => {
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      Aliases: ['mail.secure.example.org'],
      CacheBehaviors: Match.arrayWith(
        [
          '/v1/*',
          '/healthz',
          '/why-refused',
          '/.well-known/autoconfig/*',
          '/mail/config-v1.1.xml',
          '/autodiscover/*',
        ].map((PathPattern) =>
          Match.objectLike({
            PathPattern,
            ViewerProtocolPolicy: 'https-only',
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
            // Every header field but Host goes on to the API: Accept-Language, by which it chooses its words, too.
            OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
          }),
        ),
      ),
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
    },
  });
});

test('what has a hash in its name is kept for a year, all else is looked at anew', () => {
  const deployments = [...resourcesOf(template, 'Custom::CDKBucketDeployment').values()].map(
    ({ Properties }) => Properties as Record<string, unknown>,
  );
  const kept = deployments.find(({ Prune }) => Prune === false);
  deepEqual(kept?.['SystemMetadata'], { 'cache-control': 'public, max-age=31536000, immutable' });
  const anew = deployments.find(({ Prune }) => Prune === true);
  deepEqual(anew?.['SystemMetadata'], { 'cache-control': 'no-cache' });
  deepEqual(anew['Exclude'], ['assets/*'], 'it must not remove what older pages still ask for');
  // The pages, and the configuration that is made at the deployment.
  equal((anew['SourceObjectKeys'] as unknown[]).length, 2);
});

test('every address of a page is index.html; a file is itself', () => {
  const rows: [string, string][] = [
    ['/', '/index.html'],
    ['/mail/inbox/17', '/index.html'],
    ['/settings', '/index.html'],
    ['/icon.svg', '/icon.svg'],
    ['/assets/main-abc.js', '/assets/main-abc.js'],
    ['/config.json', '/config.json'],
  ];
  for (const [uri, asked] of rows) {
    const context: { event: unknown; answer?: { uri: string } } = { event: { request: { uri } } };
    runInNewContext(`${PAGE_OF_ADDRESS}; answer = handler(event);`, context);
    equal(context.answer?.uri, asked);
  }
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      DefaultCacheBehavior: { FunctionAssociations: [{ EventType: 'viewer-request' }] },
      CacheBehaviors: Match.arrayWith([Match.objectLike({ FunctionAssociations: Match.absent() })]),
    },
  });
});

test('only CloudFront reads the bucket of pages', () => {
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: 's3:GetObject', Principal: { Service: 'cloudfront.amazonaws.com' } }),
      ]),
    },
  });
});

test('pages that are there are uploaded; where there are none, the API is still reached', () => {
  template.resourceCountIs('Custom::CDKBucketDeployment', 2);
  const bare = testStack();
  new Site(bare, 'Site', { pages: '/nowhere', apiUrl: 'https://abc123.example.org' });
  const without = Template.fromStack(bare);
  without.resourceCountIs('Custom::CDKBucketDeployment', 0);
  without.resourceCountIs('AWS::CloudFront::Distribution', 1);
});

test('the policy of MTA-STS is what RFC 8461 section 3.2 asks for', () => {
  deepEqual(policy.split('\r\n'), [
    'version: STSv1',
    'mode: enforce',
    'mx: mx.secure.example.org',
    'max_age: 604800',
    '',
  ]);
});

test('CloudFront answers with it, and with nothing else', () => {
  const answer = (
    uri: string,
  ): { statusCode: number; body?: string; headers?: Record<string, { value: string }> } => {
    const context: { event: unknown; answer?: unknown } = { event: { request: { uri } } };
    runInNewContext(`${policyAnswer(policy)}; answer = handler(event);`, context);
    return context.answer as ReturnType<typeof answer>;
  };
  const found = answer('/.well-known/mta-sts.txt');
  equal(found.statusCode, 200);
  equal(found.body, policy);
  match(found.headers?.['content-type']?.value ?? '', /^text\/plain/);
  equal(answer('/').statusCode, 404);
  const { Properties } = resourceAt(template, 'AWS::CloudFront::Function', 'PolicyHostAnswer');
  equal(Properties['FunctionCode'], policyAnswer(policy));
});
