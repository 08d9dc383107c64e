import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { Match, Template } from 'aws-cdk-lib/assertions';

import { Network } from '../../../infra/aws/network.ts';
import { testStack } from './templates.ts';

function networkOf(props: ConstructorParameters<typeof Network>[2]): Template {
  const stack = testStack();
  new Network(stack, 'Network', props);
  return Template.fromStack(stack);
}
const template = networkOf({ natGateways: 2 });

test('two zones, a NAT gateway with an Elastic IP of ours in each', () => {
  template.resourceCountIs('AWS::EC2::Subnet', 4);
  template.resourceCountIs('AWS::EC2::EIP', 2);
  template.allResourcesProperties('AWS::EC2::NatGateway', {
    AllocationId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^NetworkOutgoingAddress'), 'AllocationId'] },
  });
});

test('the addresses outlive the stack, unless data are to be destroyed', () => {
  template.allResources('AWS::EC2::EIP', { DeletionPolicy: 'Retain' });
  networkOf({ natGateways: 1, keepAddresses: false }).allResources('AWS::EC2::EIP', {
    DeletionPolicy: 'Delete',
  });
});

test('S3 and DynamoDB are reached through gateway endpoints', () => {
  template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
  template.allResourcesProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' });
});

test('what was rejected is logged', () => {
  template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'REJECT', ResourceType: 'VPC' });
});

test('functions connect to mail, HTTPS and DNS over TLS, and nothing connects to them', () => {
  const ports = (of: Template): number[] =>
    Object.values(of.findResources('AWS::EC2::SecurityGroup')).flatMap((group) =>
      (
        group as { Properties: { SecurityGroupEgress: { FromPort: number }[] } }
      ).Properties.SecurityGroupEgress.map(({ FromPort }) => FromPort),
    );
  equal(ports(template).join(), '25,443,853');
  equal(ports(networkOf({ natGateways: 1, furtherPorts: [25, 2525] })).join(), '25,443,853,2525');
  template.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
});
