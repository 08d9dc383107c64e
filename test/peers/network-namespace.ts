/**
 * A program of ours in a network of its own (unshare(1)): loopback and nothing else, every port free, ::1 at
 * hand, however many run beside each other. With it goes a process namespace: whatever the program started ends
 * with it, and it ends with us. Takes root.
 */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const UNSHARE = [
  '/usr/bin/unshare',
  ...['--net', '--pid', '--fork', '--kill-child=KILL', '--mount-proc'],
  ...['/bin/sh', '-c', '/usr/sbin/ip link set lo up || exit 125; exec "$@"', 'sh'],
] as const;

/** Runs a script with this Node; gives what it prints. Rejects with its own words where it fails. */
export async function runInOwnNetwork(script: string): Promise<string> {
  const { stdout } = await run(
    '/usr/bin/setpriv',
    ['--pdeathsig', 'KILL', ...UNSHARE, process.execPath, script],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout;
}

/** For the `skip` option of a test: false where networks can be had, else the reason. Throws with CI=true. */
export function needsOwnNetwork(): false | string {
  const [program, ...parameters] = UNSHARE;
  const tried = spawnSync(program, [...parameters, '/bin/true'], { encoding: 'utf8' });
  if (tried.status === 0) return false;
  const reason = `needs network namespaces: ${tried.error?.message ?? tried.stderr.trim()}`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}
