/**
 * A daemon in the foreground, as a child of this process: ready when it says so, and ended by the kernel when
 * this process ends, however that comes about.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Daemon {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const START_MILLISECONDS = 20_000;

/** Waits for a line of its log that matches. Throws with the log so far where it ends before, or takes long. */
export async function startDaemon(
  program: string,
  parameters: readonly string[],
  ready: RegExp,
): Promise<Daemon> {
  const child = spawn('/usr/bin/setpriv', ['--pdeathsig', 'TERM', program, ...parameters], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const log: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const fail = (why: string) => () => {
    child.kill('SIGKILL');
    reject(new Error(`${program} ${why}: ${log.join('\n')}`));
  };
  const timer = setTimeout(fail('is not ready in time'), START_MILLISECONDS);
  child.once('error', (error) => {
    reject(error);
  });
  child.once('exit', fail('has ended'));
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (log.length < 200) log.push(line);
    if (ready.test(line)) resolve(undefined);
  });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
  }
  child.unref();
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.ref();
        child.kill('SIGTERM');
        await ended;
      }
    },
  };
}
