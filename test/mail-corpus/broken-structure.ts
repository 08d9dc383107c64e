/** Messages that are too large, too deep, or not what they say: the reader and the server stay on their feet. */
import { attachment, htmlMessage, message, multipart, type HostileMessage, type Part } from './message.ts';

const SHOWN = 'the message opens within seconds, and the page can be used meanwhile';

function nestedParts(levels: number): Buffer {
  let body = 'Content-Type: text/plain\r\n\r\ninnermost\r\n';
  let type = '';
  for (let level = 0; level < levels; level += 1) {
    type = `multipart/mixed; boundary=b${level}`;
    body = `${level === 0 ? '' : `Content-Type: multipart/mixed; boundary=b${level - 1}\r\n\r\n`}${level === 0 ? `--b0\r\n${body}--b0--\r\n` : body}`;
    if (level > 0) body = `--b${level}\r\n${body}\r\n--b${level}--\r\n`;
  }
  return message({ more: [`Content-Type: ${type}`] }, body);
}

function nestedMessages(levels: number): Buffer {
  let inner = message({ subject: 'innermost' }, 'x');
  for (let level = 0; level < levels; level += 1) {
    inner = message({ subject: `level ${level}`, more: ['Content-Type: message/rfc822'] }, inner);
  }
  return inner;
}

const text = (type: string, body: string | Buffer, more: readonly string[] = []): Buffer =>
  message({ more: [`Content-Type: ${type}`, ...more] }, body);

const manyAttachments = (count: number, name: (index: number) => string): Part[] =>
  Array.from({ length: count }, (_, index) => attachment(name(index)));

const cases: readonly (readonly [name: string, raw: Buffer, mustNot: string])[] = [
  ['5 MB of HTML', htmlMessage('<p>All work and no play</p>\n'.repeat(190_000)), SHOWN],
  ['50,000 elements deep', htmlMessage('<div>'.repeat(50_000) + 'x'), SHOWN],
  [
    '50,000 elements deep, of many kinds',
    htmlMessage('<table><tr><td><b><i><a href=x>'.repeat(8000) + 'x'),
    SHOWN,
  ],
  [
    'a hundred thousand attributes',
    htmlMessage(`<p ${Array.from({ length: 100_000 }, (_, index) => `a${index}=b`).join(' ')}>x</p>`),
    SHOWN,
  ],
  [
    'a style of a megabyte',
    htmlMessage(`<style>${'a b c d e f > g ~ h + i{color:red}'.repeat(30_000)}</style><p>x</p>`),
    SHOWN,
  ],
  [
    'a word of a megabyte',
    text('text/plain', 'x'.repeat(1_000_000)),
    `${SHOWN}; nothing is pushed out of the window`,
  ],
  ['boundary that never comes', text('multipart/mixed; boundary=never', '--other\r\n\r\nx'), SHOWN],
  ['boundary missing', text('multipart/mixed', '--b\r\n\r\nx\r\n--b--'), SHOWN],
  [
    'boundary that never ends',
    text('multipart/mixed; boundary=b', '--b\r\nContent-Type: text/html\r\n\r\n<p>x'),
    SHOWN,
  ],
  [
    'boundary inside of itself',
    text(
      'multipart/mixed; boundary=b',
      '--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n--b--',
    ),
    SHOWN,
  ],
  ['1,000 multiparts in each other', nestedParts(1000), SHOWN],
  ['1,000 messages in each other', nestedMessages(1000), SHOWN],
  ['a charset that does not exist', text('text/plain; charset=x-klingon', 'Qapla\xe9'), SHOWN],
  [
    'a charset that is a lie',
    text('text/html; charset=utf-16', Buffer.from('<script>document.title="ran"</script>')),
    'no script runs',
  ],
  [
    'UTF-7 with script',
    text('text/html; charset=utf-7', '+ADw-script+AD4-document.title=+ACI-ran+ACI-+ADw-/script+AD4-'),
    'no script runs',
  ],
  [
    'NUL and control characters',
    text(
      'text/html',
      Buffer.from(
        '<scr\0ipt>document.title="ran"</scr\0ipt><img src=x one\0rror=1>\x01\x02\x1b[31m\x7f',
        'latin1',
      ),
    ),
    'no script runs; no control character reaches the screen',
  ],
  [
    'base64 that is none',
    text('text/plain', '!!!! not base64 ====\r\n=a', ['Content-Transfer-Encoding: base64']),
    SHOWN,
  ],
  [
    'quoted-printable that is none',
    text('text/plain', '=\r\n=ZZ=3=\r\n==', ['Content-Transfer-Encoding: quoted-printable']),
    SHOWN,
  ],
  [
    'a transfer encoding that does not exist',
    text('text/html', '<p>x</p>', ['Content-Transfer-Encoding: x-uuencode']),
    SHOWN,
  ],
  ['a header of 1.9 MB', message({ more: [`X-Long: ${'x'.repeat(1_900_000)}`] }, 'x'), SHOWN],
  ['a header of 3 MB', message({ more: [`X-Long: ${'x'.repeat(3_000_000)}`] }, 'x'), SHOWN],
  [
    '20,000 header fields',
    message({ more: Array.from({ length: 20_000 }, (_, index) => `X-${index}: y`) }, 'x'),
    SHOWN,
  ],
  [
    '10,000 recipients',
    message(
      {
        more: [
          `Cc: ${Array.from({ length: 10_000 }, (_, index) => `"${'n'.repeat(50)}" <${index}@evil.example>`).join(',\r\n ')}`,
        ],
      },
      'x',
    ),
    `${SHOWN}; the list of recipients is short at first`,
  ],
  [
    '10,000 attachments',
    multipart(
      'mixed',
      manyAttachments(10_000, (index) => `${index}.txt`),
    ),
    SHOWN,
  ],
  [
    'groups in groups',
    message({ more: [`Cc: ${'a:'.repeat(5000)}x@evil.example${';'.repeat(5000)}`] }, 'x'),
    SHOWN,
  ],
  ['encoded words without end', message({ subject: '=?utf-8?Q?=C3=A4?= '.repeat(20_000) }, 'x'), SHOWN],
  [
    'an encoded word of a charset that does not exist',
    message({ subject: '=?x-none?B?////?= =?utf-8?B?*?= =?utf-8?X?x?=' }, 'x'),
    SHOWN,
  ],
  [
    'comments in comments',
    message({ from: `${'('.repeat(20_000)}x${')'.repeat(20_000)} <eve@evil.example>` }, 'x'),
    SHOWN,
  ],
  ['no header, no body', Buffer.alloc(0), SHOWN],
  ['only octets over 127', Buffer.alloc(100_000, 0xff), SHOWN],
];

export const brokenStructure: readonly HostileMessage[] = cases.map(([name, raw, mustNot]) => ({
  name: `broken: ${name}`,
  raw,
  mustNot,
}));
