/**
 * Programs that read files of the machine and from nowhere else (Postfix and Exim take their resolver from
 * /etc/resolv.conf): they run in a mount namespace of their own (unshare(1)), in which those files are others.
 * Nothing on the machine changes, and its own resolver is never asked. Takes root.
 */
import { spawnSync } from 'node:child_process';

/** Path on the machine → the file that takes its place. */
export type OtherFiles = Readonly<Record<string, string>>;

export interface CommandLine {
  readonly program: string;
  readonly parameters: readonly string[];
}

const MOUNT_AND_RUN =
  'while [ "$1" != -- ]; do mount --bind "$2" "$1" || exit 125; shift 2; done; shift; exec "$@"';

/** The command that runs `program` with other files; same process, same output. */
export function withFiles(files: OtherFiles, program: string, parameters: readonly string[]): CommandLine {
  const mounts = Object.entries(files).flat();
  return {
    program: '/usr/bin/unshare',
    parameters: ['-m', '/bin/sh', '-c', MOUNT_AND_RUN, 'sh', ...mounts, '--', program, ...parameters],
  };
}

/** `withFiles` for the resolver alone. */
export const withResolver = (
  resolvConf: string,
  program: string,
  parameters: readonly string[],
): CommandLine => withFiles({ '/etc/resolv.conf': resolvConf }, program, parameters);

/** For the `skip` option of a test: false where mount namespaces can be had, else the reason. Throws with CI=true. */
export function needsNamespaces(): false | string {
  const tried = spawnSync('/usr/bin/unshare', ['-m', '/bin/true'], { encoding: 'utf8' });
  if (tried.status === 0) return false;
  const reason = `needs mount namespaces: ${tried.error?.message ?? tried.stderr.trim()}`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}
