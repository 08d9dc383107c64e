/** Which names to ask for TLSA records, to send in SNI, and to accept in certificates (RFC 7672). */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { tlsaBases, type MxHostLookup, type NextHop } from '../../../shared/tls/tlsa-bases.ts';

const alias = (target: string, secure = true): { target: string; secure: boolean } => ({ target, secure });
const host = (changes: Partial<MxHostLookup> = {}): MxHostLookup => ({
  name: 'mx.bank.example',
  aliases: [],
  addressesSecure: true,
  ...changes,
});
const nextHop = (changes: Partial<NextHop> = {}): NextHop => ({
  name: 'bank.example',
  aliases: [],
  secure: true,
  ...changes,
});

type Expected = [base: string, references: string[]][];
type Row = [what: string, host: MxHostLookup, nextHop: NextHop, expected: Expected];

const rows: Row[] = [
  [
    '3.2.2: the base domain and the next-hop domain are references',
    host(),
    nextHop(),
    [['mx.bank.example', ['mx.bank.example', 'bank.example']]],
  ],
  [
    '3.2.2: from an insecure MX answer, only the base domain is',
    host(),
    nextHop({ secure: false }),
    [['mx.bank.example', ['mx.bank.example']]],
  ],
  [
    '3.2.2: the secure expansion of the next-hop domain is a reference',
    host(),
    nextHop({ aliases: [alias('hosted.example'), alias('bank.provider.example')] }),
    [['mx.bank.example', ['mx.bank.example', 'bank.example', 'bank.provider.example']]],
  ],
  [
    'an insecure expansion of the next-hop domain is none',
    host(),
    nextHop({ aliases: [alias('hosted.example'), alias('bank.provider.example', false)] }),
    [['mx.bank.example', ['mx.bank.example', 'bank.example']]],
  ],
  [
    '2.2.2: no TLSA lookups where the addresses are insecure',
    host({ addressesSecure: false }),
    nextHop(),
    [],
  ],
  [
    '2.2.3: the expanded name first, then the name itself',
    host({ aliases: [alias('mx.provider.example')] }),
    nextHop(),
    [
      ['mx.provider.example', ['mx.provider.example', 'bank.example']],
      ['mx.bank.example', ['mx.bank.example', 'bank.example']],
    ],
  ],
  [
    '2.2.3: names between the first and the last are no base domains',
    host({ aliases: [alias('a.provider.example'), alias('b.provider.example')] }),
    nextHop(),
    [
      ['b.provider.example', ['b.provider.example', 'bank.example']],
      ['mx.bank.example', ['mx.bank.example', 'bank.example']],
    ],
  ],
  [
    '2.2.2: secure aliases to an insecure address: the name itself, which its own zone vouches for',
    host({ aliases: [alias('mx.provider.example')], addressesSecure: false }),
    nextHop(),
    [['mx.bank.example', ['mx.bank.example', 'bank.example']]],
  ],
  [
    '2.2.2: a secure alias, then an insecure one: the name itself',
    host({
      aliases: [alias('a.provider.example'), alias('b.provider.example', false)],
      addressesSecure: false,
    }),
    nextHop(),
    [['mx.bank.example', ['mx.bank.example', 'bank.example']]],
  ],
  [
    '2.2.2: what lies behind an insecure alias is insecure, whatever it says of itself',
    host({ aliases: [alias('a.provider.example'), alias('b.provider.example', false)] }),
    nextHop(),
    [['mx.bank.example', ['mx.bank.example', 'bank.example']]],
  ],
  [
    '2.2.2: an insecure first alias: no DANE',
    host({ aliases: [alias('a.provider.example', false), alias('b.provider.example')] }),
    nextHop(),
    [],
  ],
  [
    '2.2.1: without MX records the next-hop domain is the host',
    host({ name: 'bank.example' }),
    nextHop(),
    [['bank.example', ['bank.example']]],
  ],
  [
    '2.2.1: the same, as an alias',
    host({ name: 'bank.example', aliases: [alias('provider.example')] }),
    nextHop({ aliases: [alias('provider.example')] }),
    [
      ['provider.example', ['provider.example', 'bank.example']],
      ['bank.example', ['bank.example', 'provider.example']],
    ],
  ],
  [
    'names in any case and with a final dot are one name',
    host({ name: 'MX.Bank.Example.', aliases: [alias('mx.bank.example')] }),
    nextHop({ name: 'Bank.Example.', aliases: [alias('BANK.example')] }),
    [['mx.bank.example', ['mx.bank.example', 'bank.example']]],
  ],
];

for (const [what, lookup, hop, expected] of rows) {
  test(what, () => {
    deepEqual(
      tlsaBases(lookup, hop),
      expected.map(([base, references]) => ({ base, query: `_25._tcp.${base}`, references })),
    );
  });
}

test('another port has its own records (RFC 6698 section 3)', () => {
  deepEqual(
    tlsaBases(host(), nextHop(), 587).map(({ query }) => query),
    ['_587._tcp.mx.bank.example'],
  );
});
