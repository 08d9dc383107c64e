import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { ALICE_ALIAS, BOB, openHouse, verdict } from './house.ts';

const off = { domain: 'bank.example', level: 'encrypt' };

/** Body of PUT /v1/alias → verdict. */
const rows: [body: unknown, expected: string, why: string][] = [
  [{ enabled: true }, '200', 'all else has defaults'],
  [{ enabled: true, expert: false, level: 'encrypt', overrides: [] }, '200', 'the defaults, said'],
  [{ enabled: true, expert: true, overrides: [off] }, '200', 'an override in expert mode'],
  [{ enabled: true, expert: true, overrides: [{ ...off, domain: 'BANK.example.' }] }, '200', 'any spelling'],
  [
    { enabled: true, level: 'dane-only' },
    '422 expert-mode-required body:/level',
    'promised by the interface',
  ],
  [{ enabled: true, level: 'verify' }, '422 expert-mode-required body:/level', 'promised by the interface'],
  [
    { enabled: true, overrides: [off] },
    '422 expert-mode-required body:/overrides',
    'promised by the interface',
  ],
  [
    { enabled: true, level: 'verify', overrides: [off] },
    '422 expert-mode-required body:/level body:/overrides',
    'both at once',
  ],
  [{ enabled: true, expert: true, level: 'dane-only' }, '200', 'with expert mode'],
  [{ enabled: true, expert: true, level: 'verify' }, '200', 'with expert mode'],
  [
    { enabled: true, expert: true, overrides: [off, { domain: 'b.example', level: 'verify' }] },
    '200',
    'a stricter level for one domain',
  ],
  [
    { enabled: true, expert: true, overrides: [off, { ...off, domain: 'Bank.Example' }] },
    '422 invalid-request body:/overrides/1/domain',
    'the same domain twice',
  ],
  [
    { enabled: true, expert: true, overrides: [{ ...off, domain: 'example.org' }] },
    '422 invalid-request body:/overrides/0/domain',
    'our home domain',
  ],
  [
    { enabled: true, expert: true, overrides: [{ ...off, domain: 'secure.example.org' }] },
    '422 invalid-request body:/overrides/0/domain',
    'our alias domain',
  ],
  [
    { enabled: true, expert: true, overrides: [{ ...off, domain: 'bob@bank.example' }] },
    '422 invalid-request body:/overrides/0/domain',
    'an address is no domain',
  ],
  [
    { enabled: true, expert: true, overrides: [{ ...off, domain: '192.0.2.1' }] },
    '422 invalid-request body:/overrides/0/domain',
    'an IP address is no domain',
  ],
  [
    { enabled: true, expert: true, overrides: [{ domain: 'bank.example' }] },
    '422 invalid-request body:/overrides/0/level',
    'an override without a level',
  ],
  [{}, '422 invalid-request body:/enabled', 'the one required field'],
  [{ enabled: 'yes' }, '422 invalid-request body:/enabled', 'wrong type'],
  [{ enabled: true, level: 'none' }, '422 invalid-request body:/level', 'no such level'],
  [{ enabled: true, language: 'fr' }, '422 invalid-request body:/language', 'no such language'],
  [{ enabled: true, admin: true }, '422 invalid-request body:/admin', 'unknown field'],
  [{ enabled: true, 'a/b~c': 1 }, '422 invalid-request body:/a~1b~0c', 'RFC 6901 escapes'],
  [
    { enabled: 1, overrides: 'none', x: 1 },
    '422 invalid-request body:/enabled body:/overrides body:/x',
    'everything at once',
  ],
  [[], '422 invalid-request body:', 'not an object'],
  ['null', '415 unsupported-media-type', 'without a content type'],
];

for (const [body, expected, why] of rows) {
  test(`PUT /v1/alias ${JSON.stringify(body)}: ${expected} (${why})`, async () => {
    equal(verdict(await openHouse().ask('PUT', '/v1/alias', { body })), expected);
  });
}

test('500 overrides are taken, 501 are not', async () => {
  const house = openHouse();
  const overrides = Array.from({ length: 501 }, (_, at) => ({ ...off, domain: `d${String(at)}.example` }));
  const body = { enabled: true, expert: true, overrides };
  equal(verdict(await house.ask('PUT', '/v1/alias', { body })), '422 invalid-request body:/overrides');
  const fewer = { ...body, overrides: overrides.slice(1) };
  equal(verdict(await house.ask('PUT', '/v1/alias', { body: fewer })), '200');
});

test('what was put is what is got, domains in canonical form', async () => {
  const house = openHouse();
  const body = { enabled: true, expert: true, overrides: [{ domain: 'BÄNK.example', level: 'encrypt' }] };
  const put = await house.ask('PUT', '/v1/alias', { body });
  const expected = {
    address: ALICE_ALIAS,
    home: 'alice@example.org',
    enabled: true,
    expert: true,
    level: 'encrypt',
    overrides: [{ domain: 'xn--bnk-qla.example', level: 'encrypt' }],
    language: 'en',
    updatedAt: '2026-11-23T10:00:00.000Z',
  };
  deepEqual(put.json, expected);
  const got = await house.ask('GET', '/v1/alias');
  deepEqual(got.json, expected);
  equal(got.headers['etag'], put.headers['etag']);
});

