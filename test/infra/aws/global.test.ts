import { equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import { Match, Template } from 'aws-cdk-lib/assertions';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';

import { addStacks } from '../../../infra/aws/deployment.ts';
import { configured, example, exampleZone } from './example.ts';
import { resourcesOf, testApp } from './templates.ts';

const options = { edgeImage: ContainerImage.fromRegistry('registry.example.org/edge:1'), pages: '/nowhere' };

const deployment = addStacks(
  testApp(),
  configured({
    domains: [{ ...example.domains[0], zone: { ...exampleZone, dnssec: true } }],
    hosts: { web: 'mail.secure.example.org', api: 'api.secure.example.org' },
    resolver: { kind: 'unbound', host: 'dns.secure.example.org' },
    certificate: { kind: 'acm' },
  }),
  options,
);
const main = Template.fromStack(deployment.stack);

test('without a zone there is one stack', () => {
  equal(addStacks(testApp(), configured(), options).global, null);
});

test('names of CloudFront are proven in us-east-1, and the zone is signed there', () => {
  const { global } = deployment;
  equal(global?.region, 'us-east-1');
  const template = Template.fromStack(global);
  template.hasResourceProperties('AWS::CertificateManager::Certificate', {
    DomainName: 'mail.secure.example.org',
    SubjectAlternativeNames: ['mta-sts.secure.example.org'],
  });
  template.hasResourceProperties('AWS::KMS::Key', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  template.hasResourceProperties('AWS::Route53::KeySigningKey', { Status: 'ACTIVE' });
  template.hasResourceProperties('AWS::Route53::DNSSEC', { HostedZoneId: exampleZone.id });
});

test('a public certificate of the edge may be exported', () => {
  main.hasResourceProperties('AWS::CertificateManager::Certificate', {
    DomainName: 'mx.secure.example.org',
    CertificateExport: 'ENABLED',
  });
});

test('with Unbound, functions ask it over TLS at fixed addresses under the name that is proven', () => {
  main.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: {
        DNS_SERVERS:
          'tls://10.20.12.10:853#dns.secure.example.org,tls://10.20.12.42:853#dns.secure.example.org',
      },
    },
  });
  main.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Scheme: 'internal',
    SubnetMappings: [
      Match.objectLike({ PrivateIPv4Address: '10.20.12.10' }),
      Match.objectLike({ PrivateIPv4Address: '10.20.12.42' }),
    ],
  });
  main.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 853, Protocol: 'TLS' });
  // The addresses lie where they are said to.
  const resolverNetworks = [...resourcesOf(main, 'AWS::EC2::Subnet')]
    .filter(([id]) => id.includes('resolver'))
    .map(([, { Properties }]) => Properties['CidrBlock']);
  equal(resolverNetworks.join(), '10.20.12.0/27,10.20.12.32/27');
});

test('the stacks cannot be deleted by mistake', () => {
  equal(deployment.stack.terminationProtection, true);
  equal(addStacks(testApp(), configured({ data: 'destroy' }), options).stack.terminationProtection, false);
});

test('the edge waits for its first certificate', () => {
  const [service] = [...resourcesOf(main, 'AWS::ECS::Service')].filter(([id]) => id.startsWith('Edge'));
  match(JSON.stringify(service?.[1].DependsOn), /CertificatesFirst/);
});
