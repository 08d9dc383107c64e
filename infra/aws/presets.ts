/**
 * Two sizes to start from; every figure can be set by itself in the configuration. `minimal` is for trying and
 * for a house of some dozen people: one way out and one edge task, in one zone, so a zone that fails takes mail with
 * it until it is back (senders try again for days). `production` has two of each, in two zones.
 */

import { RetentionDays } from 'aws-cdk-lib/aws-logs';

export interface Sizes {
  /**
   * NAT gateways, or instances, each with an Elastic IP that mail leaves from: 1, or one in each of the two zones. The
   * edge is in the same zones.
   */
  readonly natGateways: number;
  readonly edge: {
    readonly tasks: number;
    readonly mostTasks: number;
    /** CPU units; 1024 is one core. */
    readonly cpu: number;
    readonly memoryMiB: number;
    /** What one task takes before it answers 421. */
    readonly connections: number;
  };
  readonly worker: {
    readonly concurrency: number;
    readonly memoryMiB: number;
    /** Seconds for one step of one delivery. A crash costs a little more than that; 270 at most. */
    readonly timeoutSeconds: number;
  };
  readonly home: {
    readonly concurrency: number;
    readonly memoryMiB: number;
    readonly timeoutSeconds: number;
  };
  readonly api: {
    readonly memoryMiB: number;
    /** Requests a second, over all users. */
    readonly rate: number;
    readonly burst: number;
  };
  readonly logDays: RetentionDays;
}

export const presetNames = ['minimal', 'production'] as const;
export type PresetName = (typeof presetNames)[number];

/** How functions and tasks reach the world: what AWS keeps up, or small machines of our own at a tenth of the price. */
export const egresses = ['nat-gateway', 'nat-instance'] as const;
export type Egress = (typeof egresses)[number];

export const egressOf: Readonly<Record<PresetName, Egress>> = {
  minimal: 'nat-instance',
  production: 'nat-gateway',
};

export const presets: Readonly<Record<PresetName, Sizes>> = {
  minimal: {
    natGateways: 1,
    edge: { tasks: 1, mostTasks: 2, cpu: 256, memoryMiB: 512, connections: 300 },
    worker: { concurrency: 10, memoryMiB: 512, timeoutSeconds: 180 },
    home: { concurrency: 5, memoryMiB: 512, timeoutSeconds: 180 },
    api: { memoryMiB: 512, rate: 20, burst: 40 },
    logDays: RetentionDays.TWO_WEEKS,
  },
  production: {
    natGateways: 2,
    // A quarter core takes twenty messages a second and more; the memory is for large ones (docs/decisions/0045).
    edge: { tasks: 2, mostTasks: 20, cpu: 256, memoryMiB: 1024, connections: 1000 },
    worker: { concurrency: 100, memoryMiB: 1024, timeoutSeconds: 180 },
    home: { concurrency: 50, memoryMiB: 1024, timeoutSeconds: 180 },
    api: { memoryMiB: 1024, rate: 200, burst: 400 },
    logDays: RetentionDays.THREE_MONTHS,
  },
};
