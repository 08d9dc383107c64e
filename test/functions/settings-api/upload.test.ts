import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import { ALICE_ALIAS, openHouse, verdict, type House } from './house.ts';

const HEADERS = { 'Content-Type': 'message/rfc822' };
const FROM = `From: Alice <${ALICE_ALIAS}>\r\n`;
const TO = 'To: bob@good.example\r\n';

async function upload(message: string | Buffer): Promise<{ house: House; got: string; out: Buffer | null }> {
  const house = openHouse();
  await house.switchOn();
  const body = Buffer.isBuffer(message) ? message : Buffer.from(message, 'latin1');
  const answer = await house.ask('POST', '/v1/messages', { headers: HEADERS, body });
  const [entry] = house.outbound.sent;
  const out = entry?.item.kind === 'accepted' ? await house.bodies.load(entry.item.body) : null;
  equal(house.observer.faults.length, 0);
  return { house, got: verdict(answer), out };
}

const people = Array.from({ length: 101 }, (_, at) => `r${String(at)}@good.example`);

const rows: [message: string, expected: string, why: string][] = [
  [`${FROM}${TO}\r\nhello\r\n`, '202', 'the plain message'],
  [`${FROM}${TO}`, '202', 'headers only (RFC 5322 section 2.1)'],
  [`${FROM.toUpperCase()}${TO}\r\nx`, '202', 'letter case does not matter'],
  [`From: alice+x@secure.example.org\r\n${TO}\r\nx`, '202', 'a subaddress'],
  [`${TO}\r\nx`, '422 invalid-request body:/from', 'no From'],
  [`From: bob@good.example\r\n${TO}\r\nx`, '422 invalid-request body:/from', 'somebody else'],
  [
    `From: "${ALICE_ALIAS}" <bob@good.example>\r\n${TO}\r\nx`,
    '422 invalid-request body:/from',
    'posing by name',
  ],
  [`${FROM}${FROM}${TO}\r\nx`, '422 invalid-request body:/from', 'two From fields'],
  [`From: ${ALICE_ALIAS}, bob@good.example\r\n${TO}\r\nx`, '422 invalid-request body:/from', 'two authors'],
  [`${FROM}\r\nx`, '422 invalid-request body:/to', 'no recipient'],
  [`${FROM}To: bob\r\n\r\nx`, '422 invalid-request body:/to', 'no address in To'],
  [`${FROM}${TO}Cc: a@b@c\r\n\r\nx`, '422 invalid-request body:/cc', 'no address in Cc'],
  [`${FROM}To: ${people.slice(1).join(',\r\n ')}\r\n\r\nx`, '202', 'a hundred'],
  [`${FROM}To: ${people.join(',\r\n ')}\r\n\r\nx`, '422 invalid-request body:/to', 'a hundred and one'],
  [`${FROM}${TO}\r\nbare\nlf`, '422 invalid-request body:', 'smuggling (RFC 5321 section 2.3.8)'],
  [`${FROM}${TO}\r\nbare\rcr`, '422 invalid-request body:', 'smuggling'],
  [`${FROM}${TO}\r\n\n.\n`, '422 invalid-request body:', 'smuggling'],
  [`${FROM}${TO}\r\nnul\0`, '422 invalid-request body:', 'RFC 5322 section 4'],
  [`${FROM}${TO}\r\n${'x'.repeat(998)}\r\n`, '202', 'the longest line'],
  [`${FROM}${TO}\r\n${'x'.repeat(999)}\r\n`, '422 invalid-request body:', 'RFC 5322 section 2.1.1'],
  [`${FROM}${TO}no colon\r\n\r\nx`, '422 invalid-request body:', 'a line that is no field'],
  [`${FROM}${TO}X-8bit: \xff\r\n\r\nx`, '422 invalid-request body:', 'octets of no known character set'],
  ['', '422 invalid-request body:/from', 'nothing'],
  [`${FROM}${TO}Message-ID: junk\r\n\r\nx`, '422 invalid-request body:/message-id', 'no msg-id'],
  [
    `${FROM}${TO}Message-ID: <1@a>\r\nMessage-ID: <2@a>\r\n\r\nx`,
    '422 invalid-request body:/message-id',
    'two',
  ],
  [`${FROM}${TO}Secure-Alias-Level: encrypt\r\n\r\nx`, '202', 'what the settings ask for anyway'],
  [`${FROM}${TO}Secure-Alias-Level: dane-only\r\n\r\nx`, '202', 'more than the settings ask for'],
  [
    `${FROM}${TO}Secure-Alias-Level: none\r\n\r\nx`,
    '422 invalid-request body:/secure-alias-level',
    'a wish we do not understand is not ignored',
  ],
];

