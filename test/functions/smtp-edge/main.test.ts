/** The process: its environment, its signals, its parent. */
import { deepEqual, doesNotMatch, equal, match, ok, throws } from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';

import { readEdgeEnvironment, type EdgePorts } from '../../../functions/smtp-edge/configuration.ts';
import { startSecretsManager } from '../../../infra/local/aws/secrets-manager.ts';
import { createAuthority, type Authority } from '../../../infra/local/internet/certificates.ts';
import { SmtpClient } from './smtp-client.ts';

const DAY = 24 * 3600 * 1000;
const PROGRAM = new URL('../../../functions/smtp-edge/main.ts', import.meta.url);

interface Running {
  readonly child: ChildProcess;
  readonly ports: EdgePorts;
  readonly output: () => string;
}

describe('the process', () => {
  let directory: string;
  let authority: Authority;
  let secrets: Awaited<ReturnType<typeof startSecretsManager>>;
  let environment: Record<string, string>;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'smtp-edge-main-'));
    authority = await createAuthority({ commonName: 'Test authority' });
    secrets = await startSecretsManager(path.join(directory, 'secrets'));
    environment = {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
      ALIAS_DOMAINS: 'secure.example.org=example.org',
      OPERATOR_ADDRESSES: 'operator@example.org',
      HOST_NAME: 'mx.secure.example.org',
      PUBLIC_URL: 'https://localhost:8443',
      ALIASES_TABLE: 'aliases',
      APP_PASSWORDS_TABLE: 'app-passwords',
      DELIVERIES_TABLE: 'deliveries',
      REFUSALS_TABLE: 'refusals',
      BODIES_BUCKET: 'bodies',
      OUTBOUND_QUEUE_URL: 'http://127.0.0.1:9/outbound',
      HOME_QUEUE_URL: 'http://127.0.0.1:9/home',
      LOG_HASH_SECRET: 'log-hash',
      MX_PORT: '0',
      SUBMISSIONS_PORT: '0',
      SUBMISSION_PORT: '0',
      HEALTH_PORT: '0',
      TLS_CERTIFICATE_FILE: path.join(directory, 'certificate.pem'),
      TLS_KEY_FILE: path.join(directory, 'key.pem'),
    };
    await callSecrets('CreateSecret', { Name: 'log-hash', SecretString: 'key' });
    await callSecrets('CreateSecret', { Name: 'edge', SecretString: 'Xx%9 as CloudFormation makes it' });
    await renew();
  });
  after(async () => {
    await secrets.close();
    await rm(directory, { recursive: true, force: true });
  });

  const renew = async (): Promise<void> => {
    const { certificatePem, keyPem } = await authority.issue({ names: ['mx.secure.example.org'] });
    await writeFile(path.join(directory, 'certificate.pem'), certificatePem);
    await writeFile(path.join(directory, 'key.pem'), keyPem);
  };

  const callSecrets = async (operation: string, body: object): Promise<void> => {
    const headers = { 'x-amz-target': `secretsmanager.${operation}` };
    const answer = await fetch(secrets.endpoint, { method: 'POST', headers, body: JSON.stringify(body) });
    equal(answer.status, 200);
  };

  const start = async (t: TestContext, change: Record<string, string> = {}): Promise<Running> => {
    const env = { ...environment, ...change, PATH: process.env['PATH'] };
    const child = fork(PROGRAM, { env, silent: true });
    t.after(() => child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const [message] = (await once(child, 'message')) as [{ kind: string; ports: EdgePorts }];
    equal(message.kind, 'listening');
    return { child, ports: message.ports, output: () => output };
  };

  const until = async ({ child, output }: Running, text: string): Promise<void> => {
    // Errors are logged on stderr, all else on stdout.
    while (!output().includes(text))
      await Promise.race([once(child.stdout ?? child, 'data'), once(child.stderr ?? child, 'data')]);
  };

  const presentedBy = async ({ ports }: Running): Promise<string> => {
    const client = await SmtpClient.open(ports.submissions, { tls: true });
    ok('getPeerCertificate' in client.socket);
    const { fingerprint256 } = client.socket.getPeerCertificate();
    client.close();
    return fingerprint256;
  };

  const fromSecret = { TLS_CERTIFICATE_SECRET: 'edge', TLS_CERTIFICATE_FILE: '', TLS_KEY_FILE: '' };
  /** Puts chain and key into the secret; gives the end certificate's fingerprint. */
  const putPair = async (certificatePem: string, keyPem: string): Promise<string> => {
    await callSecrets('PutSecretValue', { SecretId: 'edge', SecretString: `${certificatePem}${keyPem}` });
    return new X509Certificate(certificatePem).fingerprint256;
  };

  test('it says where it listens, to its parent and in its log, and goes on SIGTERM with 0', async (t) => {
    const running = await start(t);
    const { child, ports } = running;
    await until(running, '"listening"');
    const line =
      running
        .output()
        .split('\n')
        .find((text) => text.includes('"listening"')) ?? '';
    const { mx, submissions, submission, health } = JSON.parse(line) as EdgePorts & { message: string };
    deepEqual({ mx, submissions, submission, health }, ports);
    const client = await SmtpClient.greet(ports.mx);
    equal((await fetch(`http://127.0.0.1:${ports.health}/healthz`)).status, 200);
    child.kill('SIGTERM');
    match(await client.reply(), /^421 4\.3\.2 /);
    client.close();
    deepEqual(await once(child, 'exit'), [0, null]);
  });

  test('it goes when its parent goes', async (t) => {
    const { child } = await start(t);
    child.disconnect();
    deepEqual(await once(child, 'exit'), [0, null]);
  });

  test('SIGHUP: a new certificate without a restart', async (t) => {
    const running = await start(t);
    const old = await presentedBy(running);
    await renew();
    running.child.kill('SIGHUP');
    await until(running, 'certificate reloaded');
    ok((await presentedBy(running)) !== old);
    running.child.kill('SIGINT');
    deepEqual(await once(running.child, 'exit'), [0, null]);
  });

  test('from a secret: renewed without a restart, an open connection goes on, what is no pair is not taken', async (t) => {
    const names = ['mx.secure.example.org'] as const;
    const first = await authority.issue({ names: [...names], notAfter: new Date(Date.now() + 30 * DAY) });
    const fingerprint = await putPair(first.certificatePem, first.keyPem);
    const running = await start(t, fromSecret);
    const { child, ports } = running;
    equal(await presentedBy(running), fingerprint);
    const open = await SmtpClient.greet(ports.submissions, { tls: true });

    const renewed = await authority.issue({ names: [...names], keyPem: first.keyPem });
    const next = await putPair(renewed.certificatePem, renewed.keyPem);
    child.kill('SIGHUP');
    await until(running, 'certificate reloaded');
    equal(await presentedBy(running), next);
    match(await open.command('NOOP'), /^250 /);
    open.close();

    const other = await authority.issue({ names: [...names] });
    await putPair(other.certificatePem, first.keyPem);
    child.kill('SIGHUP');
    await until(running, 'the new certificate is unusable; the old pair stays');
    equal(await presentedBy(running), next);
    child.kill('SIGTERM');
    deepEqual(await once(child, 'exit'), [0, null]);
    const [, days] = /"CertificateDaysLeft":\[?([0-9.]+)/.exec(running.output()) ?? [];
    equal(days, '30');
    doesNotMatch(running.output(), /BEGIN/);
  });

  test('a secret without a certificate in it: one line that names the secret and nothing of what it holds', async () => {
    await callSecrets('PutSecretValue', { SecretId: 'edge', SecretString: 'Xx%9 random' });
    const env = { ...environment, ...fromSecret, PATH: process.env['PATH'] };
    const child = fork(PROGRAM, { env, silent: true });
    const [errors] = (await once(child.stderr ?? child, 'data')) as [Buffer];
    match(errors.toString(), /^The edge cannot start: the secret edge holds no CERTIFICATE in PEM .*\n$/);
    doesNotMatch(errors.toString(), /Xx%9/);
    deepEqual(await once(child, 'exit'), [1, null]);
  });

  for (const [what, change] of [
    ['neither secret nor files', { TLS_CERTIFICATE_FILE: '', TLS_KEY_FILE: '' }],
    ['half of the files', { TLS_KEY_FILE: '' }],
    ['a secret and files', { TLS_CERTIFICATE_SECRET: 'edge' }],
  ] as const)
    test(`${what}: refused in one line`, () => {
      throws(() => readEdgeEnvironment({ ...environment, ...change }), {
        name: 'EnvironmentProblems',
        message: /^TLS_CERTIFICATE_SECRET: .*; for example TLS_CERTIFICATE_SECRET=\S+$/,
      });
    });

  test('what memory there is says how many large messages come in at once', () => {
    const atOnce = (change: Record<string, string>): number =>
      readEdgeEnvironment({ ...environment, ...change }).configuration.limits.largeMessages;
    equal(atOnce({ MEMORY_LIMIT: '512MiB', MAX_CONNECTIONS: '300' }), 22);
    equal(atOnce({ MEMORY_LIMIT: '1024MiB', MAX_CONNECTIONS: '300' }), 81);
    // Without it: what the container or the machine has, which is never too little for one.
    ok(atOnce({}) >= 4);
  });

  test('an unreadable environment: one line each, and exit 1', async () => {
    const env = {
      ...environment,
      PATH: process.env['PATH'],
      MX_PORT: '70000',
      HOST_NAME: '',
      PUBLIC_URL: 'here',
    };
    const child = fork(PROGRAM, { env, silent: true });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    deepEqual(await once(child, 'exit'), [1, null]);
    const lines = errors.trimEnd().split('\n');
    deepEqual(lines.map((line) => line.split(':', 1)[0]).sort(), ['HOST_NAME', 'MX_PORT', 'PUBLIC_URL']);
    for (const line of lines) match(line, /; for example [A-Z_]+=\S+$/);
  });

  test('a certificate that is not there: one line, and exit 1', async () => {
    const env = { ...environment, PATH: process.env['PATH'], TLS_KEY_FILE: '/nowhere/key.pem' };
    const child = fork(PROGRAM, { env, silent: true });
    const [errors] = (await once(child.stderr ?? child, 'data')) as [Buffer];
    match(errors.toString(), /^The edge cannot start: ENOENT.*\/nowhere\/key\.pem'\n$/);
    deepEqual(await once(child, 'exit'), [1, null]);
  });

  test('operators elsewhere are refused as well', async () => {
    const env = { ...environment, PATH: process.env['PATH'], OPERATOR_ADDRESSES: 'root@elsewhere.example' };
    const child = fork(PROGRAM, { env, silent: true });
    const [errors] = (await once(child.stderr ?? child, 'data')) as [Buffer];
    match(errors.toString(), /^OPERATOR_ADDRESSES: .*; for example /);
    deepEqual(await once(child, 'exit'), [1, null]);
  });
});
