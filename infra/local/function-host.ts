/**
 * Runs one function in this process, as Lambda would: `queue <function>` consumes the queue in QUEUE_URL,
 * `http <function>` answers events that come over the parent's channel, `schedule <function>` is called soon
 * after the start and then once a day. Ends when the parent is gone.
 */
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

type ScheduleHandler = (event: { readonly time: string }, context: Context) => Promise<void>;

/** Soon after the start, because a machine that is switched off at night may never run for a day. */
const FIRST_RUN = 60_000;
const DAY = 24 * 3600 * 1000;
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

async function hostSchedule(functionName: string, timeout: number): Promise<void> {
  const handler = (await loadHandler(functionName)) as ScheduleHandler;
  const run = (): void => {
    const event = { time: new Date().toISOString() };
    handler(event, createLambdaContext({ functionName, timeout })).catch((error: unknown) => {
      log(`${functionName} failed`, error);
    });
  };
  setTimeout(() => {
    run();
    setInterval(run, DAY);
  }, FIRST_RUN);
  process.once('SIGTERM', () => process.exit(0));
}

process.once('disconnect', () => process.exit(0));
// The parent may have gone while this process was still loading.
if (!process.connected) process.exit(0);
// The terminal's Ctrl-C reaches the whole group; only the parent decides when we end.
process.on('SIGINT', () => undefined);
const [kind, functionName = ''] = process.argv.slice(2);
const timeout = Number(setting('FUNCTION_TIMEOUT_MILLISECONDS'));
try {
  const host = kind === 'queue' ? hostQueue : kind === 'schedule' ? hostSchedule : hostHttp;
  await host(functionName, timeout);
  process.send?.({ kind: 'ready' });
} catch (error) {
  if (error instanceof EnvironmentProblems) for (const line of error.lines) console.error(line);
  else log(`${functionName} did not start`, error);
  process.exit(1);
}
