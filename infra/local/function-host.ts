/**
 * Runs one function in this process, as Lambda would: `queue <function>` consumes the queue in QUEUE_URL,
 * `http <function>` answers events that come over the parent's channel, `once <function> <JSON>` invokes it once
 * with a scheduled event that has that input, and ends. Ends when the parent is gone.
 */
import { randomUUID } from 'node:crypto';

import { SQSClient } from '@aws-sdk/client-sqs';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';

import { EnvironmentProblems } from '../../shared/configuration/environment.ts';
import { startEventSource } from './aws/event-source.ts';
import { createLambdaContext } from './aws/lambda-context.ts';

export interface HttpInvocation {
  readonly id: number;
  readonly event: APIGatewayProxyEventV2;
}

export type HttpInvocationResult =
  | { readonly id: number; readonly result: APIGatewayProxyStructuredResultV2 }
  | { readonly id: number; readonly fault: string };

type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse | undefined>;
type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

const BATCH_SIZE = 10;
const CONCURRENCY = 8;

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

function log(message: string, error: unknown): void {
  const cause =
    error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : { error };
  console.log(JSON.stringify({ level: 'ERROR', message, ...cause }));
}

async function loadHandler(name: string): Promise<unknown> {
  const module = (await import(`../../functions/${name}/handler.ts`)) as { handler: unknown };
  return module.handler;
}

async function hostQueue(functionName: string, timeout: number): Promise<void> {
  const handler = (await loadHandler(functionName)) as QueueHandler;
  const source = await startEventSource({
    sqs: new SQSClient({}),
    queueUrl: setting('QUEUE_URL'),
    functionName,
    handler,
    batchSize: BATCH_SIZE,
    concurrency: CONCURRENCY,
    timeout,
    onError: (error) => {
      log(`${functionName} failed`, error);
    },
  });
  process.once('SIGTERM', () => {
    void source.stop(Number(setting('STOP_PATIENCE'))).then(() => process.exit(0));
  });
}

async function hostHttp(functionName: string, timeout: number): Promise<void> {
  const handler = (await loadHandler(functionName)) as HttpHandler;
  process.on('message', ({ id, event }: HttpInvocation) => {
    handler(event, createLambdaContext({ functionName, timeout })).then(
      (result) => process.send?.({ id, result } satisfies HttpInvocationResult),
      (error: unknown) => {
        log(`${functionName} failed`, error);
        process.send?.({ id, fault: 'the function failed' } satisfies HttpInvocationResult);
      },
    );
  });
  process.once('SIGTERM', () => process.exit(0));
}

/** The event of EventBridge Scheduler's and EventBridge rules' daily runs. */
async function invokeOnce(functionName: string, timeout: number, input: string): Promise<void> {
  const handler = (await loadHandler(functionName)) as (event: unknown, context: Context) => Promise<unknown>;
  const event = {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    time: new Date().toISOString(),
    resources: [],
    detail: {},
    ...(JSON.parse(input) as object),
  };
  await handler(event, createLambdaContext({ functionName, timeout }));
}

process.once('disconnect', () => process.exit(0));
// The parent may have gone while this process was still loading.
if (!process.connected) process.exit(0);
// The terminal's Ctrl-C reaches the whole group; only the parent decides when we end.
process.on('SIGINT', () => undefined);
const [kind, functionName = '', input = '{}'] = process.argv.slice(2);
const timeout = Number(setting('FUNCTION_TIMEOUT_MILLISECONDS'));
try {
  if (kind === 'once') {
    await invokeOnce(functionName, timeout, input);
    process.exit(0);
  }
  await (kind === 'queue' ? hostQueue(functionName, timeout) : hostHttp(functionName, timeout));
  process.send?.({ kind: 'ready' });
} catch (error) {
  if (error instanceof EnvironmentProblems) for (const line of error.lines) console.error(line);
  else log(`${functionName} did not start`, error);
  process.exit(1);
}
