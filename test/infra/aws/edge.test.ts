import { deepEqual, equal, fail, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { Match, Template } from 'aws-cdk-lib/assertions';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';

import { METRICS, NAMESPACE } from '../../../shared/observe/names.ts';
import { Edge } from '../../../infra/aws/edge.ts';
import { partsIn } from './parts.ts';
import { resourceAt, resourcesOf, testStack } from './templates.ts';

function edgeOf(change: Record<string, unknown>): Template {
  const stack = testStack();
  new Edge(stack, 'Edge', {
    ...partsIn(stack, change),
    hostName: 'mx.secure.example.org',
    publicUrl: 'https://mail.secure.example.org',
    image: ContainerImage.fromRegistry('registry.example.org/edge:1'),
    certificate: new Secret(stack, 'Certificate'),
  });
  return Template.fromStack(stack);
}
const template = edgeOf({ preset: 'production' });

interface Container {
  readonly Name: string;
  readonly StopTimeout?: number;
  readonly ReadonlyRootFilesystem: boolean;
  readonly User?: string;
  readonly HealthCheck?: {
    readonly Command: readonly string[];
    readonly Interval: number;
    readonly Timeout: number;
    readonly Retries: number;
    readonly StartPeriod: number;
  };
  readonly Environment: readonly { readonly Name: string; readonly Value: string }[];
}
const [task] = resourcesOf(template, 'AWS::ECS::TaskDefinition').values();
const containers = task?.Properties['ContainerDefinitions'] as readonly Container[];
const edge = containers.find(({ Name }) => Name === 'edge');
const setting = (name: string) => edge?.Environment.find(({ Name }) => Name === name)?.Value;

test('ports 25, 465 and 587 pass through as TCP, and outlast the silence that SMTP allows', () => {
  for (const Port of [25, 465, 587])
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port,
      Protocol: 'TCP',
      ListenerAttributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '660' }],
    });
  template.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 3);
});

test('the edge sees its clients’ own addresses, and is asked over HTTP whether it is well', () => {
  template.allResourcesProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
    TargetType: 'ip',
    HealthCheckProtocol: 'HTTP',
    HealthCheckPath: '/healthz',
    HealthCheckPort: setting('HEALTH_PORT'),
    TargetGroupAttributes: Match.arrayWith([{ Key: 'preserve_client_ip.enabled', Value: 'true' }]),
  });
  // Believing PROXY headers would let any client say who it is.
  equal(setting('TRUSTED_PROXIES'), undefined);
});

test('ECS asks what the image’s own check asks, and leaves the load balancer time to act first', () => {
  const dockerfile = readFileSync('functions/smtp-edge/Dockerfile', 'utf8');
  const [, own = ''] = /^HEALTHCHECK [^\n]*\\\n\s+CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  const { Command, Interval, Timeout, Retries, StartPeriod } = edge?.HealthCheck ?? fail('no check');
  deepEqual(Command, ['CMD', ...(JSON.parse(own) as string[])]);
  const groups = [...resourcesOf(template, 'AWS::ElasticLoadBalancingV2::TargetGroup').values()];
  for (const { Properties } of groups) {
    const balancer =
      Number(Properties['HealthCheckIntervalSeconds']) * Number(Properties['UnhealthyThresholdCount']);
    ok(
      Interval * Retries > balancer,
      `replaced after ${Interval * Retries} s, out of service after ${balancer} s`,
    );
  }
  // What ECS allows (AWS: "HealthCheck"), and no check that overtakes the one before it.
  ok(Interval >= 5 && Interval <= 300 && Timeout >= 2 && Timeout < Interval && Retries <= 10);
  // The service itself ignores failures for as long after a start.
  template.hasResourceProperties('AWS::ECS::Service', { HealthCheckGracePeriodSeconds: StartPeriod });
});

