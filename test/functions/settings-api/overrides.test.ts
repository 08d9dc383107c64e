import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { mergeOverrides, type Override } from '../../../functions/settings-api/override-merge.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import type { Level } from '../../../shared/policy/level.ts';
import { ALICE, ALICE_ALIAS, openHouse, verdict, type House } from './house.ts';

const OPERATOR = { email: 'operator@example.org', 'cognito:groups': ['operators'] };
const PATH = '/v1/admin/aliases/overrides';
const BANK = 'bank.example' as Domain;

const merges: [own: Level | null, level: Level, imported: Level, after: Level | null, why: string][] = [
  [null, 'encrypt', 'verify', 'verify', 'nothing of the owner stands against it'],
  [null, 'encrypt', 'encrypt', 'encrypt', 'named, although it is the level for all'],
  [null, 'dane-only', 'dane-only', 'dane-only', 'stays when the owner lowers the level for all'],
  [null, 'verify', 'dane-only', null, "the owner's level for all domains is stricter"],
  ['encrypt', 'encrypt', 'dane-only', 'dane-only', 'stricter'],
  ['encrypt', 'verify', 'dane-only', 'dane-only', "the owner's own exception is what is raised"],
  ['dane-only', 'encrypt', 'dane-only', 'dane-only', 'the same'],
  ['verify', 'encrypt', 'dane-only', 'verify', 'never weaker'],
  ['verify', 'encrypt', 'encrypt', 'verify', 'never weaker'],
];
for (const [own, level, imported, after, why] of merges) {
  test(`level ${level}, override ${String(own)}, imported ${imported}: ${String(after)} (${why})`, () => {
    const overrides: Override[] = own === null ? [] : [{ domain: BANK, level: own }];
    const merge = mergeOverrides({ level, overrides }, [{ domain: BANK, level: imported }]);
    deepEqual(merge.overrides, after === null ? [] : [{ domain: BANK, level: after }]);
    equal(merge.changed.length + merge.kept.length, 1);
    equal(merge.changed.length === 1, own !== after);
  });
}

const ask = (house: House, body: unknown) => house.ask('POST', PATH, { as: OPERATOR, body });
const one = { domain: 'bank.example', level: 'verify' };

const rows: [body: unknown, expected: string, why: string][] = [
  [{ homes: [ALICE], overrides: [one] }, '200', 'one owner'],
  [{ homes: null, overrides: [one] }, '200', 'every alias'],
  [{ homes: [], overrides: [one] }, '422 invalid-request body:/homes', 'nobody'],
  [{ overrides: [one] }, '422 invalid-request body:/homes', 'every alias only on purpose'],
  [{ homes: ['alice'], overrides: [one] }, '422 invalid-request body:/homes/0', 'no address'],
  [{ homes: null, overrides: [] }, '422 invalid-request body:/overrides', 'nothing'],
  [{ homes: null, overrides: [one, one] }, '422 invalid-request body:/overrides/1/domain', 'twice'],
  [
    { homes: null, overrides: [{ ...one, domain: 'example.org' }] },
    '422 invalid-request body:/overrides/0/domain',
    'our own domain',
  ],
  [
    {
      homes: null,
      overrides: Array.from({ length: 201 }, (_, at) => ({ ...one, domain: `d${at}.example` })),
    },
    '422 invalid-request body:/overrides',
    'too many at once',
  ],
  [
    { homes: Array.from({ length: 101 }, (_, at) => `u${at}@example.org`), overrides: [one] },
    '422 invalid-request body:/homes',
    'too many owners at once',
  ],
  [{ homes: null, overrides: [one], cursor: 'x' }, '422 invalid-request body:/cursor', 'no cursor of ours'],
  [
    { homes: [ALICE], overrides: [one], cursor: Buffer.from(ALICE_ALIAS).toString('base64url') },
    '422 invalid-request body:/cursor',
    'a cursor is for every alias only',
  ],
];
for (const [body, expected, why] of rows) {
  test(`POST ${PATH}, ${why}: ${expected}`, async () => {
    equal(verdict(await ask(openHouse(), body)), expected);
  });
}

