/** What may be chosen of what servers show, and what is sent for a choice. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import type { TrustEntry } from '../../../web/operators/trust/standing.ts';
import type { PresentedHost } from '../../../web/operators/trust/digest.ts';
import {
  bodyOf,
  candidatesOf,
  changeOf,
  dayOf,
  digestOf,
  EMPTY_FORM,
  endOfDay,
  hasPassed,
  keyOf,
  OTHER,
  wishOf,
} from '../../../web/operators/trust/new-entry.ts';

const own = 'a1'.repeat(32);
const key = 'c5'.repeat(32);
const authority = 'ca'.repeat(32);

const shown = (sha256: string, spkiSha256: string | null, isAuthority: boolean, pem: string) =>
  ({
    sha256,
    spkiSha256,
    authority: isAuthority,
    pem,
    subject: `CN=${pem}`,
    notAfter: null,
  }) as PresentedHost['certificates'][number];
const host = (name: string): PresentedHost =>
  ({
    host: name,
    certificates: [shown(own, key, false, 'OWN'), shown(authority, 'dd'.repeat(32), true, 'CA')],
  }) as unknown as PresentedHost;
const hosts = [host('mx1.bank.example'), host('mx2.bank.example')];

test('servers that share something share the choice; a key of an authority cannot be trusted', () => {
  deepEqual(
    candidatesOf(hosts, [{ kind: 'ca', sha256: authority }]).map((each) => [
      keyOf(each),
      each.hosts.length,
      each.onFile,
    ]),
    [
      [`public-key ${key}`, 2, false],
      [`certificate ${own}`, 2, false],
      [`ca ${authority}`, 2, true],
    ],
  );
});

test('the same digest of another kind is not on file', () => {
  const [first] = candidatesOf(hosts, [{ kind: 'certificate', sha256: key }]);
  equal(first?.onFile, false);
});

const candidates = candidatesOf(hosts, []);
const bodies: [why: string, form: Partial<typeof EMPTY_FORM>, body: object | null][] = [
  ['nothing was chosen', {}, null],
  ['what was chosen is shown no more', { choice: `public-key ${'00'.repeat(32)}` }, null],
  ['what is shown goes as PEM', { choice: `ca ${authority}` }, { kind: 'ca', pem: 'CA' }],
  [
    'a digest goes in the one form',
    { choice: OTHER, kind: 'certificate', pasted: 'A1:'.repeat(31) + 'A1' },
    { kind: 'certificate', sha256: own },
  ],
  [
    'what cannot be read goes as it is, for the API to say so',
    { choice: OTHER, pasted: ' 12 34 ' },
    { kind: 'public-key', sha256: '12 34' },
  ],
  [
    'PEM goes as PEM',
    { choice: OTHER, pasted: '\n-----BEGIN CERTIFICATE-----\nMII' },
    { kind: 'public-key', pem: '-----BEGIN CERTIFICATE-----\nMII' },
  ],
];
for (const [why, form, body] of bodies)
  test(`the body: ${why}`, () => {
    const made = bodyOf('bank.example', { ...EMPTY_FORM, ...form, note: ' by phone ' }, candidates);
    deepEqual(made, body && { domain: 'bank.example', note: 'by phone', notAfter: null, ...body });
  });

test('the digest of a choice is what is compared; in a PEM it is not read here', () => {
  equal(digestOf({ ...EMPTY_FORM, choice: `public-key ${key}` }, candidates), key);
  equal(digestOf({ ...EMPTY_FORM, choice: OTHER, pasted: own.toUpperCase() }, candidates), own);
  equal(digestOf({ ...EMPTY_FORM, choice: OTHER, pasted: '-----BEGIN CERTIFICATE-----' }, candidates), null);
  equal(digestOf(EMPTY_FORM, candidates), null);
});

test('a day lasts until its last second here, and comes back as the same day', () => {
  const end = endOfDay('2027-01-31');
  equal(dayOf(end), '2027-01-31');
  equal(new Date(end ?? '').getHours(), 23);
  match(end ?? '', /:59:59\.000Z$/);
  deepEqual([endOfDay(''), dayOf(null)], [null, '']);
});

const PASSED = '2026-11-01T10:30:15.000Z';
const changes: [why: string, until: string, saved: string | null, body: object][] = [
  ['an end that has passed is not touched by another note', dayOf(PASSED), PASSED, { note: 'new' }],
  ['there was no end, and there is to be none', '', null, { note: 'new' }],
  ['the end is taken away', '', PASSED, { note: 'new', notAfter: null }],
  ['another end', '2031-03-01', PASSED, { note: 'new', notAfter: endOfDay('2031-03-01') }],
];
for (const [why, until, notAfter, body] of changes)
  test(`a change sends what is different: ${why}`, () => {
    const saved = { note: 'old', notAfter } as TrustEntry;
    deepEqual(changeOf(saved, wishOf(saved, { until, note: ' new ' })), body);
  });

test('over what somebody else has saved, an own end is sent although it is that of before', () => {
  const seen = { note: 'old', notAfter: null } as TrustEntry;
  const wish = wishOf(seen, { until: '', note: 'mine' });
  deepEqual(changeOf({ note: 'theirs', notAfter: PASSED }, wish), { note: 'mine', notAfter: null });
});

test('a last day counts to its end; no end, or one that cannot be read, never passes', () => {
  const noon = new Date(2030, 0, 31, 12).getTime();
  for (const [date, expected] of [
    ['2030-01-30', true],
    ['2030-01-31', false],
    ['2030-02-01', false],
    ['', false],
  ] as const)
    equal(hasPassed(date, noon), expected, date);
});
