/**
 * The outbound worker: takes items off the outbound queue and brings each delivery one step on. Everything
 * here may be interrupted at any point and run again, at the same time even: the lease decides who works,
 * the item in the table remembers what is done and what is still owed, and the queue item only wakes us.
 */
import type { AliasDomains } from '../../shared/address/alias.ts';
import type { Allotment } from '../../shared/delivery/allotment.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { METRICS } from '../../shared/observe/names.ts';
import type { Observer } from '../../shared/observe/observer.ts';
import type { TlsResult } from '../../shared/policy/tls-result.ts';
import type { RetryPolicy } from '../../shared/policy/retry.ts';
import type { AliasStore } from '../../shared/store/aliases.ts';
import type { BodyReference, BodyStore } from '../../shared/store/bodies.ts';
import type { DeliveryStore } from '../../shared/store/deliveries.ts';
import {
  isFinished,
  type AttemptRecord,
  type Delivery,
  type DeliveryProgress,
} from '../../shared/store/delivery.ts';
import type {
  AcceptedMessage,
  DeliveryOrder,
  HomeItem,
  OutboundItem,
  Queue,
} from '../../shared/store/queues.ts';
import { concludeTry } from './conclusion.ts';
import { deliverInside, type HouseRules } from './inside.ts';
import { composeNotice, type NoticeOptions } from './notices.ts';
import type { TryResult } from './outcome.ts';
import { LeaseLost, tryDelivery, type TryOptions } from './try.ts';

/** Header fields to put in front of a message before it leaves (DKIM signatures). */
export type Sign = (message: Buffer, aliasDomain: string) => Promise<Buffer>;

export interface WorkerDependencies {
  readonly deliveries: DeliveryStore;
  readonly aliases: AliasStore;
  readonly bodies: BodyStore;
  readonly outbound: Queue<OutboundItem>;
  readonly home: Queue<HomeItem>;
  readonly observer: Observer;
  readonly sign: Sign;
  readonly retry: RetryPolicy;
  readonly domains: AliasDomains;
  readonly house: HouseRules;
  readonly notices: NoticeOptions;
  readonly smtp: Omit<TryOptions, 'deadline' | 'mayComplete' | 'alarm'>;
  readonly tlsResults: TlsResultCounter;
  /** In [0, 1); Math.random in production. */
  readonly chance: () => number;
}

/** Counts TLS sessions for reports to recipient domains (RFC 8460). */
export interface TlsResultCounter {
  record(domain: Domain, at: Date, results: readonly TlsResult[]): Promise<void>;
}

interface Job {
  readonly message: AcceptedMessage;
  readonly order: DeliveryOrder;
  readonly body: BodyReference;
}

export class Worker {
  readonly #with: WorkerDependencies;

  constructor(dependencies: WorkerDependencies) {
    this.#with = dependencies;
  }

  /**
   * Works on one item. Resolves when the item may be deleted from the queue; rejects where a fault of ours
   * stands in the way, and then the queue brings the item back. `sentAt`: when the queue was given it.
   */
  async work(item: OutboundItem, allotment: Allotment, sentAt = 0): Promise<void> {
    switch (item.kind) {
      case 'accepted':
        return this.#begin(item, allotment, sentAt);
      case 'job':
        return this.#advance(item, allotment, sentAt);
    }
  }

