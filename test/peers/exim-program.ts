/**
 * Exim from Debian beside Postfix. The two packages conflict, so Exim's is fetched and unpacked into a folder of
 * its own, without installing it; apt checks its signature as ever. Kept for the next run.
 */
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { needs } from './debian-packages.ts';

const PACKAGE = 'exim4-daemon-light';
const PROGRAM = 'usr/sbin/exim4';

export type EximProgram =
  | { readonly kind: 'there'; readonly program: string }
  | { readonly kind: 'missing'; readonly reason: string };

/** Fetches it where it is not there yet. What cannot be had is said with a reason; with CI=true it throws. */
export function obtainExim(): EximProgram {
  const lacking = needs('libgnutls-dane0', 'libidn12', 'libnsl2');
  if (lacking !== false) return { kind: 'missing', reason: lacking };
  try {
    return { kind: 'there', program: join(unpacked(), PROGRAM) };
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    return { kind: 'missing', reason: `needs ${PACKAGE} from Debian: ${(error as Error).message}` };
  }
}

/** The folder with the package's files. Ours alone, because what is in it runs as root. */
function unpacked(): string {
  const folder = join(tmpdir(), `secure-alias-exim-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid, mode } = lstatSync(folder);
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0) throw new Error(`${folder} is not ours alone`);
  const whole = join(folder, 'files');
  if (readdirSync(folder).includes('files')) return whole;
  const work = mkdtempSync(join(folder, 'work-'));
  try {
    if (!runs('apt-get', ['download', PACKAGE], work)) {
      runs('apt-get', ['update', '-qq'], work);
      if (!runs('apt-get', ['download', PACKAGE], work)) throw new Error('apt-get cannot download it');
    }
    const [archive = ''] = readdirSync(work);
    if (!runs('dpkg-deb', ['-x', archive, 'files'], work)) throw new Error('dpkg-deb cannot unpack it');
    renameSync(join(work, 'files'), whole);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return whole;
}

const runs = (program: string, parameters: string[], cwd: string): boolean =>
  spawnSync(program, parameters, { cwd, stdio: 'ignore' }).status === 0;
