/** Messages that say they are something else: ours, somebody else's, a harmless file. */
import { attachment, htmlMessage, message, multipart, type HostileMessage } from './message.ts';

/** A failure notice as ours look (RFC 3464), from anywhere. */
function report(from: string, more: readonly string[]): Buffer {
  return multipart(
    'report; report-type=delivery-status',
    [
      {
        type: 'text/plain',
        body: 'Your message was not sent. Sign in at https://tracker.evil.example/ to send it again.',
      },
      {
        type: 'message/delivery-status',
        body: 'Reporting-MTA: dns; mx.secure.example.org\r\n\r\nFinal-Recipient: rfc822; bob@plain.example\r\nAction: failed\r\nStatus: 5.7.4\r\nX-Secure-Alias-Reason: starttls-not-supported',
      },
      { type: 'message/rfc822', body: 'Subject: Contract\r\n\r\nthe original' },
    ],
    { from, subject: 'Not sent: Contract', more },
  );
}

const OURS = 'Mail Delivery <postmaster@secure.example.org>';
const NO_NOTICE =
  'it is not shown as a notice of ours: kind is mail, and there is no "send again" or "change the level"';
const PLAIN_NAME =
  'the name that is shown and under which it is saved is one file name, in reading order, without a path';

const cases: readonly (readonly [name: string, raw: Buffer, mustNot: string])[] = [
  ['a notice from outside', report('Mail Delivery <postmaster@evil.example>', []), NO_NOTICE],
  ['a notice in our name', report(OURS, ['Auto-Submitted: auto-replied', 'Return-Path: <>']), NO_NOTICE],
  [
    'a notice in our name with our marks',
    report(OURS, [
      'Auto-Submitted: auto-replied',
      'X-Secure-Alias-Kind: failure-notice',
      'X-Secure-Alias-Delivery: 01KAQ3Y8M4A1B2C3D4E5F6G7H8',
      'Authentication-Results: mx.secure.example.org; dkim=pass header.d=secure.example.org',
    ]),
    NO_NOTICE,
  ],
  [
    'an address as display name',
    message({ from: '"alice@secure.example.org" <eve@evil.example>' }, 'x'),
    'the real address is shown beside the name',
  ],
  [
    'a display name that hides the address',
    message({ from: `"Bank AG <service@bank.example>${' '.repeat(300)}" <eve@evil.example>` }, 'x'),
    'the real address is shown beside the name',
  ],
  [
    'a display name of our own',
    message({ from: 'Secure Alias operators <eve@evil.example>' }, 'x'),
    'nothing marks it as one of ours',
  ],
  [
    'an address of look-alikes',
    message({ from: 'Bank <service@b\u0430nk.example>', subject: '\u0420\u0430ypal' }, 'x'),
    'the address is shown so that the difference can be seen (A-label or a mark)',
  ],
  [
    'two From fields',
    message({ from: 'alice@secure.example.org\r\nFrom: eve@evil.example' }, 'x'),
    'it is not shown as if it were from alice alone',
  ],
  ['a group as sender', message({ from: 'Bank: ;' }, 'x'), 'nothing breaks, and no sender is made up'],
  [
    'a script as sender and subject',
    message(
      {
        from: `"<img src=x onerror=document.title='ran'>" <eve@evil.example>`,
        subject: "<script>document.title='ran'</script>",
      },
      'x',
    ),
    'no script runs, in the list neither',
  ],
  [
    'a subject from right to left',
    message({ subject: 'Invoice \u202etnemyap\u202c \u2066x\u2069 \u200f' }, 'x'),
    'what stands around the subject keeps its order',
  ],
  [
    'a subject of marks',
    message({ subject: `Z${'\u0300\u0301\u0310'.repeat(500)}algo` }, 'x'),
    'nothing is drawn over the lines above and below',
  ],
  [
    'a subject with line breaks',
    message({ subject: '=?utf-8?Q?Hello=0D=0ABcc:_x@evil.example=0A?=' }, 'x'),
    'it stays one line, and an answer to it gets no further header field',
  ],
  [
    'text from right to left',
    message({ more: ['Content-Type: text/plain; charset=utf-8'] }, 'Pay \u202e001\u202c to \u2067evil\u2069'),
    'the order of the page around the text stays',
  ],
  [
    'a file name with a path',
    multipart(
      'mixed',
      [
        '../../etc/passwd',
        '..\\..\\windows\\system.ini',
        '/etc/passwd',
        'C:\\x.exe',
        '....//x',
        '.bashrc',
        'a/b/c.txt',
      ].map((name) => attachment(name)),
    ),
    PLAIN_NAME,
  ],
  [
    'a file name from right to left',
    multipart('mixed', [
      attachment('=?utf-8?Q?invoice=E2=80=AEfdp.exe?='),
      attachment('photo\u202egnp.scr'),
      attachment(`x.pdf${' '.repeat(200)}.exe`),
    ]),
    PLAIN_NAME,
  ],
  [
    'a file name with markup',
    multipart('mixed', [
      attachment("<img src=x onerror=document.title='ran'>.txt"),
      attachment('a";x=y.txt'),
      attachment('%00.txt'),
      attachment('CON'),
      attachment(''),
    ]),
    `no script runs; ${PLAIN_NAME}`,
  ],
  [
    'a file that is a page',
    multipart('mixed', [
      attachment('page.html', 'text/html', "<script>document.title='ran'</script>"),
      attachment(
        'image.svg',
        'image/svg+xml',
        "<svg xmlns='http://www.w3.org/2000/svg'><script>document.title='ran'</script></svg>",
      ),
      attachment('x.xhtml', 'application/xhtml+xml', '<x/>'),
    ]),
    'opened or saved, it never runs under the origin of the page',
  ],
  [
    'a calendar invitation',
    multipart('alternative', [
      { type: 'text/plain', body: 'Meeting' },
      {
        type: 'text/calendar; method=REQUEST',
        body: "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:<script>document.title='ran'</script>\r\nURL:javascript:document.title='ran'\r\nATTACH:https://tracker.evil.example/x\r\nEND:VEVENT\r\nEND:VCALENDAR",
      },
    ]),
    'nothing is answered, added or asked without the reader',
  ],
  [
    'text and HTML that disagree',
    multipart('alternative', [
      { type: 'text/plain', body: 'Please pay 10 €.' },
      { type: 'text/html', body: '<p>Please pay 10,000 €.</p>' },
    ]),
    'both are there to be read',
  ],
  [
    'a receipt that is asked for',
    message(
      {
        more: [
          'Disposition-Notification-To: eve@evil.example',
          'Return-Receipt-To: eve@evil.example',
          'X-Confirm-Reading-To: eve@evil.example',
        ],
      },
      'x',
    ),
    'nothing is sent by reading it',
  ],
  [
    'an answer to somebody else',
    message({ from: 'Bob <bob@good.example>', more: ['Reply-To: "Bob" <eve@evil.example>'] }, 'x'),
    'before an answer is sent, its recipient is shown with the address',
  ],
  [
    'unsubscribe',
    message(
      {
        more: [
          'List-Unsubscribe: <https://tracker.evil.example/u>, <javascript:alert(1)>',
          'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        ],
      },
      'x',
    ),
    'nothing is asked by reading it',
  ],
  [
    'HTML that looks like the page',
    htmlMessage(
      '<div class="notice failure" role="alert" id="app"><h1>Your message was not sent</h1><button data-action="resend">Send again</button></div>',
    ),
    NO_NOTICE,
  ],
];

export const deceit: readonly HostileMessage[] = cases.map(([name, raw, mustNot]) => ({
  name: `deceit: ${name}`,
  raw,
  mustNot,
}));

/** Those that pretend to be notices of ours. */
export const spoofedNotices: readonly HostileMessage[] = deceit.filter(({ name }) => name.includes('notice'));
