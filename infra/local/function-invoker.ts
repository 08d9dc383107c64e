/**
 * Synchronous invocations of a function in another process, over its channel: what API Gateway does with
 * Lambda. A child that ends takes its open invocations with it; they fail instead of hanging.
 */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import type { HttpInvocationResult } from './function-host.ts';
import type { GatewayEvent } from './http/gateway-event.ts';
import { FunctionUnavailableError } from './http/http-api.ts';

export interface FunctionInvoker {
  /** Rejects where the function failed; with `FunctionUnavailableError` where it is not running. */
  readonly invoke: (event: GatewayEvent) => Promise<APIGatewayProxyStructuredResultV2>;
  /** To be given every message of the child. */
  readonly onMessage: (message: unknown) => void;
}

type Settle = PromiseWithResolvers<APIGatewayProxyStructuredResultV2>;

/** `send` gives false where the child is not there. */
export function functionInvoker(send: (message: object) => boolean): FunctionInvoker {
  const waiting = new Map<number, Settle>();
  let last = 0;
  return {
    invoke: (event) => {
      last += 1;
      const settle: Settle = Promise.withResolvers();
      waiting.set(last, settle);
      if (!send({ id: last, event })) {
        waiting.delete(last);
        settle.reject(new FunctionUnavailableError('the function is not running'));
      }
      return settle.promise;
    },
    onMessage: (message) => {
      if (typeof message !== 'object' || message === null || !('id' in message)) {
        // A new process says that it is ready: whatever an earlier one had been asked is lost.
        for (const { reject } of waiting.values()) reject(new Error('the function ended'));
        waiting.clear();
        return;
      }
      const answer = message as HttpInvocationResult;
      const settle = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('result' in answer) settle?.resolve(answer.result);
      else settle?.reject(new Error(answer.fault));
    },
  };
}
