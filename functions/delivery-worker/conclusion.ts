/**
 * What a try means for the delivery: pure, from the item as it was and the outcomes per recipient to the item
 * as it is going to be, including what the owner is owed. Nothing here reads a clock or tosses a coin.
 */
import { decideRetry, type RetryPolicy } from '../../shared/policy/retry.ts';
import type {
  Delivery,
  DeliveryProgress,
  DeliveryState,
  Owed,
  RecipientRecord,
} from '../../shared/store/delivery.ts';
import { boundProgress, EARLIER_RECEIPTS_KEPT } from '../../shared/store/delivery-size.ts';
import { deriveIdentifier } from '../../shared/store/identifier.ts';
import type { RecipientOutcome, TryResult } from './outcome.ts';

export interface ConcludeOptions {
  readonly now: number;
  readonly policy: RetryPolicy;
  /** In [0, 1). */
  readonly chance: number;
  /** False for mail with a null reverse-path: nobody is told. */
  readonly mayNotify: boolean;
}

type Deferred = Extract<RecipientOutcome, { kind: 'deferred' }>;

function settled(record: RecipientRecord, outcome: RecipientOutcome): RecipientRecord {
  switch (outcome.kind) {
    case 'delivered':
      return { ...record, state: 'delivered', status: outcome.status, reason: null, detail: outcome.detail };
    case 'bounced':
      return {
        ...record,
        state: 'bounced',
        status: outcome.status,
        reason: outcome.reason,
        detail: outcome.detail,
      };
    case 'deferred':
      return { ...record, status: outcome.status, reason: outcome.reason, detail: outcome.detail };
  }
}

/** A temporary trouble that lasted too long, as the bounce that it becomes. */
function givenUp(outcome: Deferred, why: 'short-cap' | 'lifetime'): RecipientOutcome {
  const { detail } = outcome;
  if (why === 'short-cap') {
    return { kind: 'bounced', reason: outcome.reason ?? 'validation-failure', status: '5.7.5', detail };
  }
  return { kind: 'bounced', reason: 'retry-lifetime-exceeded', status: '5.4.7', detail };
}

function stateOf(recipients: readonly RecipientRecord[]): DeliveryState {
  if (recipients.some(({ state }) => state === 'queued')) return 'delayed';
  if (recipients.every(({ state }) => state === 'delivered')) return 'delivered';
  return recipients.every(({ state }) => state === 'bounced') ? 'bounced' : 'mixed';
}

/** Concludes a try. The result is what `settle` writes, and fits into the delivery's item. */
export function concludeTry(
  delivery: Delivery,
  result: TryResult,
  options: ConcludeOptions,
): DeliveryProgress {
  const { now, policy, chance, mayNotify } = options;
  const tries = delivery.tries + 1;
  const deferred = [...result.outcomes.values()].filter((outcome) => outcome.kind === 'deferred');
  const shortCap = deferred.length > 0 && deferred.every((outcome) => outcome.shortCap);
  const shortCapTries = shortCap ? delivery.shortCapTries + 1 : 0;
  const ownFault = deferred.some((outcome) => outcome.ownFault === true);
  const { createdAt, delayNoticeSent } = delivery;
  const decision =
    deferred.length === 0
      ? null
      : decideRetry({ createdAt, now, tries, shortCapTries, delayNoticeSent, ownFault }, policy, chance);

  const recipients = delivery.recipients.map((record) => {
    const outcome = result.outcomes.get(record.address);
    if (outcome === undefined || record.state !== 'queued') return record;
    const final =
      outcome.kind === 'deferred' && decision?.kind === 'give-up' ? givenUp(outcome, decision.why) : outcome;
    return settled(record, final);
  });

  const exposed = delivery.exposed || result.exposed;
  const noticeId = deriveIdentifier(delivery.id, `notice ${delivery.attempt}`);
  const wasQueued = new Set(
    delivery.recipients.filter(({ state }) => state === 'queued').map(({ address }) => address),
  );
  const failed = recipients.filter(({ address, state }) => state === 'bounced' && wasQueued.has(address));
  const waiting = recipients.filter(({ state }) => state === 'queued');
  const delayDue = decision?.kind === 'retry' && decision.delayNotice;
  let owes: Owed | null = null;
  if (mayNotify && failed.length > 0) {
    owes = { kind: 'failure-notice', noticeId, recipients: addressesOf(failed), nothingLeft: !exposed };
  } else if (mayNotify && delayDue) {
    owes = { kind: 'delay-notice', noticeId, recipients: addressesOf(waiting), nothingLeft: !exposed };
  }

  const progress: DeliveryProgress = {
    state: stateOf(recipients),
    recipients,
    attempts: [...delivery.attempts, ...result.attempts],
    ...receiptsAfter(delivery, result),
    nextAttemptAt: decision?.kind === 'retry' ? decision.at : null,
    finishedAt: waiting.length === 0 ? now : null,
    tries,
    shortCapTries,
    // Where a failure notice goes first, the delay notice follows with the next try.
    delayNoticeSent: delayNoticeSent || owes?.kind === 'delay-notice',
    exposed,
    owes,
    ...(owes !== null && { noticeId: owes.noticeId }),
  };
  return boundProgress(delivery, progress, result.attempts.length);
}

/** A try that was taken for further recipients does not replace what proves the way to the earlier ones. */
function receiptsAfter(
  { receipt, earlierReceipts = [] }: Delivery,
  result: TryResult,
): Pick<DeliveryProgress, 'receipt' | 'earlierReceipts'> {
  if (result.receipt === null || receipt === null) {
    return { receipt: result.receipt ?? receipt, ...(earlierReceipts.length > 0 && { earlierReceipts }) };
  }
  const kept = [...earlierReceipts, receipt].slice(-EARLIER_RECEIPTS_KEPT);
  return { receipt: result.receipt, earlierReceipts: kept };
}

function addressesOf(records: readonly RecipientRecord[]): string[] {
  return records.map(({ address }) => address);
}
