import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { matchMessage } from '../../../shared/evidence/message-match.ts';
import { digestMessage } from '../../../shared/smtp/message-digest.ts';
import { claimsOf, ended, RECEIPT } from './ended.ts';

const SIGNATURE = 'DKIM-Signature: v=1;\r\n b=abc\r\n';
const LETTER = 'From: alice@secure.example.org\r\nSubject: x\r\n y\r\n\r\nHi\r\nReceived: not a field\r\n';
const TRACE = 'Return-Path: <alice@secure.example.org>\r\nReceived: from a\r\n\tby b; now\r\n';
const { sent, accepted } = digestMessage([Buffer.from(SIGNATURE), Buffer.from(LETTER)]);
const { relays } = claimsOf(
  ended({ receipt: { ...RECEIPT, messageSha256: sent, acceptedSha256: accepted } }),
);

const rows: [title: string, message: string, kind: string][] = [
  ['as sent', SIGNATURE + LETTER, 'sent'],
  ['as it lies in the recipient’s mailbox', TRACE + SIGNATURE + LETTER, 'sent'],
  ['saved with the line ends of Unix', (TRACE + SIGNATURE + LETTER).replaceAll('\r\n', '\n'), 'sent'],
  ['as its author has it under Sent', LETTER, 'accepted'],
  ['one letter of the text changed', (SIGNATURE + LETTER).replace('Hi', 'Ho'), 'other'],
  ['a field added below', SIGNATURE + LETTER.replace('Subject', 'X-More: 1\r\nSubject'), 'other'],
  ['something in front that is no field', `${TRACE}\r\n${SIGNATURE}${LETTER}`, 'other'],
  ['nothing', '', 'other'],
];
for (const [title, message, kind] of rows) {
  test(`a message ${title}: ${kind}`, async () => {
    const match = await matchMessage(Buffer.from(message), relays);
    deepEqual(match, kind === 'other' ? { kind } : { kind, relay: 0 });
  });
}

test('evidence without digests knows no message', async () => {
  const { messageSha256, acceptedSha256, ...bare } = RECEIPT;
  deepEqual([typeof messageSha256, typeof acceptedSha256], ['string', 'string']);
  const { relays: none } = claimsOf(ended({ receipt: bare }));
  deepEqual(await matchMessage(Buffer.from(LETTER), none), { kind: 'other' });
});
