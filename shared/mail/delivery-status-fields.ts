/**
 * The part of a notice that programs read: message/delivery-status (RFC 3464 section 2), with UTF-8 addresses
 * by RFC 6533 section 3. Our own fields start with `X-Secure-Alias-`.
 */
import { needsSmtpUtf8 } from '../address/mailbox.ts';
import { bareAddress, foldField, oneAsciiLine } from './header-text.ts';
import { composeDate } from './received.ts';

/** What is known of one recipient that has not got the message. */
export interface RecipientStatus {
  readonly recipient: string;
  /** RFC 3463, such as `5.7.4`. */
  readonly status: string;
  /** The name of the reason in the API and the metrics. */
  readonly reason: string;
  readonly remoteHost: string | null;
  readonly remoteAddress: string | null;
  /** What the other server answered, as it said it. */
  readonly reply: string | null;
  /** One technical sentence. */
  readonly detail: string;
  /** When it was last tried. */
  readonly at: Date;
}

export interface MessageStatus {
  readonly hostName: string;
  readonly arrivedAt: Date;
  /** The original's Message-ID field, or null. */
  readonly originalMessageId: string | null;
  /** The name of the message in our API, or null. */
  readonly messageId: string | null;
}

const REPLY_LIMIT = 500;

function field(name: string, value: string): string {
  return `${foldField(`${name}: ${value}`)}\r\n`;
}

/** The Message-ID if it is one, so that it can be repeated in other fields; else null (RFC 5322 3.6.4). */
export function soundMessageId(text: string | null): string | null {
  return text !== null && /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/.test(text) ? text : null;
}

/** What is delayed is not refused yet, whatever refused it for now (RFC 3464 section 2.3.4). */
function statusCode(status: string, action: 'failed' | 'delayed'): string {
  const sound = /^[245]\.[0-9]{1,3}\.[0-9]{1,3}$/.test(status);
  if (action === 'failed') return sound ? status : '5.0.0';
  return sound ? `4${status.slice(1)}` : '4.0.0';
}

/** The fields about the message (RFC 3464 section 2.2). */
export function messageFields(message: MessageStatus): string {
  const messageId = soundMessageId(message.originalMessageId);
  return [
    field('Reporting-MTA', `dns; ${oneAsciiLine(message.hostName, 255)}`),
    field('Arrival-Date', composeDate(message.arrivedAt)),
    message.messageId === null
      ? ''
      : field('X-Secure-Alias-Message-Id', oneAsciiLine(message.messageId, 100)),
    messageId === null ? '' : field('X-Original-Message-ID', messageId),
  ].join('');
}

/** The fields about one recipient (RFC 3464 section 2.3). `retryUntil` is for delays. */
export function recipientFields(
  action: 'failed' | 'delayed',
  recipient: RecipientStatus,
  retryUntil: Date | null,
): string {
  const address = bareAddress(recipient.recipient);
  const addressType = needsSmtpUtf8(address) ? 'utf-8' : 'rfc822';
  const diagnostic =
    recipient.reply === null
      ? `x-secure-alias; ${oneAsciiLine(recipient.detail, REPLY_LIMIT)}`
      : `smtp; ${oneAsciiLine(recipient.reply, REPLY_LIMIT)}`;
  return [
    field('Final-Recipient', `${addressType}; ${address}`),
    field('Action', action),
    field('Status', statusCode(recipient.status, action)),
    recipient.remoteHost === null
      ? ''
      : field('Remote-MTA', `dns; ${oneAsciiLine(recipient.remoteHost, 255)}`),
    field('Diagnostic-Code', diagnostic),
    field('Last-Attempt-Date', composeDate(recipient.at)),
    retryUntil === null ? '' : field('Will-Retry-Until', composeDate(retryUntil)),
    field('X-Secure-Alias-Reason', oneAsciiLine(recipient.reason, 100)),
  ].join('');
}
