import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import {
  composeDelayNotice,
  composeFailureNotice,
  composeRelayFailureNotice,
  type FailureNotice,
} from '../../../shared/mail/delivery-status.ts';
import { bob, ORIGINAL, read, statusGroups, usual } from './notice.ts';

test('the sample notice in English', async () => {
  const { text } = await read(composeFailureNotice(usual));
  equal(
    text,
    `Your message was not sent. Nothing of it has left our servers. The whole message is attached.

To: bob@plain.example
Why: The mail server of plain.example does not offer encrypted connections, and your secure address never uses any other.
Setting: Encrypted connection (encrypt), your default.

What you can do
– Ask the recipient for an address at another provider, or use another way for this message.
– Forward this notice to plain.example's administrator; the details below are for them.

Details
mx.plain.example [192.0.2.7], 23 November 2026 10:15:04 UTC: no STARTTLS in the answer to EHLO (5.7.4, starttls-not-supported)
`,
  );
});

test('the sample notice in German', async () => {
  const { text, email } = await read(composeFailureNotice({ ...usual, language: 'de' }));
  equal(email.subject, 'Nicht gesendet: Lunch');
  equal(
    text,
    `Deine Nachricht wurde nicht gesendet. Nichts davon hat unsere Server verlassen. Die ganze Nachricht hängt an.

An: bob@plain.example
Warum: Der Mailserver von plain.example bietet keine verschlüsselten Verbindungen an, und deine sichere Adresse nutzt nie andere.
Einstellung: Verschlüsselte Verbindung (encrypt), deine Voreinstellung.

Was du tun kannst
– Bitte den Empfänger um eine Adresse bei einem anderen Anbieter, oder nimm für diese Nachricht einen anderen Weg.
– Leite diese Meldung an die Administratoren von plain.example weiter; die Einzelheiten unten sind für sie.

Einzelheiten
mx.plain.example [192.0.2.7], 23. November 2026 10:15:04 UTC: no STARTTLS in the answer to EHLO (5.7.4, starttls-not-supported)
`,
  );
});

test('the header of a notice', async () => {
  const { header } = await read(composeFailureNotice(usual));
  equal(
    header.replace(/boundary="[^"]+"/, 'boundary="…"'),
    [
      'From: Mail Delivery <postmaster@secure.example.org>',
      'To: <alice@secure.example.org>',
      'Subject: Not sent: Lunch',
      'Date: Mon, 23 Nov 2026 10:15:04 +0000',
      'Message-ID: <notice-1@secure.example.org>',
      'In-Reply-To: <1@secure.example.org>',
      'References: <1@secure.example.org>',
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status;',
      ' boundary="…"',
      '',
    ].join('\r\n'),
  );
});

test('the machine part', async () => {
  const { status, types } = await read(composeFailureNotice(usual));
  equal(types[1], 'message/delivery-status');
  deepEqual(statusGroups(status), [
    {
      'Reporting-MTA': 'dns; mx.secure.example.org',
      'Arrival-Date': 'Mon, 23 Nov 2026 10:15:03 +0000',
      'X-Secure-Alias-Message-Id': '01JD0000000000000000000000',
      'X-Original-Message-ID': '<1@secure.example.org>',
    },
    {
      'Final-Recipient': 'rfc822; bob@plain.example',
      Action: 'failed',
      Status: '5.7.4',
      'Remote-MTA': 'dns; mx.plain.example',
      'Diagnostic-Code': 'x-secure-alias; no STARTTLS in the answer to EHLO',
      'Last-Attempt-Date': 'Mon, 23 Nov 2026 10:15:04 +0000',
      'X-Secure-Alias-Reason': 'starttls-not-supported',
    },
  ]);
});

const originals: [name: string, original: Buffer, type: string][] = [
  ['plain', ORIGINAL, 'message/rfc822'],
  ['without a final CRLF', ORIGINAL.subarray(0, -2), 'message/rfc822'],
  ['headers only', Buffer.from('Subject: x\r\n'), 'message/rfc822'],
  ['8-bit body', Buffer.from('Subject: x\r\n\r\nGrüße\r\n'), 'message/rfc822'],
  ['8-bit header in Latin-1', Buffer.from('Subject: Gr\xfc\xdfe\r\n\r\nx\r\n', 'latin1'), 'message/rfc822'],
  ['8-bit header in UTF-8', Buffer.from('Subject: Grüße\r\n\r\nx\r\n'), 'message/global'],
];
for (const [name, original, type] of originals) {
  test(`the original comes back octet for octet: ${name}`, async () => {
    const notice = await read(composeFailureNotice({ ...usual, original: { whole: original } }));
    ok(notice.original.equals(original));
    equal(notice.types[2], type);
    const eightBit = original.some((octet) => octet > 127);
    equal(/^Content-Transfer-Encoding: 8bit\r$/m.test(notice.header), eightBit, 'RFC 2045 section 6.4');
    equal(notice.email.attachments.at(-1)?.mimeType, type);
  });
}

