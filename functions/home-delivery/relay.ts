/**
 * Inbound mail and notices on their way out of our hands, to the home server or through SES (carrier.ts): one
 * delivery per item and home, under a lease, so that a message taken by two invocations at once is given away
 * once. The delivery's item in the table remembers what is done and what the sender is still owed; the queue
 * item only wakes us.
 *
 * A retry puts its successor on the queue before the result is written, and the successor carries the number
 * of tries behind it. So a crash between the two loses nothing, and whichever copy comes later than it should
 * is recognised by its number and let go.
 */
import type { HomeAddress } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { METRICS } from '../../shared/observe/names.ts';
import type { LogFields, Observer } from '../../shared/observe/observer.ts';
import type { BodyStore } from '../../shared/store/bodies.ts';
import type { DeliveryStore } from '../../shared/store/deliveries.ts';
import { isFinished, type Delivery, type DeliveryProgress } from '../../shared/store/delivery.ts';
import { deriveIdentifier } from '../../shared/store/identifier.ts';
import type {
  AcceptedMessage,
  DeliveryOrder,
  HomeItem,
  OutboundItem,
  Queue,
} from '../../shared/store/queues.ts';
import type { Allotment } from '../../shared/delivery/allotment.ts';
import type { Carrier, RelayItem } from './carrier.ts';
import { groupByHome } from './item.ts';
import { concludeRelay } from './relay-conclusion.ts';
import { senderNotice, senderToTell } from './sender-notice.ts';

export interface RelayDependencies {
  readonly carrier: Carrier;
  /** Our own name, as notices say it. */
  readonly hostName: string;
  readonly deliveries: DeliveryStore;
  readonly bodies: BodyStore;
  readonly home: Queue<HomeItem>;
  readonly outbound: Queue<OutboundItem>;
  readonly observer: Observer;
  /** Waits between tries in milliseconds, and how long to go on; see shared/policy/retry.ts. */
  readonly schedule: readonly number[];
  readonly lifetime: number;
  /** In [0, 1); Math.random in production. */
  readonly chance: () => number;
}

/** The lease's identifier: a split item and its whole lead to the same one. */
export function relayIdOf(item: Pick<RelayItem, 'id'>, home: HomeAddress): string {
  return deriveIdentifier(item.id, `relay ${home}`);
}

/** What the store knows of a relay delivery. It has no owner: nobody sees it in a list. */
function openingOf(
  item: RelayItem,
  home: HomeAddress,
): { readonly message: AcceptedMessage; readonly order: DeliveryOrder } {
  const at = item.kind === 'mail' ? item.receivedAt : item.at;
  const message: AcceptedMessage = {
    messageId: item.id,
    headerMessageId: '',
    owner: null,
    alias: null,
    sender: item.kind === 'mail' ? item.sender : '',
    aliasDomain: item.aliasDomain,
    subject: '',
    language: 'en',
    acceptedAt: at,
    size: 0,
    eightBit: false,
    smtpUtf8: false,
  };
  const order: DeliveryOrder = {
    id: relayIdOf(item, home),
    domain: home.slice(home.lastIndexOf('@') + 1) as Domain,
    recipients: [home],
    level: 'encrypt',
    levelSource: 'default',
  };
  return { message, order };
}

export class Relay {
  readonly #with: RelayDependencies;

  constructor(dependencies: RelayDependencies) {
    this.#with = dependencies;
  }

