/** What an action changed, as the log tells it. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import {
  changesOf,
  kindOf,
  type Change,
  type OperatorAction,
} from '../../../web/operators/actions/changes.ts';

type State = OperatorAction['before'];

const rows: [why: string, before: State, after: State, changes: Change[]][] = [
  [
    'all of what was added, in the order in which it is told',
    null,
    { note: 'by phone', notAfter: null, sha256: 'c5', kind: 'ca' },
    [
      { name: 'kind', from: null, to: 'ca' },
      { name: 'sha256', from: null, to: 'c5' },
      { name: 'note', from: null, to: 'by phone' },
    ],
  ],
  [
    'of a change only what is different',
    { kind: 'ca', sha256: 'c5', note: 'a', notAfter: null },
    { kind: 'ca', sha256: 'c5', note: 'a', notAfter: '2027-01-31T23:59:59Z' },
    [{ name: 'notAfter', from: null, to: '2027-01-31T23:59:59Z' }],
  ],
  ['all of what was removed', { kind: 'ca' }, null, [{ name: 'kind', from: 'ca', to: null }]],
  [
    'levels by domain, after the switch that makes them count',
    { expert: 'false', 'bank.example': null, 'a.example': 'encrypt' },
    { expert: 'true', 'bank.example': 'verify', 'a.example': 'verify' },
    [
      { name: 'expert', from: 'false', to: 'true' },
      { name: 'a.example', from: 'encrypt', to: 'verify' },
      { name: 'bank.example', from: null, to: 'verify' },
    ],
  ],
  ['nothing', null, null, []],
];
for (const [why, before, after, changes] of rows)
  test(`changes: ${why}`, () => {
    deepEqual(changesOf({ before, after }), changes);
  });

test('the kind is told of what was, where nothing is left', () => {
  deepEqual(
    [kindOf({ before: { kind: 'ca' }, after: null }), kindOf({ before: { expert: 'true' }, after: {} })],
    ['ca', null],
  );
});
