/**
 * A cluster without Container Insights. What its metrics would tell is told by others that cost nothing: how many
 * tasks take mail or answer, by the load balancer; processor and memory of the fullest task, by the service; open
 * connections, by the edge (docs/decisions/0045).
 */
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';

import { acknowledge } from './acknowledge.ts';

export function withoutInsights(scope: Construct, vpc: IVpc): Cluster {
  // Said in so many words, since an account may switch it on for all clusters.
  const cluster = new Cluster(scope, 'Cluster', { vpc, containerInsightsV2: ContainerInsights.DISABLED });
  acknowledge(cluster, {
    'AwsSolutions-ECS4':
      'Nothing reads its metrics: alarms and scaling use those of the load balancer, the service and the edge itself.',
  });
  return cluster;
}
