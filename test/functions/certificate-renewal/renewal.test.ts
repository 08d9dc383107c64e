/** Renewal as a story: the real ACME client against a server of our own, Route 53 and Secrets Manager over HTTP. */
import { deepEqual, equal, match, notEqual, ok, rejects } from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test, type TestContext } from 'node:test';

import { orderCertificate } from '../../../functions/certificate-renewal/acme-order.ts';
import {
  renewCertificate,
  type Kept,
  type RenewalSettings,
} from '../../../functions/certificate-renewal/renewal.ts';
import { route53Zone } from '../../../functions/certificate-renewal/zone.ts';
import { createAuthority, selfSigned } from '../../../infra/local/internet/certificates.ts';
import { memoryObserver } from '../../doubles/observer.ts';
import { keyDigestOf, startAcmeServer } from './acme-server.ts';
import { startRoute53 } from './route53-double.ts';

const HOST = 'mx.secure.example.org';
const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;
const now = (): Promise<void> => Promise.resolve();

function kept(text: string): Kept & { text: string; writes: number } {
  return {
    text,
    writes: 0,
    read() {
      return Promise.resolve(this.text);
    },
    replace(next) {
      this.text = next;
      this.writes += 1;
      return Promise.resolve();
    },
  };
}

/** A house whose edge has just been deployed, with a certificate signed by itself. */
async function house(t: TestContext, change: Partial<RenewalSettings> = {}) {
  const route53 = await startRoute53();
  let ahead = 0;
  const clock = (): number => Date.now() + ahead;
  const acme = await startAcmeServer((name) => route53.records.get(`${name} TXT`) ?? [], { now: clock });
  t.after(() => Promise.all([route53.close(), acme.close()]));
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_ROUTE_53: route53.endpoint,
  });
  const first = await selfSigned({ names: [HOST], notAfter: new Date(Date.now() + 3650 * DAY) });
  const pair = kept(`${first.certificatePem}${first.keyPem}`);
  const state = kept('{"made":"random"}');
  const observer = memoryObserver();
  const zone = route53Zone(route53.zoneId, now);
  const settings: RenewalSettings = {
    host: HOST,
    directory: acme.directory,
    contacts: ['operator@example.org'],
    keyGeneration: 1,
    tlsaTtl: 3600,
    ...change,
  };
  return {
    acme,
    route53,
    pair,
    state,
    observer,
    first,
    /** Runs, after so much more time. */
    run: (later = 0, changed: Partial<RenewalSettings> = {}) => {
      ahead += later;
      const warn = (message: string): void => {
        observer.warn(message);
      };
      return renewCertificate(
        { ...settings, ...changed },
        {
          pair,
          state,
          zone,
          order: (request) => orderCertificate(request, { zone, warn, pause: now }),
          observer,
          now: clock,
        },
      );
    },
    tlsa: (port = 25) => route53.records.get(`_${port}._tcp.${HOST} TLSA`) ?? [],
    certificate: () => new X509Certificate(pair.text),
    failures: () => observer.counts.get('CertificateRenewalFailed') ?? 0,
    lastWarning: () => observer.lines.filter(({ level }) => level === 'warn').at(-1)?.fields ?? {},
  };
}

test('the first run: a certificate of the authority, with the key that the edge has, proven and tidied up', async (t) => {
  const { run, acme, route53, first, certificate, pair, tlsa } = await house(t);
  acme.wrong.badNonces = 1;
  equal(await run(), 'renewed');
  match(certificate().issuer, /ACME test authority/);
  equal(certificate().checkHost(HOST), HOST);
  equal(keyDigestOf(pair.text), keyDigestOf(first.keyPem));
  equal(pair.text.match(/BEGIN CERTIFICATE/g)?.length, 2);
  for (const port of [25, 465, 587]) deepEqual(tlsa(port), [`3 1 1 ${keyDigestOf(first.keyPem)}`]);
  equal(route53.records.has(`_acme-challenge.${HOST} TXT`), false);
  deepEqual(acme.contacts, ['mailto:operator@example.org']);
});

test('the next day nothing is due; with a third of the lifetime left it is renewed, same key, same account', async (t) => {
  const { run, acme, certificate, pair, first } = await house(t);
  await run();
  const serial = certificate().serialNumber;
  equal(await run(DAY), 'kept');
  equal(await run(58 * DAY), 'kept');
  equal(acme.issued(), 1);
  equal(await run(2 * DAY), 'renewed');
  notEqual(certificate().serialNumber, serial);
  equal(keyDigestOf(pair.text), keyDigestOf(first.keyPem));
  equal(acme.accounts(), 1);
});

test('a change of the key: published beside the old one, used after two TTLs, the old one retired after two more', async (t) => {
  const { run, tlsa, pair, first, acme, observer } = await house(t);
  await run();
  const old = `3 1 1 ${keyDigestOf(first.keyPem)}`;
  const changed = { keyGeneration: 2 };

  equal(await run(DAY, changed), 'waiting');
  equal(tlsa().length, 2);
  ok(tlsa().includes(old));
  equal(keyDigestOf(pair.text), keyDigestOf(first.keyPem));
  equal(await run(HOUR, changed), 'waiting');
  equal(acme.issued(), 1);

  equal(await run(HOUR, changed), 'renewed');
  const fresh = `3 1 1 ${keyDigestOf(pair.text)}`;
  notEqual(fresh, old);
  deepEqual([...tlsa()].sort(), [fresh, old].sort());

  equal(await run(HOUR, changed), 'waiting');
  equal(await run(HOUR, changed), 'kept');
  for (const port of [25, 465, 587]) deepEqual(tlsa(port), [fresh]);
  equal(await run(DAY, changed), 'kept');
  equal(acme.issued(), 2);
  ok(!observer.lines.some((line) => JSON.stringify(line).includes('PRIVATE KEY')));
});

