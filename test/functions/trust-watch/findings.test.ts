import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import { findAll, isTrustedNow } from '../../../functions/trust-watch/findings.ts';
import { isDue, memoriesOf } from '../../../functions/trust-watch/telling.ts';
import type { Presented } from '../../../shared/next-hop/presented.ts';
import type { StoredTrustEntry } from '../../../shared/store/trust-entries.ts';
import { daysFromNow, now } from '../../shared/tls/certificate-maker.ts';
import { authority, BANK, entryOf, host, hosts, inDays, renewed, server, stranger } from './watched.ts';

const MX = 'mx.bank.example';
const good = hosts(host(MX, server, authority));

const rows: [entries: StoredTrustEntry[], presented: Presented | null, expected: string[], why: string][] = [
  [[entryOf(server)], good, [], 'the certificate is the one in the trust store'],
  [[entryOf(server, 'public-key')], hosts(host(MX, renewed)), [], 'renewed with the same key'],
  [[entryOf(authority, 'ca')], good, [], 'the authority vouches for it'],
  [[entryOf(stranger), entryOf(server)], good, [], 'one match suffices: a rotation is under way'],
  [[entryOf(server)], hosts(host(MX, renewed)), ['changed'], 'another certificate'],
  [[entryOf(server, 'public-key')], hosts(host(MX, stranger)), ['changed'], 'another key'],
  [[entryOf(authority, 'ca')], hosts(host(MX, stranger)), ['changed'], 'another authority'],
  [
    [entryOf(server)],
    hosts(host(MX, server), host('b.bank.example', stranger)),
    ['changed'],
    'one host of two has changed',
  ],
  [
    [entryOf(server)],
    hosts(host(MX, stranger), host('b.bank.example', renewed)),
    ['changed', 'changed'],
    'both have',
  ],
  [[entryOf(server)], hosts(host(MX, server), host('b.bank.example')), [], 'one host of two is down'],
  [[entryOf(server)], hosts(host(MX), host('b.bank.example')), ['unchecked'], 'no host showed anything'],
  [[entryOf(server)], { kind: 'no-hosts', detail: 'lookup failed' }, ['unchecked'], 'not changed'],
  [[entryOf(server, 'certificate', { notAfter: inDays(21) })], good, ['entry-ending'], 'in 21 days'],
  [[entryOf(server, 'certificate', { notAfter: inDays(22) })], good, [], 'in 22 days'],
  [
    [entryOf(server, 'certificate', { certificateNotAfter: inDays(5) })],
    good,
    ['certificate-ending'],
    'the certificate ends',
  ],
  [
    [entryOf(server, 'certificate', { certificateNotAfter: inDays(5), notAfter: inDays(4) })],
    good,
    ['entry-ending'],
    'one of both is enough',
  ],
  [
    [entryOf(server, 'certificate', { certificateNotAfter: inDays(-1) })],
    good,
    [],
    'an ended certificate that is still shown matches: pins do not look at dates',
  ],
  [
    [entryOf(stranger, 'certificate', { notAfter: inDays(-1) }), entryOf(server)],
    good,
    [],
    'an entry that has ended after a rotation',
  ],
  [[entryOf(server, 'certificate', { notAfter: inDays(-1) })], null, ['lapsed'], 'the last entry has ended'],
  [
    [entryOf(server, 'certificate', { notAfter: inDays(3) })],
    hosts(host(MX, stranger)),
    ['changed', 'entry-ending'],
    'two troubles',
  ],
  [
    [entryOf(server, 'certificate', { notAfter: inDays(3) })],
    { kind: 'no-hosts', detail: 'x' },
    ['unchecked', 'entry-ending'],
    'the calendar needs no look',
  ],
  [[], null, [], 'no entry at all any more'],
];
for (const [entries, presented, expected, why] of rows) {
  test(`${expected.join(', ') || 'nothing'} (${why})`, () => {
    const found = findAll({ domain: BANK, entries, now }, presented);
    deepEqual(
      found.map(({ kind }) => kind),
      expected,
    );
  });
}

test('a certificate that cannot be read is a change, too', () => {
  const odd = { ...host(MX, server), chain: [Buffer.from('no certificate')] };
  const [found] = findAll({ domain: BANK, entries: [entryOf(server)], now }, hosts(odd));
  equal(found?.kind, 'changed');
});

test('without a current entry there is nothing to look at', () => {
  const ended = entryOf(server, 'certificate', { notAfter: inDays(-1) });
  equal(isTrustedNow({ domain: BANK, entries: [ended], now }), false);
  equal(isTrustedNow({ domain: BANK, entries: [ended, entryOf(stranger)], now }), true);
});

test('what could not be checked says why for each host', () => {
  const many = ['a', 'b', 'c', 'd'].map((name) => host(`${name}.bank.example`));
  const [found] = findAll({ domain: BANK, entries: [entryOf(server)], now }, hosts(...many));
  match(
    found?.kind === 'unchecked' ? found.detail : '',
    /^a\.bank\.example: it offers no STARTTLS; .* and 1 more/,
  );
});

test('how many entries go on is known', () => {
  const ending = entryOf(server, 'certificate', { notAfter: inDays(3) });
  const other = entryOf(stranger, 'certificate', { certificateNotAfter: inDays(300) });
  const others = (entries: StoredTrustEntry[]) =>
    findAll({ domain: BANK, entries, now }, good).map((found) => ('others' in found ? found.others : null));
  deepEqual(others([ending]), [0]);
  deepEqual(others([ending, other]), [1]);
});

/** The finding of a changed server, on an entry that remembers `told` days ago. */
function change(days: number | null, madeOf = stranger) {
  const find = (told: StoredTrustEntry['told']) => {
    const entries = [entryOf(server, 'certificate', { told })];
    const [found] = findAll({ domain: BANK, entries, now }, hosts(host(MX, madeOf)));
    if (found === undefined) throw new Error('nothing found');
    return found;
  };
  const key = `changed ${MX} ${entryOf(stranger).sha256}`;
  return find(days === null ? [] : [{ finding: key, at: inDays(-days) }]);
}

const memory: [days: number | null, madeOf: typeof stranger, due: boolean, why: string][] = [
  [null, stranger, true, 'never told'],
  [1, stranger, false, 'told yesterday'],
  [6, stranger, false, 'told six days ago'],
  [7, stranger, true, 'told a week ago: it lasts'],
  [1, renewed, true, 'yet another certificate'],
];
for (const [days, madeOf, due, why] of memory) {
  test(`${due ? 'told' : 'not told'} (${why})`, () => {
    equal(isDue(change(days, madeOf), now), due);
  });
}

test('a run a little early on the seventh day still counts', () => {
  const early = new Date(now.getTime() - 5 * 60_000);
  equal(isDue(change(7), early), true);
});

test('memory keeps what is still silent, replaces what was told again, and does not grow without end', () => {
  const told = Array.from({ length: 60 }, (_, at) => ({
    finding: `other ${at}`,
    at: inDays(at < 5 ? -30 : -1),
  }));
  const found = change(7);
  const finding = { ...found, entry: { ...found.entry, told: [...told, ...found.entry.told] } };
  const [remembered, ...more] = memoriesOf([finding], now);
  deepEqual(more, []);
  equal(remembered?.told.length, 50);
  deepEqual(remembered.told.at(-1), { finding: found.key, at: now.toISOString() });
  equal(
    remembered.told.some(({ at }) => at < daysFromNow(-7).toISOString()),
    false,
  );
  equal(remembered.told.filter(({ finding: key }) => key === found.key).length, 1);
});
