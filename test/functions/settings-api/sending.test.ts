import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import PostalMime from 'postal-mime';

import { ALICE, ALICE_ALIAS, BOB, NOW, openHouse, verdict, type House } from './house.ts';

const LETTER = { from: ALICE_ALIAS, to: ['bob@good.example'], subject: 'Lunch', text: 'At noon?' };

interface Accepted {
  id: string;
  messageId: string;
  deliveries: { id: string; domain: string; recipients: string[]; level: string }[];
}

async function openWithAliceOn(): Promise<House> {
  const house = openHouse();
  await house.switchOn();
  return house;
}

function sent(house: House) {
  const [entry] = house.outbound.sent;
  if (entry?.item.kind !== 'accepted') throw new Error('nothing was sent');
  return entry.item;
}

async function octets(house: House): Promise<Buffer> {
  return house.bodies.load(sent(house).body);
}

function people(...count: [number]): string[] {
  return Array.from({ length: count[0] }, (_, at) => `r${String(at)}@good.example`);
}

const pdf = { filename: 'a.pdf', contentType: 'application/pdf', content: 'JVBERi0xLjcK' };

/** What differs from LETTER → verdict. */
const rows: [change: Record<string, unknown>, expected: string, why: string][] = [
  [{}, '202', 'the plain letter'],
  [{ from: 'alice+shop@secure.example.org' }, '202', 'a subaddress is Alice’s'],
  [{ from: 'Alice@SECURE.example.org' }, '202', 'our local parts have no case'],
  [{ from: 'bob@secure.example.org' }, '422 invalid-request body:/from', 'somebody else’s alias'],
  [{ from: ALICE }, '422 invalid-request body:/from', 'the home address is no alias'],
  [{ from: 'postmaster@secure.example.org' }, '422 invalid-request body:/from', 'a role address'],
  [{ from: 'alice@secure.example.org, bob@x.example' }, '422 invalid-request body:/from', 'two senders'],
  [{ from: undefined }, '422 invalid-request body:/from', 'no sender'],
  [{ to: ['"Bob B." <bob@good.example>'] }, '202', 'a display name'],
  [{ to: [] }, '422 invalid-request body:/to', 'nobody'],
  [{ to: undefined, bcc: ['bob@good.example'] }, '202', 'blind copies only'],
  [{ to: 'bob@good.example' }, '422 invalid-request body:/to', 'a text is no list'],
  [{ to: ['bob@good.example', 'bob'] }, '422 invalid-request body:/to/1', 'no address'],
  [{ to: ['bob@good.example, eve@x.example'] }, '422 invalid-request body:/to/0', 'two in one'],
  [{ to: ['a@x.example, <b@good.example>'] }, '422 invalid-request body:/to/0', 'two in one, in disguise'],
  [{ to: ['team: bob@good.example;'] }, '422 invalid-request body:/to/0', 'a group'],
  [
    { cc: ['bob@[192.0.2.1]'] },
    '422 invalid-request body:/cc/0',
    'no level can be proven for an address literal',
  ],
  [{ bcc: ['bob@good.example\r\nX: y'] }, '422 invalid-request body:/bcc/0', 'header injection'],
  [{ to: ['"B\nX: y" <bob@good.example>'] }, '422 invalid-request body:/to/0', 'header injection by name'],
  [{ to: people(100) }, '202', 'as many as go'],
  [{ to: people(101) }, '422 invalid-request body:/to', 'one too many'],
  [
    { to: people(50), cc: people(50), bcc: ['c@x.example'] },
    '422 invalid-request body:/bcc',
    'one too many in all',
  ],
  [{ subject: 'a\r\nBcc: eve@x.example' }, '422 invalid-request body:/subject', 'header injection'],
  [{ subject: 'a\nb' }, '422 invalid-request body:/subject', 'a line break'],
  [{ subject: 'nul \u0000' }, '422 invalid-request body:/subject', 'a control character'],
  [{ subject: 'lone \udc00' }, '422 invalid-request body:/subject', 'half a character'],
  [{ subject: 'x'.repeat(900) }, '202', 'a line that cannot be folded, still short enough'],
  [{ subject: 'x'.repeat(901) }, '422 invalid-request body:/subject', 'too long for a line'],
  [{ subject: undefined }, '202', 'no subject is needed'],
  [{ text: undefined }, '422 invalid-request body:/text', 'nothing to send'],
  [{ text: '' }, '202', 'an empty message, wanted so'],
  [{ requireTls: true }, '202', 'encrypted on the rest of the way, too'],
  [{ requireTls: 'yes' }, '422 invalid-request body:/requireTls', 'yes or no is true or false'],
  [{ text: 'a\u0000b' }, '422 invalid-request body:/text', 'NUL'],
  [{ text: undefined, html: '<p>x</p>' }, '202', 'HTML alone'],
  [{ text: undefined, attachments: [pdf] }, '202', 'an attachment alone'],
  [{ attachments: [{ ...pdf, content: '' }] }, '202', 'an empty file'],
  [
    { attachments: [pdf, { ...pdf, content: 'JVBERi0x*jcK' }] },
    '422 invalid-request body:/attachments/1/content',
    'another alphabet',
  ],
  [
    { attachments: [{ ...pdf, content: 'JVBER' }] },
    '422 invalid-request body:/attachments/0/content',
    'cut off',
  ],
  [
    { attachments: [{ ...pdf, content: 'JVBE\nRi0x' }] },
    '422 invalid-request body:/attachments/0/content',
    'lines',
  ],
  [
    { attachments: [{ ...pdf, content: 'AB==' }] },
    '422 invalid-request body:/attachments/0/content',
    'stray bits',
  ],
  [
    { attachments: [{ ...pdf, contentType: 'pdf' }] },
    '422 invalid-request body:/attachments/0/contentType',
    'no content type',
  ],
  [
    { attachments: [{ ...pdf, contentType: 'a/b\r\nX: y' }] },
    '422 invalid-request body:/attachments/0/contentType',
    'header injection',
  ],
  [
    { attachments: [{ ...pdf, contentType: 'multipart/mixed' }] },
    '422 invalid-request body:/attachments/0/contentType',
    'no parts to have',
  ],
  [
    { attachments: [{ ...pdf, filename: 'a\r\n.pdf' }] },
    '422 invalid-request body:/attachments/0/filename',
    'header injection',
  ],
  [
    { attachments: [{ ...pdf, path: '/etc/passwd' }] },
    '422 invalid-request body:/attachments/0/path',
    'no files of ours',
  ],
  [
    { attachments: [{ ...pdf, contentType: 'Multipart/Mixed; boundary=b' }] },
    '422 invalid-request body:/attachments/0/contentType',
    'in any letter case',
  ],
  [{ attachments: [{ ...pdf, contentType: 'text/plain; charset="utf-8"' }] }, '202', 'with a parameter'],
  [{ inReplyTo: '<1@good.example>' }, '202', 'a reply'],
  [{ inReplyTo: '1@good.example' }, '422 invalid-request body:/inReplyTo', 'no angle brackets'],
  [{ inReplyTo: '<1@a> <2@b>' }, '422 invalid-request body:/inReplyTo', 'two of them'],
  [{ replyTo: 'x@y.example' }, '422 invalid-request body:/replyTo', 'an unknown field'],
];

