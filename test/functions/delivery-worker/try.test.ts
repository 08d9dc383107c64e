/**
 * One try against every provider of the simulated internet, over real sockets and real DNS: the outcome, the
 * record of it, and above all what the provider got to see.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import type { RecipientOutcome, TryResult } from '../../../functions/delivery-worker/outcome.ts';
import { LeaseLost, tryDelivery } from '../../../functions/delivery-worker/try.ts';
import { startSimulatedInternet, type SimulatedInternet } from '../../../infra/local/internet/simulation.ts';
import type { HomeAddress } from '../../../shared/address/alias.ts';
import { parseDomain } from '../../../shared/address/domain.ts';
import type { RecursiveResolver } from '../../../shared/dns/recursive-resolver.ts';
import { LEVELS, type Level } from '../../../shared/policy/level.ts';
import { parseNetworks } from '../../../shared/smtp/allowed-networks.ts';
import { DEFAULT_TIMEOUTS } from '../../../shared/smtp/session.ts';
import type { SecureResolver } from '../../../shared/dns/secure-resolver.ts';
import type { StsLookup, StsPolicies } from '../../../shared/mta-sts/policy.ts';
import type { TrustEntry } from '../../../shared/tls/trust.ts';
import { fixedPolicies, noPolicies } from '../../doubles/fixed-policies.ts';
import { simulatedDns } from '../../world/simulated-dns.ts';
import { newDelivery, type Delivery } from '../../../shared/store/deliveries.ts';

const MESSAGE = Buffer.from(
  'From: alice@secure.example.org\r\nSubject: secret-subject\r\n\r\n.leading dot\r\nsecret-body\r\n..two\r\n',
);
const SENDER = 'alice@secure.example.org';

let world: SimulatedInternet;
let directory: string;
let dns: RecursiveResolver;
const alarms: string[] = [];
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'try-'));
  world = await startSimulatedInternet({ directory });
  dns = simulatedDns(world);
});
after(async () => {
  dns.close();
  await world.close();
  await rm(directory, { recursive: true, force: true });
});

function deliveryTo(domainName: string, recipients: readonly string[], level: Level): Delivery {
  const domain = parseDomain(domainName);
  if (domain === null) throw new Error(domainName);
  return newDelivery(
    {
      messageId: 'M',
      headerMessageId: '<m@secure.example.org>',
      owner: 'alice@example.org' as HomeAddress,
      alias: null,
      sender: SENDER,
      aliasDomain: domain,
      subject: '',
      language: 'en',
      acceptedAt: Date.now(),
      size: MESSAGE.length,
      eightBit: false,
      smtpUtf8: false,
    },
    { id: 'D', domain, recipients, level, levelSource: 'default' },
  );
}

interface Trial {
  readonly recipients?: readonly string[];
  readonly level?: Level;
  readonly eightBit?: boolean;
  readonly mayComplete?: () => Promise<boolean>;
  readonly deadline?: number;
  readonly allowed?: string;
  readonly trust?: readonly TrustEntry[];
  readonly sts?: StsPolicies;
  readonly requireTls?: boolean;
  readonly resolver?: SecureResolver;
}

async function attempt(domain: string, trial: Trial = {}): Promise<TryResult> {
  const recipients = trial.recipients ?? [`bob@${domain}`];
  const networks = parseNetworks([trial.allowed ?? world.allowedNetworks]);
  if ('bad' in networks) throw new Error(networks.bad);
  const envelope = {
    sender: SENDER,
    recipients,
    eightBit: trial.eightBit ?? false,
    smtpUtf8: false,
    requireTls: trial.requireTls ?? false,
  };
  return tryDelivery(
    deliveryTo(domain, recipients, trial.level ?? 'encrypt'),
    envelope,
    () => Promise.resolve([MESSAGE]),
    {
      resolver: trial.resolver ?? dns.resolver,
      sts: trial.sts ?? noPolicies,
      trust: {
        entriesFor: (domain) =>
          Promise.resolve((trial.trust ?? []).filter((entry) => entry.domain === domain)),
      },
      authorities: world.authorityPem,
      alarm: (detail) => alarms.push(detail),
      clientName: 'mx.secure.example.org',
      port: world.smtpPort,
      allowedNetworks: networks.networks,
      timeouts: DEFAULT_TIMEOUTS,
      deadline: trial.deadline ?? Date.now() + 20_000,
      mayComplete: trial.mayComplete ?? (() => Promise.resolve(true)),
    },
  );
}

function only(result: TryResult): RecipientOutcome {
  const [outcome] = result.outcomes.values();
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

/** `delivered`, `bounced starttls-not-supported 5.7.4`, `deferred`, `deferred under the short cap`. */
function inWords(outcome: RecipientOutcome): string {
  switch (outcome.kind) {
    case 'delivered':
      return 'delivered';
    case 'bounced':
      return `bounced ${outcome.reason} ${outcome.status}`;
    case 'deferred':
      return outcome.shortCap ? 'deferred under the short cap' : 'deferred';
  }
}