test('the header only where asked, and the text says so', async () => {
  const notice = await read(composeFailureNotice({ ...usual, original: { headersOnly: ORIGINAL } }));
  equal(notice.types[2], 'text/rfc822-headers');
  equal(notice.original.toString(), ORIGINAL.toString().split('\r\n\r\n')[0]?.concat('\r\n'));
  match(notice.text, /Its header is attached; the whole message is still in Sent\./);
});

test('the header only over 5 MiB', async () => {
  const whole = Buffer.concat([ORIGINAL, Buffer.alloc(5 * 1024 * 1024, `${'x'.repeat(76)}\r\n`)]);
  const notice = composeFailureNotice({ ...usual, original: { whole } });
  ok(notice.length < 10_000);
  match((await read(notice)).text, /Its header is attached/);
});

test('several recipients: told of together where domain and reason agree', async () => {
  const { text, status } = await read(
    composeFailureNotice({
      ...usual,
      failed: [
        bob,
        { ...bob, recipient: 'carol@plain.example' },
        {
          ...bob,
          recipient: 'dave@nobody.example',
          why: { key: 'recipient-refused', words: '550 5.1.1 no "such" user' },
          status: '5.1.1',
          reason: 'recipient-refused',
          remoteHost: 'mx.nobody.example',
          remoteAddress: '2001:db8::1',
          reply: '550 5.1.1 no "such" user',
          detail: 'RCPT TO was refused',
        },
      ],
      delivered: ['erin@good.example', 'frank@good.example'],
    }),
  );
  match(text, /^Your message did not reach everybody\. The whole message is attached\.\n/);
  match(text, /\n\nThe message did reach: erin@good\.example, frank@good\.example\.\n\n/);
  match(
    text,
    /\nTo: bob@plain\.example, carol@plain\.example\nWhy: The mail server of plain\.example does not/,
  );
  match(text, /refused the message: "550 5\.1\.1 no 'such' user"\.\n\nWhat/, 'no setting caused this one');
  match(text, /\ndave@nobody\.example: mx\.nobody\.example \[2001:db8::1\].*the answer was: 550 5\.1\.1/);
  doesNotMatch(text, /Nothing of it/);
  equal(statusGroups(status).length, 4);
  equal(statusGroups(status)[3]?.['Diagnostic-Code'], 'smtp; 550 5.1.1 no "such" user');
});

test('"nothing has left" is said only where it is true', async () => {
  const { text } = await read(composeFailureNotice({ ...usual, nothingLeft: false }));
  match(text, /^Your message was not delivered\. The whole message is attached\./);
});

const leads: [name: string, of: Partial<FailureNotice>, en: string, de: string][] = [
  [
    'nothing went to their domain',
    {},
    'Your message to bob@plain.example was not sent. Nothing of it has gone to plain.example. What became of the other recipients stands under Deliveries.',
    'Deine Nachricht an bob@plain.example wurde nicht gesendet. Nichts davon ist an plain.example gegangen. Was aus den anderen Empfängern wurde, steht unter „Zustellungen“.',
  ],
  [
    'their server saw it',
    { nothingLeft: false },
    'Your message to bob@plain.example was not delivered. What became of the other recipients stands under Deliveries.',
    'Deine Nachricht an bob@plain.example wurde nicht zugestellt. Was aus den anderen Empfängern wurde, steht unter „Zustellungen“.',
  ],
  [
    'one at their domain has it',
    { delivered: ['erin@plain.example'] },
    'Your message did not reach everybody. What became of the other recipients stands under Deliveries.',
    'Deine Nachricht hat nicht alle erreicht. Was aus den anderen Empfängern wurde, steht unter „Zustellungen“.',
  ],
  [
    'whether there are others is not known',
    { othersElsewhere: null },
    'Your message to bob@plain.example was not sent. Nothing of it has gone to plain.example.',
    'Deine Nachricht an bob@plain.example wurde nicht gesendet. Nichts davon ist an plain.example gegangen.',
  ],
];
for (const [name, of, en, de] of leads) {
  test(`with recipients at other domains a notice speaks of its own only: ${name}`, async () => {
    for (const [language, lead] of [['en', en] as const, ['de', de] as const]) {
      const notice = composeFailureNotice({ ...usual, othersElsewhere: true, language, ...of });
      const attached = { en: 'The whole message is attached.', de: 'Die ganze Nachricht hängt an.' };
      equal((await read(notice)).text.split('\n\n')[0], `${lead} ${attached[language]}`);
    }
  });
}

