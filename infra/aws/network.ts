/**
 * The network: two zones, and Elastic IPs that all mail leaves from. Those addresses are the house's name in the
 * world (SPF, PTR, reputation), so they outlive the stack unless data are to be destroyed. DynamoDB and S3 are
 * reached through gateway endpoints, which cost nothing; all else goes out through NAT gateways, or through instances
 * in their place (docs/decisions/0045).
 *
 * Not done: IPv6. Few receivers judge it kindly, and the load balancer keeps client addresses for IPv4 only.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import { Metric, type Alarm, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { NatInstances } from './nat-instances.ts';
import { graph, type Observed } from './observed.ts';
import type { Egress } from './presets.ts';

export interface NetworkProps {
  /** NAT gateways, or instances, each with its Elastic IP: 1 or 2. */
  readonly natGateways: number;
  /** @default nat-gateway */
  readonly egress?: Egress;
  /** Whether the Elastic IPs stay when the stack goes. @default true */
  readonly keepAddresses?: boolean;
  /** Ports beside 25, 443 and 853 that functions connect to, such as the home server's. @default none */
  readonly furtherPorts?: readonly number[];
  /** Whether there is a small subnet in each zone for a resolver with fixed addresses. @default false */
  readonly resolver?: boolean;
}

/** Of the whole network. */
export const NETWORK = '10.20.0.0/20';

/**
 * Another security group as the source of a rule that stands in its own group. The CDK would make a resource of
 * each such rule, lest two groups name each other; here they never do, and a group says by itself who comes in.
 */
export function from(group: ec2.ISecurityGroup): ec2.IPeer {
  const unused = (): never => {
    throw new Error('for what comes in only');
  };
  return {
    canInlineRule: true,
    uniqueId: group.node.addr,
    connections: new ec2.Connections(),
    toIngressRuleConfig: () => ({ sourceSecurityGroupId: group.securityGroupId }),
    toEgressRuleConfig: unused,
  };
}

/** What goes out to the world through a gateway or an instance, and what comes back. */
const OCTETS = {
  'nat-gateway': {
    namespace: 'AWS/NATGateway',
    dimension: 'NatGatewayId',
    metrics: ['BytesOutToDestination', 'BytesInFromDestination'],
  },
  'nat-instance': { namespace: 'AWS/EC2', dimension: 'InstanceId', metrics: ['NetworkOut', 'NetworkIn'] },
} as const;

function octetsThrough(egress: Egress, { gatewayId }: ec2.GatewayConfig): Metric[] {
  const { namespace, dimension, metrics } = OCTETS[egress];
  const dimensionsMap = { [dimension]: gatewayId };
  return metrics.map((metricName) => new Metric({ namespace, metricName, dimensionsMap, statistic: 'Sum' }));
}

/** SMTP to other providers; HTTPS for AWS, MTA-STS and reports; DNS over TLS. */
const PORTS_OUT = [25, 443, 853];

export class Network extends Construct implements Observed {
  readonly vpc: ec2.IVpc;
  /** Of all functions: they connect out, and nothing connects to them. */
  readonly functionGroup: ec2.SecurityGroup;
  /** Empty where no resolver was asked for. */
  readonly resolverSubnets: readonly ec2.ISubnet[];
  /** Addresses that mail leaves from. */
  readonly outgoingAddresses: readonly string[];
  /**
   * Zones with a way out, each with its two subnets: mail comes in there and nowhere else, since a zone without a way
   * out could put nothing into a queue.
   */
  readonly zones: readonly { readonly entrance: ec2.ISubnet; readonly tasks: ec2.ISubnet }[];
  readonly widgets: readonly IWidget[];
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const keep = props.keepAddresses ?? true;
    const addresses = Array.from({ length: props.natGateways }, (_, index) => {
      const address = new ec2.CfnEIP(this, `OutgoingAddress${index + 1}`, { domain: 'vpc' });
      address.applyRemovalPolicy(keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
      return address;
    });
    this.outgoingAddresses = addresses.map((address) => address.attrPublicIp);
    const { egress = 'nat-gateway', furtherPorts = [] } = props;
    const portsOut = [...new Set([...PORTS_OUT, ...furtherPorts])].map((port) => ec2.Port.tcp(port));
    const nat =
      egress === 'nat-instance'
        ? new NatInstances(this, {
            addresses,
            network: NETWORK,
            // A resolver of our own asks the world's name servers.
            ports: props.resolver === true ? [...portsOut, ec2.Port.udp(53), ec2.Port.tcp(53)] : portsOut,
          })
        : ec2.NatProvider.gateway({
            eipAllocationIds: addresses.map((address) => address.attrAllocationId),
          });
    const vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(NETWORK),
      maxAzs: 2,
      natGateways: props.natGateways,
      natGatewayProvider: nat,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 22 },
        ...(props.resolver === true
          ? [{ name: 'resolver', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 27 }]
          : []),
      ],
      gatewayEndpoints: {
        s3: { service: ec2.GatewayVpcEndpointAwsService.S3 },
        dynamoDb: { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB },
      },
      // Nothing is ever put into the default group, and emptying it would take a function of its own.
      restrictDefaultSecurityGroup: false,
    });
    // The CDK's own types do not hold under exactOptionalPropertyTypes.
    this.vpc = vpc as ec2.IVpc;
    this.resolverSubnets = vpc.isolatedSubnets;
    this.zones = nat.configuredGateways.flatMap((_, index) => {
      const [entrance, tasks] = [vpc.publicSubnets[index], vpc.privateSubnets[index]];
      return entrance === undefined || tasks === undefined ? [] : [{ entrance, tasks }];
    });
    this.alarms = nat instanceof NatInstances ? nat.alarms : [];
    this.widgets = [
      graph(
        egress === 'nat-instance'
          ? 'Octets through NAT instances'
          : 'What costs: octets through NAT gateways',
        nat.configuredGateways.flatMap((gateway) => octetsThrough(egress, gateway)),
      ),
    ];
    // What was accepted is in the functions' own logs; what was rejected is in no other place.
    vpc.addFlowLog('Rejected', {
      trafficType: ec2.FlowLogTrafficType.REJECT,
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        new LogGroup(this, 'FlowLog', {
          retention: RetentionDays.TWO_WEEKS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      ),
    });
    this.functionGroup = new ec2.SecurityGroup(this, 'Functions', {
      vpc: this.vpc,
      description: 'Functions: mail, HTTPS and DNS over TLS out, nothing in',
      allowAllOutbound: false,
    });
    for (const port of portsOut) this.functionGroup.addEgressRule(ec2.Peer.anyIpv4(), port);
  }
}
