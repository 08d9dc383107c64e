/** Who a message is from: what is believed of a stranger's word for it. */
import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';

import { namesOf, personOf } from '../../../web/mail/person.ts';

const EVE = 'eve@evil.example';

describe('names and addresses', () => {
  const rows: readonly (readonly [
    why: string,
    field: string,
    name: string,
    address: string,
    shown: string,
  ])[] = [
    ['a name and its address', `"Eve" <${EVE}>`, 'Eve', EVE, 'Eve'],
    ['an address alone', EVE, EVE, EVE, EVE],
    ['an empty name', `"" <${EVE}>`, EVE, EVE, EVE],
    ['a name in quotes', `"Eve \\"the\\\\ cat\\"" <${EVE}>`, 'Eve "the\\ cat"', EVE, 'Eve "the\\ cat"'],
    ['an address as name', `"alice@secure.example.org" <${EVE}>`, 'alice@secure.example.org', EVE, EVE],
    [
      'one within the name',
      `"Bank <service@bank.example>" <${EVE}>`,
      'Bank <service@bank.example>',
      EVE,
      EVE,
    ],
    ['one with a full-width sign', `"a＠bank.example" <${EVE}>`, 'a＠bank.example', EVE, EVE],
    ['one pushed out of sight', `"a@bank.example${' '.repeat(300)}x" <${EVE}>`, 'a@bank.example x', EVE, EVE],
    ['two senders', `alice@secure.example.org, "Eve" <${EVE}>`, 'alice@secure.example.org, "Eve"', EVE, EVE],
    ['a name from right to left', `"\u202eeciA" <${EVE}>`, 'eciA', EVE, 'eciA'],
    ['markup is text', `"<img src=x>" <${EVE}>`, '<img src=x>', EVE, '<img src=x>'],
    ['nobody', '', '', '', ''],
  ];
  for (const [why, field, name, address, shown] of rows)
    test(why, () => {
      const { ascii, ...person } = personOf(field);
      deepEqual([person, ascii], [{ name, address, shown }, null]);
    });

  test('a name of any length leaves the address as it is', () => {
    equal(personOf(`"${'n'.repeat(5000)}" <${EVE}>`).address, EVE);
  });
});

describe('domains that could be taken for others are shown as the DNS has them, too', () => {
  const rows: readonly (readonly [address: string, ascii: string | null])[] = [
    ['service@b\u0430nk.example', 'xn--bnk-6cd.example'],
    ['a@\u0430\u0440\u0440\u04cf\u0435.example', 'xn--80ak6aa92e.example'],
    ['a@m\u00fcller.example', null],
    ['a@bank.example', null],
    ['\u0430lice@bank.example', null],
    ['a@\u2014\u0430 b.example', null],
  ];
  for (const [address, ascii] of rows)
    test(address, () => {
      equal(personOf(address).ascii, ascii);
    });
});

test('a name with a comma is one person in a line of several', () => {
  equal(
    namesOf(['"Clerk, Court" <clerk@court.example>', 'bob@good.example']),
    'Clerk, Court; bob@good.example',
  );
  equal(namesOf([]), '');
});
