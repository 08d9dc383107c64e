/**
 * Whom a message is from, in the list and opened: the same in both, and nobody hides behind somebody else. RFC 5322
 * section 3.6: one From field; section 3.6.2: of one mailbox or several.
 */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { readListing } from '../../../functions/home-delivery/listing.ts';
import { parseMessage } from '../../../functions/settings-api/parsed-message.ts';
import { personOf } from '../../../web/mail/person.ts';

const BANK = 'service@bank.example';
const EVE = 'eve@evil.example';
const BOTH = `${BANK}, ${EVE}`;

const rows: readonly (readonly [why: string, header: string, listed: string, opened?: string])[] = [
  ['one mailbox', `From: "Eve" <${EVE}>`, `Eve <${EVE}>`, `"Eve" <${EVE}>`],
  ['two fields', `From: ${BANK}\r\nFrom: ${EVE}`, BOTH],
  ['two fields, the other way round', `From: ${EVE}\r\nFrom: ${BANK}`, `${EVE}, ${BANK}`],
  ['two fields with names', `From: "Bank" <${BANK}>\r\nfrom: Eve <${EVE}>`, BOTH],
  ['a field that is empty, and one that is not', `From:\r\nFrom: ${EVE}`, EVE],
  ['the second one long after', `From: ${BANK}\r\nSubject: x\r\nX-Fill: y\r\nFROM: ${EVE}`, BOTH],
  ['two mailboxes in one field', `From: Bank <${BANK}>, Eve <${EVE}>\r\nSender: ${EVE}`, BOTH],
  ['a group (RFC 6854)', `From: Bank: ${BANK}, ${EVE};`, BOTH],
  ['an address as name, not quoted', `From: ${BANK} <${EVE}>`, `${BANK} <${EVE}>`, `"${BANK}" <${EVE}>`],
  ['a comma in the name, not quoted', `From: Smith, Eve <${EVE}>`, `Eve <${EVE}>`, `"Eve" <${EVE}>`],
  ['two in angle brackets without a comma', `From: <${BANK}> <${EVE}>`, BOTH.replace(',', '')],
  ['one field that nobody can read', `From: ${BANK}\r\nFrom: Eve ( <${EVE}>`, `${BANK}, Eve ( ${EVE}`],
  ['no address at all', 'From: the bank', 'the bank'],
];
for (const [why, header, listed, opened = listed] of rows) {
  test(`from: ${why}`, async () => {
    const raw = Buffer.from(`${header}\r\nTo: alice@secure.example.org\r\n\r\nhello\r\n`);
    equal(readListing(raw).from, listed);
    const parts = await parseMessage(raw, { from: 'nobody', to: [], subject: '' });
    equal(parts.from, opened);
  });
}

test('the page shows every one of several senders', () => {
  const { shown, address } = personOf(readListing(Buffer.from(`From: ${BANK}\r\nFrom: ${EVE}\r\n\r\n`)).from);
  deepEqual([shown, address], [BOTH, BOTH]);
});

test('a first sender of any length does not push the second one out of a message that is opened', async () => {
  const raw = Buffer.from(`From: "${'n'.repeat(5000)}" <${BANK}>\r\nFrom: ${EVE}\r\n\r\n`);
  equal(readListing(raw).from, BOTH);
  equal((await parseMessage(raw, { from: '', to: [], subject: '' })).from, BOTH);
});
