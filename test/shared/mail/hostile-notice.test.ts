import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { composeFailureNotice } from '../../../shared/mail/delivery-status.ts';
import { bob, read, statusGroups, usual } from './notice.ts';

const subjects: [subject: string, expected: string][] = [
  ['', 'Not sent:'],
  ['Größe 🙂 und ein ganzer langer Satz, der auf keinen Fall in eine einzige Zeile passt', ''],
  ['x\r\nBcc: m@evil.example\r\n\r\nbody', 'Not sent: x Bcc: m@evil.example body'],
  ['a\0b\x07c\u2028d\u202ee', 'Not sent: a b c d e'],
  ['=?utf-8?B?DQpCY2M6IG1AZXZpbC5leGFtcGxl?=', 'Not sent: =?utf-8?B?DQpCY2M6IG1AZXZpbC5leGFtcGxl?='],
  ['word '.repeat(50), `Not sent: ${'word '.repeat(50).trim()}`],
  ['x'.repeat(200), `Not sent: ${'x'.repeat(200)}`],
  ['x '.repeat(5000), `Not sent: ${'x '.repeat(149)}x…`],
  ['lone \ud800 surrogate', 'Not sent: lone \ufffd surrogate'],
];
for (const [subject, expected] of subjects) {
  test(`subject ${JSON.stringify(subject.slice(0, 40))} stays one line of text`, async () => {
    const { email, header } = await read(composeFailureNotice({ ...usual, subject }));
    equal(email.subject, expected === '' ? `Not sent: ${subject}` : expected);
    doesNotMatch(header, /^Bcc/im);
    for (const line of header.split('\r\n')) ok(line.length <= 78, line);
  });
}

test('hostile replies, hosts and addresses add no field, no line and no group', async () => {
  const nasty = `250 ok\r\n\r\nFinal-Recipient: rfc822; m@evil.example\r\nAction: delivered\n\r\0 ü ${'x'.repeat(5000)}`;
  const { status, text, email, header } = await read(
    composeFailureNotice({
      ...usual,
      to: 'alice@secure.example.org>\r\nBcc: m@evil.example',
      originalMessageId: '<1@x>\r\nBcc: m@evil.example',
      noticeId: '<a b>',
      messageId: nasty,
      failed: [
        {
          ...bob,
          recipient: `bob@plain.example\r\nAction: delivered`,
          why: { key: 'recipient-refused', words: nasty },
          status: `5.0.0\r\nAction: delivered`,
          reason: nasty,
          remoteHost: nasty,
          remoteAddress: nasty,
          reply: nasty,
          detail: nasty,
        },
      ],
    }),
  );
  const groups = statusGroups(status);
  equal(groups.length, 2);
  equal(groups[1]?.['Action'], 'failed');
  equal(groups[1]['Status'], '5.0.0');
  doesNotMatch(status, /^Action: delivered/m);
  doesNotMatch(header, /^Bcc|^In-Reply-To/im);
  match(email.messageId ?? '', /@secure\.example\.org>$/);
  doesNotMatch(text, /^Action: delivered|^Final-Recipient/m);
  ok(text.length < 5000);
});
