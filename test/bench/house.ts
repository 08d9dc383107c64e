/**
 * Our own system as the benchmarks need it: the whole of it, started as the tests start it, with the
 * functions that are not measured held still (SIGSTOP), so that they neither take turns on the processor nor
 * empty the queues that are being counted.
 */
import { rmSync } from 'node:fs';

import { GetQueueAttributesCommand, PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';

import type { FunctionName } from '../../infra/local/function-processes.ts';
import type { Api } from '../e2e/api-client.ts';
import { ALICE, startBench, type Bench } from '../e2e/local-system.ts';

export type QueueName = 'home' | 'outbound';

export interface House {
  readonly bench: Bench;
  readonly alice: Api;
  pid(name: FunctionName): number;
  /** Holds a function still, or lets it go on. */
  hold(name: FunctionName): void;
  release(name: FunctionName): void;
  /** Messages in the queue, waiting or in work. */
  queued(name: QueueName): Promise<number>;
  purge(name: QueueName): Promise<void>;
  /** Empties the queues and lets every function go on. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const ACCOUNT = '000000000000';

function urlOf({ system }: Bench, name: QueueName): string {
  return `${system.awsEnvironment['AWS_ENDPOINT_URL_SQS'] ?? ''}/${ACCOUNT}/${name}`;
}

/** Starts it with alice's secure address switched on; `pages` is the directory of the built pages, where they are measured. */
export async function openHouse(
  pages: string | null = null,
  environment: Readonly<Record<string, string>> = {},
): Promise<House> {
  const bench = await startBench(environment, pages === null ? {} : { pages });
  const alice = await bench.as(ALICE);
  await alice('/v1/alias', { method: 'PUT', json: { enabled: true } });
  const sqs = new SQSClient({});
  const urls = { home: urlOf(bench, 'home'), outbound: urlOf(bench, 'outbound') };
  const held = new Set<FunctionName>();
  const pid = (name: FunctionName): number => {
    const found = bench.system.pidOf(name);
    if (found === undefined) throw new Error(`${name} does not run`);
    return found;
  };
  const release = (name: FunctionName): void => {
    process.kill(pid(name), 'SIGCONT');
    held.delete(name);
  };
  const releaseAll = (): void => {
    for (const name of held) release(name);
  };
  const purge = async (name: QueueName): Promise<void> => {
    await sqs.send(new PurgeQueueCommand({ QueueUrl: urls[name] }));
  };
  const settle = async (): Promise<void> => {
    await purge('home');
    await purge('outbound');
    releaseAll();
  };
  // Where the benchmark is cut off, nothing that stands still is left behind: what goes on sees us gone, and ends.
  const abandon = (): void => {
    releaseAll();
    rmSync(bench.directory, { recursive: true, force: true });
  };
  process.once('exit', abandon);
  return {
    bench,
    alice,
    pid,
    hold(name) {
      process.kill(pid(name), 'SIGSTOP');
      held.add(name);
    },
    release,
    async queued(name) {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: urls[name],
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0);
    },
    purge,
    settle,
    async close() {
      await settle();
      sqs.destroy();
      process.off('exit', abandon);
      await bench.close();
    },
  };
}
