import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import type { Delivery } from '../../../shared/store/delivery.ts';
import { ALICE, ALICE_ALIAS, BOB, NOW, openHouse, verdict, type House } from './house.ts';

interface Sent {
  readonly id: string;
  readonly messageId: string;
  readonly deliveries: readonly { id: string; recipients: string[]; level: string }[];
}

/** Alice's message to three at one domain, of whom two did not get it; its copy is in Sent. */
async function cameBack(more: Partial<Delivery> = {}, asked: object = {}) {
  const house = openHouse();
  await house.switchOn();
  const to = ['a@bank.example', 'b@bank.example', 'c@bank.example', 'd@good.example'];
  const body = { from: ALICE_ALIAS, to, subject: 'Contract', text: 'Grüße', ...asked };
  const sent = (await house.ask('POST', '/v1/messages', { body })).json as Sent;
  const [entry] = house.outbound.sent;
  const raw = await house.bodies.load(entry?.item.body ?? { inline: '' });
  const copy = {
    home: ALICE,
    folder: 'sent' as const,
    id: sent.id,
    kind: 'mail' as const,
    from: ALICE_ALIAS,
    to,
    subject: 'Contract',
    receivedAt: new Date(NOW).toISOString(),
    size: raw.length,
    tls: null,
    deliveryId: null,
  };
  await house.mailbox.file(copy, raw);
  const id = sent.deliveries[0]?.id ?? '';
  const delivery = house.deliveries.items.get(id);
  ok(delivery);
  const states = ['bounced', 'delivered', 'bounced'] as const;
  house.deliveries.items.set(id, {
    ...delivery,
    state: 'mixed',
    finishedAt: NOW,
    recipients: delivery.recipients.map((one, index) => ({ ...one, state: states[index] ?? 'bounced' })),
    ...more,
  });
  return { house, sent, raw, id, copy };
}

const resend = (house: House, id: string, key?: string, as: string = ALICE) =>
  house.ask('POST', `/v1/deliveries/${id}/resend`, {
    as,
    headers: key === undefined ? {} : { 'Idempotency-Key': key },
  });

test('the same octets, to those who did not get it, as a message of its own', async () => {
  const { house, sent, raw, id } = await cameBack();
  const answer = await resend(house, id);
  equal(verdict(answer), '202');
  const again = answer.json as Sent;
  equal(again.messageId, sent.messageId);
  equal(again.id === sent.id, false);
  deepEqual(
    again.deliveries.map(({ recipients }) => recipients),
    [['a@bank.example', 'c@bank.example']],
  );
  const item = house.outbound.sent[1]?.item;
  ok(item?.kind === 'accepted');
  deepEqual(await house.bodies.load(item.body), raw);
  deepEqual(
    [item.message.subject, item.message.sender, item.message.eightBit],
    ['Contract', ALICE_ALIAS, false],
  );
});

test('under the settings as they are now', async () => {
  const { house, id } = await cameBack();
  const settings = { enabled: true, expert: true, overrides: [{ domain: 'bank.example', level: 'verify' }] };
  equal((await house.ask('PUT', '/v1/alias', { body: settings })).status, 200);
  equal(((await resend(house, id)).json as Sent).deliveries[0]?.level, 'verify');
  await house.ask('PUT', '/v1/alias', { body: { enabled: false } });
  equal(verdict(await resend(house, id)), '422 alias-disabled');
});

test('what the message itself had asked for, it asks for again', async () => {
  const { house, id } = await cameBack({ level: 'dane-only', levelSource: 'message' }, { requireTls: true });
  equal(((await resend(house, id)).json as Sent).deliveries[0]?.level, 'dane-only');
  equal(house.outbound.sent[1]?.item.message.requireTls, true);
});

test('repeated under its key it is sent once; the key is for this delivery', async () => {
  const { house, id, sent } = await cameBack();
  const [first, second] = [await resend(house, id, 'k'), await resend(house, id, 'k')];
  deepEqual([second.status, second.json], [202, first.json]);
  equal(house.outbound.sent.length, 2);
  const other = sent.deliveries[1]?.id ?? '';
  const delivery = house.deliveries.items.get(other);
  ok(delivery);
  const recipients = delivery.recipients.map((one) => ({ ...one, state: 'bounced' as const }));
  house.deliveries.items.set(other, { ...delivery, recipients });
  equal(verdict(await resend(house, other, 'k')), '422 idempotency-key-reused');
});

test('where nothing came back, or the copy is gone, 409 says so', async () => {
  const { house, id, copy, sent } = await cameBack();
  equal(verdict(await resend(house, sent.deliveries[1]?.id ?? '')), '409 nothing-came-back');
  await house.mailbox.remove(copy);
  equal(verdict(await resend(house, id)), '409 copy-is-gone');
  equal(house.outbound.sent.length, 1);
});

test('nobody sends another user’s message', async () => {
  const { house, id } = await cameBack();
  await house.switchOn(BOB);
  equal(verdict(await resend(house, id, undefined, BOB)), '404 not-found');
  equal(verdict(await resend(house, 'x')), '404 not-found');
});
