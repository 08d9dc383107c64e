/** `npm run doctor` as an operator calls it: output, exit codes, one line for each mistake. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import type { Finding } from '../../../scripts/doctor/finding.ts';
import { ALIAS, RECEIVING, SENDING, startWorld, type World } from './world.ts';

let world: World;
let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doctor-'));
  world = await startWorld();
});
after(async () => {
  await world.close();
  await rm(directory, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function doctor(...parameters: string[]): Promise<Ended> {
  const { bench, ports, policies } = world;
  const child = spawn(process.execPath, ['scripts/doctor.ts', ...parameters], {
    env: {
      ...process.env,
      INIT_CWD: directory,
      DNS_SERVERS: bench.world.dnsServers,
      DNS_TRUST_ANCHORS: bench.world.trustAnchorsFile,
      ALLOWED_NETWORKS: '127.0.0.0/8',
      NODE_EXTRA_CA_CERTS: join(bench.directory, 'ca.pem'),
      SMTP_PORT: String(ports.mx),
      SUBMISSIONS_PORT: String(ports.submissions),
      SUBMISSION_PORT: String(ports.submission),
      MTA_STS_PORT: String(policies.port),
      DKIM_SECRET: bench.system.awsEnvironment['DKIM_SECRET'] ?? '',
    },
  });
  let out = '';
  let error = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, out, error });
    });
  });
}

const names = ['--alias', ALIAS, '--host', RECEIVING, '--sending-host', SENDING];

test('a machine of one’s own, all right: exit code 0, a line for each check, a summary', async () => {
  world.publish();
  const { code, out, error } = await doctor(...names);
  equal(code, 0, out + error);
  const lines = out.trimEnd().split('\n');
  match(lines.at(-1) ?? '', /^(\d+) of \1 checks ok\.$/);
  ok(lines.slice(0, -1).every((line) => line.startsWith('ok ')));
  match(out, /published, and the key that signs/);
});

test('a configuration of the CDK app, with a record missing: exit code 1, and as JSON', async () => {
  world.publish((records) => records.filter(({ type }) => type !== 'MX'));
  const configuration = {
    preset: 'minimal',
    region: 'eu-central-1',
    domains: [{ alias: ALIAS, home: 'example.org' }],
    operators: ['operator@example.org'],
    mtaSts: 'none',
  };
  await writeFile(join(directory, 'here.json'), JSON.stringify(configuration));
  const { code, out, error } = await doctor('--config', 'here.json', '--json');
  equal(code, 1, out + error);
  const answer = JSON.parse(out) as { findings: Finding[]; ok: boolean };
  equal(answer.ok, false);
  deepEqual(answer.findings.find(({ check }) => check === 'MX')?.records, [
    `${ALIAS}. 3600 IN MX 10 ${RECEIVING}.`,
  ]);
});

const refused: readonly [string, readonly string[], readonly RegExp[]][] = [
  ['a file that is not there', ['--config', 'nowhere.json'], [/^nowhere\.json: cannot be read/]],
  ['an unknown option', ['--domain', 'x'], [/--domain/]],
  ['an alias without a host', ['--alias', ALIAS], [/^--host: is missing$/]],
  [
    'two names that are none',
    ['--alias', 'a b', '--host', '-'],
    [/^--alias: "a b" is not/, /^--host: "-" is not/],
  ],
  [
    'mistakes in the configuration',
    ['--config', 'wrong.json'],
    [/^wrong\.json: preset: /, /^wrong\.json: region: /],
  ],
];
for (const [name, parameters, lines] of refused)
  test(`${name}: exit code 2, a line for each mistake`, async () => {
    await writeFile(
      join(directory, 'wrong.json'),
      JSON.stringify({
        preset: 'huge',
        region: 'moon',
        domains: [{ alias: ALIAS, home: 'example.org' }],
        operators: ['operator@example.org'],
      }),
    );
    const { code, out, error } = await doctor(...parameters);
    equal(code, 2, error);
    equal(out, '');
    const said = error.trimEnd().split('\n');
    lines.forEach((line, index) => {
      match(said[index] ?? '', line);
    });
  });
