/**
 * The way out: the worker on the outbound queue, behind the Elastic IPs, and the two functions that look at the
 * world by the clock: the watch over trusted providers and the sender of TLS reports.
 */
import { Duration } from 'aws-cdk-lib';
import { Stats, type Alarm, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

import { METRICS } from '../../shared/observe/names.ts';
import { LONGEST_DELAY_SECONDS } from '../../shared/store/queues.ts';
import { access } from './access.ts';
import { HouseFunction } from './house-function.ts';
import type { Network } from './network.ts';
import {
  adviseAlarm,
  faultAlarms,
  figure,
  graph,
  houseMetric,
  queueAlarms,
  type Observed,
} from './observed.ts';
import type { Sizes } from './presets.ts';
import { Scheduled } from './scheduled.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';

export interface DeliveryProps {
  readonly network: Network;
  readonly storage: Storage;
  readonly settings: Settings;
  /** What mail leaves as: the PTR of the Elastic IPs. */
  readonly hostName: string;
  readonly sizes: Sizes;
}

/** A retry waits in the queue, for as long as SQS delays a message. */
const LONGEST_WAIT = Duration.seconds(LONGEST_DELAY_SECONDS);

export class Delivery extends Construct implements Observed {
  readonly worker: HouseFunction;
  readonly trustWatch: HouseFunction;
  readonly tlsReports: HouseFunction;
  readonly widgets: readonly IWidget[];
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    const { network, storage, settings, sizes, hostName } = props;
    const { ALIAS_DOMAINS, OPERATOR_ADDRESSES, HOME_DELIVERY, DNS_SERVERS } = settings;
    const common = { network, storage, memoryMiB: sizes.worker.memoryMiB, logDays: sizes.logDays };
    this.worker = new HouseFunction(this, 'Worker', {
      ...common,
      name: 'delivery-worker',
      description: 'Takes one job of the outbound queue one step further',
      access: access['delivery-worker'],
      settings: { ALIAS_DOMAINS, OPERATOR_ADDRESSES, HOME_DELIVERY, DNS_SERVERS, HOST_NAME: hostName },
      timeout: Duration.seconds(sizes.worker.timeoutSeconds),
      callsItself: true,
    });
    const queue = storage.queues.OUTBOUND_QUEUE_URL;
    new EventSourceMapping(this, 'Source', {
      target: this.worker.function,
      eventSourceArn: queue.queueArn,
      // A slow recipient must not hold up the mail to others that came in the same batch.
      batchSize: 1,
      maxConcurrency: sizes.worker.concurrency,
      reportBatchItemFailures: true,
    });
    const daily = { ...common, timeout: Duration.minutes(15) };
    this.trustWatch = new HouseFunction(this, 'TrustWatch', {
      ...daily,
      name: 'trust-watch',
      description: 'Compares what trusted providers present with what operators have checked',
      access: access['trust-watch'],
      settings: { ALIAS_DOMAINS, OPERATOR_ADDRESSES, DNS_SERVERS, HOST_NAME: hostName },
    });
    this.tlsReports = new HouseFunction(this, 'TlsReports', {
      ...daily,
      name: 'tls-reports',
      description: 'Sends TLS reports (RFC 8460) about the day before',
      access: access['tls-reports'],
      settings: { ALIAS_DOMAINS, DNS_SERVERS },
    });
    new Scheduled(this, 'Schedules', {
      key: storage.key,
      functions: [
        { fn: this.trustWatch.function, name: 'TrustWatch', minute: '0', hour: '4' },
        { fn: this.tlsReports.function, name: 'TlsReports', minute: '25', hour: '*' },
        {
          fn: this.trustWatch.function,
          name: 'Validation',
          minute: '*/5',
          hour: '*',
          input: { check: 'validation' },
        },
      ],
    });
    this.alarms = this.#alarms(storage);
    this.widgets = this.#widgets(storage);
  }

  #alarms(storage: Storage): Alarm[] {
    const queues = {
      queue: storage.queues.OUTBOUND_QUEUE_URL,
      deadLetters: storage.deadLetters.OUTBOUND_QUEUE_URL,
      service: 'delivery-worker',
      longestWait: LONGEST_WAIT,
    } as const;
    return [
      ...queueAlarms(this, 'outbound', queues),
      ...faultAlarms(this.worker, 'delivery-worker', this.worker.function),
      ...faultAlarms(this.trustWatch, 'trust-watch', this.trustWatch.function),
      ...faultAlarms(this.tlsReports, 'tls-reports', this.tlsReports.function),
      adviseAlarm(this, 'TrustedProviderChanged', {
        name: 'trusted-provider-changed',
        advice: 'Ask the provider, on another way than mail, whether the new certificate is theirs.',
        metric: houseMetric(METRICS.trustedProviderChanged, 'trust-watch'),
        threshold: 1,
      }),
      adviseAlarm(this, 'ValidationFails', {
        name: 'dnssec-validation',
        advice:
          'See why the keys of the DNS root are not proven: under "dane-only" nothing is delivered until they are.',
        metric: houseMetric(METRICS.dnssecValidates, 'trust-watch', Stats.MINIMUM),
        threshold: 1,
        periods: 3,
        below: true,
      }),
      adviseAlarm(this, 'EverythingDeferred', {
        name: 'everything-deferred',
        advice:
          'See whether port 25 is open for this account and whether the resolver answers: nothing leaves.',
        metric: houseMetric(METRICS.deferred, 'delivery-worker'),
        threshold: 50,
        periods: 3,
      }),
    ];
  }

  #widgets(storage: Storage): IWidget[] {
    const { OUTBOUND_QUEUE_URL, HOME_QUEUE_URL } = storage.queues;
    return [
      graph('Mail out', [figure('delivered'), figure('deferred')]),
      graph('Came back, and why', [figure('came-back')]),
      graph('Time until a bounce', [figure('time-to-bounce'), figure('time-to-bounce-worst')]),
      graph(
        'Oldest job, and how late the latest was',
        [OUTBOUND_QUEUE_URL.metricApproximateAgeOfOldestMessage()],
        [figure('lateness-out')],
      ),
      graph('DNSSEC validation works', [figure('dnssec-validates')]),
      graph('Trusted providers', [
        figure('trusted-provider-changed'),
        houseMetric(METRICS.trustEntryEnding, 'trust-watch'),
        houseMetric(METRICS.trustedProviderUnchecked, 'trust-watch'),
      ]),
      graph(
        'What costs: milliseconds of functions',
        [this.worker, this.trustWatch, this.tlsReports].map((fn) =>
          fn.function.metricDuration({ statistic: Stats.SUM }),
        ),
      ),
      graph(
        'What costs: messages on queues',
        [OUTBOUND_QUEUE_URL, HOME_QUEUE_URL].map((queue) => queue.metricNumberOfMessagesSent()),
        [OUTBOUND_QUEUE_URL, HOME_QUEUE_URL].map((queue) => queue.metricSentMessageSize()),
      ),
    ];
  }
}
