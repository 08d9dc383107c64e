/**
 * One try against every provider of the simulated internet, over real sockets and real DNS: the outcome, the
 * record of it, and above all what the provider got to see.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import type { TryResult } from '../../../functions/delivery-worker/outcome.ts';
import { LeaseLost } from '../../../functions/delivery-worker/try.ts';
import type { Manner } from '../../../infra/local/internet/manners.ts';
import type { SimulatedInternet } from '../../../infra/local/internet/simulation.ts';
import { inWords, MESSAGE, only, openTrialGround, type Trial, type TrialGround } from './trial.ts';

let ground: TrialGround;
let world: SimulatedInternet;
const attempt = (domain: string, trial?: Trial): Promise<TryResult> => ground.attempt(domain, trial);
before(async () => {
  ground = await openTrialGround();
  ({ world } = ground);
});
after(() => ground.close());

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
  const digest = createHash('sha256').update(received.raw).digest('hex');
  deepEqual([receipt.messageSha256, receipt.acceptedSha256], [digest, digest]);
  deepEqual(receipt.recipients, ['bob@good.example']);
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

describe('the next host may do better', () => {
  const twoHosts = (domain: string, first: Manner, second: Manner): Promise<unknown> =>
    world.addDomain({
      domain,
      description: 'Two hosts.',
      route: {
        kind: 'mx',
        hosts: [
          { label: 'mx1', preference: 10, manner: first },
          { label: 'mx2', preference: 20, manner: second },
        ],
      },
    });

  test('where the first one takes nobody for now (RFC 5321 section 5.1)', async () => {
    await twoHosts('greyfirst.example', { kind: 'greylisting' }, { kind: 'good' });
    const result = await attempt('greyfirst.example');
    equal(inWords(only(result)), 'delivered');
    deepEqual(
      result.attempts.map(({ host, outcome }) => [host, outcome]),
      [
        ['mx1.greyfirst.example', 'temporary'],
        ['mx2.greyfirst.example', 'met'],
      ],
    );
  });

  test('where the first one lacks an extension that the message needs', async () => {
    await twoHosts('sevenfirst.example', { kind: 'no-8bitmime' }, { kind: 'good' });
    equal(inWords(only(await attempt('sevenfirst.example', { eightBit: true }))), 'delivered');
  });

  test('where it does not, what the first one said counts', async () => {
    await twoHosts('greyonly.example', { kind: 'greylisting' }, { kind: 'plaintext-only' });
    equal(inWords(only(await attempt('greyonly.example'))), 'deferred');
  });
});
