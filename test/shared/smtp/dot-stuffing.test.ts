import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { stuffDots } from '../../../shared/smtp/dot-stuffing.ts';

const dots: [what: string, pieces: string[], sent: string][] = [
  ['none', ['a.b\r\nc\r\n'], 'a.b\r\nc\r\n'],
  ['at the very beginning', ['.a\r\n'], '..a\r\n'],
  ['at the beginning of lines', ['a\r\n.\r\n..b\r\n'], 'a\r\n..\r\n...b\r\n'],
  ['where a piece begins with a line', ['a\r\n', '.b\r\n'], 'a\r\n..b\r\n'],
  ['where a piece begins within a line', ['a', '.b\r\n'], 'a.b\r\n'],
  ['where a piece ends within a line end', ['a\r', '\n.b\r\n'], 'a\r\n..b\r\n'],
  ['nothing but', ['.\r\n'.repeat(100_000)], '..\r\n'.repeat(100_000)],
];
for (const [what, pieces, sent] of dots) {
  test(`dots are doubled: ${what}`, () => {
    const slices = [...stuffDots(pieces.map((piece) => Buffer.from(piece)))];
    equal(Buffer.concat(slices).toString() === sent, true);
    ok(slices.every(({ length }) => length <= 64 * 1024));
  });
}
