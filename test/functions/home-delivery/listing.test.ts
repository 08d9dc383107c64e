import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { readListing } from '../../../functions/home-delivery/listing.ts';

const rows: readonly [why: string, header: string, from: string, to: readonly string[], subject: string][] = [
  [
    'plain',
    'From: bob@good.example\r\nTo: alice@secure.example.org\r\nSubject: Hello\r\n',
    'bob@good.example',
    ['alice@secure.example.org'],
    'Hello',
  ],
  [
    'encoded-words (RFC 2047), folded',
    'From: =?utf-8?Q?J=C3=BCrgen?= <j@good.example>\r\nSubject: =?utf-8?B?R3LDvMOfZQ==?=\r\n =?utf-8?Q?_aus_K=C3=B6ln?=\r\n',
    'Jürgen <j@good.example>',
    [],
    'Grüße aus Köln',
  ],
  [
    'several recipients and a group',
    'From: b@good.example\r\nTo: A <a@x.example>, Team: c@x.example, d@x.example;\r\n',
    'b@good.example',
    ['A <a@x.example>', 'c@x.example', 'd@x.example'],
    '',
  ],
  ['an unreadable From is shown as it stands', 'From: nobody at all\r\n', 'nobody at all', [], ''],
  [
    'line breaks hidden in encoded-words do not come through',
    'From: b@good.example\r\nSubject: =?utf-8?Q?one=0D=0Atwo?=\r\n',
    'b@good.example',
    [],
    'one two',
  ],
  ['a header section that cannot be read', 'no colon here\r\n', '', [], ''],
];
for (const [why, header, from, to, subject] of rows) {
  test(`listing: ${why}`, () => {
    deepEqual(readListing(Buffer.from(`${header}\r\nbody\r\n`)), { from, to, subject });
  });
}

test('a stranger’s header cannot outgrow a table item', () => {
  const many = Array.from({ length: 5000 }, (_, index) => `"${'n'.repeat(400)}" <u${index}@x.example>`);
  const header = `From: ${many.join(',\r\n ')}\r\nTo: ${many.join(',\r\n ')}\r\nSubject: ${'s'.repeat(9000)}\r\n`;
  const { from, to, subject } = readListing(Buffer.from(`${header}\r\n`));
  ok(from.length <= 320 && subject.length <= 1000);
  equal(to.length, 100);
  ok(to.every((address) => address.length <= 320));
});
