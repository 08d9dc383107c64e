/** A right deployment has nothing to be mended; each mistake gets its line and the record that mends it. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';

import type { ZoneRecord } from '../../../infra/local/internet/zones.ts';
import { exitCode, findingLines, summaryLine } from '../../../scripts/doctor/answer.ts';
import { isTrouble, type Finding } from '../../../scripts/doctor/finding.ts';
import { instead, mistakes, txt, without } from './mistakes.ts';
import { ALIAS, RECEIVING, SENDING, startWorld, type World } from './world.ts';

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.close());
beforeEach(() => {
  world.publish();
  world.publishReverse(SENDING);
  world.publishPolicy([RECEIVING]);
});

function of(findings: readonly Finding[], check: string, about: string): Finding {
  const found = findings.filter((one) => one.check === check && one.about.startsWith(about));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(
      `${found.length} findings for ${check} ${about}:\n${findings.flatMap(findingLines).join('\n')}`,
    );
  return only;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('the right deployment: every check ok, exit code 0', async () => {
  const findings = await world.look();
  deepEqual(findings.filter(({ verdict }) => verdict !== 'ok').flatMap(findingLines), []);
  equal(exitCode(findings), 0);
  equal(summaryLine(findings), `${findings.length} of ${findings.length} checks ok.`);
  ok(findings.length >= 25);
});

for (const { name, change, check, about, verdict, words, record } of mistakes)
  test(`${name}: ${check} ${verdict}`, async () => {
    world.publish(change);
    const findings = await world.look();
    const found = of(findings, check, about);
    equal(found.verdict, verdict, found.words);
    match(found.words, words);
    if (record !== undefined) deepEqual(found.records, [record]);
    equal(exitCode(findings), verdict === 'warning' ? 0 : 1);
    // Whatever else hangs on it, nothing that has nothing to do with it is complained about.
    if (about === ALIAS)
      deepEqual(
        findings.filter(isTrouble).filter((one) => one !== found),
        [],
      );
  });

test('PTR: none, and one that names another host', async () => {
  world.publishReverse(null);
  const none = of(await world.look(), 'PTR', '127.0.0.9');
  equal(none.verdict, 'missing');
  match(none.records[0] ?? '', /^127\.0\.0\.9 PTR out\.secure\.example\.org\./);
  world.publishReverse('ec2-127-0-0-9.compute.example');
  const other = of(await world.look(), 'PTR', '127.0.0.9');
  equal(other.verdict, 'wrong');
  match(other.words, /answers ec2-127-0-0-9\.compute\.example, but mail leaves as out\./);
});

test('TLSA that names another key: wrong, with the record of the key that is presented', async () => {
  const name = `_25._tcp.${RECEIVING}`;
  world.publish(
    instead({
      name,
      type: 'TLSA',
      data: { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32, 7) },
    }),
  );
  const findings = await world.look();
  const found = of(findings, 'TLSA', name);
  equal(found.verdict, 'wrong');
  deepEqual(found.records, [`${name}. 3600 IN TLSA 3 1 1 ${world.keyDigest}`]);
  equal(of(findings, 'TLSA', '_465.').verdict, 'ok');
});

test('a signed zone without TLSA: missing; an unsigned zone: a warning that DANE is off, and why', async () => {
  const name = `_25._tcp.${RECEIVING}`;
  world.publish(without('TLSA', name));
  const missing = of(await world.look(), 'TLSA', name);
  equal(missing.verdict, 'missing');
  deepEqual(missing.records, [`${name}. 3600 IN TLSA 3 1 1 ${world.keyDigest}`]);
  world.publish(undefined, false);
  const findings = await world.look();
  const off = of(findings, 'TLSA', name);
  equal(off.verdict, 'warning');
  match(off.words, /DANE is off: .*signed zone/);
  equal(exitCode(findings), 0);
});

test('MTA-STS: a policy for another host is wrong, one in testing a warning', async () => {
  world.publishPolicy(['mx.elsewhere.example']);
  const other = of(await world.look(), 'MTA-STS', ALIAS);
  equal(other.verdict, 'wrong');
  match(other.words, /names mx\.elsewhere\.example and not mx\.secure\.example\.org/);
  world.publishPolicy([RECEIVING], 'testing');
  equal(of(await world.look(), 'MTA-STS', ALIAS).verdict, 'warning');
});

test('DKIM: a key that is not published, one that is another, and keys seen without the secret', async () => {
  const [key] = world.keys;
  if (key === undefined) throw new Error('the system has no key');
  world.publish(without('TXT', key.name));
  const missing = of(await world.look(), 'DKIM', key.name);
  equal(missing.verdict, 'missing');
  match(missing.records[0] ?? '', /^rsa-.* 3600 IN TXT "v=DKIM1; k=rsa; p=.*" ".*"$/);
  const [, other] = world.keys;
  world.publish(instead(txt(key.name, other?.value ?? '')));
  match(of(await world.look(), 'DKIM', key.name).words, /every signature fails/);
  world.publish();
  const unknown = of(await world.look({ keys: null }), 'DKIM', key.name);
  equal(unknown.verdict, 'ok');
  match(unknown.words, /was not looked at/);
  world.publish((records) => records.filter(({ name }) => !name.includes('_domainkey')));
  equal(of(await world.look({ keys: null }), 'DKIM', ALIAS).verdict, 'missing');
});

test('CAA that leaves the certificate authority out', async () => {
  const allow = (value: string): ZoneRecord => ({
    name: ALIAS,
    type: 'CAA',
    data: { flags: 0, tag: 'issue', value },
  });
  world.publish((records) => [...records, allow('other-ca.example')]);
  const refused = of(await world.look({ issuer: 'letsencrypt.org' }), 'CAA', RECEIVING);
  equal(refused.verdict, 'wrong');
  deepEqual(refused.records, [`${RECEIVING}. 3600 IN CAA 0 issue "letsencrypt.org"`]);
  world.publish((records) => [
    ...records,
    allow('other-ca.example'),
    allow('letsencrypt.org; validationmethods=dns-01'),
  ]);
  equal(of(await world.look({ issuer: 'letsencrypt.org' }), 'CAA', RECEIVING).verdict, 'ok');
});

test('a lookup that fails is never ok, nor missing', async () => {
  world.bench.world.nameServer.setRecords({
    origin: ALIAS,
    records: [],
    signed: true,
    troubles: [
      { name: ALIAS, kind: 'servfail' },
      { name: `_dmarc.${ALIAS}`, kind: 'servfail' },
    ],
  });
  const findings = await world.look();
  for (const check of ['MX', 'DMARC', 'SPF', 'DNSSEC'])
    equal(of(findings, check, ALIAS).verdict, 'unseen', check);
  equal(exitCode(findings), 1);
});

test('a server that takes unencrypted mail and relays: both are said', async () => {
  await lookAtProvider('good.example', (findings) => {
    const plain = of(findings, 'unencrypted mail', RECEIVING);
    equal(plain.verdict, 'wrong');
    match(plain.words, /takes mail for the alias domain unencrypted: 250/);
    equal(of(findings, 'relaying', RECEIVING).verdict, 'wrong');
    const certificate = findings.find(({ check, verdict }) => check === 'certificate' && verdict === 'wrong');
    match(certificate?.words ?? '', /names mx\.good\.example and not mx\.secure\.example\.org/);
  });
});

test('an expired certificate', async () => {
  await lookAtProvider('expired.example', (findings) => {
    ok(
      findings.some(
        ({ check, verdict, words }) =>
          check === 'certificate' && verdict === 'wrong' && /was valid until/.test(words),
      ),
    );
  });
});

test('no STARTTLS, and TLS 1.0 only: no encrypted session', async () => {
  for (const domain of ['plain.example', 'old.example'])
    await lookAtProvider(domain, (findings) => {
      const found = of(findings, `port ${world.bench.world.smtpPort}`, RECEIVING);
      equal(found.verdict, 'wrong', domain);
      match(found.words, domain === 'plain.example' ? /does not offer STARTTLS/ : /no acceptable TLS/);
    });
});

/** With the receiving host at a simulated provider's address, and nobody at the submission ports. */
async function lookAtProvider(domain: string, judge: (findings: readonly Finding[]) => void): Promise<void> {
  const [host] = world.bench.world.providers.get(domain)?.hosts ?? [];
  if (host === undefined) throw new Error(`${domain} has no host`);
  world.publish(instead({ name: RECEIVING, type: 'A', data: host.address }));
  const closed = await freePort();
  const { smtpPort: mx } = world.bench.world;
  judge(await world.look({}, { mx, submissions: closed, submission: closed }));
}

test('port 25 silent while the others answer: perhaps the network here, so it could not look', async () => {
  const closed = await freePort();
  const findings = await world.look({}, { ...world.ports, mx: closed });
  const port = of(findings, 'port 25', RECEIVING);
  equal(port.verdict, 'unseen');
  match(port.words, /from another one/);
  equal(
    findings.some(({ check }) => check === 'unencrypted mail'),
    false,
  );
});

test('all ports closed: not reachable', async () => {
  const closed = await freePort();
  const ports = { mx: closed, submissions: closed, submission: closed };
  const findings = (await world.look({}, ports)).filter(({ check }) => check === `port ${closed}`);
  deepEqual(
    findings.map(({ verdict }) => verdict),
    ['wrong', 'wrong', 'wrong'],
  );
});
