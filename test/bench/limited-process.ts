/**
 * A process that goes on with less: part of a processor and so much memory, as a container has it. It is moved
 * into control groups of its own (version 1 or 2), and back again afterwards. Needs root. A heap that Node has
 * sized at its start stays as it was: the limit itself, and the most that was resident, are what is looked at.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Limits {
  /** Of a processor. */
  readonly cores: number;
  readonly memoryMiB: number;
}

export interface LimitedProcess {
  /** MiB, the most since the start or since the last time it was asked. */
  peak(): Promise<number>;
  /** MiB, now. */
  resident(): Promise<number>;
  release(): Promise<void>;
}

const ROOT = '/sys/fs/cgroup';
const PERIOD = 100_000;
const MEBIBYTE = 1024 * 1024;
let created = 0;

interface Setting {
  readonly directory: string;
  readonly values: Readonly<Record<string, string>>;
}

function settings({ cores, memoryMiB }: Limits): Setting[] {
  const memory = String(memoryMiB * MEBIBYTE);
  const quota = String(Math.round(cores * PERIOD));
  return existsSync(join(ROOT, 'cgroup.controllers'))
    ? [{ directory: ROOT, values: { 'cpu.max': `${quota} ${PERIOD}`, 'memory.max': memory } }]
    : [
        {
          directory: join(ROOT, 'cpu'),
          values: { 'cpu.cfs_period_us': String(PERIOD), 'cpu.cfs_quota_us': quota },
        },
        { directory: join(ROOT, 'memory'), values: { 'memory.limit_in_bytes': memory } },
      ];
}

/** Holds a process to the limits. Throws where control groups cannot be used. */
export async function limitProcess(pid: number, limits: Limits): Promise<LimitedProcess> {
  created += 1;
  const groups = settings(limits).map(({ directory, values }) => ({
    directory,
    group: join(directory, `limit-${process.pid}-${created}`),
    values,
  }));
  for (const { group, values } of groups) {
    await mkdir(group);
    for (const [name, value] of Object.entries(values)) await writeFile(join(group, name), value);
    await writeFile(join(group, 'cgroup.procs'), String(pid));
  }
  const status = async (field: string): Promise<number> => {
    const text = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) / 1024;
  };
  const forgetPeak = (): Promise<void> => writeFile(`/proc/${pid}/clear_refs`, '5');
  await forgetPeak();
  return {
    resident: () => status('VmRSS'),
    async peak() {
      const most = await status('VmHWM');
      await forgetPeak();
      return most;
    },
    async release() {
      for (const { directory, group } of groups) {
        await writeFile(join(directory, 'cgroup.procs'), String(pid)).catch(() => undefined);
        await rmdir(group);
      }
    },
  };
}
