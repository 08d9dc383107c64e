/**
 * Notices about messages that were not delivered: whole messages in the form of RFC 3464, ready to be filed
 * in a mailbox or relayed home with the null sender. They go to the owner of the alias (failure, delay) in
 * the owner's language, or to an outside sender whose message the owner's home server refused.
 * Not decided here: whether to send one. Never for a message that itself had the null sender (RFC 5321
 * section 6.1).
 */
import {
  messageFields,
  recipientFields,
  soundMessageId,
  type MessageStatus,
  type RecipientStatus,
} from './delivery-status-fields.ts';
import { bareAddress, composeUnstructured } from './header-text.ts';
import {
  composeDelayText,
  composeFailureText,
  composeRelayFailureText,
  type FailedRecipient,
  type FailureText,
} from './notice-text.ts';
import { composeDate, composeMessageId } from './received.ts';
import { composeReport, isWhole, type Original } from './report.ts';
import { english } from './words/english.ts';
import { german } from './words/german.ts';
import type { Language, Words } from './words/words.ts';

export type { FailedRecipient, Original, RecipientStatus };

/** What every notice needs to know of the original and of us. */
export interface NoticeSubject extends MessageStatus {
  /** Notices come from its postmaster. */
  readonly aliasDomain: string;
  /** Whom the notice is for. */
  readonly to: string;
  /** The original's subject, decoded. */
  readonly subject: string;
  /** When the notice is written. */
  readonly at: Date;
  /** The notice's own Message-ID, so that writing it twice gives the same one; null makes a new one. */
  readonly noticeId: string | null;
}

export interface FailureNotice extends NoticeSubject, Omit<FailureText, 'wholeAttached'> {
  readonly language: Language;
  /** Attached whole up to 5 MiB; then, or where asked, its header only. */
  readonly original: Original;
}

export interface DelayNotice extends NoticeSubject {
  readonly language: Language;
  readonly delayed: readonly RecipientStatus[];
  /** How long we go on trying. */
  readonly until: Date;
  readonly original: Original;
}

export interface RelayFailureNotice extends NoticeSubject {
  readonly failed: readonly RecipientStatus[];
  /** The original or its header section; only the latter is returned. */
  readonly original: Buffer;
}

const WORDS: Readonly<Record<Language, Words>> = { en: english, de: german };

function topFields(notice: NoticeSubject, subjectPrefix: string): string {
  const original = soundMessageId(notice.originalMessageId);
  const messageId = soundMessageId(notice.noticeId) ?? composeMessageId(notice.aliasDomain);
  return [
    `From: Mail Delivery <postmaster@${notice.aliasDomain}>\r\n`,
    `To: <${bareAddress(notice.to)}>\r\n`,
    composeUnstructured('Subject', subjectPrefix, notice.subject),
    `Date: ${composeDate(notice.at)}\r\n`,
    `Message-ID: ${messageId}\r\n`,
    original === null ? '' : `In-Reply-To: ${original}\r\nReferences: ${original}\r\n`,
    // RFC 3834 section 5: no vacation program answers this.
    'Auto-Submitted: auto-replied\r\n',
  ].join('');
}

function statusOf(
  notice: NoticeSubject,
  action: 'failed' | 'delayed',
  recipients: readonly RecipientStatus[],
  until: Date | null,
): string {
  const groups = recipients.map((recipient) => recipientFields(action, recipient, until));
  return [messageFields(notice), ...groups].join('\r\n');
}

/** The message came back, as a whole or for some recipients. Gives the notice with CRLF throughout. */
export function composeFailureNotice(notice: FailureNotice): Buffer {
  const words = WORDS[notice.language];
  return composeReport({
    fields: topFields(notice, words.notSent),
    language: notice.language,
    text: composeFailureText(words, { ...notice, wholeAttached: isWhole(notice.original) }),
    status: statusOf(notice, 'failed', notice.failed, null),
    original: notice.original,
  });
}

/** The message is late and still being tried. */
export function composeDelayNotice(notice: DelayNotice): Buffer {
  const words = WORDS[notice.language];
  return composeReport({
    fields: topFields(notice, words.stillTrying),
    language: notice.language,
    text: composeDelayText(words, notice.delayed, notice.until),
    status: statusOf(notice, 'delayed', notice.delayed, notice.until),
    original: notice.original,
  });
}

/** Mail that came in from outside was refused by the recipient's home server; for its sender. */
export function composeRelayFailureNotice(notice: RelayFailureNotice): Buffer {
  return composeReport({
    fields: topFields(notice, 'Undelivered:'),
    language: 'en',
    text: composeRelayFailureText(notice.hostName, notice.failed),
    // The name of a message in our API tells a stranger nothing.
    status: statusOf({ ...notice, messageId: null }, 'failed', notice.failed, null),
    original: { headersOnly: notice.original },
  });
}
