/**
 * OpenSSL as second opinion: its `s_client` connects to a server that presents a chain, with the TLSA records
 * on its command line and the clock of the tests, and must come to our verdict, match depth included. Once
 * for every scenario, and once for generated mixes of chains and records.
 */
import { deepEqual } from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { verifyDane } from '../../../shared/tls/dane.ts';
import type { TlsaRecord } from '../../../shared/tls/tlsa.ts';
import { makeCertificate, now, type Made } from './certificate-maker.ts';
import { endScenarios } from './end-scenarios.ts';
import { pathScenarios } from './path-scenarios.ts';
import { random } from './random.ts';
import { recordScenarios } from './record-scenarios.ts';
import { leaf, middle, mxHost, root, server, stranger, type Expected, type Scenario } from './scenario.ts';
import { tlsa, wrong } from './tlsa-of.ts';

/** Debian's OpenSSL 3; LibreSSL, which macOS calls openssl, knows no DANE. */
function needsOpenSsl(): false | string {
  const { stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  if (/^OpenSSL 3/.test(stdout)) return false;
  if (process.env['CI'] === 'true') throw new Error('needs openssl from Debian');
  return 'needs openssl from Debian';
}

interface Server {
  readonly chain: readonly [Made, ...Made[]];
  readonly records: readonly TlsaRecord[];
}

function ours({ chain, records }: Server): Expected {
  const verdict = verifyDane({ chain: chain.map(({ der }) => der), records, references: [mxHost], now });
  return verdict.kind === 'matched' ? verdict.depth : verdict.kind;
}

/** OpenSSL's s_server, for one connection; Node's server would not present the weaker certificates. */
async function present(chain: Server['chain'], directory: string): Promise<number> {
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(path.join(directory, name), text);
    return path.join(directory, name);
  };
  const [end, ...others] = chain.map(({ pem }) => pem);
  const key = chain[0].keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const server = spawn('openssl', [
    ...['s_server', '-naccept', '1', '-accept', '127.0.0.1:0', '-cipher', 'DEFAULT@SECLEVEL=0'],
    ...['-cert', await file('end.pem', end ?? ''), '-key', await file('key.pem', key)],
    ...(others.length > 0 ? ['-cert_chain', await file('others.pem', others.join(''))] : []),
  ]);
  let said = '';
  for await (const chunk of server.stdout) {
    said += String(chunk);
    const port = /^ACCEPT .*:(\d+)$/m.exec(said)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error(`s_server said: ${said}`);
}

/** Asks s_client at security level 2; the handshake itself is let through with any key. */
async function theirs({ chain, records }: Server, directory: string): Promise<Expected> {
  const port = await present(chain, directory);
  const rows = records.flatMap(({ usage, selector, matchingType, data }) => [
    '-dane_tlsa_rrdata',
    `${usage} ${selector} ${matchingType} ${Buffer.from(data).toString('hex')}`,
  ]);
  const said = await new Promise<string>((resolve) => {
    const client = execFile(
      'openssl',
      [
        ...['s_client', '-brief', '-connect', `127.0.0.1:${port}`, '-attime', String(now.getTime() / 1000)],
        ...['-cipher', 'DEFAULT@SECLEVEL=0', '-auth_level', '2'],
        ...['-dane_tlsa_domain', mxHost, '-dane_ee_no_namechecks', ...rows],
      ],
      { timeout: 20_000 },
      (_error, stdout, stderr) => {
        resolve(stdout + stderr);
      },
    );
    client.stdin?.end();
  });
  if (said.includes('Failed to import any TLSA records')) return 'none-usable';
  if (/^Verification error: /m.test(said)) return 'no-match';
  const depth = /^DANE TLSA .* at depth (\d+)$/m.exec(said)?.[1];
  if (!/^Verification: OK$/m.test(said) || depth === undefined) throw new Error(`s_client said: ${said}`);
  return Number(depth);
}

/** Runs a few at a time: most of the time is spent starting s_client. */
async function compareAll(cases: readonly (Server & Pick<Scenario, 'what' | 'differs'>)[]): Promise<void> {
  // s_client cannot be given a record without data.
  const waiting = cases.filter(({ records }) => records.every(({ data }) => data.length > 0));
  const found: string[] = [];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      const directory = await mkdtemp(path.join(tmpdir(), 'oracle-'));
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const theirVerdict = await theirs(next, directory);
        const same = ours(next) === theirVerdict;
        // A difference that has gone away is a finding too: the decision record must not name it any more.
        if (same === (next.differs === undefined)) continue;
        found.push(`${next.what}: ours ${ours(next)}, OpenSSL's ${theirVerdict}`);
      }
      await rm(directory, { recursive: true });
    }),
  );
  deepEqual(found, []);
}

describe('the same verdict as OpenSSL', { skip: needsOpenSsl() }, () => {
  test('every scenario, but for the differences that are named', async () => {
    await compareAll([...recordScenarios, ...pathScenarios, ...endScenarios]);
  });

  test('generated chains and records', async () => {
    const { pick, chance } = random(4);
    const cross = makeCertificate({ subject: 'cross', ca: true });
    const crossed = makeCertificate({ subject: 'root', issuer: cross, ca: true });
    const ends = [
      leaf,
      server({ names: ['else.example'] }),
      server({ issuer: root }),
      server({ issuer: cross }),
    ];
    const authorities = [middle, root, crossed, cross, stranger];
    const cases = Array.from({ length: 120 }, (_, at) => {
      const end = pick(ends);
      const rest = authorities.filter(() => chance(0.6));
      if (chance(0.3)) rest.reverse();
      const records = Array.from({ length: 1 + (at % 3) }, () => {
        const usage = pick(['2', '2', '3']);
        const kind = `${usage} ${pick(['0', '1'])} ${pick(['0', '1', '2'])}`;
        const record = tlsa(kind, usage === '3' ? end : pick(authorities));
        return chance(0.3) && !kind.endsWith('0') ? wrong(record) : record;
      });
      return { what: `generated ${at}`, chain: [end, ...rest] as const, records };
    });
    await compareAll(cases);
  });
});
