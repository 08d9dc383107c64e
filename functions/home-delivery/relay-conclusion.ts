/**
 * What the home server's answer means for the delivery: pure, from the item as it was to the item as it is
 * going to be, including whether the sender is owed a notice.
 */
import { decideRetry } from '../../shared/policy/retry.ts';
import type {
  AttemptRecord,
  Delivery,
  DeliveryProgress,
  RecipientRecord,
} from '../../shared/store/delivery.ts';
import { boundProgress } from '../../shared/store/delivery-size.ts';
import { deriveIdentifier } from '../../shared/store/identifier.ts';
import type { HomeAnswer } from './home-server.ts';

export interface ConclusionOptions {
  readonly now: number;
  /** Waits between tries; the last one repeats. */
  readonly schedule: readonly number[];
  readonly lifetime: number;
  /** In [0, 1). */
  readonly chance: number;
  /** Whether there is a sender to tell: false for a null reverse-path and for notices of ours. */
  readonly mayNotify: boolean;
}

type Final = Pick<RecipientRecord, 'state' | 'status' | 'reason' | 'detail'>;

/** The identifier of the notice that a relay delivery can owe; it owes at most one. */
export function noticeIdOf(delivery: Pick<Delivery, 'id'>): string {
  return deriveIdentifier(delivery.id, 'notice');
}

type Answer = Exclude<HomeAnswer, { kind: 'lease-lost' }>;

/** Concludes one try. The result is what `settle` writes, and fits into the delivery's item. */
export function concludeRelay(
  delivery: Delivery,
  answer: Answer,
  attempts: readonly AttemptRecord[],
  options: ConclusionOptions,
): DeliveryProgress {
  return boundProgress(delivery, progressOf(delivery, answer, attempts, options), attempts.length);
}

function progressOf(
  delivery: Delivery,
  answer: Answer,
  attempts: readonly AttemptRecord[],
  { now, schedule, lifetime, chance, mayNotify }: ConclusionOptions,
): DeliveryProgress {
  const tries = delivery.tries + 1;
  const common = {
    attempts: [...delivery.attempts, ...attempts],
    tries,
    shortCapTries: 0,
    delayNoticeSent: delivery.delayNoticeSent,
    exposed: true,
  };
  const settled = (final: Final): readonly RecipientRecord[] =>
    delivery.recipients.map((record) => ({ ...record, ...final }));
  const bounced = (final: Omit<Final, 'state'>): DeliveryProgress => ({
    ...common,
    state: 'bounced',
    recipients: settled({ state: 'bounced', ...final }),
    receipt: null,
    nextAttemptAt: null,
    finishedAt: now,
    owes: mayNotify
      ? {
          kind: 'failure-notice',
          noticeId: noticeIdOf(delivery),
          recipients: delivery.recipients.map(({ address }) => address),
          nothingLeft: false,
        }
      : null,
  });

  switch (answer.kind) {
    case 'delivered': {
      const { status, detail, receipt } = answer;
      return {
        ...common,
        state: 'delivered',
        recipients: settled({ state: 'delivered', status, reason: null, detail }),
        receipt,
        nextAttemptAt: null,
        finishedAt: now,
        owes: null,
      };
    }
    case 'refused':
      return bounced({ status: answer.status, reason: answer.reason, detail: answer.detail });
    case 'deferred': {
      const { createdAt } = delivery;
      // Strangers get no delay notice: their mail is safe with us, and the address may be forged.
      const policy = { schedule, lifetime, delayNoticeAfter: Infinity };
      const state = { createdAt, now, tries, shortCapTries: 0, delayNoticeSent: true };
      const decision = decideRetry(state, policy, chance);
      const { status, detail } = answer;
      if (decision.kind === 'give-up') {
        return bounced({ status: '5.4.7', reason: 'retry-lifetime-exceeded', detail });
      }
      return {
        ...common,
        state: 'delayed',
        recipients: settled({ state: 'queued', status, reason: null, detail }),
        receipt: null,
        nextAttemptAt: decision.at,
        finishedAt: null,
        owes: null,
      };
    }
  }
}
