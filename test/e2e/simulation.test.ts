/** The API of the simulated internet on the running system: who is there, what reached them, and mail from them. */
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { after, before, test } from 'node:test';

import type { SendAnswer } from '../../infra/local/simulation/shapes.ts';
import type { ProviderDetails, ProviderView, SimulationEvent } from '../../infra/local/simulation/shapes.ts';
import { eventually, problem, type Api } from './api-client.ts';
import {
  ALICE,
  ALICE_ALIAS,
  awaitInbox,
  finished,
  sendText,
  startBench,
  type Bench,
} from './local-system.ts';

let bench: Bench;
let alice: Api;
let nobody: Api;
before(async () => {
  bench = await startBench();
  alice = await bench.as(ALICE);
  nobody = await bench.as(null);
  await alice('/v1/alias', { method: 'PUT', json: { enabled: true } });
});
after(() => bench.close());

const details = async (domain: string): Promise<ProviderDetails> =>
  (await nobody(`/simulation/providers/${domain}`)).json<ProviderDetails>();
const send = (letter: object) => nobody('/simulation/send', { json: { to: ALICE_ALIAS, ...letter } });

/** Opens the live transcript; `until` gives the events so far, up to the first that matches. */
async function watch(query = '', headers: Record<string, string> = {}) {
  const asking = request(new URL(`/simulation/events${query}`, bench.system.origin), {
    ca: bench.authority,
    headers,
  });
  asking.end();
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  equal(response.headers['content-type'], 'text/event-stream; charset=utf-8');
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    text += chunk;
  });
  response.on('error', () => undefined);
  const events = (): { id: number; event: SimulationEvent }[] =>
    [...text.matchAll(/^id: (\d+)\nevent: .*\ndata: (.*)\n\n/gm)].map(([, id, data = '']) => ({
      id: Number(id),
      event: JSON.parse(data) as SimulationEvent,
    }));
  return {
    events,
    until: async (matches: (event: SimulationEvent) => boolean) => {
      await eventually('the event', () => Promise.resolve(events().some(({ event }) => matches(event))));
      return events();
    },
    close: () => asking.destroy(),
  };
}

test('every provider is there, in words of both languages', async () => {
  const { items } = (await nobody('/simulation/providers')).json<{ items: ProviderView[] }>();
  deepEqual(
    items.map(({ domain }) => domain),
    [...bench.world.providers.keys()],
  );
  const plain = items.find(({ domain }) => domain === 'plain.example');
  deepEqual(plain?.description, {
    en: 'Offers no encryption at all.',
    de: 'Bietet gar keine Verschlüsselung an.',
  });
  deepEqual(
    plain.hosts.map(({ name, preference }) => [name, preference]),
    [['mx.plain.example', 10]],
  );
});

test('what a provider saw of a message: the whole over TLS, or nothing but a greeting', async () => {
  const { deliveries } = await sendText(alice, ['bob@good.example', 'bob@plain.example'], 'Top secret');
  for (const { id } of deliveries) await finished(alice, id);
  const good = await details('good.example');
  equal(good.messages, 1);
  const [message] = good.recentMessages;
  deepEqual([message?.mailFrom, message?.rcptTo], [ALICE_ALIAS, ['bob@good.example']]);
  equal(message?.tls?.version, 'TLSv1.3');
  ok(message.size > 100);
  const brought = good.recentConnections.find(({ id }) => id === message.connection);
  match(brought?.plaintext ?? '', /^EHLO \S+\r\nSTARTTLS\r\n$/);
  ok(brought?.lines.some(({ text, encrypted }) => text.startsWith('RCPT TO:<bob@') && encrypted));

  const plain = await details('PLAIN.example');
  equal(plain.messages, 0);
  equal(plain.encryptedConnections, 0);
  ok(plain.connections > 0);
  for (const { tls, plaintext } of plain.recentConnections) {
    equal(tls, null);
    doesNotMatch(plaintext, /alice|bob|secret|MAIL|RCPT/i);
  }
});

test('mail from a provider over TLS is in the inbox; without TLS it is refused, and on the list', async () => {
  const accepted = (await send({ as: 'carol@good.example', subject: 'Grüße', tls: true })).json<SendAnswer>();
  equal(accepted.outcome, 'accepted', accepted.detail);
  equal(accepted.tls?.version, 'TLSv1.3');
  const arrived = await awaitInbox(alice, ({ subject }) => subject === 'Grüße', 'the message');
  equal(arrived.tls?.version, 'TLSv1.3');

  const trials = [
    { as: 'carol@plain.example', tls: false, outcome: 'refused' },
    { as: 'carol@old.example', tls: 'outdated', outcome: 'broken' },
  ];
  for (const { as, tls, outcome } of trials) {
    const answer = (await send({ as, tls })).json<SendAnswer>();
    equal(answer.outcome, outcome, answer.detail);
    equal(answer.tls, null);
    if (outcome === 'refused') match(answer.detail, /^550 5\.7\.1 /);
  }
  await eventually('the refusal', async () => {
    const { items } = (await alice('/v1/refusals')).json<{ items: { sender: string; reason: string }[] }>();
    return items.find(({ sender, reason }) => sender === 'carol@plain.example' && reason === 'no-tls');
  });
});

