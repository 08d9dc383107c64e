/**
 * Runs a script under Node 24, whatever Node npm itself runs on: `node scripts/with-node.js SCRIPT [ARGUMENT…]`.
 * `npm ci` brings Node 24 on Linux (package.json, optionalDependencies); not every npm links its command, so it
 * is started by its path. Elsewhere the installed Node has to be new enough.
 *
 * This file alone must run on old versions of Node.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath;
  const brought = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return existsSync(brought) ? brought : null;
}

const node = findNode();
if (node === null) {
  console.error(
    `Secure Alias needs Node ${NEEDED} or newer; this is ${process.version}. On Linux x64 and arm64 "npm ci" ` +
      'brings it; elsewhere install it from your system or nodejs.org.',
  );
  process.exit(1);
}
const child = spawn(node, process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
});
// npm and service managers signal this process; the one that matters is the child.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => {
  process.exit(signal === null ? code : 128 + constants.signals[signal]);
});
