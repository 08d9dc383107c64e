/** What a deployment costs before the first message: counted in its templates. Pure. */
import {
  CONTAINER_METRICS,
  HOURS,
  IDLE_LOG_GB,
  IDLE_POLLS,
  IMAGE_GB,
  KEY_REQUESTS_OF_TABLE,
  NAT_DISK_GB,
} from './assumptions.ts';
import type { Item } from './prices.ts';
import type { Resource, Synthesised } from './templates.ts';

const MILLION = 1_000_000;

function ofType(resources: readonly Resource[], type: string): Resource[] {
  return resources.filter(({ Type }) => Type === type);
}

/** The number of a property, which CloudFormation has as text at times; 0 where there is none. */
function figure(resource: Resource | undefined, name: string): number {
  return Number(resource?.Properties?.[name] ?? 0);
}

interface MetricOfAlarm {
  readonly Namespace?: unknown;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

/** What an alarm reads: one metric, or those of an expression. */
function metricsOf({ Properties }: Resource): MetricOfAlarm[] {
  const parts = Properties?.['Metrics'] as readonly { MetricStat?: { Metric: MetricOfAlarm } }[] | undefined;
  if (parts === undefined) return [Properties ?? {}];
  return parts.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]));
}

/** Names of our own metrics that alarms and the dashboard read: those surely exist. */
export function houseMetrics(resources: readonly Resource[], namespace: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { Properties } of ofType(resources, 'AWS::CloudWatch::Dashboard')) {
    const text = JSON.stringify(Properties).replaceAll('\\', '');
    for (const [, name, dimensions] of text.matchAll(
      new RegExp(`"${namespace}","([A-Za-z]+)"((?:,"[A-Za-z]+","[^"]*")*)`, 'g'),
    ))
      names.add(`${name ?? ''}${dimensions ?? ''}`);
  }
  for (const { Namespace, MetricName, Dimensions = [] } of ofType(
    resources,
    'AWS::CloudWatch::Alarm',
  ).flatMap(metricsOf))
    if (Namespace === namespace)
      names.add(
        `${MetricName ?? ''}${Dimensions.map(({ Name, Value }) => `,"${Name}",${JSON.stringify(Value)}`).join('')}`,
      );
  return names;
}

/** Each metric that an alarm reads is charged. */
function alarmMetrics(resources: readonly Resource[]): number {
  return ofType(resources, 'AWS::CloudWatch::Alarm').flatMap(metricsOf).length;
}

function tasks(resources: readonly Resource[]): { vcpuHours: number; gbHours: number; words: string } {
  const services = ofType(resources, 'AWS::ECS::Service');
  const definitions = ofType(resources, 'AWS::ECS::TaskDefinition');
  let vcpuHours = 0;
  let gbHours = 0;
  const words: string[] = [];
  services.forEach((service, index) => {
    const count = figure(service, 'DesiredCount');
    const cpu = figure(definitions[index], 'Cpu') / 1024;
    const memory = figure(definitions[index], 'Memory') / 1024;
    vcpuHours += count * cpu * HOURS;
    gbHours += count * memory * HOURS;
    words.push(`${count} × ${cpu} vCPU, ${memory} GB`);
  });
  return { vcpuHours, gbHours, words: words.join('; ') };
}

/** Everything that is charged by the month or the hour. */
export function fixedItems({ configuration, resources }: Synthesised): Item[] {
  const count = (type: string): number => ofType(resources, type).length;
  const nat = count('AWS::EC2::NatGateway');
  const natInstances = count('AWS::EC2::Instance');
  const addresses = count('AWS::EC2::EIP');
  const balancers = count('AWS::ElasticLoadBalancingV2::LoadBalancer');
  const edge = tasks(resources);
  const sources = count('AWS::Lambda::EventSourceMapping');
  const tables = count('AWS::DynamoDB::Table');
  const own = houseMetrics(resources, 'SecureAlias').size;
  const insights = ofType(resources, 'AWS::ECS::Cluster').filter((cluster) =>
    JSON.stringify(cluster.Properties?.['ClusterSettings'] ?? []).includes('enabled'),
  ).length;
  const zones = new Set(configuration.domains.flatMap(({ zone }) => (zone === undefined ? [] : [zone.id])))
    .size;
  const item = (what: string, price: string, quantity: number): Item => ({ what, price, quantity });
  return [
    item(`NAT gateways: ${nat}`, 'nat-hour', nat * HOURS),
    item(`NAT instances: ${natInstances}`, 'nat-instance-hour', natInstances * HOURS),
    item('their disks', 'disk-gb', natInstances * NAT_DISK_GB),
    item(`load balancers: ${balancers}`, 'nlb-hour', balancers * HOURS),
    item(`public addresses: ${addresses}`, 'ipv4-hour', addresses * HOURS),
    item(`edge, processors: ${edge.words}`, 'fargate-vcpu-hour', edge.vcpuHours),
    item('edge, memory', 'fargate-gb-hour', edge.gbHours),
    item(
      `Container Insights: ${insights * CONTAINER_METRICS} metrics`,
      'metric',
      insights * CONTAINER_METRICS,
    ),
    item(`our own metrics: ${own}`, 'metric', own),
    item(`alarms: metrics they read: ${alarmMetrics(resources)}`, 'alarm', alarmMetrics(resources)),
    item(
      `dashboards: ${count('AWS::CloudWatch::Dashboard')}`,
      'dashboard',
      count('AWS::CloudWatch::Dashboard'),
    ),
    item(`keys: ${count('AWS::KMS::Key')}`, 'kms-key', count('AWS::KMS::Key')),
    item(`keys asked for by ${tables} tables`, 'kms-request', (tables * KEY_REQUESTS_OF_TABLE) / MILLION),
    item(`secrets: ${count('AWS::SecretsManager::Secret')}`, 'secret', count('AWS::SecretsManager::Secret')),
    item(`queues asked in vain by ${sources} event sources`, 'sqs-request', (sources * IDLE_POLLS) / MILLION),
    item('logs without mail', 'log-gb', IDLE_LOG_GB),
    item('the image of the edge', 'ecr-gb', IMAGE_GB),
    item(`zones: ${zones}`, 'zone', zones),
  ].filter(({ quantity }) => quantity > 0);
}
