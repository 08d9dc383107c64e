/**
 * Other people's validators on the simulated internet: BIND's delv and Unbound's unbound-host follow its
 * signatures from the trust anchor, and have to see what each domain is set up to show.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startSimulatedInternet } from '../../../../infra/local/internet/simulation.ts';
import type { SimulatedInternet } from '../../../../infra/local/internet/simulation.ts';

const delv = '/usr/bin/delv';
const unboundHost = '/usr/bin/unbound-host';

/** For the `skip` option of a test: false where the program is there, else the reason. Throws with CI=true. */
function needs(program: string, debianPackage: string): false | string {
  if (existsSync(program)) return false;
  const reason = `needs ${debianPackage} from Debian`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}

type Verdict = 'secure' | 'insecure' | 'bogus';

const rows: [name: string, type: string, verdict: Verdict][] = [
  ['dane.example', 'MX', 'secure'],
  ['mx.dane.example', 'A', 'secure'],
  ['_25._tcp.mx.dane.example', 'TLSA', 'secure'],
  ['_25._tcp.mx.dane-ta.example', 'TLSA', 'secure'],
  ['_25._tcp.mx.rollover.example', 'TLSA', 'secure'],
  ['_25._tcp.mx.wrongkey.example', 'TLSA', 'secure'],
  ['_25._tcp.mx.unusable.example', 'TLSA', 'secure'],
  ['_25._tcp.mx.signed-plain.example', 'TLSA', 'secure'],
  ['mx.cname.example', 'A', 'secure'],
  ['_25._tcp.mx.hosting.example', 'TLSA', 'secure'],
  ['bogus.example', 'MX', 'bogus'],
  ['_25._tcp.mx.bogus.example', 'TLSA', 'bogus'],
  ['mx.bogus.example', 'A', 'secure'],
  ['good.example', 'MX', 'insecure'],
  ['_25._tcp.mx.unsigned.example', 'TLSA', 'insecure'],
  ['pinned.example', 'MX', 'insecure'],
  ['mx.secure.example.org', 'A', 'insecure'],
  // Denials are proven as well.
  ['missing.example', 'MX', 'secure'],
  ['dane.example', 'AAAA', 'secure'],
  ['_tcp.mx.dane.example', 'A', 'secure'],
  ['_25._tcp.mx.cname.example', 'TLSA', 'secure'],
  ['good.example', 'DS', 'secure'],
  ['nowhere', 'A', 'secure'],
  ['_25._tcp.mx.good.example', 'TLSA', 'insecure'],
];

describe('other validators on the simulated internet', () => {
  let directory = '';
  let internet: SimulatedInternet;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'oracles-'));
    const aliasDomains = [{ domain: 'secure.example.org', address: '127.0.0.1' }];
    internet = await startSimulatedInternet({ directory, aliasDomains });
    const [address = '', port = ''] = internet.dnsServers.split(':');
    // BIND wants the trust anchor in its own words; Unbound reads the file as it is.
    const [, , , , tag, algorithm, digestType, digest] = internet.trustAnchors.trim().split(/\s+/);
    await writeFile(
      path.join(directory, 'delv.conf'),
      `trust-anchors { . static-ds ${tag} ${algorithm} ${digestType} "${digest}"; };\n`,
    );
    await writeFile(
      path.join(directory, 'unbound.conf'),
      `server:\n  do-not-query-localhost: no\n  trust-anchor-file: "${internet.trustAnchorsFile}"\n` +
        `forward-zone:\n  name: "."\n  forward-addr: ${address}@${port}\n`,
    );
  });
  after(async () => {
    await internet.close();
    await rm(directory, { recursive: true });
  });

  test('the file with the trust anchor holds what is given beside it', async () => {
    assert.equal(await readFile(internet.trustAnchorsFile, 'utf8'), internet.trustAnchors);
  });

  test('delv', { skip: needs(delv, 'bind9-dnsutils') }, async (t) => {
    const [address = '', port = ''] = internet.dnsServers.split(':');
    const anchor = ['-a', path.join(directory, 'delv.conf'), '+root=.'];
    for (const [name, type, expected] of rows) {
      await t.test(`${name} ${type}: ${expected}`, async () => {
        const output = await run(delv, [`@${address}`, '-p', port, ...anchor, name, type]);
        assert.equal(delvVerdict(output), expected, output);
      });
    }
  });

  test('unbound-host', { skip: needs(unboundHost, 'unbound-host') }, async (t) => {
    const configuration = path.join(directory, 'unbound.conf');
    for (const [name, type, expected] of rows) {
      await t.test(`${name} ${type}: ${expected}`, async () => {
        const output = await run(unboundHost, ['-C', configuration, '-v', '-t', type, name]);
        assert.equal(unboundVerdict(output), expected, output);
      });
    }
  });
});

function delvVerdict(output: string): Verdict | null {
  if (/RRSIG failed to verify|no valid signature/.test(output)) return 'bogus';
  if (/^; (negative response, )?unsigned answer/m.test(output)) return 'insecure';
  return /^; (negative response, )?fully validated/m.test(output) ? 'secure' : null;
}

/** Of an alias chain, which comes in several lines, the weakest link. */
function unboundVerdict(output: string): Verdict | null {
  if (output.includes('(BOGUS')) return 'bogus';
  if (output.includes('(insecure)')) return 'insecure';
  return output.includes('(secure)') ? 'secure' : null;
}

/** Both outputs of a program, whatever it exits with: they say what came of it. */
function run(program: string, parameters: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, parameters, { timeout: 10_000 }, (_error, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });
}
