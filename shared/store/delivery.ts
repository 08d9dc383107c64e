/**
 * The record of a delivery: one recipient domain of one message, from acceptance to its end. What is kept of it, how it
 * begins, and what can be told from it alone; deliveries.ts keeps it.
 */
import type { HomeAddress } from '../address/alias.ts';
import type { Domain } from '../address/domain.ts';
import type { Reply } from '../policy/judge.ts';
import type { Level, LevelSource } from '../policy/level.ts';
import type { Reason } from '../policy/reason.ts';
import type { Evidence, TlsSession } from '../tls/evidence.ts';
import type { AcceptedMessage, DeliveryOrder } from './queues.ts';

export const DELIVERY_STATES = ['queued', 'delayed', 'delivered', 'bounced', 'mixed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface RecipientRecord {
  readonly address: string;
  readonly state: 'queued' | 'delivered' | 'bounced';
  readonly status: string | null;
  readonly reason: Reason | null;
  readonly detail: string | null;
}

export interface AttemptRecord {
  readonly at: string;
  readonly host: string | null;
  readonly address: string | null;
  readonly outcome: 'met' | 'policy' | 'temporary' | 'refused';
  readonly reason: Reason | null;
  readonly detail: string;
  readonly smtp: Reply | null;
  readonly tls: TlsSession | null;
}

export interface Receipt extends Evidence {
  readonly at: string;
  readonly host: string;
  readonly address: string;
  readonly level: Level;
  readonly reply: string;
  /** Whom the server took it for. Absent in receipts from before this was kept. */
  readonly recipients?: readonly string[];
  /** Lower-case hex of SHA-256 over the message as the server got it, before dots were doubled. Absent as above. */
  readonly messageSha256?: string;
  /** The same over the message as it was accepted from its author. */
  readonly acceptedSha256?: string;
}

export interface Owed {
  readonly kind: 'failure-notice' | 'delay-notice';
  /** Identifier of the notice: filed under it, however often it is sent. */
  readonly noticeId: string;
  readonly recipients: readonly string[];
  /** Whether nothing of the message had left the house when this was decided. */
  readonly nothingLeft: boolean;
}

/** The part that changes; a worker hands back a whole new one when it settles. */
export interface DeliveryProgress {
  readonly state: DeliveryState;
  readonly recipients: readonly RecipientRecord[];
  readonly attempts: readonly AttemptRecord[];
  /** The newest. */
  readonly receipt: Receipt | null;
  /** Of earlier tries, where recipients were taken one after the other; oldest first. @default none */
  readonly earlierReceipts?: readonly Receipt[];
  /** Milliseconds; null once finished. */
  readonly nextAttemptAt: number | null;
  readonly finishedAt: number | null;
  readonly tries: number;
  readonly shortCapTries: number;
  readonly delayNoticeSent: boolean;
  /** True once some recipient's server has been given the message's envelope or body. */
  readonly exposed: boolean;
  readonly owes: Owed | null;
  /** Identifier of the latest notice about it, kept when nothing is owed any more. Absent where there is none. */
  readonly noticeId?: string;
}

export interface Delivery extends DeliveryProgress {
  readonly id: string;
  readonly messageId: string;
  readonly headerMessageId: string;
  /** Absent for mail of the system itself. */
  readonly owner?: HomeAddress;
  readonly subject: string;
  readonly domain: Domain;
  readonly level: Level;
  readonly levelSource: LevelSource;
  /** Submitted with REQUIRETLS (RFC 8689). Absent where it was not. */
  readonly requireTls?: boolean;
  readonly createdAt: number;
  /** The fence. */
  readonly attempt: number;
  readonly leaseUntil: number;
  /** Chosen anew by each claim, so that a claim that is repeated knows its own. Absent before the first. */
  readonly claimant?: string;
  /** Final dots announced since a result was last settled; see `announceFinalDot`. */
  readonly unansweredDots: number;
}

/** A delivery as it stands before its first try. */
export function newDelivery(message: AcceptedMessage, order: DeliveryOrder): Delivery {
  return {
    id: order.id,
    messageId: message.messageId,
    headerMessageId: message.headerMessageId,
    ...(message.owner === null ? {} : { owner: message.owner }),
    subject: message.subject,
    domain: order.domain,
    level: order.level,
    levelSource: order.levelSource,
    ...(message.requireTls === true && { requireTls: true }),
    createdAt: message.acceptedAt,
    state: 'queued',
    recipients: order.recipients.map((address) => ({
      address,
      state: 'queued',
      status: null,
      reason: null,
      detail: null,
    })),
    attempts: [],
    receipt: null,
    nextAttemptAt: message.acceptedAt,
    finishedAt: null,
    tries: 0,
    shortCapTries: 0,
    delayNoticeSent: false,
    exposed: false,
    owes: null,
    attempt: 0,
    leaseUntil: 0,
    unansweredDots: 0,
  };
}

export function isFinished(delivery: Delivery): boolean {
  return delivery.finishedAt !== null;
}

export const DELIVERY_PHASES = ['queued', 'connecting', 'waiting', 'finished'] as const;
export type DeliveryPhase = (typeof DELIVERY_PHASES)[number];

/** What is going on with it at this moment: a worker is at it while somebody holds the lease. */
export function phaseOf(delivery: Delivery, now: number): DeliveryPhase {
  if (isFinished(delivery)) return 'finished';
  if (delivery.leaseUntil > now) return 'connecting';
  return delivery.attempt === 0 ? 'queued' : 'waiting';
}