for (const [message, expected, why] of rows) {
  test(`${JSON.stringify(message).slice(0, 70)}: ${expected} (${why})`, async () => {
    const { got, out } = await upload(message);
    equal(got, expected);
    equal(out === null, expected !== '202');
  });
}

test('the body leaves octet for octet, the header with what was missing and without what is private', async () => {
  const kept = `${FROM}${TO}Subject:  odd   spacing\r\n\tfolded\r\nX-Custom: kept\r\n`;
  const body = Buffer.concat([
    Buffer.from('\r\n--b\r\n \t \r\n.\r\n'),
    Buffer.from([0x80, 0xff, 0x0d, 0x0a]),
  ]);
  const level = 'Secure-Alias-Level: encrypt\r\n';
  const message = Buffer.concat([Buffer.from(`Bcc: secret@hidden.example\r\n${level}${kept}`), body]);
  const { house, out } = await upload(message);
  const [entry] = house.outbound.sent;
  if (entry?.item.kind !== 'accepted') throw new Error('nothing was sent');
  const { message: accepted, orders } = entry.item;
  const added = `Message-ID: ${accepted.headerMessageId}\r\n` + 'Date: Mon, 23 Nov 2026 10:00:00 +0000\r\n';
  deepEqual(out, Buffer.concat([Buffer.from(added + kept), body]));
  deepEqual(
    orders.map(({ domain }) => domain),
    ['good.example', 'hidden.example'],
  );
  deepEqual([accepted.eightBit, accepted.smtpUtf8], [true, false]);
  equal(accepted.subject, 'odd   spacing\tfolded'.replace('\t', ' '));
});

test('Message-ID and Date that are there stay', async () => {
  const message = `Date: Mon, 1 Jan 2024 00:00:00 +0100\r\nMessage-ID: <mine@laptop>\r\n${FROM}${TO}\r\nx\r\n`;
  const { house, out } = await upload(message);
  equal(out?.toString(), message);
  const [entry] = house.outbound.sent;
  equal(entry?.item.message.headerMessageId, '<mine@laptop>');
});

test('UTF-8 in the header section needs SMTPUTF8 (RFC 6532)', async () => {
  const { house } = await upload(Buffer.from(`${FROM}${TO}Subject: Grüße\r\n\r\nx`));
  const [entry] = house.outbound.sent;
  deepEqual([entry?.item.message.smtpUtf8, entry?.item.message.subject], [true, 'Grüße']);
});

test('a megabyte of headers is refused without a fault', async () => {
  const filler = `X-Filler: ${'x'.repeat(900)}\r\n`.repeat(1000);
  const { got } = await upload(`${FROM}${TO}${filler}\r\nx`);
  equal(got, '422 invalid-request body:');
});

test('over the size limit: 413', async () => {
  const { got } = await upload(`${FROM}${TO}\r\n${'x'.repeat(900)}\r\n`.padEnd(1024 * 1024 + 1, 'y\r\n'));
  equal(got, '413 too-large');
});

test('the refusal says where in the message it is', async () => {
  const house = openHouse();
  await house.switchOn();
  const body = Buffer.from(`${FROM}${TO}\r\nbare\nlf`);
  const { json } = await house.ask('POST', '/v1/messages', { headers: HEADERS, body });
  const { detail } = json as { detail: string };
  match(detail, new RegExp(`^Octet ${String(body.indexOf('\nlf'))} of the message is a line feed`));
});
