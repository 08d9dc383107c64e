/**
 * `npm test`: everything that has to hold. First the packages from Debian that some tests need (installed
 * where this runs as root on Debian; elsewhere those tests say that they are skipped, and with CI=true they
 * fail), then the rules in one process, then everything with sockets, processes and servers.
 *
 * `npm test -- PATTERN…` runs only the test files whose path contains one of the patterns.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';

import { debianPackages } from '../test/peers/debian-packages.ts';

/** Rooms of pure rules: hundreds of small tests that need no process each, and start no program or server. */
const RULES = ['test/shared/address', 'test/shared/policy', 'test/shared/tls', 'test/shared/configuration'];

function installDebianPackages(): void {
  const missing = debianPackages.filter(({ program }) => !existsSync(program)).map(({ name }) => name);
  const isRoot = process.getuid?.() === 0;
  if (missing.length === 0 || !isRoot || !existsSync('/etc/debian_version')) return;
  console.log(`Installing from Debian for the tests: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  try {
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options);
  } catch {
    console.error('The packages could not be installed; the tests that need them will say so.');
  }
}

function run(files: readonly string[], parameters: readonly string[]): boolean {
  if (files.length === 0) return true;
  const chosen = process.env['TEST_REPORTER'];
  const reporter = chosen === undefined ? [] : [`--test-reporter=${chosen}`];
  const { status } = spawnSync(process.execPath, ['--test', ...parameters, ...reporter, ...files], {
    stdio: 'inherit',
  });
  return status === 0;
}

const patterns = process.argv.slice(2);
const files = globSync('test/**/*.test.ts')
  .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
  .sort();
if (files.length === 0) {
  console.error(`No test file matches ${patterns.join(', ')}.`);
  process.exit(1);
}
installDebianPackages();
const isRule = (file: string): boolean => RULES.some((room) => file.startsWith(`${room}/`));
const passed = [
  run(files.filter(isRule), ['--test-isolation=none', '--test-timeout=60000']),
  run(
    files.filter((file) => !isRule(file)),
    ['--test-concurrency=2', '--test-timeout=300000'],
  ),
];
process.exit(passed.every(Boolean) ? 0 : 1);
