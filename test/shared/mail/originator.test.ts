import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { readHeaderSection, type HeaderSection } from '../../../shared/mail/header-section.ts';
import { readOriginator, readRecipients } from '../../../shared/mail/originator.ts';

function section(header: string): HeaderSection {
  const reading = readHeaderSection(Buffer.from(`${header}\r\n\r\n`));
  ok(reading.kind === 'section');
  return reading;
}

const rows: [header: string, expected: string, why: string][] = [
  ['From: Alice <alice@secure.example.org>', 'alice@secure.example.org', 'the usual'],
  ['from : alice@secure.example.org', 'alice@secure.example.org', 'case and obsolete space'],
  ['From: Alice\r\n <alice@secure.example.org>', 'alice@secure.example.org', 'folded'],
  ['Subject: x', 'missing', 'RFC 5322 3.6 wants one'],
  ['From: alice@secure.example.org\r\nFrom: m@evil.example', 'several-fields', 'RFC 5322 3.6: at most one'],
  ['From: alice@secure.example.org\r\nFROM : m@evil.example', 'several-fields', 'however it is written'],
  ['From: alice@secure.example.org, m@evil.example', 'several-mailboxes', 'one author only'],
  ['From: Team: alice@secure.example.org;', 'unparsable', 'a group is nobody'],
  ['From:', 'unparsable', 'empty'],
  ['From: alice@secure.example.org <m@evil.example>', 'unparsable', 'two readings'],
];

for (const [header, expected, why] of rows) {
  test(`${JSON.stringify(header)}: ${expected} (${why})`, () => {
    const originator = readOriginator(section(header), 'From');
    equal(originator.kind === 'mailbox' ? originator.mailbox.address : originator.fault, expected);
  });
}

test('Sender is read like From', () => {
  const originator = readOriginator(section('From: a@b.example\r\nSender: S <s@b.example>'), 'Sender');
  ok(originator.kind === 'mailbox');
  equal(originator.name, 'S');
  equal(originator.mailbox.address, 's@b.example');
});

test('recipients of all To, Cc and Bcc fields, each once', () => {
  const recipients = readRecipients(
    section(
      'To: Bob <bob@good.example>, G: c@d.example;\r\nCc: bob@good.example\r\nBcc: e@f.example\r\nbcc: g@h.example',
    ),
  );
  ok(recipients.kind === 'recipients');
  deepEqual(
    recipients.mailboxes.map(({ name, mailbox }) => [name, mailbox.address]),
    [
      ['Bob', 'bob@good.example'],
      ['', 'c@d.example'],
      ['', 'e@f.example'],
      ['', 'g@h.example'],
    ],
  );
});

test('a malformed recipient field is named', () => {
  const recipients = readRecipients(section('To: bob@good.example\r\nCc: nonsense'));
  ok(recipients.kind === 'fault');
  equal(recipients.field, 'Cc');
});

test('no recipients at all is an empty list', () => {
  deepEqual(readRecipients(section('From: a@b.example')), { kind: 'recipients', mailboxes: [] });
});
