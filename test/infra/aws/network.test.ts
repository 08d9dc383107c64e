import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { Match, Template } from 'aws-cdk-lib/assertions';

import { natScript } from '../../../infra/aws/nat-instances.ts';
import { Network } from '../../../infra/aws/network.ts';
import { resourceAt, resourcesOf, testStack } from './templates.ts';

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

const instances = networkOf({ natGateways: 2, egress: 'nat-instance', furtherPorts: [2525], resolver: true });

test('or two instances, each with an Elastic IP of ours and no other public address, and the routes to them', () => {
  const ids = [...resourcesOf(instances, 'AWS::EC2::Instance').keys()];
  equal(ids.length, 2);
  instances.resourceCountIs('AWS::EC2::NatGateway', 0);
  const references = (type: string, property: string) =>
    [...resourcesOf(instances, type).values()].flatMap(({ Properties }) => Properties[property] ?? []);
  const expected = ids.map((Ref) => ({ Ref }));
  deepEqual(references('AWS::EC2::EIP', 'InstanceId'), expected);
  deepEqual(references('AWS::EC2::Route', 'InstanceId'), expected);
  instances.allResourcesProperties('AWS::EC2::Subnet', {
    MapPublicIpOnLaunch: Match.not(true),
  });
  instances.allResourcesProperties('AWS::EC2::Instance', { NetworkInterfaces: Match.absent() });
  // Which image that is, is found out at the deployment: nothing is looked up here.
  instances.hasParameter('*', {
    Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>',
    Default: Match.stringLikeRegexp('/ubuntu/server/24\\.04/stable/current/arm64/'),
  });
});

test('an instance has no key, no role, an encrypted disk, and metadata for itself alone', () => {
  instances.allResourcesProperties('AWS::EC2::Instance', {
    InstanceType: 't4g.nano',
    SourceDestCheck: false,
    KeyName: Match.absent(),
    IamInstanceProfile: Match.absent(),
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
    BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: Match.objectLike({ Encrypted: true }) }],
  });
  instances.resourceCountIs('AWS::IAM::InstanceProfile', 0);
});

test('only what the house sends goes through an instance, and only from inside', () => {
  const { Properties } = resourceAt(instances, 'AWS::EC2::SecurityGroup', 'NetworkNatGroup');
  const rules = (name: string) =>
    (Properties[name] as { CidrIp: string; IpProtocol: string; FromPort: number; ToPort: number }[]).map(
      ({ CidrIp, IpProtocol, FromPort, ToPort }) => `${IpProtocol} ${FromPort}-${ToPort} ${CidrIp}`,
    );
  const house = ['tcp 25-25', 'tcp 443-443', 'tcp 853-853', 'tcp 2525-2525', 'udp 53-53', 'tcp 53-53'];
  deepEqual(
    rules('SecurityGroupIngress'),
    house.map((rule) => `${rule} 10.20.0.0/20`),
  );
  deepEqual(
    rules('SecurityGroupEgress'),
    [...house, 'tcp 80-80'].map((rule) => `${rule} 0.0.0.0/0`),
  );
});

test('an instance that hangs is restarted, and one whose machine fails is moved; both are told', () => {
  const acts = [...resourcesOf(instances, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => [
    Properties['MetricName'],
    /ec2:(\w+)/.exec(JSON.stringify(Properties['AlarmActions']))?.[1],
  ]);
  const each = [
    ['StatusCheckFailed_Instance', 'reboot'],
    ['StatusCheckFailed_System', 'recover'],
  ];
  deepEqual(acts, [...each, ...each]);
});

test('two instances do not restart for an update at the same hour, and another script is another instance', () => {
  const hour = (index: number) => /Reboot-Time "(\d\d:\d\d)"/.exec(natScript('10.0.0.0/16', index))?.[1];
  deepEqual([hour(0), hour(1)], ['02:30', '03:30']);
  const [first, second] = [...resourcesOf(instances, 'AWS::EC2::Instance').keys()];
  ok(
    first !== undefined &&
      second !== undefined &&
      first.slice('NetworkNatInstance1'.length) !== second.slice('NetworkNatInstance2'.length),
  );
});

test('the addresses outlive the stack, unless data are to be destroyed', () => {
  template.allResources('AWS::EC2::EIP', { DeletionPolicy: 'Retain' });
  networkOf({ natGateways: 1, keepAddresses: false }).allResources('AWS::EC2::EIP', {
    DeletionPolicy: 'Delete',
  });
  instances.allResources('AWS::EC2::EIP', { DeletionPolicy: 'Retain' });
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
