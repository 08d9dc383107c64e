/**
 * A program: asks us and posttls-finger about every recipient domain of the live world, and prints what both said
 * as JSON (`Compared`). The zones name 127.0.0.1 and ::1 as mail servers, which have to be at port 25, so it runs
 * in a network of its own.
 *
 * First the mail server presents the certificate that most TLSA records name, then another one: with that,
 * `encrypt` is met only where no records count, which tells who believed them and who did not.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { selfSigned, type ServerCertificate } from '../../infra/local/internet/certificates.ts';
import { Provider } from '../../infra/local/internet/provider.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { recursiveResolver } from '../../shared/dns/recursive-resolver.ts';
import { checkNextHop, type NextHopCheck } from '../../shared/next-hop/check.ts';
import { LEVELS, type Level } from '../../shared/policy/level.ts';
import { parseNetworks } from '../../shared/smtp/allowed-networks.ts';
import { DEFAULT_TIMEOUTS } from '../../shared/smtp/session.ts';
import { noPolicies } from '../doubles/fixed-policies.ts';
import { startLiveWorld, type LiveWorld } from '../shared/dns/live/live-world.ts';
import { hostKeyPem } from '../shared/dns/live/zones.ts';
import { inParallel, type Pair } from './comparison.ts';
import { recipientDomains } from './live-world-domains.ts';
import { posttlsFinger, type PostfixLevel, type PosttlsFingerRunner } from './posttls-finger.ts';

export type Presented = 'right certificate' | 'other certificate';

export interface Compared extends Pair {
  readonly presented: Presented;
  readonly level: Level;
}

const SMTP = 25;
/** `verify` asks DNS for no proof: a few will do, with records good, broken and unsigned. */
const verified = ['ec.test', 'badtlsa.test', 'bada.test', 'insecure.test'];

const names = ['mx.ec.test'] as const;
const certificates: Readonly<Record<Presented, ServerCertificate>> = {
  'right certificate': await selfSigned({ names, keyPem: hostKeyPem }),
  'other certificate': await selfSigned({ names }),
};
const trusted = createHash('sha256')
  .update(new X509Certificate(certificates['right certificate'].certificatePem).raw)
  .digest('hex');

const postfixLevels: Readonly<Record<Level, PostfixLevel>> = {
  encrypt: { kind: 'dane' },
  'dane-only': { kind: 'dane-only' },
  verify: { kind: 'fingerprint', sha256: trusted },
};

async function startFinger(world: LiveWorld): Promise<PosttlsFingerRunner> {
  const { address } = await world.startUnbound({ anchors: world.signed.anchors, port: 53 });
  const resolvConf = join(world.directory, 'resolv.conf');
  await writeFile(resolvConf, `nameserver ${address}\noptions trust-ad edns0\n`);
  return posttlsFinger(resolvConf, 'all');
}

async function startMailServer(address: string, certificate: ServerCertificate): Promise<AsyncDisposable> {
  const provider = await Provider.start({
    ...{ domain: 'test', host: 'mx.test', manner: { kind: 'good' } },
    ...{ address, port: SMTP, certificate },
  });
  return { [Symbol.asyncDispose]: () => provider.close() };
}

/** We prove for ourselves what we get from the Unbound that validates nothing. */
function checker({ plain, anchors }: LiveWorld, open: AsyncDisposableStack) {
  const dns = recursiveResolver({
    servers: [{ ...plain, transport: 'udp' }],
    trust: 'validate',
    anchors,
  });
  open.defer(dns.close);
  const networks = parseNetworks(['127.0.0.0/8', '::1']);
  if ('bad' in networks) throw new Error(networks.bad);
  return (domain: Domain): Promise<NextHopCheck> =>
    checkNextHop(domain, {
      resolver: dns.resolver,
      sts: noPolicies,
      trust: {
        entriesFor: () =>
          Promise.resolve([
            { id: 'entry', domain, kind: 'certificate', sha256: trusted, pem: null, notAfter: null },
          ]),
      },
      clientName: 'mx.secure.example.org',
      port: SMTP,
      allowedNetworks: networks.networks,
      timeouts: DEFAULT_TIMEOUTS,
      connectMilliseconds: 20_000,
    });
}

async function compareAll(): Promise<Compared[]> {
  await using open = new AsyncDisposableStack();
  const world = open.use(await startLiveWorld());
  const finger = await startFinger(world);
  open.defer(() => finger.close());
  const check = checker(world, open);
  const domains = recipientDomains(world.signed.texts);

  const compareFor = async (
    presented: Presented,
    asked: readonly Domain[],
    levels: readonly Level[],
  ): Promise<Compared[]> => {
    await using servers = new AsyncDisposableStack();
    for (const address of ['127.0.0.1', '::1'])
      servers.use(await startMailServer(address, certificates[presented]));
    const rows = await inParallel(asked, async (domain) => {
      const verdicts = (await check(domain)).levels;
      const applicable = levels.filter((level) => level !== 'verify' || verified.includes(domain));
      return Promise.all(
        applicable.map(async (level): Promise<Compared> => {
          const { verdict: ours, detail } = verdicts[level];
          const { verdict: theirs, seen, output } = await finger.ask(domain, postfixLevels[level]);
          const because = `we: ${detail}\nposttls-finger: ${seen}\n${output}`;
          return { presented, level, domain, ours, theirs, because };
        }),
      );
    });
    return rows.flat();
  };

  const right = await compareFor('right certificate', domains, LEVELS);
  // Another certificate can change nothing but what was met.
  const met = right.filter(
    ({ level, ours, theirs }) => level === 'encrypt' && (ours === 'met' || theirs === 'met'),
  );
  const again = domains.filter((domain) => met.some((row) => row.domain === domain));
  return [...right, ...(await compareFor('other certificate', again, ['encrypt', 'verify']))];
}

process.stdout.write(JSON.stringify(await compareAll()));
