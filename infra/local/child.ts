/**
 * The functions run as processes of their own, as on AWS: each with its own environment and memory, each
 * may crash alone. A child that dies is started again; a child whose parent dies ends by itself (it sees
 * the channel close).
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface ChildOptions {
  readonly name: string;
  /** Script to run, and its arguments. */
  readonly script: string;
  readonly parameters?: readonly string[];
  /** Asked at every start, so that a restart can hold on to what the first one was given. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** Takes the child's output, line by line joined as it comes. */
  readonly output: NodeJS.WritableStream;
  /** Every message the child sends over the channel. */
  readonly onMessage?: (message: unknown) => void;
}

export interface Child {
  /** The first message the running child sent: it is ready. */
  readonly ready: Promise<unknown>;
  pid(): number | undefined;
  /** False where there is no running child to send it to. */
  send(message: object): boolean;
  /** Asks it to end, and ends it after `patience` milliseconds. It is not started again. */
  stop(patience: number): Promise<void>;
}

const RESTART_AFTER = 200;
/** Characters kept of what a child says on stderr before it is ready. */
const WORDS_KEPT = 4096;

/** A child that ended before it was ready; `words` is what it said on stderr. */
export class ChildStartError extends Error {
  readonly words: string;

  constructor(message: string, words: string) {
    super(message);
    this.name = 'ChildStartError';
    this.words = words;
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Starts a child and keeps it running until `stop`; `ready` rejects with `ChildStartError`. */
export function startChild(options: ChildOptions): Child {
  const { promise: ready, resolve, reject } = Promise.withResolvers<unknown>();
  let stopping = false;
  let wasReady = false;
  let current: ChildProcess;

  const start = (): void => {
    current = fork(options.script, options.parameters ?? [], {
      env: { ...inherited(), ...options.environment() },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    for (const stream of [current.stdout, current.stderr] as (Readable | null)[]) {
      stream?.pipe(options.output, { end: false });
    }
    let words = '';
    current.stderr?.on('data', (chunk: Buffer) => {
      if (!wasReady && words.length < WORDS_KEPT) words += chunk.toString();
    });
    current.on('message', (message) => {
      wasReady = true;
      resolve(message);
      options.onMessage?.(message);
    });
    // 'close' comes after 'exit', once everything that was said has been read.
    current.once('close', (code, signal) => {
      if (stopping) return;
      if (!wasReady) {
        reject(new ChildStartError(`${options.name} did not start (${signal ?? `exit ${code}`})`, words));
        return;
      }
      options.output.write(
        `${JSON.stringify({ level: 'WARN', message: `${options.name} ended and is started again`, code, signal })}\n`,
      );
      setTimeout(() => {
        if (!stopping) start();
      }, RESTART_AFTER);
    });
  };
  start();

  return {
    ready,
    pid: () => current.pid,
    send(message) {
      if (!current.connected) return false;
      // What `send` returns says whether the pipe is full, not whether the message goes; a child that ends
      // before it has read it is started again, and whoever waits for an answer is told then.
      current.send(message, () => undefined);
      return true;
    },
    async stop(patience) {
      stopping = true;
      if (!isRunning(current)) return;
      const ended = once(current, 'exit');
      current.kill('SIGTERM');
      const timer = setTimeout(() => current.kill('SIGKILL'), patience);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Of our own environment only what a process needs to run at all: configuration is passed on by name. */
export function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