const rows: [domain: string, outcome: string, exposed: boolean][] = [
  ['good.example', 'delivered', true],
  ['selfsigned.example', 'delivered', true],
  ['expired.example', 'delivered', true],
  ['slow.example', 'delivered', true],
  ['two.example', 'delivered', true],
  ['plain.example', 'bounced starttls-not-supported 5.7.4', false],
  ['stripped.example', 'bounced starttls-not-supported 5.7.4', false],
  ['old.example', 'bounced validation-failure 5.7.5', false],
  ['reset.example', 'deferred under the short cap', false],
  ['down.example', 'deferred', false],
  ['grey.example', 'deferred', true],
  ['nobody.example', 'bounced recipient-refused 5.1.1', true],
  ['nomail.example', 'bounced no-mail-server 5.1.10', false],
  ['missing.example', 'bounced no-mail-server 5.1.2', false],
];

describe('each provider of the simulated internet under encrypt', () => {
  for (const [domain, expected, exposed] of rows) {
    test(`${domain}: ${expected}`, async () => {
      const result = await attempt(domain);
      equal(inWords(only(result)), expected);
      equal(result.exposed, exposed);
      equal(world.receivedCount(domain), expected === 'delivered' ? 1 : 0);
      equal(result.receipt === null, expected !== 'delivered');
      ok(result.attempts.length > 0, 'an attempt is on record');
    });
  }
});

test('what arrives is what was sent, byte for byte, and the receipt says how', async () => {
  const received = world.received('good.example')[0];
  const result = await attempt('good.example');
  deepEqual(received?.raw, MESSAGE);
  const { receipt } = result;
  ok(receipt);
  equal(receipt.host, 'mx.good.example');
  equal(receipt.tls.version, 'TLSv1.3');
  match(receipt.tls.cipher, /^TLS_/);
  match(receipt.certificate.sha256, /^[0-9a-f]{64}$/);
  match(receipt.certificate.spkiSha256, /^[0-9a-f]{64}$/);
  match(receipt.reply, /^250 /);
});

test('nothing of the message goes to a peer that cannot encrypt: every octet it received is known', () => {
  for (const domain of ['plain.example', 'stripped.example', 'old.example', 'reset.example']) {
    const connections = world.transcripts(domain);
    ok(connections.length > 0, domain);
    for (const connection of connections) {
      const said = connection.plaintextBytes.toString('latin1');
      match(said, /^EHLO mx\.secure\.example\.org\r\n(STARTTLS\r\n)?(QUIT\r\n)?$/, domain);
      const handshake = connection.handshakeBytes.toString('latin1');
      ok(!/MAIL|RCPT|alice|bob|secret/i.test(handshake), domain);
    }
  }
});

test('a server that puts plaintext behind its answer to STARTTLS is not spoken to any further', async () => {
  await world.addProvider({ domain: 'injecting.example', manner: { kind: 'injecting' } });
  equal(inWords(only(await attempt('injecting.example'))), 'deferred under the short cap');
  equal(world.receivedCount('injecting.example'), 0);
});

test('a silent handshake ends with the deadline and is under the short cap', async () => {
  await world.addProvider({ domain: 'silent.example', manner: { kind: 'handshake-silent' } });
  const result = await attempt('silent.example', { deadline: Date.now() + 500 });
  equal(inWords(only(result)), 'deferred under the short cap');
});

