/** The way home: everything that a user of ours gets, into the built-in mailbox, to the home server, or through SES. */
import { Duration } from 'aws-cdk-lib';
import { Stats, type Alarm, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

import { LONGEST_DELAY_SECONDS } from '../../shared/store/queues.ts';
import { access, relayAccess, sesAccess, type Access } from './access.ts';
import type { EmailSending } from './email-sending.ts';
import { HouseFunction } from './house-function.ts';
import type { Network } from './network.ts';
import { faultAlarms, figure, graph, queueAlarms, type Observed } from './observed.ts';
import type { Sizes } from './presets.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';

export interface HomeProps {
  readonly network: Network;
  readonly storage: Storage;
  readonly settings: Settings;
  /** In Authentication-Results; for a relay, what the Elastic IPs are called, too. */
  readonly hostName: string;
  /** Whether mail goes on from here, to a server of the organisation or through SES. */
  readonly relay: boolean;
  /** What it goes through to homes at outside providers. @default not through SES */
  readonly email?: EmailSending;
  readonly sizes: Sizes;
}

export class Home extends Construct implements Observed {
  readonly delivery: HouseFunction;
  readonly widgets: readonly IWidget[];
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: HomeProps) {
    super(scope, id);
    const { network, storage, settings, sizes, hostName, relay, email } = props;
    const { HOME_DELIVERY, DNS_SERVERS } = settings;
    this.delivery = new HouseFunction(this, 'Delivery', {
      network,
      storage,
      name: 'home-delivery',
      description: 'Brings inbound mail and notices home',
      access: accessOf(props),
      ...(email !== undefined && { email }),
      settings: { HOME_DELIVERY, DNS_SERVERS, HOST_NAME: hostName },
      memoryMiB: sizes.home.memoryMiB,
      timeout: Duration.seconds(sizes.home.timeoutSeconds),
      logDays: sizes.logDays,
      callsItself: relay,
    });
    const queue = storage.queues.HOME_QUEUE_URL;
    new EventSourceMapping(this, 'Source', {
      target: this.delivery.function,
      eventSourceArn: queue.queueArn,
      batchSize: relay ? 1 : 10,
      maxConcurrency: sizes.home.concurrency,
      reportBatchItemFailures: true,
    });
    const deadLetters = storage.deadLetters.HOME_QUEUE_URL;
    this.alarms = [
      ...queueAlarms(this, 'home', {
        queue,
        deadLetters,
        service: 'home-delivery',
        // Only a relay retries, with delays; into the mailbox everything goes at once.
        longestWait: Duration.seconds(relay ? LONGEST_DELAY_SECONDS : 0),
      }),
      ...faultAlarms(this.delivery, 'home-delivery', this.delivery.function),
    ];
    this.widgets = [
      graph('Brought home', [figure('brought-home')]),
      graph(
        'Oldest item on its way home, and how late the latest was',
        [queue.metricApproximateAgeOfOldestMessage()],
        [figure('lateness-home')],
      ),
      graph('What costs: milliseconds of home delivery', [
        this.delivery.function.metricDuration({ statistic: Stats.SUM }),
      ]),
    ];
  }
}

function accessOf({ relay, email }: HomeProps): Access {
  if (!relay) return access['home-delivery'];
  return email === undefined ? relayAccess : sesAccess;
}
