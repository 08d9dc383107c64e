/**
 * The edge: port 25 for the world, 465 and 587 for users, behind a network load balancer with addresses that do
 * not change. The load balancer passes TCP through, since STARTTLS cannot be ended anywhere but in the edge, and
 * keeps clients' addresses, so that the edge needs no PROXY header and believes none.
 *
 * The certificate is one secret with chain and key in PEM. The edge looks at it every few minutes and takes up
 * what is new by itself: a renewed certificate needs no new task (docs/decisions/0030).
 */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Stats, type Alarm, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

import { METRICS } from '../../shared/observe/names.ts';
import { access } from './access.ts';
import { acknowledge } from './acknowledge.ts';
import { withoutInsights } from './cluster.ts';
import { EdgeScaling } from './edge-scaling.ts';
import { from, NETWORK, type Network } from './network.ts';
import { adviseAlarm, faultAlarms, figure, graph, houseMetric, type Observed } from './observed.ts';
import { grantAccess, namesFor } from './permissions.ts';
import type { Sizes } from './presets.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';

export interface EdgeProps {
  readonly network: Network;
  readonly storage: Storage;
  readonly settings: Settings;
  /** In the greeting, in Received, and in MX records. */
  readonly hostName: string;
  readonly publicUrl: string;
  readonly image: ecs.ContainerImage;
  /** Chain and key in PEM, in one text. */
  readonly certificate: Secret;
  readonly sizes: Sizes;
  /** Whether the load balancer’s addresses stay when the stack goes. @default true */
  readonly keepAddresses?: boolean;
}

/** Port for the world → port in the container, where nobody is root, and its environment variable. */
const PORTS = [
  { name: 'Mx', outside: 25, inside: 2525, variable: 'MX_PORT' },
  { name: 'Submissions', outside: 465, inside: 2465, variable: 'SUBMISSIONS_PORT' },
  { name: 'Submission', outside: 587, inside: 2587, variable: 'SUBMISSION_PORT' },
] as const;
const HEALTH_PORT = 8080;
/** The longest that SMTP lets either side be silent is ten minutes (RFC 5321 section 4.5.3.2). */
const TCP_IDLE = Duration.seconds(660);
/** Fargate's longest; the edge's own drain ends before it. */
const STOP_TIMEOUT = Duration.seconds(120);
const DRAIN_TIMEOUT = '110s';
/**
 * The image's own check again, since ECS looks only at what the task definition says. Slower than the load balancer,
 * which takes a task out of service in 20 seconds: here one is replaced, and a busy quarter of a core takes its time
 * to start Node.
 */
const CONTAINER_HEALTH: ecs.HealthCheck = {
  command: [
    'CMD',
    'node',
    '-e',
    "http.get({ host: process.env.LISTEN_ADDRESS, port: process.env.HEALTH_PORT, path: '/healthz' }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))",
  ],
  interval: Duration.seconds(30),
  timeout: Duration.seconds(10),
  retries: 3,
  startPeriod: Duration.seconds(60),
};
/** Any user that is not root. */
const EDGE_USER = '65532';

