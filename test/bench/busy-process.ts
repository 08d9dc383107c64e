/** Works for half a second of CPU time, in this thread and in others, and tells how much it was. */
import { createHash, pbkdf2Sync } from 'node:crypto';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';

const PART_MICROSECONDS = 250_000;

function spent(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}

process.on('message', () => {
  const start = process.cpuUsage();
  while (spent(start) < PART_MICROSECONDS) createHash('sha256').update('work').digest();
  const noise = pbkdf2Sync('a', 'b', 1, 1 << 20, 'sha256');
  const inThreads = async (): Promise<void> => {
    while (spent(start) < 2 * PART_MICROSECONDS) await promisify(deflate)(noise);
    process.send?.(spent(start));
  };
  void inThreads();
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
