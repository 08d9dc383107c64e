import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { createIdentifier } from '../../../shared/store/identifier.ts';
import type { MailboxMessage } from '../../../shared/store/mailbox.ts';
import { ALICE, BOB, NOW, openHouse, verdict, type House } from './house.ts';

const TLS = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' };

async function file(house: House, at: number, raw: string | Buffer, more: Partial<MailboxMessage> = {}) {
  const body = Buffer.from(raw);
  const message: MailboxMessage = {
    home: ALICE,
    folder: 'inbox',
    id: createIdentifier(NOW + at),
    kind: 'mail',
    from: '"Bob" <bob@good.example>',
    to: ['alice@secure.example.org'],
    subject: `message ${String(at)}`,
    receivedAt: new Date(NOW + at).toISOString(),
    size: body.length,
    tls: TLS,
    deliveryId: null,
    ...more,
  };
  await house.mailbox.file(message, body);
  return message;
}

interface Page {
  items: { id: string; subject: string }[];
  next: string | null;
}

test('a folder, newest first, page by page, each message once', async () => {
  const house = openHouse();
  for (let at = 0; at < 5; at += 1) await file(house, at, 'x');
  await file(house, 9, 'x', { folder: 'sent' });
  await file(house, 9, 'x', { home: BOB });
  const subjects: string[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const query: Record<string, string> = { limit: '2', ...(cursor === null ? {} : { cursor }) };
    const page = (await house.ask('GET', '/v1/messages', { query })).json as Page;
    subjects.push(...page.items.map(({ subject }) => subject));
    cursor = page.next;
    pages += 1;
  } while (cursor !== null && pages < 10);
  deepEqual(subjects, ['message 4', 'message 3', 'message 2', 'message 1', 'message 0']);
  equal(pages, 3);
});

test('an item of the list says what the interface promises, and nothing of the store', async () => {
  const house = openHouse();
  const message = await file(house, 0, 'Subject: x\r\n\r\ny');
  const { json } = await house.ask('GET', '/v1/messages', { query: { folder: 'inbox' } });
  const { home, ...shown } = message;
  equal(home, ALICE);
  deepEqual(json, { items: [{ ...shown, unread: false }], next: null });
});

test('parsed: text, HTML, header fields and attachments', async () => {
  const house = openHouse();
  const raw = [
    'From: =?UTF-8?Q?J=C3=BCrgen_=22JM=22?= <jm@good.example>',
    'To: Alice <alice@secure.example.org>, team: a@x.example, b@x.example;',
    'Cc: carol@good.example',
    'Reply-To: list@good.example',
    'Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=',
    'Date: Mon, 23 Nov 2026 11:00:00 +0100',
    'Message-ID: <2@good.example>',
    'In-Reply-To: <1@secure.example.org>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: multipart/alternative; boundary=a',
    '',
    '--a',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Grüße',
    '--a',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Grüße</p>',
    '--a--',
    '--b',
    'Content-Type: application/pdf; name="a.pdf"',
    'Content-Disposition: attachment; filename="a.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    'JVBERi0xLjcK',
    '--b--',
    '',
  ].join('\r\n');
  const { id } = await file(house, 0, raw);
  const { json } = await house.ask('GET', `/v1/messages/${id}`);
  const { text, html, ...rest } = json as { text: string; html: string };
  deepEqual([text.trim(), html.trim()], ['Grüße', '<p>Grüße</p>']);
  deepEqual(rest, {
    id,
    folder: 'inbox',
    kind: 'mail',
    receivedAt: '2026-11-23T10:00:00.000Z',
    size: Buffer.byteLength(raw),
    tls: TLS,
    deliveryId: null,
    unread: false,
    from: '"Jürgen \\"JM\\"" <jm@good.example>',
    to: ['"Alice" <alice@secure.example.org>', 'a@x.example', 'b@x.example'],
    cc: ['carol@good.example'],
    replyTo: ['list@good.example'],
    subject: 'Grüße',
    date: '2026-11-23T10:00:00.000Z',
    messageId: '<2@good.example>',
    inReplyTo: '<1@secure.example.org>',
    references: null,
    shortened: false,
    attachments: [
      {
        filename: 'a.pdf',
        contentType: 'application/pdf',
        disposition: 'attachment',
        contentId: null,
        size: 9,
        content: 'JVBERi0xLjcK',
      },
    ],
  });
});

test('an answer can be addressed with what a parsed message shows', async () => {
  const house = openHouse();
  await house.switchOn();
  const { id } = await file(house, 0, 'From: "Smith, \\"Bob\\"" <bob@good.example>\r\n\r\nhi');
  const { from } = (await house.ask('GET', `/v1/messages/${id}`)).json as { from: string };
  const body = { from: 'alice@secure.example.org', to: [from], text: 'hello' };
  equal((await house.ask('POST', '/v1/messages', { body })).status, 202);
});

