/**
 * `infra/local/start.ts` as a person runs it: what it prints, how it ends, and the processes it is made of.
 * Linux only, as the simulated internet is: processes are found in /proc.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

import { eventually } from './api-client.ts';

export const REPOSITORY = join(import.meta.dirname, '../..');
const START = join(REPOSITORY, 'infra/local/start.ts');

/** Environment variables of a shell in which Node is the one that runs the tests. */
export const SHELL = {
  PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
  HOME: process.env['HOME'] ?? '/',
};

export const FREE_PORTS = { HTTPS_PORT: '0', MX_PORT: '0', SUBMISSIONS_PORT: '0', SUBMISSION_PORT: '0' };

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds since it was started. */
  readonly after: number;
}

export interface StartProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Lines on stdout so far. */
  readonly lines: readonly string[];
  stderr(): string;
  /** Milliseconds from its start to the line `ready`; rejects where it ends before. */
  readonly ready: Promise<number>;
  readonly ended: Promise<Ended>;
  /** Sends a signal; gives how it ended, and how long after the signal. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

/** A temporary folder with a blank and a quote in its name, removed after the test or suite. */
export async function folder(t: Pick<TestContext, 'after'>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "it's a folder "));
  t.after(() => rm(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

/** Starts `command`; by default this Node with start.ts. It is a process group of its own. */
export function start(
  environment: Readonly<Record<string, string>>,
  parameters: readonly string[] = [],
  [command, ...before]: readonly [string, ...string[]] = [process.execPath, START],
): StartProcess {
  const begun = performance.now();
  const child = spawn(command, [...before, ...parameters], {
    cwd: REPOSITORY,
    env: { ...SHELL, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  if (child.pid === undefined) throw new Error(`${command} could not be run`);
  const pid = child.pid;
  const lines: string[] = [];
  let pending = '';
  let errors = '';
  const ready = Promise.withResolvers<number>();
  ready.promise.catch(() => undefined);
  child.stdout.on('data', (chunk: Buffer) => {
    const [...parts] = (pending + chunk.toString()).split('\n');
    pending = parts.pop() ?? '';
    lines.push(...parts);
    if (parts.includes('ready')) ready.resolve(performance.now() - begun);
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = (async (): Promise<Ended> => {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    ready.reject(
      new Error(`it ended (${signal ?? code}) before it was ready:\n${errors}${lines.join('\n')}`),
    );
    return { code, signal, after: performance.now() - begun };
  })();
  return {
    child,
    pid,
    lines,
    stderr: () => errors,
    ready: ready.promise,
    ended,
    async end(signal) {
      const asked = performance.now();
      child.kill(signal);
      const { code, signal: by } = await ended;
      return { code, signal: by, after: performance.now() - asked };
    },
  };
}

/** Whether a process runs; one that has ended and waits for its parent to notice does not. */
export async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat !== null && !/^\d+ \(.*\) [ZX]/s.test(stat);
}

/**
 * Whether nothing is left of a process: its parent has been told, which happens when all its threads have ended. One
 * that is a zombie by its first thread may still hold sockets by the others.
 */
export async function isReaped(pid: number): Promise<boolean> {
  return (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)) === null;
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

/** The process of a function, as soon as there is one that is none of `not`. */
export async function functionPid(
  parent: number,
  name: string,
  not: readonly number[] = [],
): Promise<number> {
  return eventually(
    `a process for ${name}`,
    async () => {
      for (const pid of await childrenOf(parent)) {
        const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
        if (command.includes(name) && !not.includes(pid) && (await isAlive(pid))) return pid;
      }
      return null;
    },
    10_000,
  );
}

/** Runs a line in bash, in the repository's root, as pasted into a terminal. */
export async function paste(
  line: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn('bash', ['-c', line], {
    cwd: REPOSITORY,
    env: { ...SHELL, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(errors).toString() };
}

/** What a reader takes from the lines before `ready`. */
export interface Banner {
  readonly origin: string;
  readonly mx: number;
  readonly submissions: number;
  readonly submission: number;
  readonly passwords: ReadonlyMap<string, string>;
  readonly commands: readonly string[];
}

export function readBanner(lines: readonly string[]): Banner {
  const text = lines.join('\n');
  const port = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
  return {
    origin: /https:\/\/\S+/.exec(text)?.[0] ?? '',
    mx: port(/mail in \(MX\)\s+127\.0\.0\.1:([0-9]+)/),
    submissions: port(/127\.0\.0\.1:([0-9]+) \(TLS\)/),
    submission: port(/127\.0\.0\.1:([0-9]+) \(STARTTLS\)/),
    passwords: new Map(
      [...text.matchAll(/^ {2}(\S+@\S+) +(\S+)/gm)].map(([, user = '', word = '']) => [user, word]),
    ),
    commands: ['1', '2', '3'].map((number) => {
      const heading = lines.findIndex((line) => line.startsWith(`${number}. `));
      return lines[heading + 1] ?? '';
    }),
  };
}
