/** Text of strangers as pages show it. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';

import { blocksOf, oneLine, piecesOf, plain } from '../../../web/mail/plain.ts';

describe('text of strangers', () => {
  const rows: readonly (readonly [why: string, text: string, shown: string])[] = [
    ['nothing turns what follows around', 'invoice\u202exe.pdf\u202c', 'invoicexe.pdf'],
    ['isolates neither', '\u2066a\u2069\u2067b\u2068c', 'abc'],
    ['Hebrew and Arabic stay', 'שלום مرحبا', 'שלום مرحبا'],
    ['a terminal would obey these', 'a\u001b[31mb\u0007\u0000\u009bc', 'a[31mbc'],
    ['lines and tabs stay', 'a\r\n\tb', 'a\r\n\tb'],
    ['what has no width hides in words', 'pay\u200bpal\ufeff\u2060', 'paypal'],
    ['families are joined by one that stays', '👨\u200d👩\u200d👧', '👨\u200d👩\u200d👧'],
    ['no heaps of marks', `Z${'\u0300\u0301\u0310'.repeat(500)}algo`, 'Z\u0300\u0301\u0310\u0300algo'],
    ['two marks on a letter are a language', 'ệ e\u0323\u0302', 'ệ e\u0323\u0302'],
  ];
  for (const [why, text, shown] of rows)
    test(why, () => {
      equal(plain(text), shown);
    });

  test('a subject is one line, and leaves room for others', () => {
    equal(oneLine(' Hello\r\nBcc: x@evil.example\t \n'), 'Hello Bcc: x@evil.example');
    equal(oneLine('ä'.repeat(5000)), `${'ä'.repeat(200)}…`);
    ok(oneLine(`${'a'.repeat(199)}😀`).isWellFormed());
  });
});

describe('links in plain text', () => {
  const rows: readonly (readonly [text: string, links: readonly string[]])[] = [
    ['see https://good.example/a?b=c#d.', ['https://good.example/a?b=c#d']],
    ['(https://good.example/)', ['https://good.example/']],
    [
      '<https://good.example/>, or mailto:bob@good.example!',
      ['https://good.example/', 'mailto:bob@good.example'],
    ],
    ['http://good.example/ javascript:alert(1) data:text/html,x ftp://x file:///etc/passwd', []],
    ['https://', []],
    ['HTTPS://GOOD.EXAMPLE/', ['HTTPS://GOOD.EXAMPLE/']],
    ['nothing', []],
  ];
  for (const [text, links] of rows)
    test(text, () => {
      const pieces = piecesOf(text);
      deepEqual(
        pieces.map(({ href }) => href).filter((href) => href !== null),
        links,
      );
      equal(pieces.map((piece) => piece.text).join(''), text, 'nothing is lost');
    });
});

test('what is quoted is told from what is written', () => {
  deepEqual(blocksOf('Hi\n> you wrote\r\n> this\nYes'), [
    { quoted: false, lines: ['Hi'] },
    { quoted: true, lines: ['> you wrote', '> this'] },
    { quoted: false, lines: ['Yes'] },
  ]);
});
