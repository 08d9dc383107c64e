import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The embedded services in a process of their own, which can be killed as a power-off would. */
export interface EmbeddedAwsChild {
  readonly environment: Record<string, string>;
  kill(): Promise<void>;
}

/** Starts the process and waits until all services answer. */
export async function startChild(
  dataDirectory: string,
  settings: { visibilityTimeout?: number; maxReceiveCount?: number } = {},
): Promise<EmbeddedAwsChild> {
  const script = new URL('embedded-aws-process.ts', import.meta.url).pathname;
  const { visibilityTimeout = 300, maxReceiveCount = 20 } = settings;
  const child = spawn(
    process.execPath,
    [script, dataDirectory, String(visibilityTimeout), String(maxReceiveCount)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    exited.then(() => {
      throw new Error('the process ended before it was ready');
    }),
  ]);
  return {
    environment: JSON.parse(line) as Record<string, string>,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
