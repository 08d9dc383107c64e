/** POST /v1/messages in both forms, as an outside program, the providers and the recipients see it. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';

import { pointers, problem, type Api, type ApiAnswer } from './api-client.ts';
import {
  ALICE,
  ALICE_ALIAS,
  awaitInbox,
  finished,
  listMessages,
  sendText,
  startBench,
  type Bench,
  type SentAnswer,
} from './local-system.ts';
import { lines } from './mail-client.ts';

const BOB = 'bob@example.org';
const BOB_ALIAS = 'bob@secure.example.org';

let bench: Bench;
let alice: Api;
let bob: Api;

const letter = (more: object = {}): object => ({
  from: ALICE_ALIAS,
  to: ['bob@good.example'],
  subject: 'Hello',
  text: 'Hello',
  ...more,
});

before(async () => {
  bench = await startBench();
  [alice, bob] = await Promise.all([bench.as(ALICE), bench.as(BOB)]);
  for (const api of [alice, bob]) await api('/v1/alias', { method: 'PUT', json: { enabled: true } });
});
after(() => bench.close());

test('202 names a delivery per domain; each ends with a receipt, and the message is in Sent', async () => {
  const to = ['bob@good.example', 'Carl <carl@selfsigned.example>'];
  const answer = await alice('/v1/messages', {
    json: letter({ to, cc: ['dora@good.example'], subject: 'Two domains' }),
  });
  equal(answer.status, 202, answer.body.toString());
  const sent = answer.json<SentAnswer>();
  match(sent.messageId, /^<[^<>@]+@secure\.example\.org>$/);
  deepEqual(sent.deliveries.map(({ domain }) => domain).sort(), ['good.example', 'selfsigned.example']);
  for (const { id } of sent.deliveries) {
    const { state, receipt } = await finished(alice, id);
    equal(state, 'delivered');
    ok(receipt);
  }
  const listed = (await listMessages(alice, 'sent')).find(({ subject }) => subject === 'Two domains');
  ok(listed);
  const raw = (await alice(`/v1/messages/${listed.id}/raw`)).body.toString();
  ok(raw.includes(sent.messageId));
});

test('a blind copy reaches its reader and nobody reads of it', async () => {
  const json = letter({ to: ['bob@good.example'], bcc: ['blind@selfsigned.example'], subject: 'Blind' });
  const sent = (await alice('/v1/messages', { json })).json<SentAnswer>();
  await Promise.all(sent.deliveries.map(({ id }) => finished(alice, id)));
  for (const domain of ['good.example', 'selfsigned.example']) {
    const arrived = bench.world.received(domain).find(({ raw }) => raw.includes('Subject: Blind\r\n'));
    ok(arrived, domain);
    ok(!/blind@/.test(arrived.raw.toString()), domain);
  }
});

test('the same request under the same key twice: the same identifiers, and one copy at the provider', async () => {
  const headers = { 'idempotency-key': 'a key of ours' };
  const call = { json: letter({ subject: 'Only once' }), headers };
  const [first, second] = await Promise.all([alice('/v1/messages', call), alice('/v1/messages', call)]);
  const third = await alice('/v1/messages', call);
  for (const answer of [first, second, third]) equal(answer.status, 202, answer.body.toString());
  deepEqual(second.json(), first.json());
  deepEqual(third.json(), first.json());
  const [order] = first.json<SentAnswer>().deliveries;
  equal((await finished(alice, order?.id ?? '')).state, 'delivered');
  // Whatever came after the first has been handled once a later message has passed.
  const later = await sendText(alice, ['bob@good.example'], 'After the one');
  await finished(alice, later.deliveries[0]?.id ?? '');
  const copies = bench.world
    .received('good.example')
    .filter(({ raw }) => raw.includes('Subject: Only once\r\n'));
  equal(copies.length, 1);
  equal((await listMessages(alice, 'sent')).filter(({ subject }) => subject === 'Only once').length, 1);

  problem(await alice('/v1/messages', { json: letter({ subject: 'Another' }), headers }), 422);
  const his = await bob('/v1/messages', {
    json: letter({ from: BOB_ALIAS, subject: 'His own key' }),
    headers,
  });
  equal(his.status, 202, 'another user’s key is another key');
});

test('a whole message as message/rfc822 goes as it is; Bcc is removed', async () => {
  const body = ['', '.dot', 'Grüße', 'trailing  ', ''];
  const raw = lines(
    `From: Alice <${ALICE_ALIAS}>`,
    'To: bob@good.example',
    'Cc: dora@good.example',
    'Bcc: blind@selfsigned.example',
    'Subject: Uploaded',
    'Message-ID: <uploaded@secure.example.org>',
    'Date: Mon, 23 Nov 2026 10:00:00 +0000',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    ...body,
  );
  const upload = (text: string): Promise<ApiAnswer> =>
    alice('/v1/messages', { body: Buffer.from(text), headers: { 'content-type': 'message/rfc822' } });
  const answer = await upload(raw);
  equal(answer.status, 202, answer.body.toString());
  const sent = answer.json<{ messageId: string; deliveries: { id: string; recipients: string[] }[] }>();
  equal(sent.messageId, '<uploaded@secure.example.org>');
  deepEqual(sent.deliveries.flatMap(({ recipients }) => recipients).sort(), [
    'blind@selfsigned.example',
    'bob@good.example',
    'dora@good.example',
  ]);
  await Promise.all(sent.deliveries.map(({ id }) => finished(alice, id)));
  const arrived = bench.world
    .received('selfsigned.example')
    .find(({ raw: one }) => one.includes('<uploaded@'));
  const expected = raw.replace('Bcc: blind@selfsigned.example\r\n', '');
  ok(arrived?.raw.toString().endsWith(expected), arrived?.raw.toString());

  problem(await upload(raw.replace(`<${ALICE_ALIAS}>`, '<bob@secure.example.org>')), 422);
  problem(await upload(raw.replaceAll(/^(To|Cc|Bcc): .*\r\n/gm, '')), 422);
  problem(await upload(raw.replace('Grüße\r\n', 'Grüße\n')), 422);
  problem(await upload('no header at all'), 422);
});

test('attachments, text and HTML come out at the other end as they went in', async () => {
  const content = randomBytes(300_000);
  const json = letter({
    to: [BOB_ALIAS],
    subject: 'Grüße, 世界',
    text: 'Plain – text\n.\nFrom here\n',
    html: '<p>H<b>T</b>ML –</p>',
    inReplyTo: '<earlier@good.example>',
    attachments: [
      {
        filename: 'Übersicht – 世界.pdf',
        contentType: 'application/pdf',
        content: content.toString('base64'),
      },
      { filename: 'empty.txt', contentType: 'text/plain', content: '' },
    ],
  });
  equal((await alice('/v1/messages', { json })).status, 202);
  const listed = await awaitInbox(bob, ({ subject }) => subject === 'Grüße, 世界', 'the message');
  const message = (await bob(`/v1/messages/${listed.id}`)).json<{
    text: string;
    html: string;
    inReplyTo: string;
    from: string;
    attachments: { filename: string; contentType: string; content: string }[];
  }>();
  equal(message.text.trimEnd(), 'Plain – text\n.\nFrom here');
  equal(message.html.trimEnd(), '<p>H<b>T</b>ML –</p>');
  equal(message.inReplyTo, '<earlier@good.example>');
  ok(message.from.includes(ALICE_ALIAS));
  const [pdf, empty] = message.attachments;
  equal(pdf?.filename, 'Übersicht – 世界.pdf');
  equal(pdf.contentType, 'application/pdf');
  ok(Buffer.from(pdf.content, 'base64').equals(content));
  equal(empty?.filename, 'empty.txt');
  equal(empty.content, '');
});

test('an emoji in the subject is a character like any other', async () => {
  const subject = 'Party 🎉 at noon';
  const answer = await alice('/v1/messages', { json: letter({ to: [BOB_ALIAS], subject, text: '🎂' }) });
  equal(answer.status, 202, answer.body.toString());
  await awaitInbox(bob, (message) => message.subject === subject, subject);
});

test('what does not fit is refused with pointers, and nothing of it is sent', async () => {
  const send = (more: object): Promise<ApiAnswer> =>
    alice('/v1/messages', { json: letter({ subject: 'Never sent', ...more }) });
  const many = Array.from({ length: 101 }, (_, index) => `r${index}@good.example`);
  const [firstMany = ''] = pointers(problem(await send({ to: many }), 422));
  equal(firstMany, '/to');
  problem(await send({ to: many.slice(0, 50), cc: many.slice(50, 100), bcc: many.slice(100) }), 422);
  deepEqual(pointers(problem(await send({ to: ['nobody'] }), 422)), ['/to/0']);
  deepEqual(pointers(problem(await send({ to: ['a@good.example, b@good.example'] }), 422)), ['/to/0']);
  problem(await send({ to: [] }), 422);
  deepEqual(pointers(problem(await send({ subject: 'a\r\nBcc: eve@good.example' }), 422)), ['/subject']);
  for (const from of ['bob@secure.example.org', ALICE, 'eve@good.example']) {
    const refused = problem(await send({ from }), 422);
    deepEqual(pointers(refused), ['/from']);
    match(refused.detail, /alice@secure\.example\.org/);
  }
  deepEqual(
    pointers(
      problem(await send({ attachments: [{ filename: 'a', contentType: 'a/b', content: '?' }] }), 422),
    ),
    ['/attachments/0/content'],
  );
  deepEqual(pointers(problem(await send({ surprise: true }), 422)), ['/surprise']);
  ok((await listMessages(alice, 'sent')).every(({ subject }) => !subject.startsWith('Never sent')));
});

test('a hundred recipients are taken', async () => {
  const to = Array.from({ length: 100 }, (_, index) => `r${index}@good.example`);
  const sent = (
    await alice('/v1/messages', { json: letter({ to, subject: 'To a hundred' }) })
  ).json<SentAnswer>();
  const delivery = await finished(alice, sent.deliveries[0]?.id ?? '');
  equal(delivery.state, 'delivered');
  equal(delivery.recipients.length, 100);
});

test('a message over the limit is 413', async () => {
  const content = Buffer.alloc(26 * 1024 * 1024).toString('base64');
  const attachments = [{ filename: 'a', contentType: 'application/octet-stream', content }];
  problem(await alice('/v1/messages', { json: letter({ attachments }) }), 413);
});
