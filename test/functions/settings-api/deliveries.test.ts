import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { parseDomain, type Domain } from '../../../shared/address/domain.ts';
import type { Delivery } from '../../../shared/store/delivery.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import { ALICE, ALICE_ALIAS, BOB, NOW, openHouse, verdict, type House } from './house.ts';

const TLS = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' };
const RECEIPT = {
  at: '2026-11-23T10:00:02.000Z',
  host: 'mx.good.example',
  address: '192.0.2.1',
  level: 'encrypt' as const,
  tls: TLS,
  certificate: {
    sha256: 'aa',
    spkiSha256: 'bb',
    subject: 'CN=mx.good.example',
    issuer: 'CN=ca',
    notAfter: '2027-01-01T00:00:00.000Z',
  },
  dnssec: { mx: 'insecure', address: 'insecure', tlsa: null } as const,
  dane: null,
  trust: null,
  sts: null,
  requireTls: false,
  reply: '250 2.0.0 ok',
};

function put(house: House, at: number, more: Partial<Delivery> = {}): Delivery {
  const delivery: Delivery = {
    id: createIdentifier(NOW + at),
    messageId: createIdentifier(NOW),
    headerMessageId: '<1@secure.example.org>',
    owner: ALICE,
    subject: 'Lunch',
    domain: parseDomain('good.example') as Domain,
    level: 'encrypt',
    levelSource: 'default',
    createdAt: NOW,
    attempt: 3,
    leaseUntil: NOW + 60_000,
    unansweredDots: 0,
    state: 'delayed',
    recipients: [{ address: 'bob@good.example', state: 'queued', status: null, reason: null, detail: null }],
    attempts: [
      {
        at: '2026-11-23T10:00:01.000Z',
        host: 'mx.good.example',
        address: '192.0.2.1',
        outcome: 'temporary',
        reason: null,
        detail: 'The server asked us to come back later.',
        smtp: { code: 454, status: '4.7.0', text: 'TLS not available' },
        tls: null,
      },
    ],
    receipt: null,
    nextAttemptAt: NOW + 15_000,
    finishedAt: null,
    tries: 1,
    shortCapTries: 0,
    delayNoticeSent: false,
    exposed: false,
    owes: null,
    ...more,
  };
  house.deliveries.items.set(delivery.id, delivery);
  return delivery;
}

test('a delivery under way, in the shape of the interface and without what is the worker’s', async () => {
  const house = openHouse();
  const delivery = put(house, 0);
  const { json } = await house.ask('GET', `/v1/deliveries/${delivery.id}`);
  deepEqual(json, {
    id: delivery.id,
    sentId: delivery.messageId,
    messageId: '<1@secure.example.org>',
    subject: 'Lunch',
    recipients: delivery.recipients,
    domain: 'good.example',
    level: 'encrypt',
    state: 'delayed',
    phase: 'connecting',
    noticeId: null,
    createdAt: '2026-11-23T10:00:00.000Z',
    finishedAt: null,
    nextAttemptAt: '2026-11-23T10:00:15.000Z',
    attempts: delivery.attempts,
    receipt: null,
  });
});

test('a finished delivery has its receipt and no next attempt', async () => {
  const house = openHouse();
  const { id } = put(house, 0, {
    state: 'delivered',
    receipt: RECEIPT,
    finishedAt: NOW + 2000,
    nextAttemptAt: NOW + 15_000,
  });
  const { json } = await house.ask('GET', `/v1/deliveries/${id}`);
  const { receipt, finishedAt, nextAttemptAt } = json as Record<string, unknown>;
  deepEqual([receipt, finishedAt, nextAttemptAt], [RECEIPT, '2026-11-23T10:00:02.000Z', null]);
});

