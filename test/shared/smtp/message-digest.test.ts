import { deepEqual, equal } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { digestMessage, missingLineEnd } from '../../../shared/smtp/message-digest.ts';

/** What coreutils say, which know nothing of this. */
function sha256sum(text: string): string {
  return execFileSync('sha256sum', { input: text }).toString().slice(0, 64);
}

const rows: [pieces: string[], sent: string, accepted: string, why: string][] = [
  [['S: x\r\n\r\nHi\r\n'], 'S: x\r\n\r\nHi\r\n', 'S: x\r\n\r\nHi\r\n', 'a message alone'],
  [['DKIM: y\r\n', 'S: x\r\n\r\nHi\r\n'], 'DKIM: y\r\nS: x\r\n\r\nHi\r\n', 'S: x\r\n\r\nHi\r\n', 'signed'],
  [
    ['S: x\r\n\r\n.dot\r\n..\r\n'],
    'S: x\r\n\r\n.dot\r\n..\r\n',
    'S: x\r\n\r\n.dot\r\n..\r\n',
    'dots are not doubled',
  ],
  [
    ['S: x\r\n\r\nHi'],
    'S: x\r\n\r\nHi\r\n',
    'S: x\r\n\r\nHi',
    'the line end before the final dot is sent, too',
  ],
  [
    ['A: 1\r\n', 'B: 2\r\n', 'C: 3\r\n\r\n'],
    'A: 1\r\nB: 2\r\nC: 3\r\n\r\n',
    'C: 3\r\n\r\n',
    'several in front',
  ],
];
for (const [pieces, sent, accepted, why] of rows) {
  test(`digests: ${why}`, () => {
    const message = pieces.map((piece) => Buffer.from(piece));
    deepEqual(digestMessage(message), { sent: sha256sum(sent), accepted: sha256sum(accepted) });
  });
}

test('no message at all is still an end of line', () => {
  equal(missingLineEnd([]), '\r\n');
  equal(digestMessage([]).sent, createHash('sha256').update('\r\n').digest('hex'));
});
