/**
 * What other programs on the machine were doing while a figure was taken. Caches and processors are shared, so a
 * busy neighbour shows even in CPU time, and far more in waiting time.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

import type { CpuMeter } from './cpu-meter.ts';

/** USER_HZ, which Linux shows to programs as 100 wherever Node runs. */
const TICK_MICROSECONDS = 10_000;

/** Microseconds that all processors together have worked since the machine started (proc(5), /proc/stat). */
async function readMachine(): Promise<number> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const ticks = line.split(/\s+/).slice(1).map(Number);
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0] = ticks;
  return (user + nice + system + interrupts + softInterrupts) * TICK_MICROSECONDS;
}

/**
 * Begins to watch. The function it gives tells the share (0 to 1) of the whole machine that was used since by
 * anybody who is not in these meters.
 */
export async function watchElsewhere(inside: readonly CpuMeter[]): Promise<() => Promise<number>> {
  const look = async (): Promise<{ others: number; at: number }> => {
    const used = await Promise.all(inside.map((meter) => meter.read()));
    const others = (await readMachine()) - used.reduce((sum, each) => sum + each, 0);
    return { others, at: performance.now() * 1000 };
  };
  const before = await look();
  return async () => {
    const after = await look();
    const elapsed = (after.at - before.at) * availableParallelism();
    return Math.max(0, (after.others - before.others) / elapsed);
  };
}
