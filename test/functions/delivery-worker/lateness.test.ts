/** How late the worker says that it took a job up; on mail inside the house, which needs no DNS and no server. */
import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { houseRules } from '../../../functions/delivery-worker/inside.ts';
import { Worker } from '../../../functions/delivery-worker/worker.ts';
import type { HomeAddress } from '../../../shared/address/alias.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import { METRICS } from '../../../shared/observe/names.ts';
import type { AcceptedMessage, DeliveryOrder, HomeItem, OutboundItem } from '../../../shared/store/queues.ts';
import { memoryAliases } from '../../doubles/aliases.ts';
import { memoryBodies } from '../../doubles/bodies.ts';
import { memoryDeliveries } from '../../doubles/deliveries.ts';
import { memoryObserver } from '../../doubles/observer.ts';
import { memoryQueue } from '../../doubles/queue.ts';

const OPERATOR = 'operator@example.org' as HomeAddress;
const DOMAIN = 'secure.example.org' as Domain;
const order: DeliveryOrder = {
  id: '01M896CTK7WXJCN6KK78F7V0HB',
  domain: DOMAIN,
  recipients: ['postmaster@secure.example.org'],
  level: 'encrypt',
  levelSource: 'default',
};
const neverAsked = () => Promise.reject(new Error('not for mail inside the house'));

/** Seconds that a job is said to be late: sent, and due, so many seconds ago. */
async function latenessOf(sentBefore: number, dueBefore: number): Promise<number | null> {
  const now = Date.now();
  const message: AcceptedMessage = {
    messageId: '01M896CTK7WXJCN6KK78F7V0HA',
    headerMessageId: '<1@secure.example.org>',
    owner: null,
    alias: null,
    sender: '',
    aliasDomain: DOMAIN,
    subject: 'hello',
    language: 'en',
    acceptedAt: now - dueBefore * 1000,
    size: 5,
    eightBit: false,
    smtpUtf8: false,
  };
  let late: number | null = null;
  const observer = memoryObserver();
  observer.milliseconds = (metric, value) => {
    if (metric === METRICS.lateness) late = Math.round(value / 10_000) * 10;
  };
  const domains = new Map([[DOMAIN, 'example.org' as Domain]]);
  const retry = { schedule: [1], lifetime: 86_400_000, delayNoticeAfter: 86_400_000 };
  const deliveries = memoryDeliveries();
  const worker = new Worker({
    deliveries,
    aliases: memoryAliases(),
    bodies: memoryBodies(),
    outbound: memoryQueue<OutboundItem>(),
    home: memoryQueue<HomeItem>(),
    observer,
    sign: neverAsked,
    retry,
    domains,
    house: houseRules(domains, true, [OPERATOR]),
    notices: { hostName: 'mx.secure.example.org', retry },
    smtp: {} as ConstructorParameters<typeof Worker>[0]['smtp'],
    tlsResults: { record: neverAsked },
    chance: () => 0,
  });
  await deliveries.open(message, order);
  const item = { kind: 'job', message, order, body: { inline: '' } } as const;
  const allotment = { deadline: now + 20_000, leaseUntil: now + 20_000 };
  await worker.work(item, allotment, now - sentBefore * 1000);
  return late;
}

const rows = [
  [0, 0, 0, 'in time'],
  [900, 0, 0, 'put onto the queue a quarter of an hour ahead, and due now'],
  [900, 30, 30, 'half a minute after it was due'],
  [20, 900, 20, 'due for long, and only now sent: the queue is not to blame'],
  [500, 400, 400, 'nobody took it up'],
] as const;
for (const [sentBefore, dueBefore, late, why] of rows)
  test(`${why}: ${late} s late`, async () => {
    equal(await latenessOf(sentBefore, dueBefore), late);
  });
