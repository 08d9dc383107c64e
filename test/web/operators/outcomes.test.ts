/** For whom a level is set, as typed, and what came of it. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { homesIn, summaryOf, type Outcome } from '../../../web/operators/aliases/outcomes.ts';

const typed: [text: string, homes: string[]][] = [
  ['', []],
  [' \n ,; ', []],
  ['alice@example.org', ['alice@example.org']],
  ['alice@example.org\nbob@example.org\n', ['alice@example.org', 'bob@example.org']],
  [
    'alice@example.org, bob@example.org;carol@example.org',
    ['alice@example.org', 'bob@example.org', 'carol@example.org'],
  ],
  ['alice@example.org alice@example.org', ['alice@example.org']],
];
for (const [text, homes] of typed)
  test(`${JSON.stringify(text)} is ${homes.length} people`, () => {
    deepEqual(homesIn(text), homes);
  });

test('outcomes are added up, and who was left out is named', () => {
  const of = (home: string, outcome: Outcome['outcome']): Outcome => ({
    home,
    address: null,
    outcome,
    changed: [],
    kept: [],
  });
  deepEqual(
    summaryOf([
      of('a', 'changed'),
      of('b', 'changed'),
      of('c', 'unchanged'),
      of('d', 'unknown'),
      of('e', 'unknown'),
    ]),
    { changed: 2, unchanged: 1, notDone: [{ outcome: 'unknown', homes: ['d', 'e'] }] },
  );
  deepEqual(summaryOf([]), { changed: 0, unchanged: 0, notDone: [] });
});
