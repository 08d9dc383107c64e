/** A load generator in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Load {
  readonly port: number;
  readonly sender: string;
  readonly recipient: string;
  readonly messages: number;
  readonly messagesPerConnection: number;
  /** Connections at a time. */
  readonly concurrency: number;
}

export type LoadResult =
  | { readonly kind: 'sent'; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly why: string };

export interface LoadGenerator {
  /** Resolves when every message has got its 250; rejects where one has not. */
  send(load: Load): Promise<void>;
  stop(): Promise<void>;
}

export async function startLoadGenerator(): Promise<LoadGenerator> {
  const child = fork(join(import.meta.dirname, 'load-generator.ts'), { env: { PATH: process.env['PATH'] } });
  await once(child, 'message');
  return {
    async send(load) {
      const answer = once(child, 'message') as Promise<[LoadResult]>;
      child.send(load);
      const [result] = await answer;
      if (result.kind === 'failed') throw new Error(`the load generator failed: ${result.why}`);
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
