/** The functions of the local system that run all the time, each in a process of its own, with the ports they share. */
import { join } from 'node:path';

import { startChild, type Child } from './child.ts';
import { portVariables, type EdgeListening } from './edge-ports.ts';
import { functionInvoker, type FunctionInvoker } from './function-invoker.ts';

export type FunctionName = 'smtp-edge' | 'settings-api' | 'delivery-worker' | 'home-delivery';

export interface FunctionProcesses {
  readonly functions: Readonly<Record<FunctionName, Child>>;
  /** Calls the API. */
  readonly invoker: FunctionInvoker;
  /** Each has `patience` milliseconds to end by itself. */
  stop(patience: number): Promise<void>;
}

/** Starts them. They are ready a little later; only where free ports are to be picked, the edge is ready already. */
export async function startFunctions(
  environment: Readonly<Record<string, string>>,
  output: NodeJS.WritableStream,
): Promise<FunctionProcesses> {
  const root = join(import.meta.dirname, '../..');
  const host = join(import.meta.dirname, 'function-host.ts');
  const invoker = functionInvoker((message) => functions['settings-api'].send(message));
  const queueFunction = (name: FunctionName, queueUrl: string | undefined): Child =>
    startChild({
      name,
      script: host,
      parameters: ['queue', name],
      environment: () => ({ ...environment, QUEUE_URL: queueUrl ?? '' }),
      output,
    });
  // A free port is picked once: people and programs go on with the one they were told.
  let picked: Record<string, string> = {};
  const edge = startChild({
    name: 'smtp-edge',
    script: join(root, 'functions/smtp-edge/main.ts'),
    environment: () => ({ ...environment, ...picked }),
    output,
    onMessage: (message) => {
      picked = portVariables((message as EdgeListening).ports);
    },
  });
  // The API tells mail programs the ports; it waits where they are still to be picked.
  if (environment['SUBMISSIONS_PORT'] === '0' || environment['SUBMISSION_PORT'] === '0') await edge.ready;
  const functions: Record<FunctionName, Child> = {
    'smtp-edge': edge,
    'settings-api': startChild({
      name: 'settings-api',
      script: host,
      parameters: ['http', 'settings-api'],
      environment: () => ({ ...environment, ...picked }),
      output,
      onMessage: invoker.onMessage,
    }),
    'delivery-worker': queueFunction('delivery-worker', environment['OUTBOUND_QUEUE_URL']),
    'home-delivery': queueFunction('home-delivery', environment['HOME_QUEUE_URL']),
  };
  return {
    functions,
    invoker,
    stop: async (patience) => {
      await Promise.all(Object.values(functions).map((child) => child.stop(patience)));
    },
  };
}
