import { deepEqual, equal, notDeepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { PUBLIC_PATHS, PUBLIC_POST_PATHS } from '../../../infra/public-paths.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import { ALICE, ALICE_ALIAS, NOW, openHouse, type Asked } from './house.ts';
import { answers, requests } from './interface-examples.ts';
import { faultsOf, operationOf, operations, published } from './published.ts';

const TLS = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' };

function contentOf(method: string, path: string, status: string): Record<string, unknown> {
  const schema = operationOf(method, path).responses[status]?.content?.['application/json']?.schema;
  if (schema === undefined) throw new Error(`${method} ${path} publishes no ${status}`);
  return schema;
}

for (const [method, path, body] of requests) {
  test(`${method} ${path}: the request shown is valid under the document`, () => {
    const schema = operationOf(method, path).requestBody?.content['application/json']?.schema ?? {};
    deepEqual(faultsOf(schema, body), []);
    notDeepEqual(faultsOf(schema, { ...(body as object), unknown: 1 }), [], 'unknown fields are refused');
    notDeepEqual(faultsOf(schema, {}), [], 'the schema asks for something');
  });
}

for (const [method, path, status, body] of answers) {
  test(`${method} ${path}: the ${status} shown is valid under the document`, () => {
    const schema = contentOf(method, path, status);
    deepEqual(faultsOf(schema, body, true), []);
    for (const name of Object.keys(body as object)) {
      const without = Object.fromEntries(Object.entries(body as object).filter(([key]) => key !== name));
      notDeepEqual(faultsOf(schema, without), [], `${name} is promised`);
    }
  });
}

test('the problem shown is valid under the document', () => {
  const body = {
    type: 'urn:secure-alias:problem:expert-mode-required',
    title: '…',
    status: 422,
    detail: '…',
    errors: [{ pointer: '/level', detail: '…' }],
  };
  const content = operationOf('PUT', '/v1/alias').responses['422']?.content?.['application/problem+json'];
  deepEqual(faultsOf(content?.schema ?? {}, body), []);
});

test('every example in the document is valid under the schema that it stands in', () => {
  let examples = 0;
  for (const [name, schema] of Object.entries(published.components.schemas)) {
    for (const example of schema.examples ?? []) {
      deepEqual(faultsOf({ $ref: `#/components/schemas/${name}` }, example, true), [], name);
      examples += 1;
    }
  }
  ok(examples >= 12);
});

test('the document is an OpenAPI 3.1 document of this server, with unique operations', () => {
  equal(published.openapi, '3.1.1');
  deepEqual(published.servers, [{ url: 'https://mail.example.org' }]);
  const names = operations.map(({ operation }) => operation.operationId);
  equal(new Set(names).size, names.length);
  const open = operations.filter(({ operation }) => operation.security.length === 0);
  deepEqual(open.map(({ path }) => path).sort(), [...PUBLIC_PATHS, ...PUBLIC_POST_PATHS].sort());
});

test('no reference in the document leads nowhere, and every path parameter is described', () => {
  for (const [, name = ''] of JSON.stringify(published).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    ok(name in published.components.schemas, name);
  }
  for (const { path, operation } of operations) {
    const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    deepEqual(
      described.map(({ name }) => `{${name}}`),
      path.match(/\{\w+\}/g) ?? [],
    );
  }
});

test('defaults are published', () => {
  const parameters = operationOf('GET', '/v1/messages').parameters ?? [];
  deepEqual(
    parameters.map(({ name, schema }) => [name, schema['default']]),
    [
      ['folder', 'inbox'],
      ['search', undefined],
      ['cursor', undefined],
      ['limit', 50],
    ],
  );
});

/** A day in the life: each route once, with success. */
async function walk() {
  const house = openHouse();
  const seen: { method: string; path: string; status: number; json: unknown; type: string }[] = [];
  const ask = async (method: string, path: string, at = path, asked: Asked = {}) => {
    const { status, json, headers } = await house.ask(method, at, asked);
    seen.push({ method, path, status, json, type: (headers['content-type'] ?? '').split(';', 1)[0] ?? '' });
    return json as Record<string, unknown>;
  };
  await ask('GET', '/healthz');
  await ask('GET', '/v1/openapi.json');
  await ask('GET', '/v1/evidence-keys');
  await ask('GET', '/why-refused');
  await ask('GET', '/v1/alias');
  await ask('PUT', '/v1/alias', '/v1/alias', {
    body: { enabled: true, expert: true, overrides: [{ domain: 'bank.example', level: 'encrypt' }] },
  });
  await ask('GET', '/v1/me');
  await ask('GET', '/v1/mail-programs');
  await ask('GET', '/v1/mail-program.mobileconfig');
  await ask('GET', '/mail/config-v1.1.xml');
  await ask('GET', '/.well-known/autoconfig/mail/config-v1.1.xml');
  await ask('POST', '/autodiscover/autodiscover.xml', '/autodiscover/autodiscover.xml', {
    as: null,
    body: `<EMailAddress>${ALICE_ALIAS}</EMailAddress>`,
    headers: { 'Content-Type': 'text/xml' },
  });
  await ask('GET', '/v1/identities');
  const made = await ask('POST', '/v1/app-passwords', '/v1/app-passwords', { body: { name: 'Phone' } });
  await ask('GET', '/v1/app-passwords');
  await ask('DELETE', '/v1/app-passwords/{id}', `/v1/app-passwords/${String(made['id'])}`);
  const file = { filename: 'a.pdf', contentType: 'application/pdf', size: 3 };
  const upload = await ask('POST', '/v1/uploads', '/v1/uploads', { body: file });
  await ask('DELETE', '/v1/uploads/{id}', `/v1/uploads/${String(upload['id'])}`);
  const letter = { from: ALICE_ALIAS, to: ['bob@good.example'], text: 'hi' };
  const sent = await ask('POST', '/v1/messages', '/v1/messages', { body: letter });
  const [delivery] = sent['deliveries'] as { id: string }[];
  await ask('GET', '/v1/deliveries');
  await ask('GET', '/v1/deliveries/{id}', `/v1/deliveries/${delivery?.id ?? ''}`);
  const item = house.deliveries.items.get(delivery?.id ?? '');
  if (item !== undefined) {
    const ended = { state: 'bounced', finishedAt: NOW, nextAttemptAt: null } as const;
    house.deliveries.items.set(item.id, { ...item, ...ended });
  }
  await ask('GET', '/v1/deliveries/{id}/evidence', `/v1/deliveries/${delivery?.id ?? ''}/evidence`);
  const id = createIdentifier(NOW);
  const message = {
    home: ALICE,
    folder: 'inbox' as const,
    id,
    kind: 'mail' as const,
    from: 'bob@good.example',
    to: [ALICE_ALIAS],
    subject: 'x',
    receivedAt: new Date(NOW).toISOString(),
    size: 1,
    tls: TLS,
    deliveryId: null,
  };
  const raw =
    'From: bob@good.example\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\nx';
  await house.mailbox.file(message, Buffer.from(raw));
  await ask('GET', '/v1/messages');
  await ask('GET', '/v1/messages/{id}', `/v1/messages/${id}`);
  await ask('GET', '/v1/messages/{id}/raw', `/v1/messages/${id}/raw`);
  await ask('GET', '/v1/messages/{id}/attachments/{index}', `/v1/messages/${id}/attachments/0`);
  await ask('PATCH', '/v1/messages/{id}', `/v1/messages/${id}`, { body: { unread: true } });
  await ask('DELETE', '/v1/messages/{id}', `/v1/messages/${id}`);
  const client = { address: '192.0.2.7', helo: null };
  const refusal = { recipient: ALICE_ALIAS, sender: '', client, reason: 'no-tls' as const };
  await house.refusals.record(ALICE_ALIAS, refusal, new Date(NOW));
  await ask('GET', '/v1/refusals');
  await ask('POST', '/v1/checks', '/v1/checks', { body: { recipient: 'bob@example.org' } });
  const operator = { email: 'operator@example.org', 'cognito:groups': ['operators'] };
  const asOperator = (method: string, path: string, at = path, body?: unknown) =>
    ask(method, path, at, { as: operator, ...(body === undefined ? {} : { body }) });
  await asOperator('GET', '/v1/admin/aliases');
  await asOperator('POST', '/v1/admin/aliases/overrides', '/v1/admin/aliases/overrides', {
    homes: null,
    overrides: [{ domain: 'bank.example', level: 'dane-only' }],
  });
  const trusted = { domain: 'bank.example', kind: 'ca', sha256: 'ab'.repeat(32) };
  const entry = await asOperator('POST', '/v1/admin/trust', '/v1/admin/trust', trusted);
  const entryPath = `/v1/admin/trust/${String(entry['id'])}`;
  await asOperator('GET', '/v1/admin/trust');
  await asOperator('POST', '/v1/admin/trust/preview', '/v1/admin/trust/preview', { domain: 'bank.example' });
  await asOperator('PATCH', '/v1/admin/trust/{id}', entryPath, { note: 'checked again' });
  await asOperator('DELETE', '/v1/admin/trust/{id}', entryPath);
  await asOperator('GET', '/v1/admin/actions');
  return seen;
}

test('every route answers what the document says, field for field, and every published route was asked', async () => {
  const seen = await walk();
  const name = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
  deepEqual(seen.map(name).sort(), operations.map(name).sort());
  for (const { method, path, status, json, type } of seen) {
    ok(status < 300, `${method} ${path} answered ${String(status)}`);
    const response = operationOf(method, path).responses[String(status)];
    ok(response !== undefined, `${method} ${path} publishes no ${String(status)}`);
    if (response.content === undefined) {
      equal(type, '', `${method} ${path} has no content`);
      continue;
    }
    const schema = response.content[type]?.schema;
    ok(schema !== undefined, `${method} ${path} publishes no ${type}`);
    if (type === 'application/json') deepEqual(faultsOf(schema, json, true), [], `${method} ${path}`);
  }
});

test('problems are what the document says', async () => {
  const house = openHouse();
  const asked: [method: string, path: string, at: string, with_: Asked][] = [
    ['GET', '/v1/alias', '/v1/alias', { as: null }],
    ['GET', '/v1/alias', '/v1/alias', { as: 'eve@other.example' }],
    ['PUT', '/v1/alias', '/v1/alias', { body: { enabled: true, level: 'verify' } }],
    ['PUT', '/v1/alias', '/v1/alias', { body: { enabled: true }, headers: { 'If-Match': '"9"' } }],
    ['PUT', '/v1/alias', '/v1/alias', { body: 'x' }],
    ['GET', '/v1/messages', '/v1/messages', { query: { limit: '0' } }],
    ['GET', '/v1/messages/{id}', '/v1/messages/x', {}],
    ['DELETE', '/v1/app-passwords/{id}', '/v1/app-passwords/x', {}],
  ];
  for (const [method, path, at, rest] of asked) {
    const { status, json, headers } = await house.ask(method, at, rest);
    const content = operationOf(method, path).responses[String(status)]?.content;
    const type = headers['content-type'] ?? '';
    deepEqual(
      faultsOf(content?.[type]?.schema ?? { not: {} }, json, true),
      [],
      `${method} ${path} ${String(status)}`,
    );
  }
});
