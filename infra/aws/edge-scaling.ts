/**
 * How many tasks the edge has: by processor time, and by connections, since a task that is idle may still be full.
 * Scaling by connections wants connections per task, which no metric says by itself.
 */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import {
  CfnScalingPolicy,
  PredefinedMetric,
  ScalableTarget,
  ServiceNamespace,
} from 'aws-cdk-lib/aws-applicationautoscaling';
import type { Cluster, FargateService } from 'aws-cdk-lib/aws-ecs';
import type { NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Sizes } from './presets.ts';

export interface EdgeScalingProps {
  readonly cluster: Cluster;
  readonly service: FargateService;
  readonly balancer: NetworkLoadBalancer;
  readonly sizes: Sizes['edge'];
}

export class EdgeScaling extends Construct {
  constructor(scope: Construct, id: string, { cluster, service, balancer, sizes }: EdgeScalingProps) {
    super(scope, id);
    const serviceLinkedRole = Stack.of(this).formatArn({
      service: 'iam',
      region: '',
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      resource: 'role',
      resourceName:
        'aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService',
    });
    const tasks = new ScalableTarget(this, 'Tasks', {
      serviceNamespace: ServiceNamespace.ECS,
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: `service/${cluster.clusterName}/${service.serviceName}`,
      minCapacity: sizes.tasks,
      maxCapacity: sizes.mostTasks,
      role: Role.fromRoleArn(this, 'Role', serviceLinkedRole),
    });
    tasks.scaleToTrackMetric('Cpu', {
      predefinedMetric: PredefinedMetric.ECS_SERVICE_AVERAGE_CPU_UTILIZATION,
      targetValue: 60,
    });
    const average = (
      namespace: string,
      metricName: string,
      dimensions: Record<string, string>,
    ): CfnScalingPolicy.TargetTrackingMetricStatProperty => ({
      metric: {
        namespace,
        metricName,
        dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
      },
      stat: 'Average',
    });
    const flows = average('AWS/NetworkELB', 'ActiveFlowCount', {
      LoadBalancer: balancer.loadBalancerFullName,
    });
    const running = average('ECS/ContainerInsights', 'RunningTaskCount', {
      ClusterName: cluster.clusterName,
      ServiceName: service.serviceName,
    });
    new CfnScalingPolicy(this, 'ByConnections', {
      policyName: 'connections-per-task',
      policyType: 'TargetTrackingScaling',
      scalingTargetId: tasks.scalableTargetId,
      targetTrackingScalingPolicyConfiguration: {
        // Half of what a task takes: a task that ends hands all its clients to the others.
        targetValue: sizes.connections / 2,
        customizedMetricSpecification: {
          metrics: [
            { id: 'flows', metricStat: flows, returnData: false },
            { id: 'running', metricStat: running, returnData: false },
            { id: 'share', expression: 'flows / running', returnData: true },
          ],
        },
      },
    });
  }
}