test('the list is the owner’s, newest first, by state where asked, page by page', async () => {
  const house = openHouse();
  const [first, second, third] = [put(house, 0), put(house, 1, { state: 'bounced' }), put(house, 2)];
  put(house, 3, { owner: BOB });
  const ids = async (query: Record<string, string>) => {
    const { json } = await house.ask('GET', '/v1/deliveries', { query });
    const { items, next } = json as { items: { id: string }[]; next: string | null };
    return { ids: items.map(({ id }) => id), next };
  };
  deepEqual(await ids({}), { ids: [third.id, second.id, first.id], next: null });
  deepEqual(await ids({ state: 'bounced' }), { ids: [second.id], next: null });
  const page = await ids({ limit: '2' });
  deepEqual(page.ids, [third.id, second.id]);
  deepEqual(await ids({ limit: '2', cursor: page.next ?? '' }), { ids: [first.id], next: null });
});

const phases: [phase: string, state: Partial<Delivery>][] = [
  ['queued', { attempt: 0, leaseUntil: 0, tries: 0, state: 'queued' }],
  ['connecting', { attempt: 1, leaseUntil: NOW + 1, tries: 0, state: 'queued' }],
  ['waiting', { attempt: 1, leaseUntil: 0 }],
  // A worker that died: its lease has ended, and the queue brings the job back.
  ['waiting', { attempt: 2, leaseUntil: NOW }],
  ['finished', { attempt: 2, leaseUntil: NOW + 1, state: 'bounced', finishedAt: NOW }],
];
for (const [phase, more] of phases) {
  test(`phase ${phase}: ${JSON.stringify(more)}`, async () => {
    const house = openHouse();
    const { id } = put(house, 0, more);
    equal(((await house.ask('GET', `/v1/deliveries/${id}`)).json as { phase: string }).phase, phase);
  });
}

test('the notice is named from when it is on its way, and stays named', async () => {
  const house = openHouse();
  const noticeId = createIdentifier(NOW);
  const owes = { kind: 'failure-notice' as const, noticeId, recipients: [], nothingLeft: true };
  const shown = async (more: Partial<Delivery>) => {
    const { id } = put(house, 0, more);
    return ((await house.ask('GET', `/v1/deliveries/${id}`)).json as { noticeId: unknown }).noticeId;
  };
  equal(await shown({}), null);
  equal(await shown({ owes, noticeId }), null);
  equal(await shown({ noticeId }), noticeId);
});

test('the deliveries of one message are found by its id, and nobody else’s', async () => {
  const house = openHouse();
  await house.switchOn();
  const send = async (to: string[]) => {
    const { json } = await house.ask('POST', '/v1/messages', { body: { from: ALICE_ALIAS, to, text: 'x' } });
    return json as { id: string; deliveries: { id: string }[] };
  };
  const [first, second] = [
    await send(['a@one.example', 'b@two.example', 'c@three.example']),
    await send(['d@one.example']),
  ];
  const find = async (messageId: string, query: Record<string, string> = {}, as: string = ALICE) => {
    const { json } = await house.ask('GET', '/v1/deliveries', { as, query: { messageId, ...query } });
    return json as { items: { id: string; sentId: string }[]; next: string | null };
  };
  const all = await find(first.id);
  deepEqual(all.items.map(({ id }) => id).sort(), first.deliveries.map(({ id }) => id).sort());
  deepEqual(new Set(all.items.map(({ sentId }) => sentId)), new Set([first.id]));
  deepEqual(
    (await find(second.id)).items.map(({ id }) => id),
    second.deliveries.map(({ id }) => id),
  );
  deepEqual(await find(first.id, {}, BOB), { items: [], next: null });
  deepEqual(await find(first.id, { state: 'bounced' }), { items: [], next: null });
  const page = await find(first.id, { limit: '2' });
  const rest = await find(first.id, { limit: '2', cursor: page.next ?? '' });
  deepEqual([...page.items, ...rest.items], all.items);
  equal(rest.next, null);
  equal(
    verdict(await house.ask('GET', '/v1/deliveries', { query: { messageId: '<1@x>' } })),
    '422 invalid-request query:/messageId',
  );
});