  async #begin(
    item: Extract<OutboundItem, { kind: 'accepted' }>,
    allotment: Allotment,
    sentAt: number,
  ): Promise<void> {
    const { orders, body } = item;
    const message = { ...item.message, severalDomains: orders.length > 1 };
    const { deliveries, outbound, home, observer } = this.#with;
    observer.info('accepted', { messageId: message.messageId, deliveries: orders.map(({ id }) => id) });
    const { messageId: id, owner, acceptedAt: at } = message;
    // Filed before anything is set going: what fails here comes back whole, and must not leave a wake-up each time.
    await Promise.all([
      ...orders.map((order) => deliveries.open(message, order)),
      owner === null ? null : home.send({ kind: 'sent', id, home: owner, at, body }),
    ]);
    const [only, second] = orders;
    if (only !== undefined && second === undefined) {
      return this.#advance({ message, order: only, body }, allotment, sentAt);
    }
    await Promise.all(orders.map((order) => outbound.send({ kind: 'job', message, order, body })));
  }

  /** One step of one delivery: pay what is owed, try, settle, arrange the next step. */
  async #advance(job: Job, allotment: Allotment, sentAt: number): Promise<void> {
    const now = Date.now();
    const { deliveries, observer } = this.#with;
    const claim = await deliveries.claim(job.order.id, now, allotment.leaseUntil);
    switch (claim.kind) {
      case 'not-yet':
        return this.#wakeAt(job, claim.at);
      case 'finished':
        return this.#payOwed(job, claim.delivery);
      case 'claimed': {
        // Only the first step of a longer wait is in the queue, so the item in the table says when it was due.
        const dueAt = Math.max(sentAt, claim.delivery.nextAttemptAt ?? 0);
        observer.milliseconds(METRICS.lateness, Math.max(0, now - dueAt));
        await this.#payOwed(job, claim.delivery);
        const delivery = this.#afterInterruption(claim.delivery);
        try {
          await this.#tryOnce(job, delivery, allotment);
        } catch (error) {
          if (!(error instanceof LeaseLost)) throw error;
          observer.warn('lease lost: another worker has this delivery', { deliveryId: job.order.id });
        }
      }
    }
  }

  /** A try before this one never reported: what it did can only be assumed, and is assumed to our cost. */
  #afterInterruption(delivery: Delivery): Delivery {
    if (delivery.attempt - 1 === delivery.tries) return delivery;
    const { unansweredDots } = delivery;
    this.#with.observer.warn('an earlier try was interrupted', { deliveryId: delivery.id, unansweredDots });
    const interruption: AttemptRecord = {
      at: new Date().toISOString(),
      host: null,
      address: null,
      outcome: 'temporary',
      reason: null,
      detail:
        'a try was interrupted right after the end of the message; it is repeated, and may arrive twice',
      smtp: null,
      tls: null,
    };
    return {
      ...delivery,
      tries: delivery.attempt - 1,
      exposed: true,
      attempts: [...delivery.attempts, ...Array.from({ length: unansweredDots }, () => interruption)],
    };
  }

  async #tryOnce(job: Job, delivery: Delivery, allotment: Allotment): Promise<void> {
    const { deliveries, retry, chance } = this.#with;
    const result = await this.#attempt(job, delivery, allotment);
    const mayNotify = job.message.owner !== null && job.message.sender !== '';
    const now = Date.now();
    const progress = concludeTry(delivery, result, { now, policy: retry, chance: chance(), mayNotify });
    if (!(await deliveries.settle(delivery, progress))) throw new LeaseLost();
    // Counted with the result, so that a try that is interrupted in turn counts nothing twice.
    const { unansweredDots } = delivery;
    if (unansweredDots > 0) this.#with.observer.count(METRICS.possibleDuplicate, unansweredDots);
    const settled: Delivery = { ...delivery, ...progress };
    this.#report(job, delivery, settled);
    await this.#count(job, result);
    await this.#payOwed(job, settled);
    if (!isFinished(settled)) await this.#wakeAt(job, settled.nextAttemptAt ?? now);
  }

  async #attempt(job: Job, delivery: Delivery, allotment: Allotment): Promise<TryResult> {
    const { message, body, order } = job;
    const { house, bodies, sign, smtp, deliveries, observer } = this.#with;
    const recipients = delivery.recipients
      .filter(({ state }) => state === 'queued')
      .map(({ address }) => address);
    if (house.isInside(order.domain)) {
      return deliverInside({ delivery, message, body, recipients }, this.#with);
    }
    const { sender, eightBit, smtpUtf8, requireTls = false, aliasDomain } = message;
    const load = async (): Promise<readonly Buffer[]> => {
      const octets = await bodies.load(body);
      return [await sign(octets, aliasDomain), octets];
    };
    return tryDelivery(delivery, { sender, recipients, eightBit, smtpUtf8, requireTls }, load, {
      ...smtp,
      deadline: allotment.deadline,
      mayComplete: () => deliveries.announceFinalDot(delivery),
      alarm: (detail) => {
        observer.fault('a lookup failed through a fault of our own', new Error(detail), {
          deliveryId: delivery.id,
        });
      },
    });
  }

  async #wakeAt({ message, order, body }: Job, at: number): Promise<void> {
    await this.#with.outbound.send({ kind: 'job', message, order, body }, at - Date.now());
  }

  /** Sends the notice that a result owes the owner. Doing it twice files it once: its identifier is fixed. */
  async #payOwed({ message, body }: Job, delivery: Delivery): Promise<void> {
    const { owes } = delivery;
    const { owner, alias } = message;
    if (owes === null || owner === null || alias === null) return;
    const { bodies, home, deliveries, notices, observer } = this.#with;
    const original = await bodies.load(body);
    const notice = composeNotice({ message, alias, delivery, owes, original }, notices);
    await home.send({
      kind: 'notice',
      id: owes.noticeId,
      noticeKind: owes.kind,
      recipient: { address: alias, home: owner },
      aliasDomain: message.aliasDomain,
      deliveryId: delivery.id,
      at: Date.now(),
      ...(message.requireTls === true && { requireTls: true }),
      body: await bodies.refer(notice, owes.noticeId),
    });
    await deliveries.dischargeNotice(delivery.id, owes.noticeId);
    if (owes.kind === 'failure-notice') {
      observer.milliseconds(METRICS.timeToBounce, Date.now() - message.acceptedAt);
    }
  }

  /**
   * For TLS reports; a mistake in statistics is no reason to try a delivery again. Mail of the system itself does
   * not count, or a report would be the next day's only news (RFC 8460 section 3).
   */
  async #count({ message, order: { domain } }: Job, { tlsResults }: TryResult): Promise<void> {
    if (tlsResults.length === 0 || message.owner === null) return;
    try {
      await this.#with.tlsResults.record(domain, new Date(), tlsResults);
    } catch (error) {
      this.#with.observer.fault('TLS results were not counted', error, { domain });
    }
  }

  #report({ message }: Job, before: Delivery, after: DeliveryProgress): void {
    const { observer } = this.#with;
    for (const [index, { state, reason, status }] of after.recipients.entries()) {
      if (before.recipients[index]?.state !== 'queued') continue;
      if (state === 'delivered') {
        observer.count(METRICS.delivered);
        observer.milliseconds(METRICS.timeToDelivery, Date.now() - message.acceptedAt);
      } else if (state === 'bounced') {
        observer.count(METRICS.bounced, 1, { reason: reason ?? 'unknown' });
        // The notice says that the operators know: the alarm on this metric is how, ahead of the daily watch.
        if (reason === 'certificate-not-trusted' && status === '5.7.5') {
          observer.count(METRICS.trustedProviderChanged);
        }
      } else {
        observer.count(METRICS.deferred);
      }
      observer.info(state === 'queued' ? 'deferred' : state, {
        messageId: message.messageId,
        deliveryId: before.id,
        domain: before.domain,
        recipient: observer.hash(before.recipients[index].address),
        status,
        reason,
        attempt: before.attempt,
        host: after.attempts.at(-1)?.host ?? null,
      });
    }
  }
}
