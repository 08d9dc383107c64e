import { deepEqual, equal, notEqual, ok, throws } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';

import * as packet from 'dns-packet';

import { createAuthority } from '../../../infra/local/internet/certificates.ts';
import { createClient, type ClientOptions } from '../../../shared/dns/client.ts';
import type { NameServer } from '../../../shared/dns/name-servers.ts';
import { parseName } from '../../../shared/dns/wire/name.ts';
import { startNameServer, type Asked } from './name-server-double.ts';
import { encodeAnswer, rr } from './signed-world.ts';

const authority = await createAuthority({ commonName: 'Test authority' });
const certificate = {
  ...(await authority.issue({ names: ['resolver.test'], addresses: ['127.0.0.1'] })),
  name: 'resolver.test',
};

function answerTo(
  { query }: Asked,
  address = '192.0.2.1',
  change: { id?: number; name?: string; flags?: number } = {},
): Buffer {
  const [question] = packet.decode(query).questions ?? [];
  ok(question !== undefined);
  const asked = change.name ?? question.name;
  return encodeAnswer(asked, question.type, {
    id: change.id ?? query.readUInt16BE(),
    flags: change.flags ?? 0,
    answers: [rr(asked, 'A', address)],
  });
}

function client(
  t: { after: (clean: () => void) => void },
  servers: readonly NameServer[],
  more: Partial<ClientOptions> = {},
) {
  const made = createClient({ servers, certificateAuthorities: [authority.certificatePem], ...more });
  t.after(made.close);
  return async (text: string, milliseconds = 5000) => {
    const name = parseName(text);
    ok(name !== null);
    return made.ask({ name, type: 1, checking: 'disabled' }, milliseconds);
  };
}

const summary = (reply: Awaited<ReturnType<ReturnType<typeof client>>>) =>
  reply.kind === 'message'
    ? reply.answer.map(({ data }) => ('address' in data ? data.address : data.kind))
    : reply.kind;

test('UDP: each question has an id of its own, from a port of its own', async (t) => {
  await using server = await startNameServer((asked) => [answerTo(asked)]);
  const ask = client(t, [server.server]);
  const names = Array.from({ length: 8 }, (_, index) => `n${index}.test`);
  const replies = await Promise.all(names.map((name) => ask(name)));
  ok(replies.every((reply) => summary(reply).includes('192.0.2.1')));
  equal(new Set(server.asked.map(({ port }) => port)).size, 8);
  // Eight random ids of 65,536 are all the same once in 10 to the 33rd.
  ok(new Set(server.asked.map(({ query }) => query.readUInt16BE())).size > 1);
});

test('UDP: wrong id, a query for an answer, and noise are left lying; the true answer counts', async (t) => {
  await using server = await startNameServer((asked) => [
    Buffer.alloc(3),
    asked.query,
    answerTo(asked, '192.0.2.66', { id: (asked.query.readUInt16BE() + 1) % 65536 }),
    answerTo(asked),
  ]);
  deepEqual(summary(await client(t, [server.server])('one.test')), ['192.0.2.1']);
});

test('UDP: an answer with the right id to another question is left lying too', async (t) => {
  await using server = await startNameServer((asked) => [
    answerTo(asked, '192.0.2.66', { name: 'other.test' }),
    answerTo(asked),
  ]);
  deepEqual(summary(await client(t, [server.server])('one.test')), ['192.0.2.1']);
});

test('TLS: an answer with the right id to another question is none', async (t) => {
  await using server = await startNameServer(
    (asked) => [answerTo(asked, '192.0.2.66', { name: 'other.test' })],
    certificate,
  );
  equal(summary(await client(t, [server.server])('one.test')), 'failed');
});

test('UDP: an answer that is cut short is asked for again over TCP', async (t) => {
  await using server = await startNameServer((asked) =>
    asked.over === 'udp' ? [answerTo(asked, '192.0.2.66', { flags: 0x0200 })] : [answerTo(asked)],
  );
  deepEqual(summary(await client(t, [server.server])('one.test')), ['192.0.2.1']);
  deepEqual(
    server.asked.map(({ over }) => over),
    ['udp', 'stream'],
  );
});

test('TLS: questions share one connection, padded, and answers come in any order', async (t) => {
  const held: (() => void)[] = [];
  await using server = await startNameServer(async (asked) => {
    // Nobody is answered before all three have asked, the first one last.
    const turn = new Promise<void>((resolve) => held.unshift(resolve));
    if (held.length === 3) for (const release of held) release();
    await turn;
    return [answerTo(asked)];
  }, certificate);
  const ask = client(t, [server.server]);
  const replies = await Promise.all(['one.test', 'two.test', 'three.test'].map((name) => ask(name)));
  deepEqual(replies.map(summary), [['192.0.2.1'], ['192.0.2.1'], ['192.0.2.1']]);
  deepEqual(
    replies.map((reply) => (reply.kind === 'message' ? reply.question.name : '')),
    ['one.test', 'two.test', 'three.test'],
  );
  deepEqual([...new Set(server.asked.map(({ connection }) => connection))], [1]);
  ok(server.asked.every(({ query }) => query.length % 128 === 0));
  equal(new Set(server.asked.map(({ query }) => query.readUInt16BE())).size, 3);
});