test('cut short after the issue and before it is written down: the next run goes on, and nothing is issued twice', async (t) => {
  const { run, state, tlsa, pair, acme } = await house(t);
  await run();
  const changed = { keyGeneration: 2 };
  await run(DAY, changed);
  const before = state.text;
  await run(2 * HOUR, changed);
  state.text = before;
  equal(await run(0, changed), 'waiting');
  equal(await run(2 * HOUR, changed), 'kept');
  deepEqual(tlsa(), [`3 1 1 ${keyDigestOf(pair.text)}`]);
  equal(acme.issued(), 2);
});

test('in a zone without signatures there are no TLSA records, and a change of the key waits for nobody', async (t) => {
  const { run, route53, pair, first } = await house(t, { tlsaTtl: null });
  await run();
  equal(await run(DAY, { keyGeneration: 2 }), 'renewed');
  notEqual(keyDigestOf(pair.text), keyDigestOf(first.keyPem));
  ok(!route53.changes.some((change) => change.endsWith('TLSA')));
  equal(await run(DAY, { keyGeneration: 2 }), 'kept');
});

test('a secret in which there is no key: one is made, published, waited for', async (t) => {
  const { run, pair, tlsa } = await house(t);
  pair.text = 'somebody’s mistake';
  equal(await run(), 'waiting');
  equal(await run(2 * HOUR), 'renewed');
  deepEqual(tlsa(), [`3 1 1 ${keyDigestOf(pair.text)}`]);
});

test('from the test directory to the real one: another account, another certificate', async (t) => {
  const { run, certificate, route53 } = await house(t);
  await run();
  const real = await startAcmeServer((name) => route53.records.get(`${name} TXT`) ?? []);
  t.after(() => real.close());
  const serial = certificate().serialNumber;
  equal(await run(0, { directory: real.directory }), 'renewed');
  notEqual(certificate().serialNumber, serial);
  equal(await run(0, { directory: real.directory }), 'kept');
});

test('a certificate that somebody put there by hand is kept until it is due', async (t) => {
  const { run, pair, acme } = await house(t);
  const authority = await createAuthority({ commonName: 'Another authority' });
  const own = await authority.issue({ names: [HOST], notAfter: new Date(Date.now() + 90 * DAY) });
  pair.text = own.certificatePem + own.keyPem;
  equal(await run(), 'kept');
  equal(acme.issued(), 0);
});

test('refused: one line that says why, a metric, the old certificate stays, and the next day it works', async (t) => {
  const { run, acme, pair, failures, lastWarning, route53, observer } = await house(t);
  const before = pair.text;
  const rows: [() => void, string, RegExp][] = [
    [() => (acme.wrong.newOrder = 'rateLimited'), 'rateLimited', /too many certificates/],
    [() => (acme.wrong.looksElsewhere = true), 'unauthorized', /No TXT record found at _acme-challenge/],
    [() => (acme.wrong.finalize = 'caa'), 'caa', /CAA record prevents issuance; CAA record for mx/],
    [() => (acme.wrong.otherHost = 'mx.example.net'), 'unfit', /does not name mx\.secure\.example\.org/],
    [() => (acme.wrong.broken = true), 'http-500', /no detail given/],
  ];
  for (const [index, [goWrong, reason, detail]] of rows.entries()) {
    const wrong = { ...acme.wrong };
    goWrong();
    equal(await run(), 'failed', reason);
    Object.assign(acme.wrong, wrong);
    equal(lastWarning()['reason'], reason);
    match(String(lastWarning()['detail']), detail);
    equal(failures(), index + 1);
    equal(pair.text, before);
    equal(route53.records.has(`_acme-challenge.${HOST} TXT`), false);
  }
  const limited = observer.lines.find(({ fields }) => fields['reason'] === 'rateLimited');
  equal(limited?.fields['retryAfter'], '86400');
  equal(await run(DAY), 'renewed');
  equal(failures(), rows.length);
});

test('nobody answers: said so at once', async (t) => {
  const { run, lastWarning } = await house(t);
  equal(await run(0, { directory: 'http://127.0.0.1:9/directory' }), 'failed');
  equal(lastWarning()['reason'], 'unreachable');
  match(String(lastWarning()['detail']), /ECONNREFUSED/);
});

test('Route 53 refuses: our own fault, thrown, and the old certificate stays', async (t) => {
  const { run, route53, pair } = await house(t);
  const before = pair.text;
  route53.refuse();
  await rejects(run(), { name: 'InvalidChangeBatch' });
  equal(pair.text, before);
});

test('a state that cannot be read is not begun anew by itself: there may be keys in it', async (t) => {
  const { run, state } = await house(t);
  for (const text of ['not JSON', '{"account":{"directory":1}}']) {
    state.text = text;
    await rejects(run(), /the state of the renewal .*put \{\} into its secret/);
    equal(state.text, text);
  }
});
