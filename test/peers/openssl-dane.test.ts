/**
 * OpenSSL as second opinion on DANE: its `s_client` connects to a server that presents a chain, with the TLSA
 * records on its command line and the clock of the tests, and must come to our verdict, match depth included.
 * Once for every scenario, and once for generated mixes of chains and records.
 */
import { deepEqual } from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { createSecureContext, createServer, type SecureContext, type TLSSocket } from 'node:tls';

import { verifyDane } from '../../shared/tls/dane.ts';
import type { TlsaRecord } from '../../shared/tls/tlsa.ts';
import {
  dnsName,
  keyUsage,
  makeCertificate,
  nameConstraints,
  now,
  OID,
  toPem,
  type Made,
} from '../shared/tls/certificate-maker.ts';
import { constraintScenarios } from '../shared/tls/constraint-scenarios.ts';
import { endScenarios } from '../shared/tls/end-scenarios.ts';
import { reissue } from '../shared/tls/mutation.ts';
import { pathScenarios } from '../shared/tls/path-scenarios.ts';
import { random } from '../shared/tls/random.ts';
import { recordScenarios } from '../shared/tls/record-scenarios.ts';
import {
  leaf,
  middle,
  mxHost,
  root,
  server,
  stranger,
  type Expected,
  type Scenario,
} from '../shared/tls/scenario.ts';
import { tlsa, wrong } from '../shared/tls/tlsa-of.ts';

/** Debian's OpenSSL 3; LibreSSL, which macOS calls openssl, knows no DANE. */
function needsOpenSsl(): false | string {
  const { stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  if (/^OpenSSL 3/.test(stdout)) return false;
  if (process.env['CI'] === 'true') throw new Error('needs openssl from Debian');
  return 'needs openssl from Debian';
}

interface Presented {
  readonly chain: readonly [Made, ...Made[]];
  readonly records: readonly TlsaRecord[];
}

type Case = Presented & Pick<Scenario, 'what' | 'differs'>;

function ours({ chain, records }: Presented): Expected {
  const verdict = verifyDane({ chain: chain.map(({ der }) => der), records, references: [mxHost], now });
  return verdict.kind === 'matched' ? verdict.depth : verdict.kind;
}

/** One server for all chains: the name in SNI says which one to present. Weak keys are let through. */
class ChainServer {
  static readonly ciphers = 'DEFAULT@SECLEVEL=0';
  readonly #contexts = new Map<string, SecureContext>();
  readonly #sockets = new Set<TLSSocket>();
  readonly #server = createServer({
    ciphers: ChainServer.ciphers,
    SNICallback: (name, done) => {
      done(null, this.#contexts.get(name));
    },
  });

  async start(): Promise<void> {
    this.#server.on('secureConnection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.#sockets.delete(socket));
      socket.end();
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Gives the name under which the chain is presented. */
  present(chain: Presented['chain']): string {
    const name = `chain-${this.#contexts.size}.example`;
    const context = createSecureContext({
      key: chain[0].keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      cert: chain.map(({ pem }) => pem).join(''),
      ciphers: ChainServer.ciphers,
    });
    this.#contexts.set(name, context);
    return name;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Asks s_client at security level 2; the handshake itself is let through with any key. */
async function theirs({ chain, records }: Presented, servers: ChainServer): Promise<Expected> {
  const name = servers.present(chain);
  const rows = records.flatMap(({ usage, selector, matchingType, data }) => [
    '-dane_tlsa_rrdata',
    `${usage} ${selector} ${matchingType} ${Buffer.from(data).toString('hex')}`,
  ]);
  const said = await new Promise<string>((resolve) => {
    const client = execFile(
      'openssl',
      [
        ...['s_client', '-brief', '-connect', `127.0.0.1:${servers.port}`, '-servername', name],
        ...['-attime', String(now.getTime() / 1000), '-no-CAfile', '-no-CApath', '-no-CAstore'],
        ...['-cipher', ChainServer.ciphers, '-auth_level', '2'],
        ...['-dane_tlsa_domain', mxHost, '-dane_ee_no_namechecks', ...rows],
      ],
      { timeout: 5_000, killSignal: 'SIGKILL' },
      (_error, stdout, stderr) => {
        resolve(stdout + stderr);
      },
    );
    // It may have ended by itself, with no usable record.
    client.stdin?.on('error', () => undefined).end();
  });
  if (said.includes('Failed to import any TLSA records')) return 'none-usable';
  if (/^Verification error: /m.test(said)) return 'no-match';
  const depth = /^DANE TLSA .* at depth (\d+)$/m.exec(said)?.[1];
  if (!/^Verification: OK$/m.test(said) || depth === undefined) throw new Error(`s_client said: ${said}`);
  return Number(depth);
}

describe('the same verdict as OpenSSL', { skip: needsOpenSsl() }, () => {
  const servers = new ChainServer();
  before(() => servers.start());
  after(() => servers.stop());

  /** Two at a time: most of the time is spent starting s_client. */
  async function compareAll(cases: readonly Case[]): Promise<void> {
    // s_client cannot be given a record without data.
    const waiting = cases.filter(({ records }) => records.every(({ data }) => data.length > 0));
    const found: string[] = [];
    const compareSome = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const verdict = await theirs(next, servers).catch((error: unknown) => String(error));
        const same = ours(next) === verdict;
        // A difference that has gone away is a finding too: the decision record must not name it any more.
        if (same === (next.differs === undefined)) continue;
        found.push(`${next.what}: ours ${ours(next)}, OpenSSL's ${verdict}`);
      }
    };
    await Promise.all([compareSome(), compareSome()]);
    deepEqual(found, []);
  }

  test('every scenario, but for the differences that are named', async () => {
    await compareAll([...recordScenarios, ...pathScenarios, ...constraintScenarios, ...endScenarios]);
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

  /** Ours may refuse what OpenSSL takes, as certificates of this kind have several faults; never the reverse. */
  test('oddly issued certificates', async (t) => {
    const end = server({ purposes: [OID.serverAuth], keyUsage: [keyUsage.digitalSignature] });
    const permitted = nameConstraints([dnsName('bank.example')], [dnsName('a.example')]);
    const authority = makeCertificate({ subject: 'middle', issuer: root, ca: true, extensions: [permitted] });
    const cases = Array.from({ length: Number(process.env['ODD_CERTIFICATES'] ?? 300) }, (_, at) => {
      const chance = random(1000 + at);
      const isEnd = chance.chance(0.5);
      const donor = chance.pick([end, authority, root]).der;
      const [original, issuer] = isEnd ? [end, authority] : [authority, root];
      const der = reissue(chance, original.der, donor, issuer.keys.privateKey);
      const odd = { ...original, der, pem: toPem(der) };
      const chain: Presented['chain'] = isEnd ? [odd, authority, root] : [end, odd, root];
      const records = [tlsa(chance.pick(['2 0 1', '2 1 1', '2 0 0', '2 1 0']), root)];
      return { what: `odd ${at}`, chain, records };
    });
    const found: string[] = [];
    let [compared, same] = [0, 0];
    for (const one of cases) {
      // What OpenSSL cannot load, no server presents; what we cannot match needs no second opinion.
      const verdict = await theirs(one, servers).catch(() => null);
      if (verdict === null) continue;
      compared += 1;
      if (ours(one) === verdict) same += 1;
      else if (ours(one) !== 'no-match') found.push(`${one.what}: ours ${ours(one)}, OpenSSL's ${verdict}`);
    }
    t.diagnostic(`${compared} compared, ${same} the same, ${compared - same} refused by us only`);
    deepEqual(found, []);
  });
});
