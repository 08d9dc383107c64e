import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';

import { HeaderSectionReader, type HeaderProgress } from '../../../shared/mail/header-section-reader.ts';

/** Pushes a message in pieces of `size`; gives the result and what was not consumed by then. */
function readInPieces(message: Buffer, size: number, limit: number): { end: HeaderProgress; after: Buffer } {
  const reader = new HeaderSectionReader(limit);
  for (let at = 0; at < message.length; at += size) {
    const progress = reader.push(message.subarray(at, at + size));
    if (progress.kind !== 'more') return { end: progress, after: message.subarray(at + size) };
  }
  return { end: reader.finish(), after: Buffer.alloc(0) };
}

const messages: [message: string, header: string, why: string][] = [
  ['A: 1\r\nB: 2\r\n\r\nbody\r\n\r\nmore', 'A: 1\r\nB: 2\r\n\r\n', 'the usual'],
  ['\r\nbody\r\n', '\r\n', 'the first line is empty'],
  ['A: 1\r\n', 'A: 1\r\n', 'headers only'],
  ['', '', 'nothing'],
  ['A: 1\n\nbody', 'A: 1\n\nbody', 'bare LFs end nothing'],
  ['\r\r\n\r\nx', '\r\r\n\r\n', 'a stray CR before the end'],
];

for (const [message, header, why] of messages) {
  test(`finds the end of the header section in ${JSON.stringify(message)}, whatever the chunks (${why})`, () => {
    for (let size = 1; size <= message.length + 1; size += 1) {
      const { end, after } = readInPieces(Buffer.from(message), size, 100);
      ok(end.kind === 'complete');
      equal(end.header.toString(), header);
      equal(Buffer.concat([end.header, end.rest, after]).toString(), message);
    }
  });
}

test('over the limit in any chunking: too large', () => {
  const message = Buffer.from(`A: ${'x'.repeat(100)}\r\n\r\nbody`);
  for (const size of [1, 7, 64, 200]) deepEqual(readInPieces(message, size, 64).end, { kind: 'too-large' });
});

test('at the limit: taken', () => {
  const message = Buffer.from(`A: ${'x'.repeat(57)}\r\n\r\nbody`);
  for (const size of [1, 7, 64, 200]) equal(readInPieces(message, size, 64).end.kind, 'complete');
});

test('after the end it takes no more', () => {
  const reader = new HeaderSectionReader(64);
  reader.push(Buffer.from('A: 1\r\n\r\n'));
  throws(() => reader.push(Buffer.from('x')), /ended/);
  throws(() => reader.finish(), /ended/);
});