for (const [change, expected, why] of rows) {
  test(`POST /v1/messages with ${JSON.stringify(change).slice(0, 70)}: ${expected} (${why})`, async () => {
    const house = await openWithAliceOn();
    const answer = await house.ask('POST', '/v1/messages', { body: { ...LETTER, ...change } });
    equal(verdict(answer), expected);
    equal(house.outbound.sent.length, expected === '202' ? 1 : 0);
    equal(house.observer.faults.length, 0);
  });
}

test('202 names the message and a delivery per recipient domain, and they are there at once', async () => {
  const house = await openWithAliceOn();
  const to = ['bob@good.example', 'eve@plain.example', 'bob2@good.example', 'bob@good.example'];
  const answer = await house.ask('POST', '/v1/messages', { body: { ...LETTER, to } });
  const { id, messageId, deliveries } = answer.json as Accepted;
  match(messageId, /^<[0-9a-z]{26}@secure\.example\.org>$/);
  deepEqual(
    deliveries.map(({ domain, recipients, level }) => ({ domain, recipients, level })),
    [
      { domain: 'good.example', recipients: ['bob@good.example', 'bob2@good.example'], level: 'encrypt' },
      { domain: 'plain.example', recipients: ['eve@plain.example'], level: 'encrypt' },
    ],
  );
  const item = sent(house);
  deepEqual([item.message.messageId, item.message.headerMessageId], [id, messageId]);
  deepEqual(
    item.orders.map((order) => order.id),
    deliveries.map((delivery) => delivery.id),
  );
  deepEqual([item.message.acceptedAt, item.message.owner, item.message.sender], [NOW, ALICE, ALICE_ALIAS]);
  for (const delivery of deliveries) {
    equal((await house.ask('GET', `/v1/deliveries/${delivery.id}`)).status, 200);
  }
});

