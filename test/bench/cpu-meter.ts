/**
 * CPU time of a whole program, however many processes it has: they are put into a control group of their own,
 * whose counter the kernel keeps in nanoseconds (version 1, `cpuacct.usage`) or microseconds (version 2,
 * `cpu.stat`). It counts all threads, children that have ended, and the kernel's work on their behalf, and is
 * the same instrument for a Node process and for Postfix with its dozen.
 *
 * Needs root, and control groups that can be written. What the kernel does in its own threads (the journal of
 * a file system, say) is counted for nobody.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface CpuMeter {
  /** Counts this process and all that descend from it from now on. */
  adopt(pid: number): Promise<void>;
  /** Microseconds used so far. */
  read(): Promise<number>;
  /** Lets go of the processes that still run. */
  close(): Promise<void>;
}

interface Hierarchy {
  readonly root: string;
  readonly counter: string;
  readonly microseconds: (text: string) => number;
}

const nanoseconds = (text: string): number => Number(text) / 1000;
const HIERARCHIES: readonly Hierarchy[] = [
  { root: '/sys/fs/cgroup/cpuacct', counter: 'cpuacct.usage', microseconds: nanoseconds },
  { root: '/sys/fs/cgroup/cpu,cpuacct', counter: 'cpuacct.usage', microseconds: nanoseconds },
  {
    root: '/sys/fs/cgroup',
    counter: 'cpu.stat',
    microseconds: (text) => Number(/^usage_usec (\d+)$/m.exec(text)?.[1]),
  },
];

let created = 0;

/** Makes a meter with nobody in it. Throws where control groups cannot be used. */
export async function createCpuMeter(): Promise<CpuMeter> {
  const hierarchy = HIERARCHIES.find(({ root, counter }) => existsSync(join(root, counter)));
  if (hierarchy === undefined) throw new Error('this machine has no control groups that count CPU time');
  const { root, counter, microseconds } = hierarchy;
  created += 1;
  const group = join(root, `bench-${process.pid}-${created}`);
  await mkdir(group);
  const move = (pid: number, to: string): Promise<void> =>
    writeFile(join(to, 'cgroup.procs'), String(pid)).catch((error: unknown) => {
      // It has ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    });
  const members = async (): Promise<number[]> => numbers(await readFile(join(group, 'cgroup.procs'), 'utf8'));

  // Where the benchmark is cut off, no group is left behind; its processes may take a moment to be gone.
  const abandon = (): void => {
    for (let looks = 0; looks < 100 && existsSync(group); looks += 1) {
      try {
        for (const pid of numbers(readFileSync(join(group, 'cgroup.procs'), 'utf8'))) {
          writeFileSync(join(root, 'cgroup.procs'), String(pid));
        }
        rmdirSync(group);
      } catch {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      }
    }
  };
  process.once('exit', abandon);

  return {
    async adopt(pid) {
      // A process that is forked while we look is found in the next look; once all are in, so are their heirs.
      for (let missing = [pid]; missing.length > 0;) {
        for (const each of missing) await move(each, group);
        const inside = new Set(await members());
        missing = (await descendants(pid)).filter((each) => !inside.has(each));
      }
    },
    async read() {
      return microseconds(await readFile(join(group, counter), 'utf8'));
    },
    async close() {
      for (const pid of await members()) await move(pid, root);
      await rmdir(group);
      process.off('exit', abandon);
    },
  };
}

function numbers(text: string): number[] {
  return text.split(/\s+/).filter(Boolean).map(Number);
}

async function descendants(ancestor: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name in parentheses may hold anything; state and parent follow the last one.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent > 0) parents.set(Number(name), parent);
  }
  const found = new Set([ancestor]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found].filter((pid) => pid === ancestor || parents.has(pid));
}

export interface MeterCheck {
  /** Milliseconds that the meter saw, and that the process itself counted. */
  readonly meter: number;
  readonly process: number;
}

/** Holds the meter against a process that counts its own CPU time. Throws where they differ by a twentieth. */
export async function checkMeter(): Promise<MeterCheck> {
  const meter = await createCpuMeter();
  const child = fork(join(import.meta.dirname, 'busy-process.ts'));
  try {
    await once(child, 'message');
    await meter.adopt(child.pid ?? 0);
    const before = await meter.read();
    const answer = once(child, 'message') as Promise<[number]>;
    child.send('work');
    const [own] = await answer;
    const seen = (await meter.read()) - before;
    if (Math.abs(seen - own) > own / 20) {
      throw new Error(`the CPU meter saw ${seen} µs where the process counted ${own} µs`);
    }
    return { meter: seen / 1000, process: own / 1000 };
  } finally {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
    await meter.close();
  }
}
