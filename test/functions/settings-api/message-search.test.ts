import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { finder } from '../../../functions/settings-api/message-search.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import { ALICE, NOW, openHouse, verdict } from './house.ts';

const INBOX = {
  folder: 'inbox' as const,
  from: '"Jürgen Groß" <jg@good.example>',
  to: ['alice@secure.example.org'],
  subject: 'Re: Ｌunch at ΟΔΟΣ 5 — İstanbul, ﬁne',
};

const rows: [search: string, found: boolean, why: string][] = [
  ['lunch', true, 'full-width letters are the same letters (NFKC)'],
  ['JÜRGEN', true, 'upper case'],
  ['ju\u0308rgen', true, 'decomposed'],
  ['jurgen', false, 'another letter is another letter'],
  ['gross', true, 'sharp s is ss (case folding)'],
  ['GROSS', true, 'sharp s in upper case'],
  ['οδος', true, 'final sigma'],
  ['οδοσ', true, 'sigma'],
  ['i̇stanbul', true, 'dotted capital I'],
  ['fine', true, 'a ligature'],
  ['lunch groß', true, 'words in any order, in different fields'],
  ['lunch\u00a0  gro', true, 'any white space between words'],
  ['lunch nobody', false, 'all words'],
  ['good.example', true, 'the address, too'],
  ['alice@', false, 'To of the inbox is oneself'],
  ['l\u200bunch', true, 'invisible characters'],
  ['.*', false, 'no pattern language'],
];
for (const [search, found, why] of rows) {
  test(`${JSON.stringify(search)}: ${why}`, () => {
    equal(finder(search)(INBOX), found);
  });
}

test('in Sent it is To that is looked at', () => {
  equal(finder('alice')({ ...INBOX, folder: 'sent' }), true);
  equal(finder('jürgen')({ ...INBOX, folder: 'sent' }), false);
});

test('over the interface: found in its folder, page by page, and nonsense is refused', async () => {
  const house = openHouse();
  for (let at = 0; at < 6; at += 1) {
    const id = createIdentifier(NOW + at);
    const message = {
      home: ALICE,
      folder: 'inbox' as const,
      id,
      kind: 'mail' as const,
      from: 'bob@good.example',
      to: [],
      subject: at % 2 === 0 ? `even ${at}` : `odd ${at}`,
      receivedAt: new Date(NOW).toISOString(),
      size: 1,
      tls: null,
      deliveryId: null,
    };
    await house.mailbox.file(message, Buffer.from('x'));
  }
  const find = async (query: Record<string, string>) => {
    const { json } = await house.ask('GET', '/v1/messages', { query });
    const { items, next } = json as { items: { subject: string }[]; next: string | null };
    return { subjects: items.map(({ subject }) => subject).join(), next };
  };
  const first = await find({ search: 'EVEN', limit: '2' });
  equal(first.subjects, 'even 4,even 2');
  const rest = await find({ search: 'EVEN', limit: '2', cursor: first.next ?? '' });
  equal(rest.subjects, 'even 0');
  equal(rest.next, null);
  equal((await find({ search: 'even', folder: 'sent' })).subjects, '');
  for (const search of ['', '\u200b', '  ', 'x'.repeat(201), 'a\nb']) {
    const answer = await house.ask('GET', '/v1/messages', { query: { search } });
    equal(verdict(answer).startsWith('422 invalid-request query:/search'), true, JSON.stringify(search));
  }
});
