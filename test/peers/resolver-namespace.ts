/**
 * Programs that take their resolver from /etc/resolv.conf and from nowhere else, such as Postfix and Exim: they
 * run in a mount namespace of their own (unshare(1)), in which that file is another one. The machine's own
 * resolver is never asked, and nothing on the machine changes. Takes root.
 */
import { spawnSync } from 'node:child_process';

const MOUNT_AND_RUN = 'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"';

export interface CommandLine {
  readonly program: string;
  readonly parameters: readonly string[];
}

/** The command that runs `program` with `resolvConf` in the place of /etc/resolv.conf; same process, same output. */
export function withResolver(
  resolvConf: string,
  program: string,
  parameters: readonly string[],
): CommandLine {
  return {
    program: '/usr/bin/unshare',
    parameters: ['-m', '/bin/sh', '-c', MOUNT_AND_RUN, 'sh', resolvConf, program, ...parameters],
  };
}

/** For the `skip` option of a test: false where mount namespaces can be had, else the reason. Throws with CI=true. */
export function needsNamespaces(): false | string {
  const tried = spawnSync('/usr/bin/unshare', ['-m', '/bin/true'], { encoding: 'utf8' });
  if (tried.status === 0) return false;
  const reason = `needs mount namespaces: ${tried.error?.message ?? tried.stderr.trim()}`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}