test('the list has the last attempts only, a single delivery all of them', async () => {
  const house = openHouse();
  const [attempt] = put(house, 0).attempts;
  if (attempt === undefined) throw new Error('no attempt');
  const attempts = Array.from({ length: 12 }, (_, index) => ({ ...attempt, detail: `attempt ${index}` }));
  const { id } = put(house, 1, { attempts });
  const { items } = (await house.ask('GET', '/v1/deliveries')).json as { items: Delivery[] };
  deepEqual(
    items[0]?.attempts.map(({ detail }) => detail),
    ['attempt 7', 'attempt 8', 'attempt 9', 'attempt 10', 'attempt 11'],
  );
  const one = (await house.ask('GET', `/v1/deliveries/${id}`)).json as Delivery;
  equal(one.attempts.length, 12);
});

test('a page is shorter where its deliveries are long, and the next one goes on behind it', async () => {
  const house = openHouse();
  const recipients = Array.from({ length: 100 }, (_, index) => ({
    address: `${index}@`.padEnd(254, 'x'),
    state: 'queued' as const,
    status: '4.4.1',
    reason: null,
    detail: 'x'.repeat(300),
  }));
  const all = Array.from({ length: 100 }, (_, index) => put(house, index, { recipients }).id).reverse();
  const found: string[] = [];
  const query: Record<string, string> = { limit: '100' };
  let pages = 0;
  do {
    const { raw, json } = await house.ask('GET', '/v1/deliveries', { query });
    ok(raw.length < 5_000_000, `${raw.length} octets`);
    const { items, next } = json as { items: Delivery[]; next: string | null };
    found.push(...items.map(({ id }) => id));
    query['cursor'] = next ?? '';
    pages += 1;
  } while (query['cursor'] !== '');
  deepEqual(found, all);
  equal(pages, 2);
});

test('another user’s delivery, the system’s own and an impossible one are 404', async () => {
  const house = openHouse();
  const mine = put(house, 0);
  const { owner, ...system } = put(house, 1);
  equal(owner, ALICE);
  house.deliveries.items.set(system.id, system);
  equal(verdict(await house.ask('GET', `/v1/deliveries/${mine.id}`, { as: BOB })), '404 not-found');
  equal(verdict(await house.ask('GET', `/v1/deliveries/${system.id}`)), '404 not-found');
  equal(verdict(await house.ask('GET', '/v1/deliveries/x')), '404 not-found');
});

test('refusals: the owner’s, newest first, repetitions counted', async () => {
  const house = openHouse();
  const refusal = {
    recipient: ALICE_ALIAS,
    sender: 'carol@plain.example',
    client: { address: '192.0.2.7', helo: 'mail.plain.example' },
    reason: 'no-tls' as const,
  };
  await house.refusals.record(ALICE_ALIAS, refusal, new Date(NOW));
  await house.refusals.record(ALICE_ALIAS, refusal, new Date(NOW + 1000));
  await house.refusals.record(ALICE_ALIAS, { ...refusal, sender: null }, new Date(NOW + 3_600_000));
  const { json } = await house.ask('GET', '/v1/refusals');
  const later = { ...refusal, sender: null, at: '2026-11-23T11:00:00.000Z', count: 1 };
  deepEqual(json, {
    items: [
      { ...later, firstAt: later.at },
      { ...refusal, at: '2026-11-23T10:00:01.000Z', firstAt: '2026-11-23T10:00:00.000Z', count: 2 },
    ],
    next: null,
  });
  deepEqual((await house.ask('GET', '/v1/refusals', { as: BOB })).json, { items: [], next: null });
  const page = (await house.ask('GET', '/v1/refusals', { query: { limit: '1' } })).json as { next: string };
  const rest = await house.ask('GET', '/v1/refusals', { query: { limit: '1', cursor: page.next } });
  equal((rest.json as { items: { count: number }[] }).items[0]?.count, 2);
});
