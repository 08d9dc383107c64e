/**
 * How many tasks the edge has: by processor time, and by connections, since a task that is idle may still be full.
 * Connections per task are the average of what each task counts itself, so no Container Insights is paid for. Where
 * none says anything, nothing changes; the alarm on tasks that take mail is the load balancer's own matter.
 */
import { Duration, ArnFormat, Stack } from 'aws-cdk-lib';
import { PredefinedMetric, ScalableTarget, ServiceNamespace } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Cluster, FargateService } from 'aws-cdk-lib/aws-ecs';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { METRICS } from '../../shared/observe/names.ts';
import { houseMetric } from './observed.ts';
import type { Sizes } from './presets.ts';

export interface EdgeScalingProps {
  readonly cluster: Cluster;
  readonly service: FargateService;
  readonly sizes: Sizes['edge'];
}

export class EdgeScaling extends Construct {
  constructor(scope: Construct, id: string, { cluster, service, sizes }: EdgeScalingProps) {
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
    const open = houseMetric(METRICS.openConnections, 'smtp-edge', Stats.AVERAGE);
    tasks.scaleToTrackMetric('Connections', {
      customMetric: open.with({ period: Duration.minutes(1) }),
      // Half of what a task takes: a task that ends hands all its clients to the others.
      targetValue: sizes.connections / 2,
    });
  }
}