test('the message says what the form said, and nothing of blind copies', async () => {
  const house = await openWithAliceOn();
  const body = {
    ...LETTER,
    to: ['"Müller, Jürgen" <jm@good.example>'],
    cc: ['carol@good.example'],
    bcc: ['secret@hidden.example'],
    subject: 'Grüße',
    text: 'Zeile 1\nZeile 2 äöü\r\n.\n' + 'lang '.repeat(400),
    html: '<p>Grüße</p>',
    attachments: [pdf, { ...pdf, filename: 'Übersicht 1.pdf' }],
    inReplyTo: '<1@good.example>',
  };
  await house.ask('POST', '/v1/messages', { body });
  const raw = await octets(house);
  const email = await PostalMime.parse(raw, { attachmentEncoding: 'base64' });
  deepEqual(email.from, { name: 'Alice', address: ALICE_ALIAS });
  deepEqual(email.to, [{ name: 'Müller, Jürgen', address: 'jm@good.example' }]);
  deepEqual(email.cc, [{ name: '', address: 'carol@good.example' }]);
  deepEqual(
    [email.subject, email.inReplyTo, email.references],
    ['Grüße', '<1@good.example>', '<1@good.example>'],
  );
  equal(email.date, '2026-11-23T10:00:00.000Z');
  equal(email.text?.replaceAll('\r\n', '\n').trimEnd(), body.text.replaceAll('\r\n', '\n').trimEnd());
  equal(email.html?.trimEnd(), body.html);
  deepEqual(
    email.attachments.map(({ filename, mimeType, content }) => [filename, mimeType, content]),
    [
      ['a.pdf', 'application/pdf', pdf.content],
      ['Übersicht 1.pdf', 'application/pdf', pdf.content],
    ],
  );
  equal(/hidden|^bcc/im.test(raw.toString('latin1')), false);
  equal(/(?<!\r)\n|\r(?!\n)/.test(raw.toString('latin1')), false);
  equal(sent(house).message.eightBit, false);
  equal(sent(house).message.smtpUtf8, false);
});

test('with blind copies only, To names nobody', async () => {
  const house = await openWithAliceOn();
  await house.ask('POST', '/v1/messages', { body: { ...LETTER, to: [], bcc: ['secret@hidden.example'] } });
  match((await octets(house)).toString(), /^To: Undisclosed recipients:;\r$/m);
});

test('an internationalised local part needs SMTPUTF8, and the job says so', async () => {
  const house = await openWithAliceOn();
  await house.ask('POST', '/v1/messages', { body: { ...LETTER, to: ['jürgen@good.example'] } });
  equal(sent(house).message.smtpUtf8, true);
});