test('the live transcript tells what happens, and what was missed', async () => {
  const live = await watch();
  const { deliveries } = await sendText(alice, ['bob@good.example'], 'Live');
  for (const { id } of deliveries) await finished(alice, id);
  const seen = await live.until((event) => event.kind === 'message');
  deepEqual(
    seen.map(({ id }) => id),
    seen.map((_, index) => (seen[0]?.id ?? 0) + index),
    'numbered without a gap',
  );
  ok(
    seen.some(
      ({ event }) =>
        event.kind === 'line' && event.direction === 'to-provider' && event.line.text === 'STARTTLS',
    ),
  );
  await send({ as: 'carol@plain.example', tls: false });
  await live.until(
    (event) =>
      event.kind === 'line' &&
      event.direction === 'from-provider' &&
      event.line.from === 'server' &&
      event.line.text.startsWith('550 5.7.1'),
  );
  const middle = seen[1]?.id ?? 0;
  for (const again of [await watch(`?after=${middle}`), await watch('', { 'last-event-id': `${middle}` })]) {
    const missed = await again.until((event) => event.kind === 'message');
    equal(missed[0]?.id, middle + 1);
    again.close();
  }
  live.close();
});

const OWN = { as: 'carol@good.example', to: ALICE_ALIAS };
const refused: [title: string, path: string, call: object, status: number, name: string][] = [
  [
    'a foreign page',
    '/simulation/send',
    { json: OWN, headers: { origin: 'https://evil.example' } },
    403,
    'not-allowed',
  ],
  [
    'a form',
    '/simulation/send',
    { body: 'as=x', headers: { 'content-type': 'text/plain' } },
    415,
    'unsupported-media-type',
  ],
  [
    'no JSON',
    '/simulation/send',
    { body: '{', headers: { 'content-type': 'application/json' } },
    422,
    'invalid-request',
  ],
  ['nobody simulated', '/simulation/send', { json: { ...OWN, as: 'a@real.test' } }, 422, 'invalid-request'],
  ['somebody else', '/simulation/send', { json: { ...OWN, to: 'bob@good.example' } }, 422, 'invalid-request'],
  [
    'two commands',
    '/simulation/send',
    { json: { ...OWN, as: 'a>\r\nRSET@good.example' } },
    422,
    'invalid-request',
  ],
  [
    'two header fields',
    '/simulation/send',
    { json: { ...OWN, subject: 'a\r\nBcc: b' } },
    422,
    'invalid-request',
  ],
  ['too much', '/simulation/send', { json: { ...OWN, text: 'x'.repeat(70_000) } }, 413, 'too-large'],
  ['a method', '/simulation/send', { method: 'GET' }, 405, 'method-not-allowed'],
  ['nobody there', '/simulation/providers/other.example', {}, 404, 'not-found'],
];
for (const [title, path, call, status, name] of refused) {
  test(`${path}, ${title}: ${status}`, async () => {
    const before = bench.world.receivedCount('good.example');
    problem(await nobody(path, call), status, name);
    equal(bench.world.receivedCount('good.example'), before);
  });
}

test('a name that was rebound to this machine gets nothing, whatever it asks for', async () => {
  for (const path of ['/simulation/providers', '/simulation/events', '/simulation/send']) {
    const asking = request(new URL(path, bench.system.origin), {
      ca: bench.authority,
      servername: 'localhost',
      headers: { host: 'evil.example' },
    });
    asking.end();
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    equal(response.statusCode, 403, path);
    response.resume();
  }
});

test('pages of our own may send', async () => {
  const headers = { origin: bench.system.origin };
  equal((await nobody('/simulation/send', { json: OWN, headers })).status, 200);
});

test('mail programs are told the ports that were picked', async () => {
  const { submission } = (await alice('/v1/mail-programs')).json<{
    submission: { host: string; servers: { port: number }[] };
  }>();
  equal(submission.host, 'localhost');
  deepEqual(
    submission.servers.map(({ port }) => port),
    [bench.system.ports.submissions, bench.system.ports.submission],
  );
});
