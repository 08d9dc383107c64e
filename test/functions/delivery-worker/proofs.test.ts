/**
 * What each level makes of each kind of proof, over real sockets and signed DNS: DANE, the trust store, MTA-STS
 * and REQUIRETLS; and that a fault of our own is no verdict about anybody.
 */
import { deepEqual, equal, match } from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import type { TryResult } from '../../../functions/delivery-worker/outcome.ts';
import type { SimulatedInternet } from '../../../infra/local/internet/simulation.ts';
import type { StsLookup } from '../../../shared/mta-sts/policy.ts';
import { LEVELS } from '../../../shared/policy/level.ts';
import type { TrustEntry } from '../../../shared/tls/trust.ts';
import { fixedPolicies } from '../../doubles/fixed-policies.ts';
import { simulatedDns } from '../../world/simulated-dns.ts';
import { inWords, only, openTrialGround, type Trial, type TrialGround } from './trial.ts';

let ground: TrialGround;
let world: SimulatedInternet;
const attempt = (domain: string, trial?: Trial): Promise<TryResult> => ground.attempt(domain, trial);
before(async () => {
  ground = await openTrialGround();
  ({ world } = ground);
});
after(() => ground.close());

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
    ['bogus.example', 'deferred', bogus, unlisted],
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
      const listed: TrustEntry = {
        id: 'T',
        domain: 'dane.example',
        kind: 'certificate',
        sha256: 'ab'.repeat(32),
        pem: null,
        notAfter: null,
      };
      for (const level of LEVELS) {
        ground.alarms.length = 0;
        const result = await attempt('dane.example', { level, resolver: blind.resolver, trust: [listed] });
        equal(inWords(only(result)), 'deferred');
        equal(ground.alarms.length, 1);
      }
    } finally {
      blind.close();
    }
  });
});
