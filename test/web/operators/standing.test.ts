/** How an entry and a domain stand, and what a removal does: for badges and warnings that have to be true. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import {
  endsSoon,
  found,
  inOrder,
  removalOf,
  standingOf,
  stateOf,
  type EntryState,
  type Removal,
  type Standing,
  type TrustEntry,
  type TrustPreview,
} from '../../../web/operators/trust/standing.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const PAST = '2026-11-25T11:59:59Z';
const SOON = '2026-12-16T12:00:00Z';
const LATER = '2026-12-16T12:00:01Z';

function entry(id: string, change: Partial<TrustEntry> = {}): TrustEntry {
  return {
    id,
    domain: 'bank.example',
    kind: 'public-key',
    sha256: 'c5'.repeat(32),
    pem: null,
    note: '',
    notAfter: null,
    certificateNotAfter: null,
    ended: false,
    warnings: [],
    addedBy: 'operator@example.org',
    addedAt: '2026-11-23T10:00:00Z',
    changedBy: null,
    changedAt: null,
    etag: '"1"',
    ...change,
  };
}

/** One server each: the ids of the entries that match what it shows; null shows nothing. */
function preview(entries: readonly TrustEntry[], ...servers: (readonly string[] | null)[]): TrustPreview {
  const hosts = servers.map((ids, index) => ({
    host: `mx${index}.bank.example`,
    certificates: ids === null ? [] : [{}],
    verdict:
      ids === null ? null : ids.length > 0 ? 'matched' : entries.length > 0 ? 'no-match' : 'not-listed',
    matches: (ids ?? []).map((id) => ({ id, kind: 'public-key', detail: '' })),
  }));
  return { domain: 'bank.example', hosts, detail: null, entries } as unknown as TrustPreview;
}

const one = entry('ONE');
const two = entry('TWO');
const ended = entry('ONE', { notAfter: PAST });
const both = [one, two];

const states: [why: string, entry: TrustEntry, preview: TrustPreview | null, state: EntryState][] = [
  ['nobody has looked', one, null, 'counts'],
  ['a server shows it', one, preview(both, ['ONE']), 'shown'],
  ['one of two servers shows it', one, preview(both, ['TWO'], ['ONE']), 'shown'],
  ['servers show another entry: a change that was prepared', one, preview(both, ['TWO']), 'not-shown'],
  ['servers show what no entry matches', one, preview(both, []), 'changed'],
  ['no server showed a certificate', one, preview(both, null), 'not-seen'],
  ['there is no server', one, preview(both), 'not-seen'],
  ['its end has passed, whatever is shown', ended, preview([ended], []), 'ended'],
  ['its end is this very moment', entry('ONE', { notAfter: '2026-11-25T12:00:00Z' }), null, 'ended'],
  [
    'an authority has ended',
    entry('ONE', { kind: 'ca', certificateNotAfter: PAST }),
    null,
    'authority-ended',
  ],
  [
    'dates do not count for a pinned certificate',
    entry('ONE', { certificateNotAfter: PAST }),
    null,
    'counts',
  ],
];
for (const [why, of, seen, state] of states)
  test(`${state}: ${why}`, () => {
    equal(stateOf(of, seen, now), state);
  });

const endings: [why: string, entry: TrustEntry, soon: boolean][] = [
  ['it has no end', one, false],
  ['within 21 days', entry('ONE', { notAfter: SOON }), true],
  ['a second later', entry('ONE', { notAfter: LATER }), false],
  ['it has ended', ended, false],
  ['the certificate of a pin', entry('ONE', { certificateNotAfter: SOON }), false],
  ['the certificate of an authority', entry('ONE', { kind: 'ca', certificateNotAfter: SOON }), true],
];
for (const [why, of, soon] of endings)
  test(`${soon ? 'ends soon' : 'does not end soon'}: ${why}`, () => {
    equal(endsSoon(of, now), soon);
  });

const standings: [why: string, preview: TrustPreview, standing: Standing][] = [
  ['there is no entry', preview([], []), 'not-trusted'],
  ['all have ended', preview([ended], []), 'all-ended'],
  ['every server matches', preview(both, ['ONE'], ['TWO']), 'goes'],
  ['one server does not match', preview(both, ['ONE'], []), 'goes-by-some'],
  ['one server showed nothing', preview(both, ['ONE'], null), 'goes-by-some'],
  ['none matches', preview(both, [], []), 'comes-back'],
  ['none matches of those that answered', preview(both, [], null), 'comes-back'],
  ['none answered', preview(both, null, null), 'not-seen'],
];
for (const [why, seen, standing] of standings)
  test(`${standing}: ${why}`, () => {
    equal(standingOf(seen, now), standing);
  });

const removals: [
  why: string,
  entry: TrustEntry,
  entries: readonly TrustEntry[],
  preview: TrustPreview | null,
  removal: Removal,
][] = [
  ['it has ended', ended, [ended, two], null, 'nothing'],
  ['there is no other', one, [one], preview([one], ['ONE']), 'last'],
  ['the other one has ended', one, [one, entry('TWO', { notAfter: PAST })], null, 'last'],
  ['only it matches', one, both, preview(both, ['ONE']), 'only-match'],
  ['another matches', one, both, preview(both, ['TWO']), 'others-match'],
  ['both match', one, both, preview(both, ['ONE', 'TWO']), 'others-match'],
  ['nobody has looked', one, both, null, 'others-not-seen'],
  ['no server answered', one, both, preview(both, null), 'others-not-seen'],
  ['nothing matches as it is', one, both, preview(both, []), 'comes-back-already'],
  ['nothing matches, and there is no other', one, [one], preview([one], []), 'comes-back-already'],
];
for (const [why, of, entries, seen, removal] of removals)
  test(`removing does "${removal}": ${why}`, () => {
    equal(removalOf(of, entries, seen, now), removal);
  });

test('the list is in the order of domains, the newest entry of each first', () => {
  const entries = [
    entry('A', { domain: 'zoo.example' }),
    entry('B', { addedAt: '2026-11-20T10:00:00Z' }),
    entry('C', { addedAt: '2026-11-21T10:00:00Z' }),
  ];
  deepEqual(
    inOrder(entries).map(({ id }) => id),
    ['C', 'B', 'A'],
  );
});

const filters: [text: string, ids: string[]][] = [
  ['', ['A', 'B']],
  ['ZOO', ['A']],
  ['ms roe', ['B']],
  ['operator@', ['A', 'B']],
  ['D0:D0:D0:D0', ['B']],
  ['d0', []],
  ['nothing like that', []],
];
for (const [text, ids] of filters)
  test(`the filter "${text}" leaves ${ids.join(', ') || 'nothing'}`, () => {
    const entries = [
      entry('A', { domain: 'zoo.example' }),
      entry('B', { note: 'with Ms Roe', sha256: 'd0'.repeat(32) }),
    ];
    deepEqual(
      found(entries, text).map(({ id }) => id),
      ids,
    );
  });