test('STARTTLS answered 454 is temporary', async () => {
  await world.addProvider({ domain: 'busy.example', manner: { kind: 'starttls-deferred' } });
  equal(inWords(only(await attempt('busy.example'))), 'deferred');
});

test('results are per recipient', async () => {
  const recipients = ['ann@full.example', 'full1@full.example', 'zoe@full.example'];
  const { outcomes } = await attempt('full.example', { recipients });
  deepEqual([...outcomes.values()].map(inWords), ['delivered', 'deferred', 'delivered']);
  deepEqual(world.received('full.example')[0]?.rcptTo, ['ann@full.example', 'zoe@full.example']);
});

test('the first host is plaintext only, the second is good: the attempts tell', async () => {
  const { attempts } = await attempt('two.example');
  deepEqual(
    attempts.map(({ host, outcome, reason }) => [host, outcome, reason]),
    [
      ['mx1.two.example', 'policy', 'starttls-not-supported'],
      ['mx2.two.example', 'met', null],
    ],
  );
});

test('a connection lost after the final dot is tried again: whether it was taken is not known', async () => {
  await world.addProvider({ domain: 'cut.example', manner: { kind: 'cut-after-dot' } });
  const result = await attempt('cut.example');
  equal(inWords(only(result)), 'deferred');
  equal(result.receipt, null);
});

test('a refusal at the end of DATA bounces', async () => {
  await world.addProvider({ domain: 'late.example', manner: { kind: 'refuse-after-data' } });
  const result = await attempt('late.example');
  equal(inWords(only(result)).startsWith('bounced recipient-refused'), true);
  equal(result.exposed, true);
});

test('8-bit mail is not sent to a server without 8BITMIME', async () => {
  await world.addProvider({ domain: 'seven.example', manner: { kind: 'no-8bitmime' } });
  equal(inWords(only(await attempt('seven.example', { eightBit: true }))), 'bounced needs-8bitmime 5.6.3');
  equal(world.receivedCount('seven.example'), 0);
  equal(inWords(only(await attempt('seven.example'))), 'delivered');
});

test('a lost lease stops before the final dot', async () => {
  const count = world.receivedCount('good.example');
  let caught: unknown;
  try {
    await attempt('good.example', { mayComplete: () => Promise.resolve(false) });
  } catch (error) {
    caught = error;
  }
  ok(caught instanceof LeaseLost);
  equal(world.receivedCount('good.example'), count);
});

test('private addresses are not connected to unless allowed', async () => {
  const before = world.transcripts('good.example').length;
  const result = await attempt('good.example', { allowed: '192.0.2.0/24' });
  equal(inWords(only(result)), 'bounced no-mail-server 5.4.4');
  equal(world.transcripts('good.example').length, before);
});