test('levels are merged, expert mode goes on, and the answer says what changed for whom', async () => {
  const house = openHouse();
  await house.switchOn();
  const body = { homes: ['Alice@example.org', 'nobody@example.org', 'x@other.example'], overrides: [one] };
  const { items } = (await ask(house, body)).json as { items: unknown[] };
  const none = { address: null, outcome: 'unknown', changed: [], kept: [] };
  deepEqual(items, [
    {
      home: ALICE,
      address: ALICE_ALIAS,
      outcome: 'changed',
      changed: [{ domain: 'bank.example', from: null, to: 'verify' }],
      kept: [],
    },
    { home: 'nobody@example.org', ...none },
    { home: 'x@other.example', ...none },
  ]);
  const { enabled, expert, level, overrides } = house.aliases.items.get(ALICE_ALIAS) ?? {};
  deepEqual(
    { enabled, expert, level, overrides },
    { enabled: true, expert: true, level: 'encrypt', overrides: [one] },
  );
  const again = (await ask(house, body)).json as { items: { outcome: string }[] };
  equal(again.items[0]?.outcome, 'unchanged', 'twice changes nothing more');
});

test('an owner is known by the alias as well, in any spelling and with a subaddress', async () => {
  const house = openHouse();
  await house.switchOn();
  const homes = [
    'Alice+shop@secure.example.org',
    ALICE,
    'nobody@secure.example.org',
    'abuse@secure.example.org',
  ];
  const { items } = (await ask(house, { homes, overrides: [one] })).json as {
    items: { home: string; address: string | null; outcome: string }[];
  };
  deepEqual(
    items.map(({ home, address, outcome }) => [home, address, outcome]),
    [
      [ALICE, ALICE_ALIAS, 'changed'],
      [ALICE, ALICE_ALIAS, 'unchanged'],
      ['nobody@secure.example.org', null, 'unknown'],
      ['abuse@secure.example.org', null, 'unknown'],
    ],
  );
});

test('an alias whose settings do not change stays out of expert mode', async () => {
  const house = openHouse();
  await house.switchOn();
  const alias = house.aliases.items.get(ALICE_ALIAS);
  if (alias !== undefined) house.aliases.items.set(ALICE_ALIAS, { ...alias, level: 'verify' });
  await ask(house, { homes: [ALICE], overrides: [{ ...one, level: 'dane-only' }] });
  equal(house.aliases.items.get(ALICE_ALIAS)?.expert, false);
});

test('500 overrides of an owner are the most', async () => {
  const house = openHouse();
  await house.switchOn();
  const alias = house.aliases.items.get(ALICE_ALIAS);
  const own = Array.from({ length: 500 }, (_, at) => ({
    domain: `d${at}.example` as Domain,
    level: 'encrypt' as const,
  }));
  if (alias !== undefined) house.aliases.items.set(ALICE_ALIAS, { ...alias, overrides: own });
  const { items } = (await ask(house, { homes: [ALICE], overrides: [one] })).json as {
    items: { outcome: string }[];
  };
  equal(items[0]?.outcome, 'too-many-overrides');
});

test('an owner who changes the settings at the same moment is not overwritten', async () => {
  const house = openHouse();
  await house.switchOn();
  const change = house.aliases.change.bind(house.aliases);
  let first = true;
  house.aliases.change = async (alias, settings, at) => {
    if (first) {
      first = false;
      await change(alias, { ...alias, language: 'de' }, at);
    }
    return change(alias, settings, at);
  };
  await ask(house, { homes: [ALICE], overrides: [one] });
  const { language, overrides } = house.aliases.items.get(ALICE_ALIAS) ?? {};
  deepEqual({ language, overrides }, { language: 'de', overrides: [one] });
  house.aliases.change = () => Promise.resolve(null);
  const lost = await ask(house, { homes: [ALICE], overrides: [{ ...one, domain: 'other.example' }] });
  equal((lost.json as { items: { outcome: string }[] }).items[0]?.outcome, 'changed-meanwhile');
});

test('every alias is reached, a page at a time', async () => {
  const house = openHouse();
  for (let at = 0; at < 150; at += 1) await house.ask('GET', '/v1/alias', { as: `u${at}@example.org` });
  const outcomes: string[] = [];
  let cursor: string | null = null;
  do {
    const answer = await ask(house, { homes: null, overrides: [one], cursor });
    const { items, next } = answer.json as { items: { outcome: string }[]; next: string | null };
    outcomes.push(...items.map(({ outcome }) => outcome));
    cursor = next;
  } while (cursor !== null);
  // The operator who asks has an alias as well.
  deepEqual([outcomes.length, new Set(outcomes)], [151, new Set(['changed'])]);
});
