/**
 * Inbound mail and notices on their way to the home server: one delivery per item and home, under a lease, so
 * that a message taken by two invocations at once is given to the server once. The delivery's item in the
 * table remembers what is done and what the sender is still owed; the queue item only wakes us.
 *
 * A retry puts its successor on the queue before the result is written, and the successor carries the number
 * of tries behind it. So a crash between the two loses nothing, and whichever copy comes later than it should
 * is recognised by its number and let go.
 */
import { isAscii } from 'node:buffer';

import type { HomeAddress } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { needsSmtpUtf8 } from '../../shared/address/mailbox.ts';
import { METRICS } from '../../shared/observe/names.ts';
import type { LogFields, Observer } from '../../shared/observe/observer.ts';
import type { Extensions } from '../../shared/smtp/session.ts';
import type { BodyStore } from '../../shared/store/bodies.ts';
import {
  isFinished,
  type Delivery,
  type DeliveryProgress,
  type DeliveryStore,
} from '../../shared/store/deliveries.ts';
import { deriveIdentifier } from '../../shared/store/identifier.ts';
import type {
  AcceptedMessage,
  DeliveryOrder,
  HomeItem,
  OutboundItem,
  Queue,
} from '../../shared/store/queues.ts';
import type { Allotment } from '../../shared/delivery/allotment.ts';
import type { Authenticate } from './authentication.ts';
import { offerToHomeServer, type HomeServer, type Offer } from './home-server.ts';
import { groupByHome, type MailItem, type NoticeItem } from './item.ts';
import { concludeRelay } from './relay-conclusion.ts';
import { hasUtf8Header, senderNotice, senderToTell } from './sender-notice.ts';

export interface RelayDependencies {
  readonly server: HomeServer;
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
  readonly authenticate: Authenticate;
  /** In [0, 1); Math.random in production. */
  readonly chance: () => number;
}

type RelayItem = MailItem | NoticeItem;

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
   * of ours stands in the way.
   */
  async deliver(item: RelayItem, allotment: Allotment): Promise<void> {
    if (item.kind === 'notice') return this.#advance(item, item.recipient.home, allotment);
    const groups = groupByHome(item.recipients);
    const [only, second] = groups;
    if (only === undefined) throw new Error('mail without a recipient');
    if (second === undefined) return this.#advance(item, only.home, allotment);
    // An item of its own for each home: one home's trouble must not repeat what another has taken.
    await Promise.all(groups.map(({ recipients }) => this.#with.home.send({ ...item, recipients })));
  }

  async #advance(item: RelayItem, home: HomeAddress, allotment: Allotment): Promise<void> {
    const { deliveries, observer } = this.#with;
    const { message, order } = openingOf(item, home);
    await deliveries.open(message, order);
    const before = await deliveries.get(order.id);
    if (before !== null && !isFinished(before) && (item.tries ?? 0) < before.tries) {
      observer.info('let go: a later try of this item is on its way', fieldsOf(item, before));
      return;
    }
    const claim = await deliveries.claim(order.id, Date.now(), allotment.leaseUntil);
    switch (claim.kind) {
      case 'not-yet':
        return this.#with.home.send(item, claim.at - Date.now());
      case 'finished':
        return this.#payOwed(item, claim.delivery);
      case 'claimed':
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
    const { server, deliveries, schedule, lifetime, chance, observer } = this.#with;
    const { answer, attempts } = await offerToHomeServer(
      server,
      (extensions) => this.#prepare(item, home, extensions),
      {
        deadline: allotment.deadline,
        mayComplete: () => deliveries.announceFinalDot(delivery),
      },
    );
    if (answer.kind === 'lease-lost') {
      observer.warn('lease lost: another worker has this delivery', fieldsOf(item, delivery));
      return;
    }
    if (answer.kind === 'deferred' && answer.misconfigured) {
      observer.fault(
        'the home server is not given any mail',
        new Error(withoutAddresses(answer.detail)),
        fieldsOf(item, delivery),
      );
    }
    const progress = concludeRelay(delivery, answer, attempts, {
      now: Date.now(),
      schedule,
      lifetime,
      chance: chance(),
      mayNotify: item.kind === 'mail' && senderToTell(item) !== null,
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

  /** The message as the home server gets it. Return-Path is the server's own to add (RFC 5321 section 4.4). */
  async #prepare(item: RelayItem, home: HomeAddress, offered: Extensions): Promise<Offer> {
    const { bodies, authenticate } = this.#with;
    const octets = await bodies.load(item.body);
    const sender = item.kind === 'mail' ? item.sender : '';
    const message =
      item.kind === 'mail' && item.client !== null
        ? await authenticate(octets, { sender, client: item.client })
        : octets;
    return {
      envelope: {
        sender,
        recipients: [home],
        eightBit: !isAscii(message),
        // A header in UTF-8 often comes without SMTPUTF8; to a server that lacks it, it goes on as it came.
        smtpUtf8:
          needsSmtpUtf8(sender) || needsSmtpUtf8(home) || (offered.has('SMTPUTF8') && hasUtf8Header(octets)),
        requireTls: asksRequireTls(item, offered),
      },
      message: [message],
    };
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
    const { observer } = this.#with;
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
        observer.count(METRICS.filed);
        observer.info('handed to the home server', fields);
        return;
      case 'bounced':
        observer.count(METRICS.bounced, 1, { reason: record.reason ?? 'unknown' });
        if (item.kind === 'notice') {
          // Nobody is left to tell but the operator: the notice stays readable in the delivery it is about.
          observer.fault(
            'the home server refused a notice',
            new Error(withoutAddresses(record.detail ?? '')),
            fields,
          );
          return;
        }
        observer.warn('the home server refused a message', fields);
        return;
      case 'queued':
      case undefined:
        observer.count(METRICS.deferred);
        observer.info('deferred: the home server did not take it now', fields);
    }
  }
}

/**
 * Whether to say REQUIRETLS to the home server (RFC 8689 section 4.2.1): for mail that came with it, and for no
 * other, since who sent that has not asked to lose it rather than to see it go on. A notice of ours says it
 * where it can, and goes home without where it cannot: its owner chose that server, and nobody else would tell
 * him that his message came back.
 */
function asksRequireTls(item: RelayItem, offered: Extensions): boolean {
  return item.requireTls === true && (item.kind === 'mail' || offered.has('REQUIRETLS'));
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
