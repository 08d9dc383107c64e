/**
 * An SQS batch as Lambda hands it over: each record on its own, at the same time; the answer names those that
 * are to come back (ReportBatchItemFailures). A record that fails never takes the others with it, and a batch
 * that fails whole is an answer too, not an exception.
 */
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

import { METRICS } from '../../shared/observe/names.ts';
import type { Observer } from '../../shared/observe/observer.ts';
import { inTrace, traceOf } from '../../shared/observe/trace.ts';
import type { HomeItem } from '../../shared/store/queues.ts';
import { allot, type Allotment } from '../../shared/delivery/allotment.ts';
import { parseHomeItem } from './item.ts';

/** `sentAt`: when the queue was given the item. */
export type Bring = (item: HomeItem, allotment: Allotment, sentAt: number) => Promise<void>;

/** Takes one record; gives its id where it is to come back, else null. */
async function take(
  record: SQSRecord,
  allotment: Allotment,
  bring: Bring,
  observer: Observer,
): Promise<string | null> {
  const sentAt = Number(record.attributes.SentTimestamp);
  if (sentAt > 0) observer.milliseconds(METRICS.queueAge, Math.max(0, Date.now() - sentAt));
  let item: HomeItem | null = null;
  try {
    item = parseHomeItem(record.body);
    await bring(item, allotment, sentAt);
    return null;
  } catch (error) {
    observer.fault('an item of the home queue could not be brought home', withoutContent(error), {
      queueMessageId: record.messageId,
      receives: Number(record.attributes.ApproximateReceiveCount),
      itemId: item?.id ?? null,
      kind: item?.kind ?? null,
    });
    return record.messageId;
  }
}

/** JSON.parse quotes what it could not read, and that may be somebody's mail. */
function withoutContent(error: unknown): unknown {
  return error instanceof SyntaxError ? new Error('the queue message is no JSON') : error;
}

/** Takes a whole batch. Never rejects. */
export async function takeBatch(
  event: SQSEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
  bring: Bring,
  observer: Observer,
): Promise<SQSBatchResponse> {
  const allotment = allot(Date.now(), context.getRemainingTimeInMillis());
  const failed = await Promise.all(
    event.Records.map((record) =>
      inTrace(traceOf(record.attributes.AWSTraceHeader), () => take(record, allotment, bring, observer)),
    ),
  );
  return {
    batchItemFailures: failed.filter((id) => id !== null).map((itemIdentifier) => ({ itemIdentifier })),
  };
}
