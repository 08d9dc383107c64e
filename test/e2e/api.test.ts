/** The HTTPS API as a program that was written from its description alone uses it. */
import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { apiClient, pointers, problem, type Api, type ApiAnswer } from './api-client.ts';
import {
  ALICE,
  ALICE_ALIAS,
  awaitInbox,
  listMessages,
  sendText,
  startBench,
  type Bench,
} from './local-system.ts';

const BOB = 'bob@example.org';
const BOB_ALIAS = 'bob@secure.example.org';

interface AliasAnswer {
  readonly address: string;
  readonly home: string;
  readonly enabled: boolean;
  readonly expert: boolean;
  readonly level: string;
  readonly overrides: readonly unknown[];
  readonly updatedAt: string;
}

let bench: Bench;
let alice: Api;
let bob: Api;
let operator: Api;
before(async () => {
  bench = await startBench();
  [alice, bob, operator] = await Promise.all([
    bench.as(ALICE),
    bench.as(BOB),
    bench.as('operator@example.org'),
  ]);
});
after(() => bench.close());

const letter = (more: object = {}): object => ({
  from: ALICE_ALIAS,
  to: ['bob@good.example'],
  subject: 'Hello',
  text: 'Hello',
  ...more,
});

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

interface Listed {
  readonly id: string;
  readonly subject: string;
}

