/**
 * What an operator wants to see of the house at a glance, as data: one list for the dashboard in CloudWatch and for
 * everything else that shows the same figures. What is only known on AWS (octets through a load balancer, a
 * queue's own age) is not here.
 */
import { METRICS, type MetricName, type ServiceName } from './names.ts';

export interface Figure {
  /** The same forever: texts and pages are found by it. */
  readonly id: string;
  readonly metric: MetricName;
  readonly service: ServiceName;
  /** Of the values in a period; percentiles are those of CloudWatch. */
  readonly statistic: 'Sum' | 'Maximum' | 'Minimum' | 'p50' | 'p99';
  readonly unit: 'count' | 'milliseconds' | 'days' | 'seconds';
  /** Counted apart by the dimension `reason`, and not all together: whoever wants the whole adds them up. */
  readonly byReason?: true;
}

const { accepted, refused, delivered, deferred, bounced, filed, fault, lateness } = METRICS;

export const FIGURES = [
  // Is mail flowing?
  { id: 'mail-in', metric: accepted, service: 'smtp-edge', statistic: 'Sum', unit: 'count' },
  { id: 'api-mail-in', metric: accepted, service: 'settings-api', statistic: 'Sum', unit: 'count' },
  { id: 'delivered', metric: delivered, service: 'delivery-worker', statistic: 'Sum', unit: 'count' },
  { id: 'deferred', metric: deferred, service: 'delivery-worker', statistic: 'Sum', unit: 'count' },
  { id: 'brought-home', metric: filed, service: 'home-delivery', statistic: 'Sum', unit: 'count' },
  // How much came back, and why? How long until it was back?
  {
    id: 'came-back',
    metric: bounced,
    service: 'delivery-worker',
    statistic: 'Sum',
    unit: 'count',
    byReason: true,
  },
  {
    id: 'time-to-bounce',
    metric: METRICS.timeToBounce,
    service: 'delivery-worker',
    statistic: 'p50',
    unit: 'milliseconds',
  },
  {
    id: 'time-to-bounce-worst',
    metric: METRICS.timeToBounce,
    service: 'delivery-worker',
    statistic: 'p99',
    unit: 'milliseconds',
  },
  // How late is the latest job?
  {
    id: 'lateness-out',
    metric: lateness,
    service: 'delivery-worker',
    statistic: 'Maximum',
    unit: 'milliseconds',
  },
  {
    id: 'lateness-home',
    metric: lateness,
    service: 'home-delivery',
    statistic: 'Maximum',
    unit: 'milliseconds',
  },
  // Who was turned away, and who is there?
  {
    id: 'refused-plaintext',
    metric: refused,
    service: 'smtp-edge',
    statistic: 'Sum',
    unit: 'count',
    byReason: true,
  },
  {
    id: 'open-connections',
    metric: METRICS.openConnections,
    service: 'smtp-edge',
    statistic: 'Maximum',
    unit: 'count',
  },
  // Can what we prove be believed?
  {
    id: 'dnssec-validates',
    metric: METRICS.dnssecValidates,
    service: 'trust-watch',
    statistic: 'Minimum',
    unit: 'count',
  },
  {
    id: 'trusted-provider-changed',
    metric: METRICS.trustedProviderChanged,
    service: 'trust-watch',
    statistic: 'Sum',
    unit: 'count',
  },
  // What is broken?
  { id: 'faults-edge', metric: fault, service: 'smtp-edge', statistic: 'Sum', unit: 'count' },
  { id: 'faults-out', metric: fault, service: 'delivery-worker', statistic: 'Sum', unit: 'count' },
  { id: 'faults-home', metric: fault, service: 'home-delivery', statistic: 'Sum', unit: 'count' },
  { id: 'faults-api', metric: fault, service: 'settings-api', statistic: 'Sum', unit: 'count' },
] as const satisfies readonly Figure[];

export type FigureId = (typeof FIGURES)[number]['id'];
