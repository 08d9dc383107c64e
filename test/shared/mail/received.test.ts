import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { readHeaderSection } from '../../../shared/mail/header-section.ts';
import {
  composeDate,
  composeMessageId,
  composeReceived,
  transmissionOf,
  type ReceivedInput,
} from '../../../shared/mail/received.ts';

const usual: ReceivedInput = {
  heloName: 'mail.good.example',
  clientAddress: '192.0.2.7',
  clientName: 'mail.good.example',
  hostName: 'mx.secure.example.org',
  protocol: 'ESMTPS',
  tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
  id: '01JD0000000000000000000000',
  recipient: 'alice@secure.example.org',
  at: new Date('2026-11-23T10:15:04Z'),
};

test('the whole field, clauses in the order of RFC 5321 section 4.4', () => {
  equal(
    composeReceived(usual),
    'Received: from mail.good.example (mail.good.example [192.0.2.7])\r\n' +
      '\tby mx.secure.example.org with ESMTPS id 01JD0000000000000000000000\r\n' +
      '\tfor <alice@secure.example.org>\r\n' +
      '\ttls TLS_AES_256_GCM_SHA384 (TLSv1.3);\r\n' +
      '\tMon, 23 Nov 2026 10:15:04 +0000\r\n',
  );
});

test('without TLS, recipient, reverse name and client', () => {
  equal(
    composeReceived({
      ...usual,
      heloName: null,
      clientAddress: null,
      tls: null,
      recipient: null,
      protocol: 'HTTP',
    }),
    'Received: by mx.secure.example.org with HTTP id 01JD0000000000000000000000;\r\n' +
      '\tMon, 23 Nov 2026 10:15:04 +0000\r\n',
  );
});

const clients: [helo: string, address: string, from: string][] = [
  ['h.example', '2001:db8::1', 'from h.example ([IPv6:2001:db8::1])'],
  ['h.example', '::ffff:192.0.2.1', 'from h.example ([192.0.2.1])'],
  ['h.example', 'fe80::1%eth0', 'from h.example ([IPv6:fe80::1])'],
  ['[192.0.2.9]', '192.0.2.1', 'from [192.0.2.9] ([192.0.2.1])'],
  ['[IPv6:2001:db8::9]', '192.0.2.1', 'from [IPv6:2001:db8::9] ([192.0.2.1])'],
  ['', '192.0.2.1', 'from [192.0.2.1] ([192.0.2.1])'],
  ['[not an address]', '192.0.2.1', 'from ?not?an?address? ([192.0.2.1])'],
  ['a b (c); d', '192.0.2.1', 'from a?b??c???d ([192.0.2.1])'],
  ['x\r\nBcc: y', '192.0.2.1', 'from x??Bcc??y ([192.0.2.1])'],
  ['größe.example', '192.0.2.1', 'from gr??e.example ([192.0.2.1])'],
];

for (const [heloName, clientAddress, from] of clients) {
  test(`HELO ${JSON.stringify(heloName)} from ${clientAddress}`, () => {
    const field = composeReceived({ ...usual, heloName, clientAddress, clientName: null });
    equal(field.split('\r\n')[0], `Received: ${from}`);
  });
}

test('nothing a peer says makes a second field or a long line', () => {
  const nasty = `evil\r\nX-Injected: 1\n\r\0${'x'.repeat(5000)}`;
  const field = composeReceived({
    ...usual,
    heloName: nasty,
    clientName: nasty,
    id: nasty,
    recipient: `a>\r\nX-Injected: 1@b.example`,
    tls: { version: nasty, cipher: nasty },
  });
  const section = readHeaderSection(Buffer.from(`${field}\r\n`));
  ok(section.kind === 'section');
  equal(section.fields.length, 1);
  for (const line of field.split('\r\n')) ok(line.length < 998);
  doesNotMatch(field, / for /);
});

test('a UTF-8 recipient is named only where the transmission allows it', () => {
  const recipient = 'jörg@secure.example.org';
  doesNotMatch(composeReceived({ ...usual, recipient }), /for /);
  match(composeReceived({ ...usual, recipient, protocol: 'UTF8SMTPS' }), /for <jörg@/);
});

const sessions: [tls: boolean, authenticated: boolean, smtpUtf8: boolean, expected: string][] = [
  [false, false, false, 'ESMTP'],
  [true, false, false, 'ESMTPS'],
  [true, true, false, 'ESMTPSA'],
  [false, true, false, 'ESMTPA'],
  [true, false, true, 'UTF8SMTPS'],
  [true, true, true, 'UTF8SMTPSA'],
];
for (const [tls, authenticated, smtpUtf8, expected] of sessions) {
  test(`transmission type ${expected}`, () => {
    equal(transmissionOf({ tls, authenticated, smtpUtf8 }), expected);
  });
}

test('dates are of RFC 5322 form, with a zone', () => {
  equal(composeDate(new Date('2026-01-02T03:04:05Z')), 'Fri, 02 Jan 2026 03:04:05 +0000');
});

test('message identifiers are new each time and of our domain', () => {
  const first = composeMessageId('secure.example.org');
  match(first, /^<[0-9a-f-]{36}@secure\.example\.org>$/);
  ok(first !== composeMessageId('secure.example.org'));
});