test('TLS: the same question at the same time is asked once', async (t) => {
  await using server = await startNameServer((asked) => [answerTo(asked)], certificate);
  const ask = client(t, [server.server]);
  await Promise.all([ask('one.test'), ask('one.test')]);
  equal(server.asked.length, 1);
});

test('TLS: a connection that has died is replaced without anybody noticing', async (t) => {
  await using server = await startNameServer(
    (asked) => (asked.connection === 1 && server.asked.length > 1 ? 'hang up' : [answerTo(asked)]),
    certificate,
  );
  const ask = client(t, [server.server]);
  deepEqual(summary(await ask('one.test')), ['192.0.2.1']);
  deepEqual(summary(await ask('two.test')), ['192.0.2.1']);
  deepEqual(
    server.asked.map(({ connection }) => connection),
    [1, 1, 2],
  );
});

test('TLS: a certificate with another name, or from nobody we know, gets no question', async (t) => {
  await using server = await startNameServer((asked) => [answerTo(asked)], certificate);
  equal(summary(await client(t, [{ ...server.server, name: 'other.test' }])('one.test')), 'failed');
  const { certificatePem } = await createAuthority({ commonName: 'Another authority' });
  equal(
    summary(await client(t, [server.server], { certificateAuthorities: [certificatePem] })('one.test')),
    'failed',
  );
  equal(server.asked.length, 0);
});

test('TLS: without a name the address must be in the certificate', async (t) => {
  await using server = await startNameServer((asked) => [answerTo(asked)], certificate);
  const { address, port, transport } = server.server;
  deepEqual(summary(await client(t, [{ address, port, transport }])('one.test')), ['192.0.2.1']);
  const other = { ...(await authority.issue({ names: ['resolver.test'] })) };
  await using nameOnly = await startNameServer((asked) => [answerTo(asked)], other);
  equal(summary(await client(t, [nameOnly.server])('one.test')), 'failed');
});

test('TLS: a name that is an address must be in the certificate, whatever address is asked', async (t) => {
  await using server = await startNameServer((asked) => [answerTo(asked)], certificate);
  deepEqual(summary(await client(t, [{ ...server.server, name: '127.0.0.1' }])('one.test')), ['192.0.2.1']);
  equal(summary(await client(t, [{ ...server.server, name: '127.0.0.2' }])('one.test')), 'failed');
});

test('a question waits no longer than its own time for the answer to an equal one', async (t) => {
  await using server = await startNameServer(() => []);
  const ask = client(t, [server.server]);
  const first = ask('one.test', 400);
  let over = false;
  void first.then(() => (over = true));
  deepEqual(await ask('one.test', 30), { kind: 'failed', detail: 'timeout' });
  equal(over, false);
  await first;
});

test('a server that is down, one that refuses, one that answers: the third counts, and is asked first next', async (t) => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const bound = closed.address();
  ok(bound !== null && typeof bound === 'object');
  closed.close();
  await once(closed, 'close');
  await using refusing = await startNameServer((asked) => [answerTo(asked, '192.0.2.66', { flags: 2 })]);
  await using good = await startNameServer((asked) => [answerTo(asked)]);
  const down: NameServer = { address: '127.0.0.1', port: bound.port, transport: 'udp' };
  const ask = client(t, [down, refusing.server, good.server]);
  deepEqual(summary(await ask('one.test')), ['192.0.2.1']);
  deepEqual(summary(await ask('two.test')), ['192.0.2.1']);
  equal(refusing.asked.length, 1);
  equal(good.asked.length, 2);
});

test('where all refuse, the response code is the answer', async (t) => {
  await using server = await startNameServer((asked) => [answerTo(asked, '192.0.2.66', { flags: 2 })]);
  const reply = await client(t, [server.server])('one.test');
  ok(reply.kind === 'message');
  equal(reply.responseCode, 2);
});

test('silence ends with the time that was given', async (t) => {
  for (const tls of [undefined, certificate]) {
    await using server = await startNameServer(() => [], tls);
    const reply = await client(t, [server.server], { queryMilliseconds: 30 })('one.test', 100);
    deepEqual(reply, { kind: 'failed', detail: 'timeout' });
    ok(server.asked.length >= 1);
  }
});

test('a stream of rubbish is malformed', async (t) => {
  await using server = await startNameServer(
    ({ query }) => [Buffer.concat([query.subarray(0, 2), Buffer.alloc(60_000, 255)])],
    certificate,
  );
  equal(summary(await client(t, [server.server])('one.test')), 'malformed');
});

for (const server of [
  { address: '192.0.2.1', port: 53, transport: 'udp' },
  { address: 'resolver.test', port: 853, transport: 'tls' },
  { address: '127.0.0.1', port: 0, transport: 'udp' },
] as const)
  test(`${server.address} port ${server.port} over ${server.transport} is refused as a server`, () => {
    throws(() => createClient({ servers: [server] }), RangeError);
  });

test('no server at all is refused', () => {
  throws(() => createClient({ servers: [] }), RangeError);
  notEqual(createClient({ servers: [{ address: '::1', port: 53, transport: 'udp' }] }), null);
});
