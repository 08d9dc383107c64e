/** What is typed into To, Cc and Bcc, taken apart. */
import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';

import { isLastOpen, parseRecipients } from '../../../web/compose/recipients.ts';

type Row = readonly [
  typed: string,
  recipients: readonly (readonly [address: string, domain: string | null])[],
];

const rows: readonly Row[] = [
  ['', []],
  [' ,; \n', []],
  ['bob@good.example', [['bob@good.example', 'good.example']]],
  ['Bob@GOOD.Example', [['Bob@GOOD.Example', 'good.example']]],
  ['"Bob" <bob@good.example>', [['bob@good.example', 'good.example']]],
  ['Bob Good <bob@good.example>', [['bob@good.example', 'good.example']]],
  [
    'a@good.example, b@dane.example; c@plain.example\nd@x.example',
    [
      ['a@good.example', 'good.example'],
      ['b@dane.example', 'dane.example'],
      ['c@plain.example', 'plain.example'],
      ['d@x.example', 'x.example'],
    ],
  ],
  [
    '"Good, Bob; the \\"first\\"" <bob@good.example>, c@x.example',
    [
      ['bob@good.example', 'good.example'],
      ['c@x.example', 'x.example'],
    ],
  ],
  ['anna@bücher.example', [['anna@bücher.example', 'bücher.example']]],
  ['bob', [['bob', null]]],
  ['bob@', [['bob@', null]]],
  ['bob@good', [['bob@good', null]]],
  ['bob@good.e', [['bob@good.e', null]]],
  ['@good.example', [['@good.example', null]]],
  ['bob smith@good.example', [['bob smith@good.example', null]]],
  ['"bob smith"@good.example', [['"bob smith"@good.example', 'good.example']]],
  ['bob@@good.example', [['bob@@good.example', null]]],
  ['mailto:bob@good.example', [['mailto:bob@good.example', null]]],
  ['bob.@good.example', [['bob.@good.example', null]]],
  ['"Bob" <bob@@good.example>', [['bob@@good.example', null]]],
  ['bob@good..example', [['bob@good..example', null]]],
  ['bob@[192.0.2.1]', [['bob@[192.0.2.1]', null]]],
];

describe('recipients', () => {
  for (const [typed, expected] of rows)
    test(JSON.stringify(typed), () => {
      deepEqual(
        parseRecipients(typed).map(({ address, domain }) => [address, domain]),
        expected,
      );
    });

  test('what goes to the API is what was typed, the name included', () => {
    deepEqual(
      parseRecipients(' "Good, Bob" <bob@good.example> ,').map(({ text }) => text),
      ['"Good, Bob" <bob@good.example>'],
    );
  });

  for (const [typed, isOpen] of [
    ['', false],
    ['bob@good', true],
    ['bob@good.example,', false],
    ['bob@good.example, ', false],
    ['bob@good.example, c', true],
    ['"Good, Bob', true],
    ['Bob <bob@go', true],
    ['a@good.example b@good.example', false],
  ] as const)
    test(`${JSON.stringify(typed)} ${isOpen ? 'may go on' : 'is finished'}`, () => {
      equal(isLastOpen(typed), isOpen);
    });
});
