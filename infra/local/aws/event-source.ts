import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createLambdaContext, withinTime } from './lambda-context.ts';
import { composeSqsEvent, succeeded } from './sqs-event.ts';

/**
 * The event source between a queue and a function, as Lambda runs it: waits for messages, invokes the
 * function with a batch, deletes what succeeded, and leaves what failed to its visibility timeout.
 *
 * One long poll waits at a time, and the next starts as soon as messages are there, so that several
 * batches run side by side up to `concurrency`, and an idle queue hands a message over at once.
 *
 * Not done: waiting to fill a batch, filters, scaling by load.
 */

export interface EventSourceOptions {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly functionName: string;
  readonly handler: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse | undefined>;
  /** Messages in one invocation, 1 to 10. */
  readonly batchSize: number;
  /** Invocations at the same time. */
  readonly concurrency: number;
  /** Milliseconds an invocation may take. */
  readonly timeout: number;
  /** Seconds, in place of the queue's own. */
  readonly visibilityTimeout?: number;
  /** Told of failed invocations and of a queue that does not answer; the event source goes on. */
  readonly onError?: (error: unknown) => void;
}

export interface EventSource {
  /**
   * Takes no more messages and waits for the running invocations, at most `patience` milliseconds.
   * Gives whether all have finished; the messages of the others stay in the queue.
   */
  stop(patience?: number): Promise<{ finished: boolean }>;
}

/** Starts to consume the queue. Throws if there is no such queue. */
export async function startEventSource(options: EventSourceOptions): Promise<EventSource> {
  const { sqs, queueUrl, onError } = options;
  const attributes = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  const arn = attributes.Attributes?.QueueArn ?? '';
  const queue = { arn, region: arn.split(':')[3] ?? '' };
  const stopping = new AbortController();
  const stopped = () => stopping.signal.aborted;
  const running = new Set<Promise<void>>();

  const poll = async () => {
    let patience = 100;
    while (!stopped()) {
      try {
        const messages = await receive(options, stopping.signal);
        patience = 100;
        if (messages.length === 0) continue;
        const invocation: Promise<void> = handleBatch(options, queue, messages)
          .catch((error: unknown) => onError?.(error))
          .finally(() => running.delete(invocation));
        running.add(invocation);
        if (running.size >= options.concurrency) await Promise.race(running);
      } catch (error) {
        if (stopped()) return;
        onError?.(error);
        await wait(patience, undefined, { signal: stopping.signal }).catch(() => undefined);
        patience = Math.min(patience * 2, 5000);
      }
    }
  };
  const polling = poll();

  return {
    stop: async (patience = 8000) => {
      stopping.abort();
      const all = Promise.all([polling, ...running]).then(() => true);
      const giveUp = new AbortController();
      const late = wait(patience, false, { signal: giveUp.signal }).catch(() => false);
      const finished = await Promise.race([all, late]);
      giveUp.abort();
      return { finished };
    },
  };
}

async function receive(options: EventSourceOptions, abortSignal: AbortSignal): Promise<Message[]> {
  const { Messages = [] } = await options.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: options.queueUrl,
      MaxNumberOfMessages: options.batchSize,
      WaitTimeSeconds: 20,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
      ...(options.visibilityTimeout !== undefined && { VisibilityTimeout: options.visibilityTimeout }),
    }),
    { abortSignal },
  );
  return Messages;
}

/** A handler that throws has failed with the whole batch: nothing is deleted. */
async function handleBatch(
  options: EventSourceOptions,
  queue: { arn: string; region: string },
  messages: readonly Message[],
): Promise<void> {
  const context = createLambdaContext(options);
  const response = await withinTime(context, options.handler(composeSqsEvent(messages, queue), context));
  const done = succeeded(messages, response);
  if (done.length === 0) return;
  const { Failed = [] } = await options.sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: options.queueUrl,
      Entries: done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    }),
  );
  if (Failed.length > 0) throw new Error(`${Failed.length} handled messages could not be deleted`);
}
