/**
 * One function of the house as a Lambda function: Node 24 on arm64, in the VPC, with a log group of its own and a
 * role that holds nothing but what access.ts says.
 */
import type { Duration } from 'aws-cdk-lib';
import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import type { ServiceName } from '../../shared/observe/names.ts';
import type { Access } from './access.ts';
import { acknowledge } from './acknowledge.ts';
import { functionCode } from './function-code.ts';
import type { EmailSending } from './email-sending.ts';
import type { Network } from './network.ts';
import { grantAccess, namesFor } from './permissions.ts';
import type { Storage } from './storage.ts';

export interface HouseFunctionProps {
  readonly name: ServiceName;
  readonly description: string;
  readonly network: Network;
  readonly storage: Storage;
  readonly access: Access;
  /** For one whose access says that it mails. @default none */
  readonly email?: EmailSending;
  /** Variables beside the names of what it has access to. */
  readonly settings: Readonly<Record<string, string>>;
  readonly memoryMiB: number;
  readonly timeout: Duration;
  readonly logDays: RetentionDays;
  /** Whether it puts its own next step onto the queue that it works on. @default false */
  readonly callsItself?: boolean;
}

/** What Lambda needs to put a function into a VPC (AWS: "Required IAM permissions"); it allows no narrowing. */
const NETWORK_INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

export class HouseFunction extends Construct {
  readonly function: lambda.Function;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: HouseFunctionProps) {
    super(scope, id);
    const { network, storage, access } = props;
    this.logGroup = new LogGroup(this, 'Log', {
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${props.name} may do`,
      inlinePolicies: {
        // Part of the role itself: Lambda checks for it at the very moment at which the function is made.
        network: new iam.PolicyDocument({
          statements: [new iam.PolicyStatement({ actions: NETWORK_INTERFACES, resources: ['*'] })],
        }),
      },
    });
    this.logGroup.grantWrite(role);
    grantAccess(role, access, props);
    this.function = new lambda.Function(this, 'Function', {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: functionCode(`functions/${props.name}/handler.ts`),
      handler: 'index.handler',
      role,
      vpc: network.vpc,
      securityGroups: [network.functionGroup],
      memorySize: props.memoryMiB,
      timeout: props.timeout,
      logGroup: this.logGroup,
      tracing: lambda.Tracing.ACTIVE,
      // Lambda takes the seventeenth step of the same message for a loop and puts it among the dead letters. A
      // message that is tried for a day takes a hundred; its lifetime is what ends it.
      ...(props.callsItself === true && { recursiveLoop: lambda.RecursiveLoop.ALLOW }),
      environment: { ...namesFor(access, props), ...props.settings },
    });
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]':
        'Network interfaces of a function in a VPC, X-Ray segments, and, for the API alone, reading metrics: none of these calls can be limited to a resource.',
      ...Object.fromEntries(
        Object.keys(access.objects).map((prefix) => [
          `AwsSolutions-IAM5[Resource::<${storage.bucketLogicalId}.Arn>/${prefix}*]`,
          'All objects under this prefix are this function’s business: their names are ids of messages.',
        ]),
      ),
    });
  }
}