test('an attached message travels as it is; one that breaks line rules is refused', async () => {
  const attached = (content: string) => ({
    ...LETTER,
    attachments: [
      {
        filename: 'm.eml',
        contentType: 'message/rfc822',
        content: Buffer.from(content).toString('base64'),
      },
    ],
  });
  const house = await openWithAliceOn();
  const good = await house.ask('POST', '/v1/messages', { body: attached('Subject: x\r\n\r\nü\r\n') });
  equal(verdict(good), '202');
  equal(sent(house).message.eightBit, true);
  const long = await house.ask('POST', '/v1/messages', {
    body: attached(`Subject: x\r\n\r\n${'x'.repeat(999)}`),
  });
  equal(verdict(long), '422 invalid-request body:/attachments');
});

test('while the alias is off nothing goes out', async () => {
  const house = openHouse();
  const answer = await house.ask('POST', '/v1/messages', { body: LETTER });
  equal(verdict(answer), '422 alias-disabled');
  equal(house.outbound.sent.length, 0);
});

test('the wrong sender is told the right one', async () => {
  const house = await openWithAliceOn();
  const { json } = await house.ask('POST', '/v1/messages', { body: { ...LETTER, from: 'bob@good.example' } });
  match((json as { detail: string }).detail, /alice@secure\.example\.org/);
});

test('a message over the limit is 413, measured as it would go out', async () => {
  const house = await openWithAliceOn();
  const content = Buffer.alloc(800 * 1024).toString('base64');
  const fits = { ...LETTER, attachments: [{ ...pdf, content: content.slice(0, 900 * 1024) }] };
  equal(verdict(await house.ask('POST', '/v1/messages', { body: fits })), '202');
  const over = { ...LETTER, attachments: [{ ...pdf, content }] };
  equal(verdict(await house.ask('POST', '/v1/messages', { body: over })), '413 too-large body:/attachments');
});

test('a large message goes by way of the object store', async () => {
  const house = await openWithAliceOn();
  const content = Buffer.alloc(300 * 1024).toString('base64');
  const answer = await house.ask('POST', '/v1/messages', {
    body: { ...LETTER, attachments: [{ ...pdf, content }] },
  });
  deepEqual(sent(house).body, { key: `transit/${(answer.json as Accepted).id}` });
});

test('a queue out of reach: 503, Retry-After, a fault, and nothing accepted', async () => {
  const house = await openWithAliceOn();
  house.outbound.failure = new Error('connect ECONNREFUSED 10.0.0.7');
  const answer = await house.ask('POST', '/v1/messages', { body: LETTER });
  equal(verdict(answer), '503 try-again-later');
  equal(answer.headers['retry-after'], '5');
  equal(answer.raw.includes('10.0.0.7'), false);
  equal(house.deliveries.items.size, 0);
  equal(house.observer.faults.length, 1);
});

test('once the queue has it, a table out of reach does not undo the 202', async () => {
  const house = await openWithAliceOn();
  house.deliveries.open = () => Promise.reject(new Error('throttled'));
  equal((await house.ask('POST', '/v1/messages', { body: LETTER })).status, 202);
  equal(house.observer.faults.length, 1);
});

test('neither subject nor addresses reach the log', async () => {
  const house = await openWithAliceOn();
  await house.ask('POST', '/v1/messages', { body: LETTER });
  const log = JSON.stringify(house.observer.lines);
  ok(log.includes('accepted'));
  equal(/Lunch|bob@|alice@/.test(log), false);
});

test('Bob cannot send as Alice', async () => {
  const house = await openWithAliceOn();
  await house.switchOn(BOB);
  const answer = await house.ask('POST', '/v1/messages', { as: BOB, body: LETTER });
  equal(verdict(answer), '422 invalid-request body:/from');
});
