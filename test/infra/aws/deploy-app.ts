/**
 * The deployment as `cdk` runs it in the deploy test: the same stacks, without what the emulator cannot hold. What
 * is left out is exactly this list; deploy.test.ts asserts it, so that it cannot grow unnoticed. `DEPLOY_TEST` is
 * JSON: the configuration, variables for functions that talk to the simulated internet, the entry of another worker
 * where there is one, and a file for what was left out.
 */
import { App, Aspects, CfnOutput, CfnResource, Stack, type IAspect } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Construct, type IConstruct } from 'constructs';
import { writeFileSync } from 'node:fs';

import { readConfiguration } from '../../../infra/aws/config.ts';
import { addStacks } from '../../../infra/aws/deployment.ts';
import { functionCode } from '../../../infra/aws/function-code.ts';

/** As docs of the emulator and trials have it; `*` for a whole service. */
const LEFT_OUT = [
  'AWS::EC2::EIP',
  'AWS::EC2::NatGateway',
  'AWS::EC2::FlowLog',
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::Logs::QueryDefinition',
];
/** Holds the place of what is left out, so that references to it still lead somewhere. */
const PLACEHOLDER = 'AWS::CloudFormation::WaitConditionHandle';

class LeaveOut implements IAspect {
  readonly types = new Set<string>();

  /** Placeholders have no addresses. */
  #namesAddress(output: CfnOutput): boolean {
    return JSON.stringify(Stack.of(output).resolve(output.value)).includes('PublicIp');
  }

  visit(node: IConstruct): void {
    if (node instanceof CfnOutput && this.#namesAddress(node)) node.value = 'left out';
    if (!CfnResource.isCfnResource(node)) return;
    if (node instanceof CfnLoadBalancer && Array.isArray(node.subnetMappings))
      node.subnetMappings.forEach((_, index) => {
        node.addPropertyOverride(`SubnetMappings.${index}.AllocationId`, `eipalloc-${index}`);
      });
    const type = node.cfnResourceType;
    if (LEFT_OUT.includes(type)) {
      this.types.add(type);
      node.addOverride('Type', PLACEHOLDER);
      node.addOverride('Properties', undefined);
    } else if (node instanceof CfnAlarm && node.metrics !== undefined) {
      this.types.add('AWS::CloudWatch::Alarm on metric math');
      node.metrics = undefined;
      node.namespace = 'LeftOut';
      node.metricName = 'LeftOut';
      node.statistic = 'Sum';
      node.period = 300;
    }
  }
}

interface Given {
  readonly configuration: unknown;
  readonly environment: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Of a delivery worker that takes the place of ours. */
  readonly workerEntry?: string;
  readonly leftOutFile: string;
}

const given = JSON.parse(process.env['DEPLOY_TEST'] ?? '{}') as Given;
// With gateways: instances want an image whose id AWS alone knows.
const reading = readConfiguration({ egress: 'nat-gateway', ...(given.configuration as object) });
if (reading.kind === 'mistakes') throw new Error(reading.lines.join('\n'));
// Placeholders lack the attributes of what they stand for, and the CDK would say so.
const app = new App({ postCliContext: { '@aws-cdk/core:validateAgainstDefaultRules': false } });
const { stack } = addStacks(app, reading.configuration, {
  edgeImage: ContainerImage.fromRegistry('registry.example.org/edge:1'),
  pages: '/nowhere',
});
const functions = {
  'delivery-worker': stack.delivery.worker,
  'home-delivery': stack.home.delivery,
  'settings-api': stack.api.settingsApi,
};
for (const [name, variables] of Object.entries(given.environment))
  for (const [variable, value] of Object.entries(variables))
    functions[name as keyof typeof functions].function.addEnvironment(variable, value);
if (given.workerEntry !== undefined) {
  const worker = stack.delivery.worker.function;
  const { s3Location } = functionCode(given.workerEntry).bind(new Construct(worker, 'Next'));
  if (s3Location === undefined) throw new Error('a bundle is no asset');
  (worker.node.defaultChild as CfnFunction).code = {
    s3Bucket: s3Location.bucketName,
    s3Key: s3Location.objectKey,
  };
}
const leaveOut = new LeaveOut();
Aspects.of(app).add(leaveOut);
app.synth();
writeFileSync(given.leftOutFile, JSON.stringify([...leaveOut.types].sort()));