describe('each provider that publishes proof, or is proven by hand, under every level', () => {
  const dane = 'bounced dane-required 5.7.4';
  const mismatch = 'bounced validation-failure 5.7.5';
  const noTls = 'bounced starttls-not-supported 5.7.4';
  const bogus = 'deferred under the short cap';
  const unlisted = 'bounced certificate-not-trusted 5.7.4';
  const table: [domain: string, encrypt: string, daneOnly: string, verify: string][] = [
    ['good.example', 'delivered', dane, unlisted],
    ['selfsigned.example', 'delivered', dane, unlisted],
    ['plain.example', noTls, dane, unlisted],
    ['dane.example', 'delivered', 'delivered', unlisted],
    ['dane-ta.example', 'delivered', 'delivered', unlisted],
    ['rollover.example', 'delivered', 'delivered', unlisted],
    ['cname.example', 'delivered', 'delivered', unlisted],
    ['requiretls.example', 'delivered', 'delivered', unlisted],
    ['wrongkey.example', mismatch, mismatch, unlisted],
    ['bogus.example', 'deferred', bogus, 'deferred'],
    ['unsigned.example', 'delivered', dane, unlisted],
    ['unusable.example', 'delivered', 'bounced tlsa-invalid 5.7.5', unlisted],
    ['signed-plain.example', noTls, noTls, unlisted],
    ['pinned.example', 'delivered', dane, 'delivered'],
    ['repinned.example', 'delivered', dane, 'bounced certificate-not-trusted 5.7.5'],
  ];

  const entry = (domain: string, sha256: string): TrustEntry => ({
    id: `entry of ${domain}`,
    domain,
    kind: 'certificate',
    sha256,
    pem: null,
    notAfter: null,
  });
  const certificateOf = (domain: string): string => {
    const [host] = world.providers.get(domain)?.hosts ?? [];
    if (host === undefined) throw new Error(domain);
    return new X509Certificate(host.certificatePem).fingerprint256.replaceAll(':', '').toLowerCase();
  };

  for (const [domain, ...expected] of table) {
    for (const [index, level] of LEVELS.entries()) {
      test(`${domain}, ${level}: ${expected[index] ?? ''}`, async () => {
        const trust = [
          entry('pinned.example', certificateOf('pinned.example')),
          entry('repinned.example', 'ab'.repeat(32)),
        ];
        const count = world.receivedCount(domain);
        const connections = world.transcripts(domain).length;
        const result = await attempt(domain, { level, trust });
        const delivered = expected[index] === 'delivered';
        equal(inWords(only(result)), expected[index]);
        equal(result.exposed, delivered);
        equal(world.receivedCount(domain) - count, delivered ? 1 : 0);
        equal(result.receipt === null, !delivered);
        // What is known without a connection is not found out by one.
        if (expected[index] === unlisted || expected[index] === dane) {
          equal(world.transcripts(domain).length, connections);
        }
      });
    }
  }

  test('the receipt names the record that matched, its place, and the status of every step', async () => {
    const { receipt } = await attempt('dane.example', { level: 'dane-only' });
    deepEqual(receipt?.dane, {
      base: '_25._tcp.mx.dane.example',
      record: `3 1 1 ${receipt?.certificate.spkiSha256 ?? ''}`,
      secure: true,
      usage: 'DANE-EE',
      depth: 0,
      name: null,
    });
    deepEqual(receipt.dnssec, { mx: 'secure', address: 'secure', tlsa: 'secure' });
    equal(receipt.level, 'dane-only');
  });

  test('an authority that DNS names: the receipt says where in the chain, and for which name', async () => {
    const { receipt } = await attempt('dane-ta.example', { level: 'dane-only' });
    match(receipt?.dane?.record ?? '', /^2 0 1 [0-9a-f]{64}$/);
    deepEqual(
      [receipt?.dane?.usage, receipt?.dane?.depth, receipt?.dane?.name],
      ['DANE-TA', 1, 'mx.dane-ta.example'],
    );
  });

  test('a host that is an alias: the records, and SNI, are those of the name that it leads to', async () => {
    const { receipt } = await attempt('cname.example', { level: 'dane-only' });
    equal(receipt?.dane?.base, '_25._tcp.mx.hosting.example');
    equal(receipt.host, 'mx.cname.example');
  });

  test('the receipt names the entry of the trust store that matched', async () => {
    const trust = [entry('pinned.example', certificateOf('pinned.example'))];
    const { receipt } = await attempt('pinned.example', { level: 'verify', trust });
    deepEqual(receipt?.trust, { id: 'entry of pinned.example', kind: 'certificate' });
    equal(receipt.dane, null);
  });

  test('an entry that has ended counts as none', async () => {
    const trust = [
      { ...entry('pinned.example', certificateOf('pinned.example')), notAfter: '2020-01-01T00:00:00Z' },
    ];
    equal(inWords(only(await attempt('pinned.example', { level: 'verify', trust }))), unlisted);
  });

  test('what is counted for TLS reports: under which policy, and how it went', async () => {
    const counted = async (domain: string): Promise<unknown> =>
      (await attempt(domain)).tlsResults.map(({ policyType, failure, mxHost }) => [
        policyType,
        failure,
        mxHost,
      ]);
    deepEqual(await counted('dane.example'), [['tlsa', null, 'mx.dane.example']]);
    deepEqual(await counted('wrongkey.example'), [['tlsa', 'validation-failure', 'mx.wrongkey.example']]);
    deepEqual(await counted('unusable.example'), [['tlsa', 'tlsa-invalid', 'mx.unusable.example']]);
    deepEqual(await counted('good.example'), [['no-policy-found', null, 'mx.good.example']]);
    deepEqual(await counted('plain.example'), [
      ['no-policy-found', 'starttls-not-supported', 'mx.plain.example'],
    ]);
    deepEqual(await counted('down.example'), []);
  });
});

