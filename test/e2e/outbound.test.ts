/** One message to every domain of the simulated internet, from the API's 202 to its end. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import type { Api } from './api-client.ts';
import {
  ALICE,
  ALICE_ALIAS,
  awaitInbox,
  finished,
  listMessages,
  sendText,
  startBench,
  type Bench,
  type DeliveryAnswer,
  type MessageAnswer,
} from './local-system.ts';

let bench: Bench;
let alice: Api;
before(async () => {
  // Long enough that what ends after its few tries never ends by its age first.
  bench = await startBench({ RETRY_LIFETIME: '12s' });
  alice = await bench.as(ALICE);
  equal((await alice('/v1/alias', { method: 'PUT', json: { enabled: true } })).status, 200);
});
after(() => bench.close());

type Row = [domain: string, state: string, reason: string | null, taken: number, nothingLeft: boolean];
const rows: Row[] = [
  ['good.example', 'delivered', null, 1, false],
  ['selfsigned.example', 'delivered', null, 1, false],
  ['expired.example', 'delivered', null, 1, false],
  ['slow.example', 'delivered', null, 1, false],
  ['two.example', 'delivered', null, 1, false],
  ['grey.example', 'delivered', null, 1, false],
  ['plain.example', 'bounced', 'starttls-not-supported', 0, true],
  ['stripped.example', 'bounced', 'starttls-not-supported', 0, true],
  ['old.example', 'bounced', 'validation-failure', 0, true],
  ['reset.example', 'bounced', 'validation-failure', 0, true],
  ['nobody.example', 'bounced', 'recipient-refused', 0, false],
  ['nomail.example', 'bounced', 'no-mail-server', 0, true],
  ['missing.example', 'bounced', 'no-mail-server', 0, true],
  ['down.example', 'bounced', 'retry-lifetime-exceeded', 0, true],
  ['full.example', 'delivered', null, 1, false],
];

async function noticeAbout(subject: string): Promise<MessageAnswer> {
  return awaitInbox(
    alice,
    (message) => message.kind === 'failure-notice' && message.subject === `Not sent: ${subject}`,
    `a failure notice about ${subject}`,
  );
}

async function rawOf(id: string): Promise<string> {
  return (await alice(`/v1/messages/${id}/raw`)).body.toString('latin1');
}

describe('every simulated domain', { concurrency: true }, () => {
  for (const [domain, state, reason, taken, nothingLeft] of rows) {
    test(`${domain}: ${state}${reason === null ? '' : ` (${reason})`}`, async () => {
      const subject = `To ${domain}`;
      const sent = await sendText(alice, [`bob@${domain}`], subject);
      const [order] = sent.deliveries;
      ok(order);
      const delivery: DeliveryAnswer = await finished(alice, order.id);
      equal(delivery.state, state);
      equal(delivery.recipients[0]?.reason, reason);
      equal(bench.world.receivedCount(domain), taken);
      if (state === 'delivered') {
        match(delivery.receipt?.tls.version ?? '', /^TLSv1\.[23]$/);
        match(bench.world.received(domain)[0]?.raw.toString() ?? '', /^DKIM-Signature:/);
        return;
      }
      equal(delivery.receipt, null);
      const raw = await rawOf((await noticeAbout(subject)).id);
      match(raw, /Content-Type: multipart\/report;\s+report-type=delivery-status/i);
      match(raw, new RegExp(`X-Secure-Alias-Reason: ${reason ?? ''}`));
      match(raw, /Action: failed/);
      ok(raw.includes(sent.messageId), 'the notice names the original');
      equal(raw.includes('Nothing of it has left our servers.'), nothingLeft);
    });
  }
});

test('a delay is told once, before it ends in a failure', async () => {
  const subject = 'To down.example';
  const delays = (await listMessages(alice, 'inbox')).filter(
    (message) => message.kind === 'delay-notice' && message.subject === `Still trying: ${subject}`,
  );
  equal(delays.length, 1);
});

test('some recipients refused for now, the others delivered: each has its own end', async () => {
  const subject = 'Partly';
  const sent = await sendText(alice, ['ann@full.example', 'full@full.example'], subject);
  const delivery = await finished(alice, sent.deliveries[0]?.id ?? '');
  equal(delivery.state, 'mixed');
  deepEqual(
    delivery.recipients.map(({ address, state }) => [address, state]),
    [
      ['ann@full.example', 'delivered'],
      ['full@full.example', 'bounced'],
    ],
  );
  const raw = await rawOf((await noticeAbout(subject)).id);
  ok(!/Final-Recipient: rfc822; ?ann@/.test(raw), 'only the failed recipient is reported');
  match(raw, /Final-Recipient: rfc822; ?full@full\.example/);
});

test('several domains in one message are several deliveries with their own ends', async () => {
  const sent = await sendText(alice, ['a@good.example', 'b@plain.example', 'c@nobody.example'], 'Several');
  const states = await Promise.all(sent.deliveries.map(async ({ id }) => (await finished(alice, id)).state));
  deepEqual(states, ['delivered', 'bounced', 'bounced']);
});

test('mail to an alias of our own stays inside and arrives', async () => {
  const bob = await bench.as('bob@example.org');
  equal((await bob('/v1/alias', { method: 'PUT', json: { enabled: true } })).status, 200);
  await sendText(alice, ['bob+shop@secure.example.org', 'bob@example.org'], 'Inside');
  const first = await awaitInbox(bob, ({ subject }) => subject === 'Inside', 'mail inside the house');
  equal(first.tls, null);
  ok(first.from.includes(ALICE_ALIAS));
});

test('the sent message is in Sent', async () => {
  const sent = await listMessages(alice, 'sent');
  ok(sent.some(({ subject }) => subject === 'To good.example'));
});
