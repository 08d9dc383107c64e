/**
 * Keeps a delivery's item small. DynamoDB takes 400 KB an item; a result that were larger could never be settled,
 * and the message would be sent again and again. What strangers and the retry schedule can make grow is texts and
 * the number of attempts: both are bounded here, the oldest attempts first. Pure.
 */
import type { AttemptRecord, Delivery, DeliveryProgress, RecipientRecord } from './delivery.ts';

/** Octets of the whole item as JSON, names of attributes included: half of what the table takes. */
export const LARGEST_ITEM = 200_000;
/** Attempts kept: the last try's whole walk over the hosts, and a few of earlier ones. */
export const ATTEMPTS_KEPT = 30;
/** Receipts kept beside the newest; one has some two thousand octets, and the addresses that it is for. */
export const EARLIER_RECEIPTS_KEPT = 8;
/** Octets of a recipient's detail, of which there may be a hundred. */
export const LONGEST_RECIPIENT_DETAIL = 300;
/** Octets of each text of an attempt: a whole reply, as long as it is written in ASCII. */
const LONGEST_TEXT = 1000;
/** Octets of each text of an old attempt, where there is no room for more. */
const SHORT_TEXT = 100;

const octetsOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** At most so many octets of UTF-8, whole characters. */
function cut(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const ellipsis = '…';
  const { read } = new TextEncoder().encodeInto(text, Buffer.alloc(most - Buffer.byteLength(ellipsis)));
  return `${text.slice(0, read)}${ellipsis}`;
}

function cutAttempt(attempt: AttemptRecord, most: number): AttemptRecord {
  const { detail, smtp } = attempt;
  return {
    ...attempt,
    detail: cut(detail, most),
    // Named one by one: a reply as it was received has all its lines besides.
    smtp: smtp === null ? null : { code: smtp.code, status: smtp.status, text: cut(smtp.text, most) },
  };
}

function cutRecipient(record: RecipientRecord): RecipientRecord {
  const { detail } = record;
  return { ...record, detail: detail === null ? null : cut(detail, LONGEST_RECIPIENT_DETAIL) };
}

/**
 * The result of a try, so that the item with it fits. The last `lastTry` attempts are that try's own: they stay,
 * and so do their details.
 */
export function boundProgress(
  delivery: Delivery,
  progress: DeliveryProgress,
  lastTry: number,
): DeliveryProgress {
  const recipients = progress.recipients.map(cutRecipient);
  const attempts = progress.attempts
    .slice(-Math.max(ATTEMPTS_KEPT, lastTry))
    .map((attempt) => cutAttempt(attempt, LONGEST_TEXT));
  const earlier = attempts.slice(0, attempts.length - lastTry);
  const own = attempts.slice(attempts.length - lastTry);
  let size = octetsOf({ ...delivery, ...progress, recipients, attempts });
  for (const [index, attempt] of earlier.entries()) {
    if (size <= LARGEST_ITEM) break;
    const short = cutAttempt(attempt, SHORT_TEXT);
    size -= octetsOf(attempt) - octetsOf(short);
    earlier[index] = short;
  }
  while (size > LARGEST_ITEM) {
    const oldest = earlier.shift();
    if (oldest === undefined) break;
    size -= octetsOf(oldest) + 1;
  }
  return { ...progress, recipients, attempts: [...earlier, ...own] };
}