  /**
   * Brings one item a step on. Resolves when the item may be deleted from the queue; rejects where a fault
   * of ours stands in the way. `sentAt`: when the queue was given it.
   */
  async deliver(item: RelayItem, allotment: Allotment, sentAt = 0): Promise<void> {
    if (item.kind === 'notice') return this.#advance(item, item.recipient.home, allotment, sentAt);
    const groups = groupByHome(item.recipients);
    const [only, second] = groups;
    if (only === undefined) throw new Error('mail without a recipient');
    if (second === undefined) return this.#advance(item, only.home, allotment, sentAt);
    // An item of its own for each home: one home's trouble must not repeat what another has taken.
    await Promise.all(groups.map(({ recipients }) => this.#with.home.send({ ...item, recipients })));
  }

  async #advance(item: RelayItem, home: HomeAddress, allotment: Allotment, sentAt: number): Promise<void> {
    const { deliveries, observer } = this.#with;
    const { message, order } = openingOf(item, home);
    await deliveries.open(message, order);
    const before = await deliveries.get(order.id);
    if (before !== null && !isFinished(before) && (item.tries ?? 0) < before.tries) {
      observer.info('let go: a later try of this item is on its way', fieldsOf(item, before));
      return;
    }
    const now = Date.now();
    const claim = await deliveries.claim(order.id, now, allotment.leaseUntil);
    switch (claim.kind) {
      case 'not-yet':
        return this.#with.home.send(item, claim.at - Date.now());
      case 'finished':
        return this.#payOwed(item, claim.delivery);
      case 'claimed':
        observer.milliseconds(
          METRICS.lateness,
          Math.max(0, now - Math.max(sentAt, claim.delivery.nextAttemptAt ?? 0)),
        );
        if (claim.delivery.unansweredDots > 0) {
          observer.warn('an earlier try was interrupted at the final dot', fieldsOf(item, claim.delivery));
        }
        return this.#tryOnce(item, home, claim.delivery, allotment);
    }
  }

  async #tryOnce(
    item: RelayItem,
    home: HomeAddress,
    delivery: Delivery,
    allotment: Allotment,
  ): Promise<void> {
    const { carrier, deliveries, schedule, lifetime, chance, observer } = this.#with;
    const { answer, attempts } = await carrier.offer(item, home, {
      deadline: allotment.deadline,
      mayComplete: () => deliveries.announceFinalDot(delivery),
    });
    if (answer.kind === 'lease-lost') {
      observer.warn('lease lost: another worker has this delivery', fieldsOf(item, delivery));
      return;
    }
    if (answer.kind === 'deferred' && answer.misconfigured) {
      observer.fault(
        `${carrier.name} is not given any mail`,
        new Error(withoutAddresses(answer.detail)),
        fieldsOf(item, delivery),
      );
    }
    const progress = concludeRelay(delivery, answer, attempts, {
      now: Date.now(),
      schedule,
      lifetime,
      chance: chance(),
      mayNotify: !carrier.keepsCopy && item.kind === 'mail' && senderToTell(item) !== null,
    });
    if (progress.nextAttemptAt !== null) {
      await this.#with.home.send({ ...item, tries: progress.tries }, progress.nextAttemptAt - Date.now());
    }
    if (!(await deliveries.settle(delivery, progress))) {
      observer.warn('lease lost: the result of this try was not written', fieldsOf(item, delivery));
      return;
    }
    if (delivery.unansweredDots > 0) observer.count(METRICS.possibleDuplicate, delivery.unansweredDots);
    this.#report(item, delivery, progress);
    await this.#payOwed(item, { ...delivery, ...progress });
  }

  /** Sends the notice that a refusal owes the sender. Doing it twice sends it once: its identifiers are fixed. */
  async #payOwed(item: RelayItem, delivery: Delivery): Promise<void> {
    if (delivery.owes === null || item.kind !== 'mail') return;
    const sender = senderToTell(item);
    if (sender === null) return;
    const { outbound, deliveries, observer } = this.#with;
    await outbound.send(await senderNotice(item, sender, delivery, this.#with));
    await deliveries.dischargeNotice(delivery.id, delivery.owes.noticeId);
    observer.info('the sender is told', {
      ...fieldsOf(item, delivery),
      noticeId: delivery.owes.noticeId,
      sender: observer.hash(sender.address),
    });
  }

  #report(item: RelayItem, before: Delivery, after: DeliveryProgress): void {
    const { carrier, observer } = this.#with;
    const [record] = after.recipients;
    const fields = {
      ...fieldsOf(item, before),
      status: record?.status ?? null,
      reason: record?.reason ?? null,
      detail: withoutAddresses(record?.detail ?? ''),
      tries: after.tries,
    };
    switch (record?.state) {
      case 'delivered':
        if (!carrier.keepsCopy) observer.count(METRICS.filed);
        observer.info(`handed to ${carrier.name}`, fields);
        return;
      case 'bounced':
        if (carrier.keepsCopy) {
          observer.count(METRICS.keptInMailbox, 1, { reason: record.reason ?? 'unknown' });
          observer.warn(`${carrier.name} did not take it: it is in the built-in mailbox only`, fields);
          return;
        }
        observer.count(METRICS.bounced, 1, { reason: record.reason ?? 'unknown' });
        if (item.kind === 'notice') {
          // Nobody is left to tell but the operator: the notice stays readable in the delivery it is about.
          observer.fault(
            `${carrier.name} refused a notice`,
            new Error(withoutAddresses(record.detail ?? '')),
            fields,
          );
          return;
        }
        observer.warn(`${carrier.name} refused a message`, fields);
        return;
      case 'queued':
      case undefined:
        observer.count(METRICS.deferred);
        observer.info(`deferred: ${carrier.name} did not take it now`, fields);
    }
  }
}

/** A server's words may name a stranger; a log line must not. */
export function withoutAddresses(text: string): string {
  return text.replaceAll(/[^\s<>()[\],:;"]+@[^\s<>()[\],:;"]+/gu, '(address)');
}

function fieldsOf(item: RelayItem, delivery: Delivery): LogFields {
  return {
    itemId: item.id,
    kind: item.kind,
    relayId: delivery.id,
    ...(item.kind === 'notice' ? { deliveryId: item.deliveryId } : {}),
    attempt: delivery.attempt,
  };
}
