/** Who did what: every action of an operator is in the log, and what cannot be recorded is not done. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import type { OperatorAction } from '../../../shared/store/operator-actions.ts';
import { ALICE, ALICE_ALIAS, BOB, openHouse, verdict, type House } from './house.ts';

const as = { email: 'operator@example.org', 'cognito:groups': ['operators'] };
const DIGEST = 'ab'.repeat(32);
const ENTRY = { domain: 'bank.example', kind: 'public-key', sha256: DIGEST, note: 'by telephone' };

async function add(house: House, body: object = ENTRY): Promise<string> {
  const { json } = await house.ask('POST', '/v1/admin/trust', { as, body });
  return (json as { id: string }).id;
}

async function actions(house: House, query = {}): Promise<readonly OperatorAction[]> {
  const { status, json } = await house.ask('GET', '/v1/admin/actions', { as, query });
  equal(status, 200);
  return (json as { items: OperatorAction[] }).items;
}

test('adding, changing and removing trust is told newest first, with what was before and after', async () => {
  const house = openHouse();
  const id = await add(house);
  await house.ask('PATCH', `/v1/admin/trust/${id}`, { as, body: { note: 'checked again' } });
  await house.ask('DELETE', `/v1/admin/trust/${id}`, { as });
  const entry = { kind: 'public-key', sha256: DIGEST, notAfter: null };
  const about = {
    operator: 'operator@example.org',
    id: undefined,
    subject: id,
    domains: ['bank.example'],
    at: '2026-11-23T10:00:00.000Z',
    outcome: 'done',
  };
  const told = (await actions(house)).map((entry) => ({ ...entry, id: undefined }));
  deepEqual(told, [
    { ...about, action: 'trust-entry-removed', before: { ...entry, note: 'checked again' }, after: null },
    {
      ...about,
      action: 'trust-entry-changed',
      before: { ...entry, note: 'by telephone' },
      after: { ...entry, note: 'checked again' },
    },
    { ...about, action: 'trust-entry-added', before: null, after: { ...entry, note: 'by telephone' } },
  ]);
});

test('the history of a domain is what concerns that domain, a page at a time', async () => {
  const house = openHouse();
  await add(house);
  await add(house, { ...ENTRY, domain: 'clinic.example' });
  await add(house, { ...ENTRY, sha256: 'cd'.repeat(32) });
  const first = await house.ask('GET', '/v1/admin/actions', {
    as,
    query: { domain: 'BANK.example', limit: '1' },
  });
  const { items, next } = first.json as { items: OperatorAction[]; next: string };
  deepEqual(
    items.map(({ after }) => after?.['sha256']),
    ['cd'.repeat(32)],
  );
  const rest = await actions(house, { domain: 'bank.example', cursor: next });
  deepEqual(
    rest.map(({ after }) => after?.['sha256']),
    [DIGEST],
  );
});

test('levels set for users are told one user at a time, and users who change nothing are not told of', async () => {
  const house = openHouse();
  await house.switchOn(ALICE);
  await house.switchOn(BOB);
  const overrides = [{ domain: 'bank.example', level: 'verify' }];
  const set = async (homes: string[]) =>
    house.ask('POST', '/v1/admin/aliases/overrides', { as, body: { homes, overrides } });
  await set([ALICE]);
  await set([ALICE, 'nobody@example.org']);
  deepEqual(
    (await actions(house)).map(({ action, subject, domains, before, after, outcome }) => [
      action,
      subject,
      domains,
      before,
      after,
      outcome,
    ]),
    [
      [
        'overrides-set',
        ALICE_ALIAS,
        ['bank.example'],
        { expert: 'false', 'bank.example': null },
        { expert: 'true', 'bank.example': 'verify' },
        'done',
      ],
    ],
  );
});

test('what somebody else did first is told as not done', async () => {
  const house = openHouse();
  await add(house);
  await add(house);
  deepEqual(
    (await actions(house)).map(({ outcome }) => outcome),
    ['not-done', 'done'],
  );
});

test('what cannot be recorded is not done', async () => {
  const house = openHouse();
  await house.switchOn(ALICE);
  const id = await add(house);
  house.operatorActions.broken = 'begin';
  const trials: [method: string, path: string, body?: object][] = [
    ['POST', '/v1/admin/trust', { ...ENTRY, domain: 'other.example' }],
    ['PATCH', `/v1/admin/trust/${id}`, { note: 'x' }],
    ['DELETE', `/v1/admin/trust/${id}`],
    [
      'POST',
      '/v1/admin/aliases/overrides',
      { homes: null, overrides: [{ domain: 'bank.example', level: 'verify' }] },
    ],
  ];
  for (const [method, path, body] of trials) {
    const answered = await house.ask(method, path, { as, ...(body && { body }) });
    equal(verdict(answered), '503 not-recorded', `${method} ${path}`);
  }
  deepEqual(
    [...house.trustEntries.items.values()].map(({ domain, note }) => [domain, note]),
    [['bank.example', 'by telephone']],
  );
  deepEqual(house.aliases.items.get(ALICE_ALIAS)?.overrides, []);
});

test('an outcome that cannot be recorded leaves the action done and its entry begun', async () => {
  const house = openHouse();
  house.operatorActions.broken = 'settle';
  const answered = await house.ask('POST', '/v1/admin/trust', { as, body: ENTRY });
  equal(answered.status, 201);
  deepEqual(
    (await actions(house)).map(({ outcome }) => outcome),
    ['begun'],
  );
});

test('an action that fails half-way leaves its entry begun', async () => {
  const broken = openHouse();
  const house = openHouse({
    operatorActions: broken.operatorActions,
    trustEntries: { ...broken.trustEntries, add: () => Promise.reject(new Error('the table is away')) },
  });
  equal((await house.ask('POST', '/v1/admin/trust', { as, body: ENTRY })).status, 500);
  deepEqual(
    broken.operatorActions.items.map(({ outcome }) => outcome),
    ['begun'],
  );
});

test('the log is for operators, and its cursors are its own', async () => {
  const house = openHouse();
  equal((await house.ask('GET', '/v1/admin/actions')).status, 403);
  const answered = await house.ask('GET', '/v1/admin/actions', { as, query: { cursor: 'eA' } });
  equal(verdict(answered), '422 invalid-request query:/cursor');
});

test('everybody can ask who they are', async () => {
  const house = openHouse();
  await house.ask('PUT', '/v1/alias', { body: { enabled: true, language: 'de' } });
  deepEqual((await house.ask('GET', '/v1/me')).json, {
    home: ALICE,
    name: 'Alice',
    operator: false,
    language: 'de',
  });
  const operator = (await house.ask('GET', '/v1/me', { as })).json as { operator: boolean };
  equal(operator.operator, true);
  equal((await house.ask('GET', '/v1/me', { as: null })).status, 401);
});

test('aliases can be searched by how they begin', async () => {
  const house = openHouse();
  await house.switchOn(ALICE);
  await house.switchOn(BOB);
  const { json } = await house.ask('GET', '/v1/admin/aliases', { as, query: { prefix: 'ALI' } });
  deepEqual(
    (json as { items: { address: string }[] }).items.map(({ address }) => address),
    [ALICE_ALIAS],
  );
});
