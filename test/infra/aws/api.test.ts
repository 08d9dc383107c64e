import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { Match, Template } from 'aws-cdk-lib/assertions';
import { HostedZone } from 'aws-cdk-lib/aws-route53';

import { Api } from '../../../infra/aws/api.ts';
import { PUBLIC_PATHS, PUBLIC_POST_PATHS } from '../../../infra/public-paths.ts';
import { partsIn } from './parts.ts';
import { exampleZone } from './example.ts';
import { resourcesOf, testStack } from './templates.ts';

function apiOf(ownName: boolean): { template: Template; publicUrl: string } {
  const stack = testStack();
  const { id: hostedZoneId, name: zoneName } = exampleZone;
  const zone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId, zoneName });
  const { publicUrl } = new Api(stack, 'Api', {
    ...partsIn(stack),
    hostName: 'out.secure.example.org',
    submissionHost: 'mx.secure.example.org',
    issuer: { url: 'https://login.example.org', audience: 'secure-alias' },
    ...(ownName && { domain: { name: 'api.secure.example.org', zone } }),
  });
  return { template: Template.fromStack(stack), publicUrl };
}
const { template } = apiOf(false);

test('every path asks for a token, but those that are for everybody', () => {
  const routes = [...resourcesOf(template, 'AWS::ApiGatewayV2::Route').values()].map(({ Properties }) => [
    Properties['RouteKey'],
    Properties['AuthorizationType'],
  ]);
  deepEqual(
    new Map(routes as [string, string][]),
    new Map([
      ['ANY /{path+}', 'JWT'],
      ...PUBLIC_PATHS.map((path): [string, string] => [`GET ${path}`, 'NONE']),
      ...PUBLIC_POST_PATHS.map((path): [string, string] => [`POST ${path}`, 'NONE']),
    ]),
  );
});

test('tokens of the configured issuer and audience', () => {
  template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: 'https://login.example.org', Audience: ['secure-alias'] },
  });
});

test('throttled, and logged without addresses, subjects or tokens', () => {
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    AccessLogSettings: { Format: Match.not(Match.stringLikeRegexp('sourceIp|identity|claims|path\\b')) },
  });
});

test('the function answers before API Gateway gives up', () => {
  template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 29 });
});

test('a name of its own has a certificate, TLS 1.2 at least, and an address', () => {
  const own = apiOf(true);
  own.template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
    DomainName: 'api.secure.example.org',
    DomainNameConfigurations: [Match.objectLike({ SecurityPolicy: 'TLS_1_2' })],
  });
  own.template.hasResourceProperties('AWS::CertificateManager::Certificate', { ValidationMethod: 'DNS' });
  own.template.hasResourceProperties('AWS::Route53::RecordSet', {
    Name: 'api.secure.example.org.',
    Type: 'A',
  });
  deepEqual(own.publicUrl, 'https://api.secure.example.org');
});
