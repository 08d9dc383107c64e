/** The function as it is deployed: its own environment and stores, on the AWS stand-ins. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startEmbeddedAws, type EmbeddedAws } from '../../../infra/local/aws/embedded-aws.ts';
import { evidenceKey } from '../../../infra/local/evidence-secret.ts';
import { createResources } from '../../../infra/local/aws/resources.ts';
import type { Api } from '../../../functions/settings-api/api.ts';
import { mailboxStore } from '../../../shared/store/mailbox.ts';
import { bodyStore } from '../../../shared/store/bodies.ts';
import { refusalStore } from '../../../shared/store/refusals.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import { ALICE, ALICE_ALIAS, buildEvent, NOW, type Asked } from './house.ts';

let dataDirectory: string;
let aws: EmbeddedAws;
let handler: Api;

before(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'settings-api-'));
  aws = await startEmbeddedAws({ dataDirectory });
  const resources = await createResources(aws.environment);
  Object.assign(process.env, aws.environment, resources, {
    ALIAS_DOMAINS: 'secure.example.org=example.org',
    PUBLIC_URL: 'https://mail.example.org',
    HOST_NAME: 'mx.secure.example.org',
    DNS_SERVERS: '127.0.0.1:9',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  process.env['EVIDENCE_KEY'] = await evidenceKey();
  ({ handler } = await import('../../../functions/settings-api/handler.ts'));
});

after(async () => {
  await aws.close();
  await rm(dataDirectory, { recursive: true });
});

async function ask(method: string, path: string, asked?: Asked) {
  const { statusCode, body = '', isBase64Encoded = false } = await handler(buildEvent(method, path, asked));
  const raw = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return { status: statusCode, raw, json: () => JSON.parse(raw.toString()) as Record<string, unknown> };
}

/** Walks a list to its end, two items a page. */
async function pages(path: string, query: Record<string, string> = {}, as: Asked['as'] = ALICE) {
  const items: Record<string, unknown>[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 10; page += 1) {
    const whole: Record<string, string> = { ...query, limit: '2', ...(cursor === null ? {} : { cursor }) };
    const answer = await ask('GET', path, { as, query: whole });
    equal(answer.status, 200, answer.raw.toString());
    const { items: found, next } = answer.json();
    items.push(...(found as Record<string, unknown>[]));
    cursor = next as string | null;
    if (cursor === null) return items;
  }
  throw new Error(`${path} does not end`);
}

test('settings are kept, and of two changes at once one goes on top of the other', async () => {
  const bodies = [{ enabled: true, language: 'de' }, { enabled: true }];
  const answers = await Promise.all(bodies.map((body) => ask('PUT', '/v1/alias', { body })));
  deepEqual(
    answers.map(({ status }) => status),
    [200, 200],
  );
  equal((await ask('GET', '/v1/alias')).json()['enabled'], true);
  const headers = { 'If-Match': '"1"' };
  equal((await ask('PUT', '/v1/alias', { headers, body: { enabled: false } })).status, 412);
});

test('messages are taken over once per key, small and large, and listed as deliveries by page', async () => {
  await ask('PUT', '/v1/alias', { body: { enabled: true } });
  const send = (key: string, text: string) =>
    ask('POST', '/v1/messages', {
      headers: { 'Idempotency-Key': key },
      body: { from: ALICE_ALIAS, to: ['a@good.example', 'b@plain.example'], text },
    });
  const first = await send('one', 'small');
  equal(first.status, 202, first.raw.toString());
  deepEqual((await send('one', 'small')).json(), first.json());
  equal((await send('one', 'other')).status, 422);
  equal((await send('two', 'large '.repeat(100_000))).status, 202);
  const deliveries = await pages('/v1/deliveries');
  equal(new Set(deliveries.map(({ id }) => id)).size, 4);
  equal((await pages('/v1/deliveries', { state: 'queued' })).length, 4);
  deepEqual(await pages('/v1/deliveries', { state: 'bounced' }), []);
});

test('app passwords are made and ended', async () => {
  const { json } = await ask('POST', '/v1/app-passwords', { body: { name: 'Phone' } });
  match(String(json()['password']), /^([a-z0-9]{4}-){5}[a-z0-9]{4}$/);
  const path = `/v1/app-passwords/${String(json()['id'])}`;
  equal((await ask('DELETE', path, { as: 'bob@example.org' })).status, 404);
  equal((await ask('DELETE', path)).status, 204);
  equal((await ask('DELETE', path)).status, 404);
});

test('mailbox, refusals and aliases are walked page by page', async () => {
  const mailbox = mailboxStore(
    String(process.env['MAILBOX_TABLE']),
    bodyStore(String(process.env['BODIES_BUCKET'])),
  );
  const ids = Array.from({ length: 5 }, (_, at) => createIdentifier(NOW + at));
  for (const id of ids) {
    const seen = { home: ALICE, folder: 'inbox', kind: 'mail', tls: null, deliveryId: null } as const;
    const listed = { from: 'b@good.example', to: [ALICE_ALIAS], subject: id, size: 1 };
    await mailbox.file(
      { ...seen, ...listed, id, receivedAt: new Date(NOW).toISOString() },
      Buffer.from('S: x\r\n'),
    );
  }
  deepEqual(
    (await pages('/v1/messages')).map(({ id }) => id),
    ids.toReversed(),
  );
  const [id = ''] = ids;
  equal((await ask('GET', `/v1/messages/${id}/raw`)).raw.toString(), 'S: x\r\n');
  equal((await ask('DELETE', `/v1/messages/${id}`)).status, 204);
  equal((await ask('GET', `/v1/messages/${id}`)).status, 404);

  const refusals = refusalStore(String(process.env['REFUSALS_TABLE']));
  for (const helo of ['a', 'b', 'c']) {
    const client = { address: '192.0.2.7', helo };
    const refusal = { recipient: ALICE_ALIAS, sender: '', client, reason: 'no-tls' } as const;
    await refusals.record(ALICE_ALIAS, refusal, new Date());
  }
  equal((await pages('/v1/refusals')).length, 3);

  for (const name of ['bob', 'carol', 'dora']) await ask('GET', '/v1/alias', { as: `${name}@example.org` });
  const operator = { email: 'dora@example.org', 'cognito:groups': '[operators]' };
  equal((await pages('/v1/admin/aliases', {}, operator)).length, 4);
});

test('operators keep the trust store, page by page', async () => {
  const as = { email: 'dora@example.org', 'cognito:groups': '[operators]' };
  const add = (digit: string) =>
    ask('POST', '/v1/admin/trust', {
      as,
      body: { domain: 'bank.example', kind: 'certificate', sha256: digit.repeat(64) },
    });
  for (const digit of ['1', '2', '3']) equal((await add(digit)).status, 201);
  equal((await add('1')).status, 409);
  equal((await pages('/v1/admin/trust', {}, as)).length, 3);
  const [first] = await pages('/v1/admin/trust', { domain: 'bank.example' }, as);
  const path = `/v1/admin/trust/${String(first?.['id'])}`;
  const headers = { 'If-Match': String(first?.['etag']) };
  equal((await ask('PATCH', path, { as, headers, body: { note: 'x' } })).status, 200);
  equal((await ask('DELETE', path, { as, headers })).status, 412);
  equal((await ask('DELETE', path, { as })).status, 204);
  equal((await pages('/v1/admin/trust', {}, as)).length, 2);
});
