import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import { ALICE, BOB, openHouse, verdict } from './house.ts';

interface Created {
  id: string;
  name: string;
  password: string;
  createdAt: string;
}

test('made, shown once, listed without the password, ended', async () => {
  const house = openHouse();
  const made = await house.ask('POST', '/v1/app-passwords', { body: { name: 'Thunderbird' } });
  equal(made.status, 201);
  const { id, name, password, createdAt } = made.json as Created;
  match(password, /^[a-z0-9]{4}(-[a-z0-9]{4}){5}$/);
  equal(await house.appPasswords.verify(ALICE, password), true);
  const listed = await house.ask('GET', '/v1/app-passwords');
  const [item] = (listed.json as { items: { lastUsedAt: string | null }[] }).items;
  deepEqual(item, { id, name, createdAt, lastUsedAt: item?.lastUsedAt });
  equal((await house.ask('DELETE', `/v1/app-passwords/${id}`)).status, 204);
  deepEqual((await house.ask('GET', '/v1/app-passwords')).json, { items: [] });
});

test('another user’s app password is neither seen nor ended', async () => {
  const house = openHouse();
  const { json } = await house.ask('POST', '/v1/app-passwords', { body: { name: 'Phone' } });
  deepEqual((await house.ask('GET', '/v1/app-passwords', { as: BOB })).json, { items: [] });
  const path = `/v1/app-passwords/${(json as Created).id}`;
  equal(verdict(await house.ask('DELETE', path, { as: BOB })), '404 not-found');
  equal((await house.ask('DELETE', path)).status, 204);
  equal(verdict(await house.ask('DELETE', path)), '404 not-found');
});

test('at most 20, and room again after one is ended', async () => {
  const house = openHouse();
  const make = () => house.ask('POST', '/v1/app-passwords', { body: { name: 'one more' } });
  for (let made = 0; made < 20; made += 1) equal((await make()).status, 201);
  equal(verdict(await make()), '409 too-many-app-passwords');
  const [first] = house.appPasswords.items;
  await house.ask('DELETE', `/v1/app-passwords/${first?.appPassword.id ?? ''}`);
  equal((await make()).status, 201);
});

const rows: [body: unknown, expected: string][] = [
  [{ name: 'x'.repeat(100) }, '201'],
  [{ name: 'x'.repeat(101) }, '422 invalid-request body:/name'],
  [{ name: '' }, '422 invalid-request body:/name'],
  [{ name: 'a\nb' }, '422 invalid-request body:/name'],
  [{ name: 'lone \ud800' }, '422 invalid-request body:/name'],
  [{ name: 7 }, '422 invalid-request body:/name'],
  [{}, '422 invalid-request body:/name'],
  [{ name: 'x', password: 'mine' }, '422 invalid-request body:/password'],
];
for (const [body, expected] of rows) {
  test(`POST /v1/app-passwords ${JSON.stringify(body).slice(0, 60)}: ${expected}`, async () => {
    equal(verdict(await openHouse().ask('POST', '/v1/app-passwords', { body })), expected);
  });
}
