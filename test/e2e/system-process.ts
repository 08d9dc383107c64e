/**
 * The local system as processes that a test may kill: `start.ts` in a process group of its own, talking to a
 * simulated internet that lives in the test and so survives.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Running } from '../../infra/local/running.ts';

const START = join(import.meta.dirname, '../../infra/local/start.ts');

export interface SystemProcess {
  readonly running: Running;
  /** Process ids of the functions' processes, by the name of the function. */
  functionPid(name: string): Promise<number | null>;
  /** kill -9 to every process of it at once; resolves when the main one is gone. */
  killAll(): Promise<void>;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

/** Starts it and waits for `ready`. Throws with what it said where it ends before. */
export async function startSystemProcess(
  environment: Readonly<Record<string, string>>,
  parameters: readonly string[] = [],
): Promise<SystemProcess> {
  const child: ChildProcess = spawn(process.execPath, [START, ...parameters], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid, stdout, stderr } = child;
  if (pid === undefined || stdout === null || stderr === null) throw new Error('start.ts could not be run');
  const said: string[] = [];
  stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const ready = (async () => {
    for await (const line of createInterface({ input: stdout })) {
      if (line === 'ready') return;
      said.push(line);
    }
    throw new Error(`it ended before it was ready:\n${said.join('\n')}`);
  })();
  await ready;
  stdout.resume();
  const directory = environment['DATA_DIR'] ?? '';
  const running = JSON.parse(await readFile(join(directory, 'running.json'), 'utf8')) as Running;
  return {
    running,
    async functionPid(name) {
      for (const each of await childrenOf(pid)) {
        const command = await readFile(`/proc/${each}/cmdline`, 'utf8').catch(() => '');
        if (command.includes(name)) return each;
      }
      return null;
    },
    async killAll() {
      process.kill(-pid, 'SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      return (await ended)[0];
    },
  };
}