test('a delay notice', async () => {
  const { email, text, status } = await read(
    composeDelayNotice({
      ...usual,
      delayed: [{ ...bob, status: '5.7.4', detail: 'the handshake was cut' }],
      until: new Date('2026-11-24T10:15:03Z'),
      original: { headersOnly: ORIGINAL },
    }),
  );
  equal(email.subject, 'Still trying: Lunch');
  equal(
    text.split('\n\n')[0],
    'Your message to bob@plain.example has not been delivered yet; we keep trying until 24 November 2026 10:15:03 UTC. You need not do anything.',
  );
  const group = statusGroups(status)[1];
  equal(group?.['Action'], 'delayed');
  equal(group['Status'], '4.7.4', 'a delay is never 5.x.x');
  equal(group['Will-Retry-Until'], 'Tue, 24 Nov 2026 10:15:03 +0000');
});

test('a notice for an outside sender whose message the home server refused', async () => {
  const { email, text, types, status } = await read(
    composeRelayFailureNotice({
      ...usual,
      to: 'bob@good.example',
      failed: [
        {
          ...bob,
          recipient: 'alice@secure.example.org',
          status: '5.2.2',
          reason: 'home-refused',
          remoteHost: null,
          remoteAddress: null,
          reply: '552 5.2.2 mailbox full',
        },
      ],
      original: ORIGINAL,
    }),
  );
  equal(email.subject, 'Undelivered: Lunch');
  equal(email.to?.[0]?.address, 'bob@good.example');
  match(
    text,
    /<alice@secure\.example\.org>:\n {2}The recipient's own mail server refused it, saying:\n {2}552 5\.2\.2 mailbox full/,
  );
  equal(types[2], 'text/rfc822-headers');
  doesNotMatch(status, /X-Secure-Alias-Message-Id|Remote-MTA/);
});

const relayCauses: [reason: string, status: string, cause: RegExp][] = [
  ['retry-lifetime-exceeded', '5.4.7', /mail server could not be reached in time:\n {2}the detail/],
  ['needs-8bitmime', '5.6.3', /mail server cannot take it:\n {2}the detail/],
  [
    'requiretls',
    '5.7.30',
    /mail server does not promise to keep the rest of\n {2}the way encrypted \(REQUIRETLS, RFC 8689\), which your message asked for:\n {2}the detail/,
  ],
];
for (const [reason, status, cause] of relayCauses) {
  test(`an outside sender is told why without a reply of the home server: ${reason}`, async () => {
    const failed = [{ ...bob, status, reason, reply: null, detail: 'the detail' }];
    const notice = composeRelayFailureNotice({
      ...usual,
      to: 'bob@good.example',
      failed,
      original: ORIGINAL,
    });
    const { text } = await read(notice);
    match(text, cause);
    ok(text.split('\n').every((line) => line.length <= 76));
  });
}

test('an address in UTF-8 gets the types of RFC 6533', async () => {
  const { types, status } = await read(
    composeFailureNotice({ ...usual, failed: [{ ...bob, recipient: 'jörg@plain.example' }] }),
  );
  equal(types[1], 'message/global-delivery-status');
  equal(statusGroups(status)[1]?.['Final-Recipient'], 'utf-8; jörg@plain.example');
});

test('the text part is quoted-printable with short lines, and the header of UTF-8 originals is marked', async () => {
  const notice = composeFailureNotice({
    ...usual,
    language: 'de',
    original: { headersOnly: Buffer.from('Subject: Grüße\r\n\r\nx') },
  });
  const { types } = await read(notice);
  equal(types[2], 'message/global-headers');
  for (const line of notice.toString().split('\r\n')) ok(line.length <= 78, line);
});
