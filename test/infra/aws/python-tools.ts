/**
 * Tools from PyPI that the deployment is checked with, in a virtual environment that is made once and kept under
 * node_modules. Needs python3 with venv (Debian: python3-venv) and a network the first time; without them, tests
 * say that they are skipped, and with CI=true they fail.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface PythonTools {
  /** The interpreter of the environment: `python -m cfnlint …`. */
  readonly python: string;
}

const requirements = join(import.meta.dirname, 'requirements.txt');

function unavailable(why: string): string {
  const reason = `needs python3-venv and PyPI: ${why}`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}

/** The tools, or the reason for the `skip` option of a test. */
export function pythonTools(): PythonTools | string {
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const cache = resolve('node_modules/.cache');
  const home = join(cache, `python-${version}`);
  const python = join(home, 'bin/python');
  if (existsSync(python)) return { python };
  mkdirSync(cache, { recursive: true });
  // Made aside and then named, since two test files may be at it at the same time.
  const aside = mkdtempSync(join(cache, 'python-'));
  try {
    execFileSync('python3', ['-m', 'venv', aside], { stdio: 'pipe' });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    execFileSync(join(aside, 'bin/python'), pip, { stdio: 'pipe' });
    renameSync(aside, home);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(python))
      return unavailable(error instanceof Error ? (error.message.split('\n')[0] ?? '') : '');
  }
  return { python };
}
