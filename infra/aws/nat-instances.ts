/**
 * The way out by machines of our own, where a NAT gateway is too dear: in each zone one small instance that puts its
 * Elastic IP in place of the private addresses. It has no key and no role, and only the ports that the house sends to
 * are let in to it, on which it does not listen. It never has another public address, so that no mail leaves from one.
 *
 * Ubuntu, since its image has what is needed: nothing is fetched at the start, and security updates come by
 * themselves, with a restart at night where one asks for it. Each deployment takes the newest image, and a new one
 * replaces the instance. A machine that fails is started anew elsewhere by AWS, one that hangs by its alarm.
 */
import { createHash } from 'node:crypto';

import { Duration, Fn, Stack, Tags } from 'aws-cdk-lib';
import { Metric, type Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Ec2Action, Ec2InstanceAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

import { acknowledge } from './acknowledge.ts';
import { adviseAlarm } from './observed.ts';

export interface NatInstancesProps {
  /** Their Elastic IPs: there is one instance for each. */
  readonly addresses: readonly ec2.CfnEIP[];
  /** Of the whole network, as CIDR: who may go out. */
  readonly network: string;
  /** What may go out. */
  readonly ports: readonly ec2.Port[];
}

const IMAGE = '/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id';
const DISK_GIB = 8;
/** Of the image. */
const ROOT_DEVICE = '/dev/sda1';
/** Package lists and security updates. */
const UPDATES = ec2.Port.tcp(80);

/** What an instance runs at its first start. `index`: no two restart for an update at the same time. */
export function natScript(network: string, index: number): string {
  return `#!/bin/bash
set -euo pipefail
cat > /etc/systemd/system/nat.service <<'UNIT'
[Unit]
Description=Address translation for the private subnets
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/sysctl -q -w net.ipv4.ip_forward=1
ExecStart=/usr/sbin/iptables -w -t nat -A POSTROUTING -s ${network} ! -d ${network} -j MASQUERADE
[Install]
WantedBy=multi-user.target
UNIT
cat > /etc/apt/apt.conf.d/52-restart <<'SETTINGS'
Unattended-Upgrade::Automatic-Reboot "true";
Unattended-Upgrade::Automatic-Reboot-Time "0${2 + index}:30";
SETTINGS
systemctl daemon-reload
systemctl enable --now nat.service
`;
}

export class NatInstances extends ec2.NatProvider {
  readonly configuredGateways: ec2.GatewayConfig[] = [];
  readonly alarms: Alarm[] = [];
  readonly #scope: Construct;
  readonly #props: NatInstancesProps;

  constructor(scope: Construct, props: NatInstancesProps) {
    super();
    this.#scope = scope;
    this.#props = props;
  }

  configureNat({ vpc, natSubnets, privateSubnets }: ec2.ConfigureNatOptions): void {
    const { network, ports } = this.#props;
    const group = new ec2.SecurityGroup(this.#scope, 'NatGroup', {
      vpc: vpc as ec2.IVpc,
      description: 'NAT: what the house sends out, and nothing in',
      allowAllOutbound: false,
    });
    for (const port of ports) {
      group.addIngressRule(ec2.Peer.ipv4(network), port);
      group.addEgressRule(ec2.Peer.anyIpv4(), port);
    }
    group.addEgressRule(ec2.Peer.anyIpv4(), UPDATES);
    const { imageId } = ec2.MachineImage.fromSsmParameter(IMAGE).getImage(this.#scope);
    natSubnets.forEach((subnet, index) => {
      const instance = this.#instance(subnet, group, imageId, index);
      const address = this.#props.addresses[index];
      if (address === undefined) throw new Error('as many addresses as instances');
      address.instanceId = instance.ref;
      address.node.addDependency(vpc.internetConnectivityEstablished);
      this.configuredGateways.push({ az: subnet.availabilityZone, gatewayId: instance.ref });
      this.alarms.push(...this.#alarms(instance, index));
    });
    for (const subnet of privateSubnets) this.configureSubnet(subnet);
  }

  configureSubnet(subnet: ec2.PrivateSubnet): void {
    const here = this.configuredGateways.find(({ az }) => az === subnet.availabilityZone);
    const routerId = (here ?? this.configuredGateways[0])?.gatewayId;
    if (routerId === undefined) throw new Error('no instance is configured yet');
    subnet.addRoute('DefaultRoute', {
      routerType: ec2.RouterType.INSTANCE,
      routerId,
      enablesInternetConnectivity: true,
    });
  }

  #instance(
    { subnetId }: ec2.PublicSubnet,
    { securityGroupId }: ec2.SecurityGroup,
    imageId: string,
    index: number,
  ): ec2.CfnInstance {
    const script = natScript(this.#props.network, index);
    // A script runs at the first start only: another one is another instance.
    const digest = createHash('sha256').update(script).digest('hex').slice(0, 8);
    const instance = new ec2.CfnInstance(this.#scope, `NatInstance${index + 1}-${digest}`, {
      imageId,
      instanceType: 't4g.nano',
      subnetId,
      securityGroupIds: [securityGroupId],
      sourceDestCheck: false,
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
      // A day's credits are enough for a house of this size; what goes beyond is slower, not dearer.
      creditSpecification: { cpuCredits: 'standard' },
      blockDeviceMappings: [
        {
          deviceName: ROOT_DEVICE,
          ebs: { encrypted: true, volumeType: 'gp3', volumeSize: DISK_GIB, deleteOnTermination: true },
        },
      ],
      userData: Fn.base64(script),
    });
    Tags.of(instance).add('Name', `${Stack.of(this.#scope).stackName} NAT ${index + 1}`);
    acknowledge(instance, {
      'AwsSolutions-EC28': 'Its status is measured each minute without that, and nothing reads the rest.',
      'AwsSolutions-EC29': 'Nothing is on it: a deployment replaces it, and its address stays.',
    });
    return instance;
  }

  #alarms({ ref: InstanceId }: ec2.CfnInstance, index: number): Alarm[] {
    const advised = (check: 'Instance' | 'System', action: Ec2InstanceAction): Alarm => {
      const alarm = adviseAlarm(this.#scope, `Nat${index + 1}${check}`, {
        name: 'nat-instance',
        advice: 'It is being started anew; if this comes again, deploy, or take a NAT gateway instead.',
        metric: new Metric({
          namespace: 'AWS/EC2',
          metricName: `StatusCheckFailed_${check}`,
          dimensionsMap: { InstanceId },
          statistic: 'Maximum',
          period: Duration.minutes(1),
        }),
        threshold: 1,
        periods: 3,
      });
      alarm.addAlarmAction(new Ec2Action(action));
      return alarm;
    };
    return [advised('Instance', Ec2InstanceAction.REBOOT), advised('System', Ec2InstanceAction.RECOVER)];
  }
}
