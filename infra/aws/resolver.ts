/**
 * A recursive resolver of our own: Unbound in containers, and a load balancer before it that ends TLS with a
 * public certificate. Functions ask it over DNS over TLS like any other, at addresses that do not change, and
 * nobody outside learns whom the house writes to.
 */
import { join } from 'node:path';

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import type { Alarm, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge.ts';
import { withoutInsights } from './cluster.ts';
import { from, NETWORK, type Network } from './network.ts';
import { adviseAlarm, graph, type Observed } from './observed.ts';
import type { Sizes } from './presets.ts';

export interface ResolverProps {
  readonly network: Network;
  /** The name in its certificate. */
  readonly host: string;
  /** Proves the certificate. */
  readonly zone: IHostedZone;
  readonly sizes: Sizes;
}

const INSIDE = 5353;
const DNS_OVER_TLS = 853;

export class Resolver extends Construct implements Observed {
  /** For `DNS_SERVERS`. */
  readonly servers: string;
  readonly widgets: readonly IWidget[];
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: ResolverProps) {
    super(scope, id);
    const { network, host, zone } = props;
    const { vpc } = network;
    const subnets = network.resolverSubnets;
    const addresses = subnets.map((subnet) => addressIn(subnet.ipv4CidrBlock));
    this.servers = addresses.map((address) => `tls://${address}:${DNS_OVER_TLS}#${host}`).join(',');
    const balancerGroup = new ec2.SecurityGroup(this, 'BalancerGroup', {
      vpc,
      description: 'DNS over TLS from functions',
      allowAllOutbound: false,
    });
    const taskGroup = new ec2.SecurityGroup(this, 'TaskGroup', {
      vpc,
      description: 'Unbound: questions from the load balancer, DNS to the world, HTTPS to AWS',
      allowAllOutbound: false,
    });
    for (const port of [ec2.Port.udp(53), ec2.Port.tcp(53), ec2.Port.tcp(443)])
      taskGroup.addEgressRule(ec2.Peer.anyIpv4(), port);
    balancerGroup.addIngressRule(from(network.functionGroup), ec2.Port.tcp(DNS_OVER_TLS));
    balancerGroup.addEgressRule(ec2.Peer.ipv4(NETWORK), ec2.Port.tcp(INSIDE));
    taskGroup.addIngressRule(from(balancerGroup), ec2.Port.tcp(INSIDE));
    const service = this.#service(props, taskGroup);
    const balancer = new elb.NetworkLoadBalancer(this, 'Balancer', {
      vpc,
      internetFacing: false,
      crossZoneEnabled: true,
      securityGroups: [balancerGroup],
      subnetMappings: subnets.map((subnet, index) => ({
        subnet,
        privateIpv4Address: addresses[index] ?? '',
      })),
    });
    acknowledge(balancer, { 'AwsSolutions-ELB2': 'Would be a list of whom the house writes to.' });
    const listener = balancer.addListener('DnsOverTls', {
      port: DNS_OVER_TLS,
      protocol: elb.Protocol.TLS,
      sslPolicy: elb.SslPolicy.TLS13_RES,
      certificates: [
        new Certificate(this, 'Certificate', {
          domainName: host,
          validation: CertificateValidation.fromDns(zone),
        }),
      ],
    });
    const targets = listener.addTargets('Unbound', {
      port: INSIDE,
      protocol: elb.Protocol.TCP,
      preserveClientIp: false,
      deregistrationDelay: Duration.seconds(30),
      targets: [service.loadBalancerTarget({ containerName: 'unbound', containerPort: INSIDE })],
    });
    this.alarms = [
      adviseAlarm(this, 'Down', {
        name: 'resolver-down',
        advice: 'Look at the events of the resolver’s service: without it nothing is delivered.',
        metric: targets.metrics.healthyHostCount({ statistic: 'Minimum', period: Duration.minutes(1) }),
        threshold: 1,
        periods: 3,
        below: true,
      }),
    ];
    this.widgets = [graph('Resolver tasks', [targets.metrics.healthyHostCount()])];
  }

  #service({ network, sizes }: ResolverProps, taskGroup: ec2.SecurityGroup): ecs.FargateService {
    const cluster = withoutInsights(this, network.vpc);
    const task = new ecs.FargateTaskDefinition(this, 'Task', {
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: {
        cpuArchitecture: ecs.CpuArchitecture.ARM64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
    });
    acknowledge(task, {
      'AwsSolutions-IAM5[Resource::*]': 'Signing in to ECR cannot be limited to a repository.',
    });
    const logGroup = new LogGroup(this, 'Log', {
      retention: sizes.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    task.addContainer('unbound', {
      image: ecs.ContainerImage.fromAsset(join(import.meta.dirname, 'resolver'), {
        platform: Platform.LINUX_ARM64,
      }),
      readonlyRootFilesystem: true,
      portMappings: [{ containerPort: INSIDE }],
      logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: 'unbound' }),
    });
    return new ecs.FargateService(this, 'Service', {
      cluster: cluster as ecs.ICluster,
      taskDefinition: task,
      desiredCount: sizes.natGateways,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
      securityGroups: [taskGroup],
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    });
  }
}

/** The tenth address of a network: AWS keeps the first four for itself. */
function addressIn(cidr: string): string {
  const [network = ''] = cidr.split('/');
  const parts = network.split('.').map(Number);
  return [...parts.slice(0, 3), (parts[3] ?? 0) + 10].join('.');
}
