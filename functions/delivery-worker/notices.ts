/**
 * From the record of a delivery to the notice its owner gets: which sentence goes with which reason, and
 * which attempt is the telling one. Pure; how a notice is laid out is shared/mail's.
 */
import type { AliasAddress } from '../../shared/address/alias.ts';
import { composeDelayNotice, composeFailureNotice } from '../../shared/mail/delivery-status.ts';
import type { FailedRecipient, Original } from '../../shared/mail/delivery-status.ts';
import { whyOfEnd } from '../../shared/mail/words/recipient-why.ts';
import type { Why } from '../../shared/mail/words/words.ts';
import { replyText } from '../../shared/policy/judge.ts';
import type { RetryPolicy } from '../../shared/policy/retry.ts';
import type { AttemptRecord, Delivery, Owed, RecipientRecord } from '../../shared/store/delivery.ts';
import type { AcceptedMessage } from '../../shared/store/queues.ts';

export interface NoticeOptions {
  /** Our own name, the Reporting-MTA. */
  readonly hostName: string;
  readonly retry: RetryPolicy;
}

export interface NoticeOccasion {
  readonly message: AcceptedMessage;
  readonly alias: AliasAddress;
  readonly delivery: Delivery;
  readonly owes: Owed;
  /** The message as it was accepted. */
  readonly original: Buffer;
}

/** The sentence that explains a recipient's end. */
function whyOf(record: RecipientRecord, delivery: Delivery, options: NoticeOptions): Why {
  const encrypted = (tellingAttempt(delivery, record)?.tls ?? null) !== null;
  return whyOfEnd({ ...record, encrypted, tried: options.retry.lifetime });
}

/** The attempt that a recipient's end rests on: the first of the last try with its reason, else the last one. */
function tellingAttempt(delivery: Delivery, record: RecipientRecord): AttemptRecord | null {
  const { attempts } = delivery;
  return (
    attempts.findLast(({ reason, outcome }) => reason === record.reason && outcome !== 'met') ??
    attempts.at(-1) ??
    null
  );
}

function statusOf(record: RecipientRecord, delivery: Delivery, options: NoticeOptions): FailedRecipient {
  const attempt = tellingAttempt(delivery, record);
  return {
    recipient: record.address,
    why: whyOf(record, delivery, options),
    status: record.status ?? '5.0.0',
    reason: record.reason ?? 'temporary',
    remoteHost: attempt?.host ?? null,
    remoteAddress: attempt?.address ?? null,
    reply: attempt?.smtp === null || attempt === null ? null : replyText(attempt.smtp),
    detail: record.detail ?? attempt?.detail ?? '',
    at: attempt === null ? new Date(delivery.createdAt) : new Date(attempt.at),
  };
}

/** Composes the notice that a delivery owes. The same delivery gives the same notice, whenever it is asked. */
export function composeNotice(occasion: NoticeOccasion, options: NoticeOptions): Buffer {
  const { message, alias, delivery, owes, original } = occasion;
  const concerned = delivery.recipients.filter(({ address }) => owes.recipients.includes(address));
  const statuses = concerned.map((record) => statusOf(record, delivery, options));
  const common = {
    language: message.language,
    aliasDomain: message.aliasDomain,
    hostName: options.hostName,
    to: alias,
    subject: message.subject,
    arrivedAt: new Date(message.acceptedAt),
    at: new Date(),
    originalMessageId: message.headerMessageId,
    messageId: message.messageId,
    noticeId: `<${owes.noticeId}@${message.aliasDomain}>`,
  };
  if (owes.kind === 'delay-notice') {
    const until = new Date(message.acceptedAt + options.retry.lifetime);
    const headers: Original = { headersOnly: original };
    return composeDelayNotice({ ...common, delayed: statuses, until, original: headers });
  }
  return composeFailureNotice({
    ...common,
    level: delivery.level,
    levelSource: delivery.levelSource,
    nothingLeft: owes.nothingLeft,
    othersElsewhere: message.severalDomains ?? null,
    failed: statuses,
    delivered: delivery.recipients.filter(({ state }) => state === 'delivered').map(({ address }) => address),
    original: { whole: original },
  });
}