test('a notice shows its text; the original and the machine part are attachments', async () => {
  const house = openHouse();
  const raw = [
    'From: Mail Delivery <postmaster@secure.example.org>',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Your message was not sent.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.secure.example.org',
    '',
    'Final-Recipient: rfc822; bob@plain.example',
    'Action: failed',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Subject: original',
    '',
    'the original text',
    '--b--',
    '',
  ].join('\r\n');
  const { id } = await file(house, 0, raw, { kind: 'failure-notice', tls: null });
  const { json } = await house.ask('GET', `/v1/messages/${id}`);
  const { text, attachments } = json as { text: string; attachments: { contentType: string }[] };
  equal(text.trim(), 'Your message was not sent.');
  deepEqual(
    attachments.map(({ contentType }) => contentType),
    ['message/delivery-status', 'message/rfc822'],
  );
});

test('read and unread: marked as often as one likes, listed and shown, gone is gone', async () => {
  const house = openHouse();
  const message = await file(house, 0, 'x', { unread: true });
  const path = `/v1/messages/${message.id}`;
  const listed = async () => {
    const { items } = (await house.ask('GET', '/v1/messages')).json as { items: { unread: boolean }[] };
    return items.map(({ unread }) => unread);
  };
  deepEqual(await listed(), [true]);
  for (const unread of [false, false, true]) {
    const { status, json } = await house.ask('PATCH', path, { body: { unread } });
    deepEqual([status, (json as { unread: boolean }).unread], [200, unread]);
    deepEqual(await listed(), [unread]);
  }
  equal(verdict(await house.ask('PATCH', path, { as: BOB, body: { unread: false } })), '404 not-found');
  equal(
    verdict(await house.ask('PATCH', path, { body: { unread: 'no' } })),
    '422 invalid-request body:/unread',
  );
  house.mailbox.mark = () => Promise.resolve(null);
  equal(verdict(await house.ask('PATCH', path, { body: { unread: false } })), '404 not-found');
});

const hostile: [raw: string | Buffer, why: string][] = [
  ['', 'empty'],
  [Buffer.from([0, 1, 2, 0xff, 0xfe]), 'binary'],
  ['no header at all', 'no header'],
  ['Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n', 'an unfinished multipart'],
  [`X: ${'x'.repeat(3 * 1024 * 1024)}\r\n\r\nbody`, 'three megabytes of header'],
  ['From: <>\r\nTo: ,,,\r\nDate: yesterday\r\n\r\nx', 'fields without sense'],
];
for (const [raw, why] of hostile) {
  test(`a message that is ${why} can still be read`, async () => {
    const house = openHouse();
    const { id } = await file(house, 0, raw);
    equal((await house.ask('GET', `/v1/messages/${id}`)).status, 200);
    deepEqual((await house.ask('GET', `/v1/messages/${id}/raw`)).raw, Buffer.from(raw));
  });
}

test('raw: octet for octet, as message/rfc822', async () => {
  const house = openHouse();
  const raw = Buffer.from([0x53, 0x3a, 0x20, 0xff, 0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0a, 0x0d]);
  const { id } = await file(house, 0, raw);
  const answer = await house.ask('GET', `/v1/messages/${id}/raw`);
  equal(answer.headers['content-type'], 'message/rfc822');
  deepEqual(answer.raw, raw);
});

test('removed is removed, its body too', async () => {
  const house = openHouse();
  const { id } = await file(house, 0, 'x');
  const path = `/v1/messages/${id}`;
  const removed = await house.ask('DELETE', path);
  deepEqual([removed.status, removed.raw.length], [204, 0]);
  for (const [method, where] of [
    ['GET', path],
    ['GET', `${path}/raw`],
    ['DELETE', path],
  ] as const) {
    equal(verdict(await house.ask(method, where)), '404 not-found');
  }
  equal(house.mailbox.all().length, 0);
});

test('another user’s message, an unknown one and an impossible one answer alike', async () => {
  const house = openHouse();
  const { id } = await file(house, 0, 'secret');
  const bodies = new Set<string>();
  for (const asked of [
    { as: BOB, id },
    { as: ALICE, id: createIdentifier(NOW) },
    { as: ALICE, id: 'inbox#x' },
  ]) {
    for (const suffix of ['', '/raw']) {
      const answer = await house.ask('GET', `/v1/messages/${encodeURIComponent(asked.id)}${suffix}`, asked);
      equal(verdict(answer), '404 not-found');
      bodies.add(answer.raw.toString());
    }
    equal(
      verdict(await house.ask('DELETE', `/v1/messages/${encodeURIComponent(asked.id)}`, asked)),
      '404 not-found',
    );
  }
  equal(bodies.size, 1);
  equal(house.mailbox.all().length, 1);
});

test('a body that is gone while its item is listed: 404, and a line for us', async () => {
  const house = openHouse();
  const { id } = await file(house, 0, 'x');
  house.mailbox.raw = () => Promise.resolve(null);
  equal(verdict(await house.ask('GET', `/v1/messages/${id}`)), '404 not-found');
  equal(
    house.observer.lines.some(({ level }) => level === 'warn'),
    true,
  );
});
