/** A day's reports on their way: to whom, once, and again where it did not work. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import PostalMime from 'postal-mime';

import type { Report } from '../../../shared/tls-reporting/report.ts';
import { METRICS } from '../../../shared/observe/names.ts';
import { MOST_REPORT_TRIES } from '../../../shared/store/tls-results.ts';
import { success, times } from '../../shared/tls-reporting/results.ts';
import { AT, DAY, ReportingHouse } from './reporting-house.ts';

const failure = { ...success, failure: 'starttls-not-supported' } as const;
const HOUR = 3_600_000;

test('a report by mail is mail of the system itself, to be sent over TLS only', async () => {
  const house = new ReportingHouse();
  house.wants('good.example', 'mailto:tls-reports@good.example');
  await house.results.record('good.example', AT, [...times(3, success), failure]);
  await house.run();

  const [item] = house.outbound.drain();
  if (item?.kind !== 'accepted') throw new Error('nothing was accepted');
  const { message, orders, body } = item;
  equal(message.owner, null);
  equal(message.sender, '', 'nothing comes back for a report');
  equal(message.aliasDomain, 'secure.example.org', 'signs it');
  deepEqual(
    orders.map(({ domain, recipients, level }) => [domain, recipients, level]),
    [['good.example', ['tls-reports@good.example'], 'encrypt']],
  );
  const octets = await house.bodies.load(body);
  equal(message.size, octets.length);
  const parsed = await PostalMime.parse(octets);
  equal(parsed.from?.address, 'postmaster@secure.example.org');
  equal(parsed.subject, message.subject);
  equal(parsed.messageId, message.headerMessageId);
  const content = parsed.attachments[0]?.content;
  if (!(content instanceof ArrayBuffer)) throw new Error('there is no attachment');
  const report = JSON.parse(gunzipSync(Buffer.from(content)).toString()) as Report;
  equal(report['organization-name'], 'example.org');
  deepEqual(report.policies[0]?.summary, {
    'total-successful-session-count': 3,
    'total-failure-session-count': 1,
  });
  equal(house.observer.counts.get(METRICS.tlsReportsSent), 1);
});

test('a report over HTTPS', async () => {
  const house = new ReportingHouse();
  house.wants('good.example', 'https://reports.good.example/v1');
  await house.results.record('good.example', AT, [success]);
  await house.run();
  deepEqual(
    house.uploads.map(({ url }) => url),
    ['https://reports.good.example/v1'],
  );
  match(gunzipSync(house.uploads[0]?.gzip ?? Buffer.alloc(0)).toString(), /"policy-domain":"good.example"/);
  deepEqual(house.outbound.drain(), []);
});

test('several receivers: one message for all mailboxes, one upload each', async () => {
  const house = new ReportingHouse();
  house.wants(
    'good.example',
    'mailto:a@good.example',
    'mailto:b@other.example',
    'https://reports.good.example/',
  );
  await house.results.record('good.example', AT, [success]);
  await house.run();
  const [item, ...more] = house.outbound.drain();
  deepEqual(more, []);
  deepEqual(item?.kind === 'accepted' && item.orders.map(({ recipients }) => recipients), [
    ['a@good.example'],
    ['b@other.example'],
  ]);
  equal(house.uploads.length, 1);
});

test('a report is sent once, however often and in however many places the function runs', async () => {
  const house = new ReportingHouse();
  house.wants('good.example', 'mailto:tls-reports@good.example');
  await house.results.record('good.example', AT, [success]);
  await Promise.all([house.run(), house.run(), house.run()]);
  house.now += HOUR;
  await house.run();
  equal(house.outbound.drain().length, 1);
});

test('a run that died after sending: the same message again, which the worker delivers once', async () => {
  const house = new ReportingHouse();
  house.wants('good.example', 'mailto:tls-reports@good.example');
  await house.results.record('good.example', AT, [success]);
  await house.run();
  house.results.claims.clear();
  house.now += 3 * HOUR;
  await house.run();
  const ids = house.outbound
    .drain()
    .map((item) => [item.message.messageId, item.kind === 'accepted' && item.orders.map(({ id }) => id)]);
  equal(ids.length, 2);
  deepEqual(ids[0], ids[1]);
});

const unwanted: readonly [string, (house: ReportingHouse) => void][] = [
  ['no record', () => undefined],
  ['a record of something else', (house) => house.texts.set('_smtp._tls.good.example', ['v=spf1 -all'])],
  [
    'a malformed receiver',
    (house) => {
      house.wants('good.example', 'mailto:nobody');
    },
  ],
  [
    'one of our own users as receiver',
    (house) => {
      house.wants('good.example', 'mailto:alice@secure.example.org', 'mailto:alice@example.org');
    },
  ],
];
for (const [what, set] of unwanted)
  test(`${what}: nothing is sent, and nobody asks again`, async () => {
    const house = new ReportingHouse();
    set(house);
    await house.results.record('good.example', AT, [success]);
    await house.run();
    house.wants('good.example', 'mailto:tls-reports@good.example');
    await house.run();
    deepEqual(house.outbound.drain(), []);
    equal(house.observer.faults.length, 0);
  });

test('our own domains are never reported on', async () => {
  const house = new ReportingHouse();
  for (const domain of ['secure.example.org', 'example.org']) {
    house.wants(domain, 'mailto:tls-reports@good.example');
    await house.results.record(domain, AT, [success]);
  }
  await house.run();
  deepEqual(house.outbound.drain(), []);
});

test('results of another day wait for theirs', async () => {
  const house = new ReportingHouse();
  house.wants('good.example', 'mailto:tls-reports@good.example');
  await house.results.record('good.example', new Date('2026-11-25T00:00:00Z'), [success]);
  await house.run();
  deepEqual(house.outbound.drain(), []);
});

const failing: readonly [string, (house: ReportingHouse) => void][] = [
  ['DNS fails', (house) => house.texts.set('_smtp._tls.good.example', null)],
  [
    'the receiver refuses',
    (house) => {
      house.wants('good.example', 'https://reports.good.example/');
      house.uploadOutcome = { kind: 'failed', detail: 'status 500' };
    },
  ],
];
for (const [what, fail] of failing)
  test(`${what}: a line, a metric, and another try at the next runs, not for ever`, async () => {
    const house = new ReportingHouse();
    fail(house);
    await house.results.record('good.example', AT, [success]);
    for (let runs = 0; runs < 20; runs += 1) {
      await house.run();
      house.now += HOUR;
    }
    equal(house.observer.counts.get(METRICS.tlsReportsFailed), MOST_REPORT_TRIES);
    equal(house.observer.faults.length, 0, 'what a peer does is no fault of ours');
  });

test('the receiver takes it at the second run', async () => {
  const house = new ReportingHouse();
  house.wants('good.example', 'https://reports.good.example/');
  await house.results.record('good.example', AT, [success]);
  house.uploadOutcome = { kind: 'failed', detail: 'status 500' };
  await house.run();
  house.uploadOutcome = { kind: 'taken' };
  await house.run();
  await house.run();
  equal(house.uploads.length, 2);
});

test('a queue out of reach is a fault of ours; the other reports go on', async () => {
  const house = new ReportingHouse();
  house.wants('a.example', 'mailto:reports@a.example');
  house.wants('b.example', 'https://reports.b.example/');
  await house.results.record('a.example', AT, [success]);
  await house.results.record('b.example', AT, [success]);
  house.outbound.failure = new Error('no queue');
  await house.run();
  equal(house.observer.faults.length, 1);
  equal(house.uploads.length, 1);
  house.outbound.failure = null;
  house.now += 2 * HOUR;
  await house.run();
  equal(house.outbound.drain().length, 1, 'once the claim has ended');
});

test('each report waits for its hour, unless an operator asks', async () => {
  const house = new ReportingHouse();
  house.wants('good.example', 'mailto:tls-reports@good.example');
  await house.results.record('good.example', AT, [success]);
  house.now = Date.parse('2026-11-25T00:59:59Z');
  await house.run();
  deepEqual(house.outbound.drain(), []);
  await house.run({ whenDue: false });
  equal(house.outbound.drain().length, 1);
});

test('what finds no time is left for the next run', async () => {
  const house = new ReportingHouse();
  house.wants('good.example', 'mailto:tls-reports@good.example');
  await house.results.record('good.example', AT, [success]);
  await house.run({ deadline: Date.now() });
  deepEqual(house.outbound.drain(), []);
  await house.run();
  equal(house.outbound.drain().length, 1);
});

test('a hundred domains in one run', async () => {
  const house = new ReportingHouse();
  for (let i = 0; i < 100; i += 1) {
    house.wants(`d${i}.example`, `mailto:reports@d${i}.example`);
    await house.results.record(`d${i}.example`, AT, [success]);
  }
  await house.run();
  equal(house.outbound.drain().length, 100);
  equal(house.results.claims.get(`${DAY} d7.example`)?.settled, true);
});
