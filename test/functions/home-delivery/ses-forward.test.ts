/** What a reader at an outside provider sees of mail from outside, and what SES is not shown. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import PostalMime from 'postal-mime';

import { forwardedForm } from '../../../functions/home-delivery/ses-forward.ts';
import { fieldsNamed, readHeaderSection } from '../../../shared/mail/header-section.ts';
import { aliasDomain } from './relay-house.ts';

function forwarded(message: string, recipient = 'alice@secure.example.org'): string {
  const section = readHeaderSection(Buffer.from(message));
  ok(section.kind === 'section');
  return forwardedForm(section, { recipient, aliasDomain, mark: 'm' }).toString();
}

function valuesOf(message: string, name: string): string[] {
  const section = readHeaderSection(Buffer.from(message));
  ok(section.kind === 'section');
  return fieldsNamed(section, name).map(({ value }) => value);
}

const rest = 'Subject: Hi\r\n\r\nbody\r\n';

type Row = readonly [from: string, shown: string, replyTo: readonly string[], why: string];
const carol = ['carol@out.example'];
const rows: readonly Row[] = [
  ['Carol Smith <carol@out.example>', 'Carol Smith (carol at out.example)', carol, 'name and address'],
  ['carol@out.example', 'carol at out.example', carol, 'an address alone'],
  ['=?utf-8?q?Zo=C3=AB?= <zoe@out.example>', 'Zoë (zoe at out.example)', ['zoe@out.example'], 'RFC 2047'],
  ['"Smith, \\"C\\"" <carol@out.example>', 'Smith, "C" (carol at out.example)', carol, 'quotes inside'],
  [
    '"boss@bank.example" <carol@out.example>',
    'boss at bank.example (carol at out.example)',
    carol,
    'a name that poses as an address does not hide the real one',
  ],
  [
    'a@x.example, b@y.example',
    'a at x.example',
    ['a@x.example', 'b@y.example'],
    'an answer reaches all authors',
  ],
  ['<<broken', 'Unknown sender', [], 'what cannot be read is not guessed'],
  ['Zoë <zoë@out.example>', 'Zoë (zoë at out.example)', [], 'SES takes no UTF-8 address in Reply-To'],
];
for (const [from, shown, replyTo, why] of rows)
  test(`From: ${from} is shown as ${shown} (${why})`, async () => {
    const parsed = await PostalMime.parse(forwarded(`From: ${from}\r\n${rest}`));
    equal(parsed.from?.name, shown);
    equal(parsed.from.address, 'alice+forwarded@secure.example.org');
    deepEqual(parsed.replyTo?.map(({ address }) => address) ?? [], replyTo);
  });

test('Reply-To of the sender is kept', async () => {
  const message = forwarded(
    `From: Carol <carol@out.example>\r\nReply-To: Office <office@out.example>\r\n${rest}`,
  );
  const { replyTo } = await PostalMime.parse(message);
  deepEqual(replyTo, [{ name: 'Office', address: 'office@out.example' }]);
});

test('orders to SES, signatures that no longer hold and second copies of fields do not go on', () => {
  const message = forwarded(
    [
      'X-SES-CONFIGURATION-SET: plaintext-allowed',
      'x-ses-source-arn: arn:aws:ses:elsewhere',
      'DKIM-Signature: v=1; d=out.example',
      'Return-Path: <carol@out.example>',
      'Sender: <list@out.example>',
      'From: carol@out.example',
      'Subject: first',
      'Subject: second',
      'Content-Type: text/plain',
      'Content-Type: text/html',
      'To: alice@secure.example.org',
      'Delivered-To: alice@secure.example.org',
      'Delivered-To: carol@out.example',
      'List-Id: <a.example>',
      'List-Id: <b.example>',
      'Received: from mx.out.example by mx.secure.example.org',
      'Received: from pc by mx.out.example',
      '',
      'body',
    ].join('\r\n'),
  );
  for (const name of [
    'X-SES-CONFIGURATION-SET',
    'X-SES-SOURCE-ARN',
    'DKIM-Signature',
    'Return-Path',
    'Sender',
  ])
    deepEqual(valuesOf(message, name), [], name);
  deepEqual(valuesOf(message, 'Subject'), ['first']);
  deepEqual(valuesOf(message, 'Content-Type'), ['text/plain']);
  deepEqual(valuesOf(message, 'Delivered-To'), ['alice@secure.example.org']);
  deepEqual(valuesOf(message, 'List-Id'), ['<a.example>']);
  deepEqual(valuesOf(message, 'To'), ['alice@secure.example.org']);
  equal(valuesOf(message, 'Received').length, 2, 'the way it came stays to be seen');
  deepEqual(valuesOf(message, 'Original-From'), ['carol@out.example']);
});

test('an answer carries the real Message-ID back, whatever SES calls its copy', () => {
  const message = forwarded(
    `From: carol@out.example\r\nMessage-ID: <2@out.example>\r\nReferences: <0@a.example>\r\n <1@b.example>\r\n${rest}`,
  );
  deepEqual(valuesOf(message, 'References'), ['<0@a.example> <1@b.example> <2@out.example>']);
  deepEqual(valuesOf(message, 'Original-Message-ID'), ['<2@out.example>']);
});

test('the body keeps its octets', () => {
  const body = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0xe9]);
  const section = readHeaderSection(Buffer.concat([Buffer.from('From: c@out.example\r\n\r\n'), body]));
  ok(section.kind === 'section');
  const raw = forwardedForm(section, { recipient: 'alice@secure.example.org', aliasDomain, mark: 'm' });
  ok(raw.subarray(-body.length - 4).equals(Buffer.concat([Buffer.from('\r\n\r\n'), body])));
});

const recipients = [
  ['alice+shop@secure.example.org', 'alice+forwarded@secure.example.org'],
  ['alice@example.org', 'alice+forwarded@secure.example.org'],
  ['"a b"@secure.example.org', 'postmaster+forwarded@secure.example.org'],
  ['zoë@secure.example.org', 'postmaster+forwarded@secure.example.org'],
] as const;
for (const [recipient, address] of recipients)
  test(`to ${recipient}: from ${address}`, () => {
    const [from] = valuesOf(forwarded(`From: c@out.example\r\n${rest}`, recipient), 'From');
    match(from ?? '', new RegExp(`<${address.replaceAll(/[+.]/g, '\\$&')}>$`));
  });

test('a hostile header stays within its fields', () => {
  const long = 'x'.repeat(5000);
  const message = forwarded(
    `From: "${long}\r\n ${long}" <carol@out.example>\r\nMessage-ID: <${long.slice(0, 900)}@x>\r\nReferences: ${'<a@b> '.repeat(900)}\r\n${rest}`,
  );
  const header = message.slice(0, message.indexOf('\r\n\r\n'));
  ok(
    header.split('\r\n').every((line) => line.length <= 998),
    'RFC 5322 section 2.1.1',
  );
  equal(valuesOf(message, 'From').length, 1);
});

test('whatever stands in a header, the form has one From of ours and can be read again', () => {
  const pieces = [
    '"',
    '\\',
    '<',
    '>',
    '@',
    ',',
    ':',
    ';',
    '(',
    ')',
    '=?utf-8?q?',
    '?=',
    '\t',
    ' ',
    'é',
    '😀',
  ];
  pieces.push('a', 'x.example', '\u2028', '\u202e', '=?utf-8?B?DQpCY2M6IGE=?=', '\r\n ', '[', ']', '+', '.');
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const noise = (): string =>
    Array.from({ length: random(30) }, () => pieces[random(pieces.length)]).join('');
  for (let round = 0; round < 2000; round += 1) {
    const message = `From: ${noise()}\r\nReply-To: ${noise()}\r\nMessage-ID: ${noise()}\r\nReferences: ${noise()}\r\n${rest}`;
    const section = readHeaderSection(Buffer.from(message));
    if (section.kind === 'fault') continue;
    const octets = forwardedForm(section, { recipient: `${noise()}@${aliasDomain}`, aliasDomain, mark: 'm' });
    const again = readHeaderSection(octets);
    ok(again.kind === 'section', message);
    const from = fieldsNamed(again, 'From');
    equal(from.length, 1, message);
    ok(from[0]?.value.endsWith(`+forwarded@${aliasDomain}>`), message);
    equal(fieldsNamed(again, 'Bcc').length, 0, message);
    for (const { name, raw } of again.fields) {
      if (!['Message-ID', 'Subject'].includes(name))
        ok(
          raw.every((octet) => octet < 128),
          message,
        );
    }
  }
});