export class Edge extends Construct implements Observed {
  readonly service: ecs.FargateService;
  readonly taskDefinition: ecs.FargateTaskDefinition;
  readonly logGroup: LogGroup;
  /** What MX hosts’ A records are to say. */
  readonly addresses: readonly string[];
  readonly widgets: readonly IWidget[];
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    const { vpc, zones } = props.network;
    const cluster = withoutInsights(this, vpc);
    this.logGroup = new LogGroup(this, 'Log', {
      retention: props.sizes.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.taskDefinition = this.#task(props);
    const balancerGroup = new ec2.SecurityGroup(this, 'BalancerGroup', {
      vpc,
      description: 'Mail from everywhere',
      allowAllOutbound: false,
    });
    const taskGroup = new ec2.SecurityGroup(this, 'TaskGroup', {
      vpc,
      description: 'The edge: connections from the load balancer, HTTPS to AWS',
      allowAllOutbound: false,
    });
    taskGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'AWS');
    for (const { outside } of PORTS) balancerGroup.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(outside));
    for (const port of [...PORTS.map(({ inside }) => inside), HEALTH_PORT]) {
      balancerGroup.addEgressRule(ec2.Peer.ipv4(NETWORK), ec2.Port.tcp(port));
      taskGroup.addIngressRule(from(balancerGroup), ec2.Port.tcp(port));
    }
    acknowledge(balancerGroup, { 'AwsSolutions-EC23': 'A mail server is there for the whole world.' });
    const { sizes } = props;
    this.service = new ecs.FargateService(this, 'Service', {
      cluster: cluster as ecs.ICluster,
      taskDefinition: this.taskDefinition,
      desiredCount: sizes.edge.tasks,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      securityGroups: [taskGroup],
      vpcSubnets: { subnets: zones.map(({ tasks }) => tasks) },
      healthCheckGracePeriod: Duration.seconds(60),
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
    });
    const addresses = zones.map((_, index) => {
      const address = new ec2.CfnEIP(this, `Address${index + 1}`, { domain: 'vpc' });
      const keep = props.keepAddresses ?? true;
      address.applyRemovalPolicy(keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
      return address;
    });
    this.addresses = addresses.map((address) => address.attrPublicIp);
    const balancer = new elb.NetworkLoadBalancer(this, 'Balancer', {
      vpc,
      internetFacing: true,
      crossZoneEnabled: true,
      securityGroups: [balancerGroup],
      subnetMappings: zones.map(({ entrance }, index) => ({
        subnet: entrance,
        allocationId: addresses[index]?.attrAllocationId ?? '',
      })),
    });
    acknowledge(balancer, {
      'AwsSolutions-ELB2':
        'A network load balancer logs TLS listeners only, and this one has none; the edge logs every connection.',
    });
    const groups = PORTS.map((port) => this.#listen(balancer, port));
    new EdgeScaling(this, 'Scaling', { cluster, service: this.service, sizes: sizes.edge });
    this.alarms = this.#alarms(sizes, groups);
    this.widgets = [
      graph('Mail in', [figure('mail-in'), houseMetric(METRICS.connections, 'smtp-edge')]),
      graph('Turned away for want of TLS', [figure('refused-plaintext')]),
      graph('Open connections, of the fullest task', [figure('open-connections')]),
      graph(
        'Edge tasks',
        groups.map((group) => group.metrics.healthyHostCount()),
      ),
      graph('Processor and memory of the edge, in percent, of the fullest task', [
        this.service.metricCpuUtilization({ statistic: Stats.MAXIMUM }),
        this.service.metricMemoryUtilization({ statistic: Stats.MAXIMUM }),
      ]),
      graph('What costs: octets through the load balancer', [balancer.metrics.processedBytes()]),
    ];
  }

  #task(props: EdgeProps): ecs.FargateTaskDefinition {
    const { storage, settings, sizes, certificate } = props;
    const { ALIAS_DOMAINS, OPERATOR_ADDRESSES, MAX_MESSAGE_SIZE } = settings;
    const { region } = Stack.of(this);
    const task = new ecs.FargateTaskDefinition(this, 'Task', {
      cpu: sizes.edge.cpu,
      memoryLimitMiB: sizes.edge.memoryMiB,
      runtimePlatform: {
        cpuArchitecture: ecs.CpuArchitecture.ARM64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
    });
    task.addContainer('edge', {
      image: props.image,
      essential: true,
      readonlyRootFilesystem: true,
      user: EDGE_USER,
      stopTimeout: STOP_TIMEOUT,
      healthCheck: CONTAINER_HEALTH,
      logging: ecs.LogDrivers.awsLogs({ logGroup: this.logGroup, streamPrefix: 'edge' }),
      linuxParameters: new ecs.LinuxParameters(this, 'Linux', { initProcessEnabled: true }),
      portMappings: [...PORTS.map(({ inside }) => inside), HEALTH_PORT].map((containerPort) => ({
        containerPort,
      })),
      environment: {
        AWS_REGION: region,
        ...namesFor(access['smtp-edge'], { storage }),
        ALIAS_DOMAINS,
        OPERATOR_ADDRESSES,
        MAX_MESSAGE_SIZE,
        HOST_NAME: props.hostName,
        PUBLIC_URL: props.publicUrl,
        LISTEN_ADDRESS: '0.0.0.0',
        ...Object.fromEntries(PORTS.map(({ variable, inside }) => [variable, String(inside)])),
        HEALTH_PORT: String(HEALTH_PORT),
        TLS_CERTIFICATE_SECRET: certificate.secretArn,
        MAX_CONNECTIONS: String(sizes.edge.connections),
        MEMORY_LIMIT: `${sizes.edge.memoryMiB}MiB`,
        DRAIN_TIMEOUT,
      },
    });
    grantAccess(task.taskRole, access['smtp-edge'], { storage });
    task.addToTaskRolePolicy(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [certificate.secretArn],
      }),
    );
    acknowledge(task, {
      'AwsSolutions-ECS2': 'Names, ARNs and sizes only; a test asserts that no secret is among them.',
      'AwsSolutions-IAM5[Resource::*]': 'Signing in to ECR cannot be limited to a repository.',
      [`AwsSolutions-IAM5[Resource::<${storage.bucketLogicalId}.Arn>/transit/*]`]:
        'All objects in transit are the edge’s business: their names are ids of messages.',
    });
    return task;
  }

  #listen(
    balancer: elb.NetworkLoadBalancer,
    { name, outside, inside }: (typeof PORTS)[number],
  ): elb.NetworkTargetGroup {
    const listener = balancer.addListener(name, {
      port: outside,
      protocol: elb.Protocol.TCP,
      tcpIdleTimeout: TCP_IDLE,
    });
    return listener.addTargets(`${name}Targets`, {
      port: inside,
      protocol: elb.Protocol.TCP,
      preserveClientIp: true,
      deregistrationDelay: STOP_TIMEOUT,
      targets: [this.service.loadBalancerTarget({ containerName: 'edge', containerPort: inside })],
      healthCheck: {
        protocol: elb.Protocol.HTTP,
        port: String(HEALTH_PORT),
        path: '/healthz',
        interval: Duration.seconds(10),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 2,
      },
    });
  }

  #alarms({ edge }: Sizes, groups: readonly elb.NetworkTargetGroup[]): Alarm[] {
    const [mx] = groups;
    return [
      ...faultAlarms(this, 'smtp-edge'),
      ...(mx === undefined
        ? []
        : [
            adviseAlarm(this, 'TooFewTasks', {
              name: 'edge-tasks',
              advice: 'Look at the events of the edge’s service: fewer tasks than asked for take mail.',
              metric: mx.metrics.healthyHostCount({ statistic: 'Minimum', period: Duration.minutes(1) }),
              threshold: edge.tasks,
              periods: 5,
              below: true,
            }),
          ]),
    ];
  }
}