test('the load balancer has addresses that do not change and outlive the stack', () => {
  const balancer = [...resourcesOf(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer').values()][0];
  const mappings = balancer?.Properties['SubnetMappings'] as { AllocationId: unknown }[];
  equal(mappings.length, 2);
  ok(mappings.every(({ AllocationId }) => JSON.stringify(AllocationId).includes('EdgeAddress')));
});

test('mail comes in only where it can go on: one way out, one zone for addresses and tasks', () => {
  const zonesOf = (preset: string) => {
    const of = edgeOf({ preset });
    const [balancer] = resourcesOf(of, 'AWS::ElasticLoadBalancingV2::LoadBalancer').values();
    const [service] = resourcesOf(of, 'AWS::ECS::Service').values();
    const { AwsvpcConfiguration } = service?.Properties['NetworkConfiguration'] as {
      AwsvpcConfiguration: { Subnets: { Ref: string }[] };
    };
    const mappings = balancer?.Properties['SubnetMappings'] as { SubnetId: { Ref: string } }[];
    const all = [...mappings.map(({ SubnetId }) => SubnetId), ...AwsvpcConfiguration.Subnets];
    return all.map(({ Ref }) => /(public|private)Subnet\d/.exec(Ref)?.[0]);
  };
  deepEqual(zonesOf('minimal'), ['publicSubnet1', 'privateSubnet1']);
  deepEqual(zonesOf('production'), ['publicSubnet1', 'publicSubnet2', 'privateSubnet1', 'privateSubnet2']);
});

test('arm64, nobody’s user, a root file system that cannot be written', () => {
  deepEqual(task?.Properties['RuntimePlatform'], {
    CpuArchitecture: 'ARM64',
    OperatingSystemFamily: 'LINUX',
  });
  equal(edge?.User, '65532');
  ok(containers.every(({ ReadonlyRootFilesystem }) => ReadonlyRootFilesystem));
});

test('a task that is to end has two minutes, and is done before they are over', () => {
  equal(edge?.StopTimeout, 120);
  equal(setting('DRAIN_TIMEOUT'), '110s');
  template.allResourcesProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
    TargetGroupAttributes: Match.arrayWith([{ Key: 'deregistration_delay.timeout_seconds', Value: '120' }]),
  });
});

test('two tasks in production, one in minimal; a bad deployment is rolled back', () => {
  template.hasResourceProperties('AWS::ECS::Service', {
    DesiredCount: 2,
    LaunchType: 'FARGATE',
    DeploymentConfiguration: {
      MinimumHealthyPercent: 100,
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
    },
    NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
  });
  edgeOf({ preset: 'minimal' }).hasResourceProperties('AWS::ECS::Service', { DesiredCount: 1 });
});

test('more tasks by processor time and by connections per task', () => {
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
    MinCapacity: 2,
    MaxCapacity: 20,
  });
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
    TargetTrackingScalingPolicyConfiguration: {
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    },
  });
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 500,
      CustomizedMetricSpecification: {
        Namespace: NAMESPACE,
        MetricName: METRICS.openConnections,
        Statistic: 'Average',
        Dimensions: [{ Name: 'service', Value: 'smtp-edge' }],
      },
    },
  });
});

test('no Container Insights, and nothing that would need its metrics', () => {
  template.allResourcesProperties('AWS::ECS::Cluster', {
    ClusterSettings: [{ Name: 'containerInsights', Value: 'disabled' }],
  });
  equal(JSON.stringify(template.toJSON()).includes('ECS/ContainerInsights'), false);
});

test('too few tasks: the least that any zone of the load balancer sees, over both zones; silence alarms', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/NetworkELB',
    MetricName: 'HealthyHostCount',
    Statistic: 'Minimum',
    Period: 60,
    Threshold: 2,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
    // Without a zone: with targets of both zones behind each address, every zone counts all of them.
    Dimensions: [
      Match.objectLike({ Name: 'LoadBalancer' }),
      { Name: 'TargetGroup', Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('Mx'), 'TargetGroupFullName'] } },
    ],
  });
  template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    LoadBalancerAttributes: Match.arrayWith([{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }]),
  });
});

test('one container, which is told the name of its certificate’s secret and writes nothing', () => {
  deepEqual(
    containers.map(({ Name }) => Name),
    ['edge'],
  );
  match(JSON.stringify(setting('TLS_CERTIFICATE_SECRET')), /^\{"Ref":"Certificate/);
  equal(task?.Properties['Volumes'], undefined);
});

test('a quarter core each, with the memory for many large messages at a time', () => {
  equal(task?.Properties['Cpu'], '256');
  equal(task.Properties['Memory'], '1024');
});

test('the edge is told what memory its task has, since the limit of a task is not one of the container', () => {
  equal(setting('MEMORY_LIMIT'), '1024MiB');
});

test('only the load balancer reaches the tasks', () => {
  const { Properties } = resourceAt(template, 'AWS::EC2::SecurityGroup', 'EdgeTaskGroup');
  const rules = Properties['SecurityGroupIngress'] as { FromPort: number; SourceSecurityGroupId: unknown }[];
  deepEqual(
    rules.map(({ FromPort }) => FromPort),
    [2525, 2465, 2587, 8080],
  );
  for (const rule of rules) match(JSON.stringify(rule.SourceSecurityGroupId), /EdgeBalancerGroup/);
  equal(resourcesOf(template, 'AWS::EC2::SecurityGroupIngress').size, 0);
});
