/** Looking at recipients without sending mail, against the providers of the simulated internet. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { startSimulatedInternet, type SimulatedInternet } from '../../../infra/local/internet/simulation.ts';
import { parseDomain, type Domain } from '../../../shared/address/domain.ts';
import type { RecursiveResolver } from '../../../shared/dns/recursive-resolver.ts';
import { checkNextHop, type CheckOptions, type NextHopCheck } from '../../../shared/next-hop/check.ts';
import { lookAtNextHop } from '../../../shared/next-hop/presented.ts';
import { LEVELS } from '../../../shared/policy/level.ts';
import { parseNetworks } from '../../../shared/smtp/allowed-networks.ts';
import { DEFAULT_TIMEOUTS } from '../../../shared/smtp/session.ts';
import { noPolicies } from '../../doubles/fixed-policies.ts';
import { simulatedDns } from '../../world/simulated-dns.ts';

let world: SimulatedInternet;
let directory: string;
let dns: RecursiveResolver;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'check-'));
  world = await startSimulatedInternet({ directory });
  dns = simulatedDns(world);
});
after(async () => {
  dns.close();
  await world.close();
  await rm(directory, { recursive: true, force: true });
});

function sources(allowed = world.allowedNetworks): CheckOptions {
  const networks = parseNetworks([allowed]);
  if ('bad' in networks) throw new Error(networks.bad);
  return {
    resolver: dns.resolver,
    sts: noPolicies,
    trust: { entriesFor: () => Promise.resolve([]) },
    allowedNetworks: networks.networks,
    clientName: 'mx.secure.example.org',
    port: world.smtpPort,
    authorities: world.authorityPem,
    timeouts: DEFAULT_TIMEOUTS,
    connectMilliseconds: 10_000,
  };
}

function domainOf(text: string): Domain {
  const domain = parseDomain(text);
  if (domain === null) throw new Error(text);
  return domain;
}

async function check(domain: string, allowed?: string): Promise<NextHopCheck> {
  return checkNextHop(domainOf(domain), sources(allowed));
}

function inWords({ levels }: NextHopCheck): string[] {
  return LEVELS.map((level) => [levels[level].verdict, levels[level].reason].filter(Boolean).join(' '));
}

const noMail = 'policy no-mail-server';
const unlisted = 'policy certificate-not-trusted';
const rows: [domain: string, encrypt: string, daneOnly: string, verify: string][] = [
  ['good.example', 'met', 'policy dane-required', unlisted],
  ['dane.example', 'met', 'met', unlisted],
  ['wrongkey.example', 'policy validation-failure', 'policy validation-failure', unlisted],
  ['bogus.example', 'temporary', 'temporary dnssec-invalid', unlisted],
  ['plain.example', 'policy starttls-not-supported', 'policy dane-required', unlisted],
  ['two.example', 'met', 'policy dane-required', unlisted],
  ['reset.example', 'temporary validation-failure', 'policy dane-required', unlisted],
  ['down.example', 'temporary', 'policy dane-required', unlisted],
  ['nomail.example', noMail, noMail, noMail],
  ['missing.example', noMail, noMail, noMail],
  // What a server says to mail is no part of a look: no mail is offered.
  ['nobody.example', 'met', 'policy dane-required', unlisted],
];

describe('what each level would say', () => {
  for (const [domain, ...expected] of rows) {
    test(`${domain}: ${expected.join(', ')}`, async () => {
      const seen = await check(domain);
      deepEqual(inWords(seen), expected);
      for (const level of LEVELS) ok(seen.levels[level].detail.length > 5);
    });
  }

  test('nothing is said of mail on any connection', () => {
    for (const [domain] of rows) {
      for (const connection of world.transcripts(domain)) {
        ok(!/MAIL|RCPT|DATA/.test(connection.plaintextBytes.toString('latin1')), domain);
      }
      equal(world.receivedCount(domain), 0);
    }
  });

  test('the status of every step is there', async () => {
    const [dane] = (await check('dane.example')).seen;
    deepEqual(dane?.route.dnssec, { mx: 'secure', address: 'secure', tlsa: 'secure' });
    const [good] = (await check('good.example')).seen;
    deepEqual(good?.route.dnssec, { mx: 'insecure', address: 'insecure', tlsa: null });
  });
});

test('a host outside the allowed networks is not connected to', async () => {
  const before = world.transcripts('good.example').length;
  const seen = await check('good.example', '192.0.2.0/24');
  deepEqual(inWords(seen), [noMail, noMail, unlisted]);
  deepEqual(seen.seen, []);
  equal(world.transcripts('good.example').length, before);
});

describe('what a domain presents, for operators', () => {
  test('the certificate of each host, as it was presented', async () => {
    const presented = await lookAtNextHop(sources())('pinned.example');
    const [host] = presented.kind === 'hosts' ? presented.hosts : [];
    equal(host?.host, 'mx.pinned.example');
    equal(host.problem, null);
    const [simulated] = world.providers.get('pinned.example')?.hosts ?? [];
    const [end] = host.chain;
    ok(end);
    equal(
      new X509Certificate(end).fingerprint256,
      new X509Certificate(simulated?.certificatePem ?? '').fingerprint256,
    );
  });

  test('why there is none, in words', async () => {
    const look = lookAtNextHop(sources());
    const problems = async (domain: string): Promise<(string | null)[]> => {
      const presented = await look(domain);
      return presented.kind === 'hosts' ? presented.hosts.map(({ problem }) => problem) : [presented.detail];
    };
    deepEqual(await problems('two.example'), ['it offers no encryption (STARTTLS)', null]);
    match((await problems('old.example'))[0] ?? '', /no acceptable TLS/);
    deepEqual(await problems('missing.example'), ['the domain missing.example does not exist']);
    deepEqual(await problems('not a domain'), ['not a domain is not a mail domain']);
  });
});
