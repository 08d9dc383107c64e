/** What a running local system says about itself in its data directory, for the other commands. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Ports } from './local-system.ts';
import { readIfThere, writeWhole } from './whole-files.ts';

export interface Running {
  readonly pid: number;
  readonly origin: string;
  readonly issuer: string;
  readonly ports: Ports;
  /** File with the authority of our HTTPS certificate. */
  readonly authorityFile: string;
  readonly usersFile: string | null;
  /** Where the stand-ins of AWS listen, as environment variables of the AWS SDK. */
  readonly awsEnvironment: Readonly<Record<string, string>>;
}

function file(dataDirectory: string): string {
  return join(dataDirectory, 'running.json');
}

export async function announceRunning(dataDirectory: string, running: Running): Promise<void> {
  await writeWhole(file(dataDirectory), `${JSON.stringify(running, null, 2)}\n`);
}

export async function withdrawRunning(dataDirectory: string): Promise<void> {
  await rm(file(dataDirectory), { force: true });
}

/** Null where no system has been started on this directory, or the one that was is gone. */
export async function findRunning(dataDirectory: string): Promise<Running | null> {
  const text = await readIfThere(file(dataDirectory));
  if (text === null) return null;
  const running = JSON.parse(text) as Running;
  try {
    process.kill(running.pid, 0);
    return running;
  } catch {
    return null;
  }
}