test('a refused change changes nothing', async () => {
  const house = openHouse();
  const before = (await house.ask('GET', '/v1/alias')).json;
  await house.ask('PUT', '/v1/alias', { body: { enabled: true, level: 'verify' } });
  deepEqual((await house.ask('GET', '/v1/alias')).json, before);
});

test('the language stays where a change does not name it', async () => {
  const house = openHouse();
  await house.ask('PUT', '/v1/alias', { body: { enabled: true, language: 'de' } });
  const { json } = await house.ask('PUT', '/v1/alias', { body: { enabled: false } });
  equal((json as { language: string }).language, 'de');
});

const conditions: [ifMatch: string, expected: string, why: string][] = [
  ['"1"', '200', 'the tag just read'],
  ['*', '200', 'any existing one'],
  ['"7", "1"', '200', 'one of a list'],
  ['"0"', '412 precondition-failed', 'a stale tag'],
  ['W/"1"', '412 precondition-failed', 'strong comparison, RFC 9110 section 13.1.1'],
  ['1', '412 precondition-failed', 'no entity tag at all'],
];
for (const [ifMatch, expected, why] of conditions) {
  test(`If-Match: ${ifMatch}: ${expected} (${why})`, async () => {
    const house = openHouse();
    equal((await house.ask('GET', '/v1/alias')).headers['etag'], '"1"');
    const headers = { 'If-Match': ifMatch };
    equal(verdict(await house.ask('PUT', '/v1/alias', { headers, body: { enabled: true } })), expected);
  });
}

test('of two changes under the same tag one wins, the other is told', async () => {
  const house = openHouse();
  await house.ask('GET', '/v1/alias');
  const headers = { 'If-Match': '"1"' };
  const change = (enabled: boolean) => house.ask('PUT', '/v1/alias', { headers, body: { enabled } });
  const answers = await Promise.all([change(true), change(false)]);
  deepEqual(answers.map(verdict), ['200', '412 precondition-failed']);
  equal(house.aliases.items.get(ALICE_ALIAS)?.version, 2);
});

test('without If-Match the later change goes on top of the earlier one', async () => {
  const house = openHouse();
  await house.ask('GET', '/v1/alias');
  const change = (enabled: boolean) => house.ask('PUT', '/v1/alias', { body: { enabled } });
  const answers = await Promise.all([change(true), change(false)]);
  deepEqual(answers.map(verdict), ['200', '200']);
  equal(house.aliases.items.get(ALICE_ALIAS)?.version, 3);
});

test('a change that loses again and again is a conflict, not an endless loop', async () => {
  const house = openHouse();
  house.aliases.change = () => Promise.resolve(null);
  const answer = await house.ask('PUT', '/v1/alias', { body: { enabled: true } });
  equal(verdict(answer), '409 changed-meanwhile');
});

test('identities: none while the alias is off, the alias with its name once it is on', async () => {
  const house = openHouse();
  deepEqual((await house.ask('GET', '/v1/identities')).json, { identities: [] });
  await house.switchOn();
  const identities = [{ address: ALICE_ALIAS, name: 'Alice' }];
  deepEqual((await house.ask('GET', '/v1/identities')).json, { identities });
  deepEqual((await house.ask('GET', '/v1/identities', { as: BOB })).json, { identities: [] });
});

test('operators page through all aliases', async () => {
  const house = openHouse();
  for (const name of ['alice', 'bob', 'carol'])
    await house.ask('GET', '/v1/alias', { as: `${name}@example.org` });
  const as = { email: 'bob@example.org', 'cognito:groups': '[operators]' };
  const first = (await house.ask('GET', '/v1/admin/aliases', { as, query: { limit: '2' } })).json;
  const { items, next } = first as { items: { address: string }[]; next: string };
  const rest = (await house.ask('GET', '/v1/admin/aliases', { as, query: { limit: '2', cursor: next } }))
    .json;
  const second = rest as { items: { address: string }[]; next: null };
  deepEqual(
    [...items, ...second.items].map(({ address }) => address.split('@')[0]),
    ['alice', 'bob', 'carol'],
  );
  equal(second.next, null);
});

test('a new owner is met in the language that they read, and the first change keeps it', async () => {
  const house = openHouse();
  const german = { headers: { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' } };
  const languageOf = (answer: { readonly json: unknown }) => (answer.json as { language: string }).language;
  equal(languageOf(await house.ask('GET', '/v1/alias')), 'en');
  equal(languageOf(await house.ask('GET', '/v1/me', german)), 'de');
  equal(languageOf(await house.ask('GET', '/v1/alias', german)), 'de');
  await house.ask('PUT', '/v1/alias', { ...german, body: { enabled: true } });
  equal(languageOf(await house.ask('GET', '/v1/alias')), 'de', 'notices are in German from now on');
  await house.ask('PUT', '/v1/alias', { ...german, body: { enabled: true, language: 'en' } });
  equal(languageOf(await house.ask('GET', '/v1/alias', german)), 'en', 'what was chosen counts');
});