/** Follows the cursors to the end; gives the size of each page and all items. */
async function walk(api: Api, path: string): Promise<{ sizes: number[]; items: Listed[] }> {
  const sizes: number[] = [];
  const items: Listed[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await api(path + query);
    equal(answer.status, 200, answer.body.toString());
    const page = answer.json<Page<Listed>>();
    sizes.push(page.items.length);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return { sizes, items };
}

describe('who may ask', () => {
  test('without a token, with a bad one, and with one changed by a letter: 401, and nothing is said', async () => {
    const { token } = { token: 'eyJhbGciOiJub25lIn0.eyJlbWFpbCI6ImFsaWNlQGV4YW1wbGUub3JnIn0.' };
    const nobody = await bench.as(null);
    const paths = ['/v1/alias', '/v1/messages', '/v1/deliveries', '/v1/admin/aliases', '/v1/nothing'];
    for (const path of paths) {
      for (const api of [nobody, apiClient(bench.system.origin, bench.authority, token)]) {
        const answer = await api(path);
        problem(answer, 401);
        match(String(answer.headers['www-authenticate']), /^Bearer/);
      }
    }
    problem(await nobody('/v1/messages', { json: letter() }), 401);
  });

  test('health, the description and the page for refused senders are public; nothing else is', async () => {
    const nobody = await bench.as(null);
    const health = await nobody('/healthz');
    equal(health.status, 200);
    deepEqual(health.json(), { status: 'ok' });
    equal((await nobody('/v1/openapi.json')).status, 200);
    equal((await nobody('/why-refused')).status, 200);
    problem(await nobody('/v1/identities'), 401);
  });

  test('operators only under /v1/admin: 403 for everybody else', async () => {
    problem(await alice('/v1/admin/aliases'), 403);
    const answer = await operator('/v1/admin/aliases');
    equal(answer.status, 200);
    const addresses = answer.json<Page<AliasAnswer>>().items.map(({ address }) => address);
    ok(addresses.includes(ALICE_ALIAS));
  });
});

test('the description is OpenAPI 3.1 and knows every path of the contract', async () => {
  const nobody = await bench.as(null);
  const document = (await nobody('/v1/openapi.json')).json<{
    openapi: string;
    paths: Record<string, Record<string, unknown>>;
  }>();
  match(document.openapi, /^3\.1\./);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const expected = [
    'GET /v1/alias',
    'PUT /v1/alias',
    'GET /v1/identities',
    'POST /v1/app-passwords',
    'GET /v1/app-passwords',
    'DELETE /v1/app-passwords/{id}',
    'POST /v1/messages',
    'GET /v1/messages',
    'GET /v1/messages/{id}',
    'GET /v1/messages/{id}/raw',
    'DELETE /v1/messages/{id}',
    'GET /v1/deliveries',
    'GET /v1/deliveries/{id}',
    'GET /v1/refusals',
    'GET /v1/admin/aliases',
    'GET /healthz',
  ];
  deepEqual(
    expected.filter((operation) => !operations.includes(operation)),
    [],
  );
});

describe('the alias', () => {
  test('it begins switched off, without an identity; sending from it says so', async () => {
    const answer = await alice('/v1/alias');
    equal(answer.status, 200);
    const { address, home, enabled, expert, level, overrides } = answer.json<AliasAnswer>();
    deepEqual(
      [address, home, enabled, expert, level, overrides],
      [ALICE_ALIAS, ALICE, false, false, 'encrypt', []],
    );
    deepEqual((await alice('/v1/identities')).json(), { identities: [] });
    problem(await alice('/v1/messages', { json: letter() }), 422, 'alias-disabled');
  });

  test('it is switched on under the ETag that was read; with an older one it is 412 and nothing changes', async () => {
    const read = await alice('/v1/alias');
    const tag = String(read.headers['etag']);
    match(tag, /^"[^"]+"$/);
    const put = (enabled: boolean, ifMatch: string): Promise<ApiAnswer> =>
      alice('/v1/alias', { method: 'PUT', json: { enabled }, headers: { 'if-match': ifMatch } });
    const changed = await put(true, tag);
    equal(changed.status, 200);
    equal(changed.json<AliasAnswer>().enabled, true);
    notEqual(changed.headers['etag'], tag);
    problem(await put(false, tag), 412);
    equal((await alice('/v1/alias')).json<AliasAnswer>().enabled, true);
    equal((await put(true, String(changed.headers['etag']))).status, 200);
    equal((await put(true, '*')).status, 200);
    deepEqual((await alice('/v1/identities')).json(), {
      identities: [{ address: ALICE_ALIAS, name: 'Alice' }],
    });
  });

  test('more than encrypt needs expert mode; with it, each level can be chosen', async () => {
    const put = (json: object): Promise<ApiAnswer> => alice('/v1/alias', { method: 'PUT', json });
    const overrides = [{ domain: 'bank.example', level: 'verify' }];
    problem(await put({ enabled: true, level: 'dane-only' }), 422, 'expert-mode-required');
    problem(await put({ enabled: true, overrides }), 422, 'expert-mode-required');
    for (const json of [{ level: 'dane-only' }, { level: 'verify' }, { overrides }]) {
      equal((await put({ enabled: true, expert: true, ...json })).status, 200);
    }
    const chosen = (await alice('/v1/alias')).json<AliasAnswer>();
    deepEqual([chosen.expert, chosen.level, chosen.overrides], [true, 'encrypt', overrides]);
    equal((await put({ enabled: true })).status, 200);
    const { expert, level } = (await alice('/v1/alias')).json<AliasAnswer>();
    deepEqual([expert, level], [false, 'encrypt']);
  });

  test('what does not fit is 422 with pointers; what is no JSON is 400', async () => {
    const put = (json: unknown): Promise<ApiAnswer> => alice('/v1/alias', { method: 'PUT', json });
    deepEqual(pointers(problem(await put({ enabled: 'yes' }), 422)), ['/enabled']);
    deepEqual(pointers(problem(await put({ enabled: true, level: 'tls' }), 422)), ['/level']);
    deepEqual(pointers(problem(await put({ enabled: true, surprise: 1 }), 422)), ['/surprise']);
    problem(await put([]), 422);
    const headers = { 'content-type': 'application/json' };
    problem(await alice('/v1/alias', { method: 'PUT', body: '{"enabled":', headers }), 400);
    problem(
      await alice('/v1/alias', {
        method: 'PUT',
        body: 'enabled=true',
        headers: { 'content-type': 'text/plain' },
      }),
      415,
    );
  });
});

describe('lists and other people’s things', () => {
  before(async () => {
    for (const api of [alice, bob]) await api('/v1/alias', { method: 'PUT', json: { enabled: true } });
  });

  test('pages follow each other without gap or repetition, in both folders and in the deliveries', async () => {
    const subjects = Array.from({ length: 7 }, (_, index) => `Page ${index}`);
    for (const subject of subjects) {
      await sendText(alice, [BOB_ALIAS], subject);
      await awaitInbox(bob, (message) => message.subject === subject, subject);
    }
    const expected = [...subjects].reverse();
    for (const [api, path] of [
      [bob, '/v1/messages?folder=inbox&limit=3'],
      [alice, '/v1/messages?folder=sent&limit=3'],
      [alice, '/v1/deliveries?limit=3'],
      [alice, '/v1/deliveries?state=delivered&limit=3'],
    ] as const) {
      const { sizes, items } = await walk(api, path);
      ok(sizes.length >= 3 && sizes.every((size) => size <= 3), `${path}: ${sizes.join()}`);
      equal(new Set(items.map(({ id }) => id)).size, items.length, path);
      deepEqual(
        items.map(({ subject }) => subject).filter((subject) => subject.startsWith('Page ')),
        expected,
        `${path}: newest first`,
      );
    }
    problem(await alice('/v1/messages?folder=trash'), 422);
    problem(await alice('/v1/messages?limit=0'), 422);
    problem(await alice('/v1/messages?limit=101'), 422);
    problem(await alice('/v1/messages?cursor=nonsense'), 422);
    problem(await alice('/v1/deliveries?state=lost'), 422);
  });

  test('another user’s message, delivery and app password are 404, like ones that never were', async () => {
    const sent = await sendText(alice, [BOB_ALIAS], 'Private');
    const received = await awaitInbox(bob, ({ subject }) => subject === 'Private', 'Private');
    const { id: delivery = '' } = sent.deliveries[0] ?? {};
    const made = (await alice('/v1/app-passwords', { json: { name: 'Mine' } })).json<{ id: string }>();
    equal((await alice(`/v1/deliveries/${delivery}`)).status, 200);
    equal((await bob(`/v1/messages/${received.id}`)).status, 200);

    const tries: [Api, string, string][] = [
      [bob, 'GET', `/v1/deliveries/${delivery}`],
      [alice, 'GET', `/v1/messages/${received.id}`],
      [alice, 'GET', `/v1/messages/${received.id}/raw`],
      [alice, 'DELETE', `/v1/messages/${received.id}`],
      [operator, 'GET', `/v1/messages/${received.id}`],
      [bob, 'DELETE', `/v1/app-passwords/${made.id}`],
    ];
    for (const [api, method, path] of tries) {
      const never = path.replace(/[0-9a-z]+(?=$|\/raw$)/i, '01KAQ3Y8M4T0Z5N6R7S8V9W1X2');
      const [theirs, nothing] = [await api(path, { method }), await api(never, { method })];
      deepEqual(problem(theirs, 404), problem(nothing, 404), `${method} ${path}`);
    }
    equal((await bob(`/v1/messages/${received.id}`)).status, 200, 'it is still there');
  });

  test('a message that its owner deletes is gone from list and address, and the others stay', async () => {
    await sendText(alice, [BOB_ALIAS], 'To be deleted');
    const { id } = await awaitInbox(bob, ({ subject }) => subject === 'To be deleted', 'the message');
    const before = (await listMessages(bob, 'inbox')).length;
    equal((await bob(`/v1/messages/${id}`, { method: 'DELETE' })).status, 204);
    problem(await bob(`/v1/messages/${id}`), 404);
    problem(await bob(`/v1/messages/${id}/raw`), 404);
    problem(await bob(`/v1/messages/${id}`, { method: 'DELETE' }), 404);
    equal((await listMessages(bob, 'inbox')).length, before - 1);
  });

  test('paths and methods that are not there', async () => {
    problem(await alice('/v1/nothing'), 404);
    const answer = await alice('/v1/alias', { method: 'DELETE' });
    problem(answer, 405);
    ok(String(answer.headers['allow']).includes('PUT'));
  });
});
