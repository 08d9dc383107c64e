/** Replies and forwards: to whom, from which address, under which subject. */
import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  answeringAddress,
  forwardSubject,
  quote,
  replyRecipients,
  replySubject,
  tagOf,
  withTag,
  type Answered,
} from '../../../web/compose/answering.ts';

const ALIAS = 'alice@secure.example.org';
const OWN = [ALIAS, 'alice@example.org'];
const BOB = '"Bob" <bob@good.example>';

const came: Answered = { folder: 'inbox', from: BOB, replyTo: [], to: [ALIAS], cc: [] };
const went: Answered = { folder: 'sent', from: ALIAS, replyTo: [], to: [BOB], cc: ['c@x.example'] };

type Row = readonly [
  what: string,
  message: Answered,
  all: boolean,
  to: readonly string[],
  cc: readonly string[],
];

const rows: readonly Row[] = [
  ['the sender', came, false, [BOB], []],
  [
    'Reply-To before From (RFC 5322 3.6.2)',
    { ...came, replyTo: ['list@x.example'] },
    false,
    ['list@x.example'],
    [],
  ],
  [
    'all: the others in Cc, oneself left out',
    { ...came, to: [ALIAS, 'c@x.example'], cc: ['d@x.example', 'alice@example.org'] },
    true,
    [BOB],
    ['c@x.example', 'd@x.example'],
  ],
  [
    'all: a subaddress of one’s own is left out',
    { ...came, to: ['Alice+shop@Secure.example.org', 'c@x.example'] },
    true,
    [BOB],
    ['c@x.example'],
  ],
  [
    'all: nobody twice, in whatever spelling',
    { ...came, to: ['BOB@good.example', 'c@x.example'], cc: ['C@x.example'] },
    true,
    [BOB],
    ['c@x.example'],
  ],
  ['not all: nobody in Cc', { ...came, to: [ALIAS, 'c@x.example'] }, false, [BOB], []],
  ['one’s own sent message: its recipients', went, false, [BOB], []],
  ['one’s own sent message, all: its copies, too', went, true, [BOB], ['c@x.example']],
  ['a message to oneself: oneself', { ...came, from: ALIAS }, false, [ALIAS], []],
];

describe('answering', () => {
  for (const [what, message, all, to, cc] of rows)
    test(`goes to ${what}`, () => {
      deepEqual(replyRecipients(message, OWN, all), { to, cc });
    });

  for (const [what, message, expected] of [
    ['the alias', came, ALIAS],
    [
      'the subaddress that was written to',
      { ...came, to: ['Alice+Shop@secure.example.org'] },
      'alice+shop@secure.example.org',
    ],
    [
      'the subaddress in Cc',
      { ...came, to: ['c@x.example'], cc: ['<alice+a@secure.example.org>'] },
      'alice+a@secure.example.org',
    ],
    [
      'the subaddress that was sent from',
      { ...went, from: '"A" <alice+s@secure.example.org>' },
      'alice+s@secure.example.org',
    ],
    ['none where it came by other ways (Bcc)', { ...came, to: ['c@x.example'] }, null],
  ] as const)
    test(`goes out from ${what}`, () => {
      equal(answeringAddress(message, ALIAS), expected);
    });

  for (const [subject, expected] of [
    ['Lunch', 'Re: Lunch'],
    ['Re: Lunch', 'Re: Lunch'],
    ['AW: Re: RE: Lunch', 'Re: Lunch'],
    ['Regarding lunch', 'Re: Regarding lunch'],
    ['', 'Re:'],
  ] as const)
    test(`answers ${JSON.stringify(subject)} under ${expected}`, () => {
      equal(replySubject(subject), expected);
    });

  for (const [subject, expected] of [
    ['Lunch', 'Fwd: Lunch'],
    ['WG: Fwd: fw: Lunch', 'Fwd: Lunch'],
    ['Re: Lunch', 'Fwd: Re: Lunch'],
  ] as const)
    test(`forwards ${JSON.stringify(subject)} under ${expected}`, () => {
      equal(forwardSubject(subject), expected);
    });

  test('quotes line by line, with nothing between several marks (RFC 3676 4.5)', () => {
    equal(quote('One\r\n\r\n> two\n>> three\n\n'), '> One\n>\n>> two\n>>> three');
    equal(quote(' \n'), '');
  });

  test('a tag goes into an address and comes out of it', () => {
    equal(withTag(ALIAS, 'shop'), 'alice+shop@secure.example.org');
    equal(withTag(ALIAS, ''), ALIAS);
    equal(tagOf('alice+a+b@x.example'), 'a+b');
    equal(tagOf('+a@x.example'), '');
    equal(tagOf(ALIAS), '');
  });
});