describe('MTA-STS under encrypt (RFC 8461)', () => {
  const policy = (mx: string, mode: 'enforce' | 'testing' = 'enforce'): StsLookup => ({
    kind: 'policy',
    policy: { id: '20261123', mode, mx: [mx], maxAge: 86_400 },
  });
  const rows: [domain: string, lookup: StsLookup, outcome: string, why: string][] = [
    ['good.example', policy('mx.good.example'), 'delivered', 'named, and the certificate verifies'],
    ['good.example', policy('*.good.example'), 'delivered', 'named by a wildcard'],
    ['good.example', policy('mx.other.example'), 'bounced sts-policy-invalid 5.7.5', 'another host'],
    [
      'selfsigned.example',
      policy('mx.selfsigned.example'),
      'bounced sts-webpki-invalid 5.7.5',
      'self-signed',
    ],
    ['expired.example', policy('mx.expired.example'), 'bounced sts-webpki-invalid 5.7.5', 'expired'],
    ['selfsigned.example', policy('mx.selfsigned.example', 'testing'), 'delivered', 'testing only reports'],
    [
      'selfsigned.example',
      { kind: 'unavailable', result: 'sts-policy-fetch-error', detail: 'no answer' },
      'delivered',
      'section 5.1: as if there were none',
    ],
    ['dane.example', policy('mx.other.example'), 'delivered', 'section 2: DANE comes first'],
  ];
  for (const [domain, lookup, outcome, why] of rows) {
    test(`${domain}: ${outcome} (${why})`, async () => {
      const count = world.receivedCount(domain);
      const result = await attempt(domain, { sts: fixedPolicies({ [domain]: lookup }) });
      equal(inWords(only(result)), outcome);
      equal(world.receivedCount(domain) - count, outcome === 'delivered' ? 1 : 0);
    });
  }

  test('the receipt says that the policy vouched; a report says what it found', async () => {
    const good = await attempt('good.example', {
      sts: fixedPolicies({ 'good.example': policy('*.good.example') }),
    });
    deepEqual(good.receipt?.sts, { mode: 'enforce', id: '20261123', mx: '*.good.example' });
    const tested = await attempt('expired.example', {
      sts: fixedPolicies({ 'expired.example': policy('mx.expired.example', 'testing') }),
    });
    equal(tested.receipt?.sts, null);
    deepEqual(
      tested.tlsResults.map(({ policyType, failure }) => [policyType, failure]),
      [['sts', 'certificate-expired']],
    );
  });
});

describe('REQUIRETLS (RFC 8689)', () => {
  test('said where the proven next hop offers it, asked for or not', async () => {
    const { receipt } = await attempt('requiretls.example');
    equal(receipt?.requireTls, true);
    equal(world.received('requiretls.example').at(-1)?.requireTls, true);
  });

  test('a message that asks for it goes to nobody else', async () => {
    equal(inWords(only(await attempt('requiretls.example', { requireTls: true }))), 'delivered');
    for (const domain of ['good.example', 'dane.example']) {
      const result = await attempt(domain, { requireTls: true });
      equal(inWords(only(result)), 'bounced requiretls 5.7.30');
      equal(result.exposed, false);
    }
  });
});

describe('a fault of our own', () => {
  test('a root key that no anchor covers: an alarm, another try, and no verdict about anybody', async () => {
    const blind = simulatedDns({ ...world, trustAnchors: '. IN DS 20326 8 2 ' + 'ab'.repeat(32) });
    try {
      for (const level of LEVELS) {
        alarms.length = 0;
        const result = await attempt('dane.example', { level, resolver: blind.resolver });
        equal(inWords(only(result)), 'deferred');
        equal(alarms.length, 1);
      }
    } finally {
      blind.close();
    }
  });
});
