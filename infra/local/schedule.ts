/**
 * Functions that run once a day or once an hour, as EventBridge Scheduler runs them: a process is started when one is due, does
 * its work and ends. When it last ran is kept in the data directory, so that a machine that was off at the
 * hour makes up for it, once, after it starts.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inherited } from './child.ts';
import { writeWhole } from './whole-files.ts';

export interface ScheduledFunction {
  readonly name: string;
  readonly every: 'day' | 'hour';
  /** Minutes after midnight (UTC), or after the full hour. */
  readonly minute: number;
}

export interface ScheduleOptions {
  readonly functions: readonly ScheduledFunction[];
  readonly dataDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly output: NodeJS.WritableStream;
  /** False: nothing runs by itself, only by `run`. @default true */
  readonly byTheClock?: boolean;
  readonly now?: () => number;
}

export interface Schedule {
  /**
   * Runs one now and gives its exit code; for tests, and for whoever does not want to wait. `input` goes into
   * the event beside what the scheduler puts there.
   */
  run(name: string, input?: object): Promise<number | null>;
  /** Starts nothing more, and ends what runs. */
  stop(): Promise<void>;
}

const PERIOD = { day: 24 * 3600 * 1000, hour: 3600 * 1000 };
/** A start has other things to do first. */
const CATCH_UP_AFTER = 60_000;
/** As on AWS, a clock that is set does not shift a day's run by more than that. */
const LONGEST_SLEEP = 3600 * 1000;

/** The last moment at or before `now` at which a function was due. */
export function lastDue({ every, minute }: Pick<ScheduledFunction, 'every' | 'minute'>, now: number): number {
  const period = PERIOD[every];
  const current = Math.floor(now / period) * period + minute * 60_000;
  return current <= now ? current : current - period;
}

async function readLastRuns(file: string): Promise<Record<string, number>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, number>;
  } catch {
    // Never run, or cut short while it was written: running once too often does no harm.
    return {};
  }
}

/** Starts to watch the clock. */
export function startSchedule(options: ScheduleOptions): Schedule {
  const { functions, dataDirectory, environment, output, byTheClock = true, now = Date.now } = options;
  const file = join(dataDirectory, 'schedule.json');
  const running = new Set<ChildProcess>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const run = async (name: string, input: object = {}): Promise<number | null> => {
    const parameters = ['once', name, JSON.stringify(input)];
    const child = fork(join(import.meta.dirname, 'function-host.ts'), parameters, {
      env: { ...inherited(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    running.add(child);
    child.stdout?.pipe(output, { end: false });
    child.stderr?.pipe(output, { end: false });
    const [code] = (await once(child, 'close')) as [number | null];
    running.delete(child);
    return code;
  };

  const runDue = async (): Promise<void> => {
    const lastRuns = await readLastRuns(file);
    for (const scheduled of functions) {
      const { name } = scheduled;
      if (stopped) return;
      if ((lastRuns[name] ?? 0) >= lastDue(scheduled, now())) continue;
      const began = now();
      if ((await run(name)) !== 0) continue;
      lastRuns[name] = began;
      await writeWhole(file, JSON.stringify(lastRuns));
    }
  };

  const sleep = (milliseconds: number): void => {
    timer = setTimeout(() => {
      void runDue()
        .catch((error: unknown) => {
          output.write(
            `${JSON.stringify({ level: 'ERROR', service: 'schedule', message: String(error) })}\n`,
          );
        })
        .finally(() => {
          if (stopped) return;
          const next = Math.min(
            ...functions.map((scheduled) => lastDue(scheduled, now()) + PERIOD[scheduled.every]),
          );
          sleep(Math.min(next - now(), LONGEST_SLEEP));
        });
    }, milliseconds);
  };
  if (byTheClock) sleep(CATCH_UP_AFTER);

  return {
    run,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      const ended = [...running].map((child) => once(child, 'close'));
      for (const child of running) child.kill('SIGTERM');
      await Promise.all(ended);
    },
  };
}
