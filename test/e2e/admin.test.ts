/** The operator's commands beside a running local system, as processes with exit codes. */
import { equal, match } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { makeCertificate } from '../shared/tls/certificate-maker.ts';
import { FREE_PORTS, REPOSITORY, SHELL } from './start-process.ts';
import { startSystemProcess, type SystemProcess } from './system-process.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let directory: string;
let system: SystemProcess;

/** Runs a command as `npm run admin -- …` would when it is called in the test's directory. */
function admin(parameters: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const env = { ...SHELL, DATA_DIR: directory, INIT_CWD: directory, ...environment };
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const script = join(REPOSITORY, 'scripts/admin.ts');
  execFile(process.execPath, [script, ...parameters], { cwd: REPOSITORY, env }, (error, stdout, stderr) => {
    const code = error === null ? 0 : Number(error.code);
    resolve({ code, stdout, stderr });
  });
  return promise;
}

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'admin-'));
  system = await startSystemProcess({ DATA_DIR: directory, ...FREE_PORTS });
});
after(async () => {
  await system.stop();
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

test('a provider is trusted from a file beside the caller, listed, and trusted no more', async () => {
  const made = makeCertificate({ subject: 'mx.bank.example', notAfter: new Date('2090-01-01T00:00:00Z') });
  await writeFile(join(directory, 'mx.pem'), made.pem);
  const added = await admin(['trust', 'add', 'bank.example', '--pem', 'mx.pem', '--note', 'by phone']);
  equal(added.code, 0, added.stderr);
  const again = await admin(['trust', 'add', 'bank.example', '--pem', 'mx.pem']);
  equal(again.code, 1);
  match(again.stderr, /already \(409\)\. bank\.example has this certificate already/);
  const { stdout } = await admin(['trust', 'list']);
  match(stdout, /bank\.example +certificate +[0-9a-f]{64} .* by phone/);
  const [id = ''] = /[0-9A-Z]{26}/.exec(stdout) ?? [];
  equal((await admin(['trust', 'remove', id])).code, 0);
  match((await admin(['trust', 'list', 'bank.example'])).stdout, /is not in the trust store/);
});

test('policies of a Postfix are taken over for the owner named', async () => {
  await writeFile(join(directory, 'tls_policy'), `pinned.example fingerprint match=${'cd'.repeat(32)}\n`);
  const done = await admin(['trust', 'import', 'tls_policy', '--owner', 'alice@example.org']);
  equal(done.code, 0, done.stderr);
  match(done.stdout, /alice@example\.org: pinned\.example: verify\nDone\.\n$/);
});

test('what is not called as it must be ends with its usage and 2, and help with 0', async () => {
  for (const parameters of [[], ['trust'], ['trust', 'add'], ['trust', 'list', '--all'], ['dkim', 'x']]) {
    const { code, stderr, stdout } = await admin(parameters);
    equal(code, 2, parameters.join(' '));
    match(stderr, /Usage:\n {2}npm run admin -- /);
    equal(stdout, '');
  }
  const help = await admin(['trust', 'add', '--help']);
  equal(help.code, 0);
  match(help.stdout, /trust add DOMAIN \(--pem FILE/);
});

test('the DKIM records are printed as zone-file lines', async () => {
  const { code, stdout } = await admin(['dkim']);
  equal(code, 0);
  match(stdout, /^[a-z0-9-]+\._domainkey\.secure\.example\.org\. 3600 IN TXT "v=DKIM1;/);
});

const unreachable: [environment: Record<string, string>, says: RegExp][] = [
  [{ DATA_DIR: '/nowhere' }, /No system is running on \/nowhere/],
  [{ SECURE_ALIAS_API: 'http://mail.example.org' }, /no https URL/],
  [{ SECURE_ALIAS_API: 'https://127.0.0.1:9' }, /SECURE_ALIAS_TOKEN is not set/],
  [{ SECURE_ALIAS_API: 'https://127.0.0.1:9', SECURE_ALIAS_TOKEN: 'x' }, /could not be reached/],
];
for (const [environment, says] of unreachable) {
  test(`without an API to call: ${String(says)}`, async () => {
    const { code, stderr } = await admin(['trust', 'list'], environment);
    equal(code, 1);
    match(stderr, says);
  });
}
