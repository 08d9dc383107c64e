import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

/**
 * What Lambda gives a handler beside the event, and the time limit that goes with it.
 *
 * Not done: on AWS a function that runs out of time is stopped; here it runs on, and only its result is
 * no longer waited for. Handlers must not rely on either.
 */

/** The function did not answer within its time. */
export class FunctionTimeout extends Error {
  override name = 'FunctionTimeout';
}

/** Makes the context of one invocation; the clock starts now. `timeout` is in milliseconds. */
export function createLambdaContext(options: { functionName: string; timeout: number }): Context {
  const { functionName, timeout } = options;
  const deadline = performance.now() + timeout;
  const notHere = () => {
    throw new Error('callbacks of old runtimes are not part of this context; return a promise');
  };
  const callbacks = { done: notHere, fail: notHere, succeed: notHere };
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:000000000000:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
    ...callbacks,
  };
}

/** Gives the result of `work`, or rejects with `FunctionTimeout` when the context's time is over. */
export async function withinTime<T>(context: Context, work: Promise<T>): Promise<T> {
  const { promise: timeUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new FunctionTimeout(`${context.functionName} took longer than its time limit`));
  }, context.getRemainingTimeInMillis());
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
