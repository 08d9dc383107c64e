import { deepEqual, equal, notDeepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { ALICE_ALIAS, BOB, openHouse, verdict, type Answered, type House } from './house.ts';

const LETTER = { from: ALICE_ALIAS, to: ['a@good.example', 'b@plain.example'], subject: 'x', text: 'y' };

async function openWithAliceOn(): Promise<House> {
  const house = openHouse();
  await house.switchOn();
  return house;
}

function send(house: House, key: string, body: unknown = LETTER): Promise<Answered> {
  return house.ask('POST', '/v1/messages', { headers: { 'Idempotency-Key': key }, body });
}

test('repeated, the answer is the same and nothing is sent again', async () => {
  const house = await openWithAliceOn();
  const first = await send(house, 'k1');
  const second = await send(house, 'k1');
  deepEqual([second.status, second.json], [202, first.json]);
  equal(house.outbound.sent.length, 1);
});

test('without a key, and under another key, it is another message', async () => {
  const house = await openWithAliceOn();
  const answers = [await send(house, 'k1'), await send(house, 'k2')];
  answers.push(await house.ask('POST', '/v1/messages', { body: LETTER }));
  answers.push(await house.ask('POST', '/v1/messages', { body: LETTER }));
  const ids = answers.map(({ json }) => (json as { id: string }).id);
  equal(new Set(ids).size, 4);
});

test('the same key with another content is a mistake of the client', async () => {
  const house = await openWithAliceOn();
  await send(house, 'k1');
  equal(verdict(await send(house, 'k1', { ...LETTER, text: 'z' })), '422 idempotency-key-reused');
  equal(house.outbound.sent.length, 1);
});

test('two users may use the same key', async () => {
  const house = await openWithAliceOn();
  await house.switchOn(BOB);
  const mine = await send(house, 'k1');
  const body = { ...LETTER, from: 'bob@secure.example.org' };
  const theirs = await house.ask('POST', '/v1/messages', {
    as: BOB,
    headers: { 'Idempotency-Key': 'k1' },
    body,
  });
  equal(theirs.status, 202);
  notDeepEqual(theirs.json, mine.json);
});

test('a repetition after the queue was out of reach sends under the identifiers of the first try', async () => {
  const house = await openWithAliceOn();
  house.outbound.failure = new Error('down');
  equal((await send(house, 'k1')).status, 503);
  house.outbound.failure = null;
  const second = await send(house, 'k1');
  equal(second.status, 202);
  const [claimed] = house.requests.items.values();
  equal((second.json as { id: string }).id, claimed?.seed);
});

test('a repetition after a crash between queue and table sends the same octets under the same identifiers', async () => {
  const house = await openWithAliceOn();
  const open = house.deliveries.open.bind(house.deliveries);
  house.deliveries.open = () => Promise.reject(new Error('crashed'));
  const first = await send(house, 'k1');
  house.deliveries.open = open;
  const second = await send(house, 'k1');
  deepEqual(second.json, first.json);
  const [one, other] = house.outbound.sent;
  deepEqual(other, one);
});

test('what was accepted stays accepted, also where the alias is switched off in between', async () => {
  const house = await openWithAliceOn();
  const first = await send(house, 'k1');
  await house.ask('PUT', '/v1/alias', { body: { enabled: false } });
  const second = await send(house, 'k1');
  deepEqual([second.status, second.json], [202, first.json]);
  equal(verdict(await send(house, 'k2')), '422 alias-disabled');
});

test('two at the same moment become one message', async () => {
  const house = await openWithAliceOn();
  const [one, other] = await Promise.all([send(house, 'k1'), send(house, 'k1')]);
  deepEqual(one.json, other.json);
  equal(house.deliveries.items.size, 2);
});

const keys: [key: string, expected: string][] = [
  ['x'.repeat(255), '202'],
  ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '202'],
  ['x'.repeat(256), '422 invalid-request header:/idempotency-key'],
  ['', '422 invalid-request header:/idempotency-key'],
  ['ü', '422 invalid-request header:/idempotency-key'],
  ['a\tb', '422 invalid-request header:/idempotency-key'],
];
for (const [key, expected] of keys) {
  test(`Idempotency-Key ${JSON.stringify(key).slice(0, 50)}: ${expected}`, async () => {
    equal(verdict(await send(await openWithAliceOn(), key)), expected);
  });
}
