/** With the zone of RFC 4035 appendix A, and the proofs of its appendix B; RFC 6840 section 4 for the rest. */
import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { provesExpansion, provesNoData, provesNoName } from '../../../../shared/dns/dnssec/nsec.ts';
import { parseName, type Name } from '../../../../shared/dns/wire/name.ts';

const [A, NS, CNAME, SOA, MX, AAAA, DNAME, DS] = [1, 2, 5, 6, 15, 28, 39, 43];

const name = (text: string): Name => {
  const parsed = parseName(text);
  ok(parsed !== null);
  return parsed;
};
const zone = name('example');
const chain = (
  [
    ['example', 'a.example', [NS, SOA, MX]],
    ['a.example', 'ai.example', [NS, DS]],
    ['ai.example', 'b.example', [A, AAAA]],
    ['b.example', 'd.example', [NS]],
    ['d.example', 'ns1.example', [DNAME]],
    ['ns1.example', 'ns2.example', [A]],
    ['ns2.example', '*.w.example', [A]],
    ['*.w.example', 'x.w.example', [MX]],
    ['x.w.example', 'x.y.w.example', [MX]],
    ['x.y.w.example', 'xx.example', [MX]],
    ['xx.example', 'example', [CNAME]],
  ] as const
).map(([owner, next, types]) => ({ owner: name(owner), next: name(next), types: new Set<number>(types) }));

const noNameRows: readonly (readonly [string, boolean, string])[] = [
  ['ml.example', true, 'B.2'],
  ['zz.example', true, 'after the last name'],
  ['b.ns1.example', true, 'below a name that has no others below it'],
  ['a.z.w.example', false, 'B.6: *.w.example would answer'],
  ['w.example', false, 'empty non-terminal'],
  ['y.w.example', false, 'empty non-terminal'],
  ['ns1.example', false, 'the name is there'],
  ['mc.a.example', false, 'below a signed delegation the parent knows nothing'],
  ['mc.b.example', false, 'below an unsigned delegation the parent knows nothing'],
  ['x.d.example', false, 'below a DNAME a name would be rewritten'],
  ['other', false, 'not of this zone'],
];
for (const [text, expect, why] of noNameRows)
  test(`no name ${text}: ${expect ? 'proven' : 'not proven'} (${why})`, () => {
    equal(provesNoName(chain, zone, name(text)), expect);
  });

const noDataRows: readonly (readonly [string, number, boolean, string])[] = [
  ['ns1.example', MX, true, 'B.3'],
  ['ns1.example', A, false, 'the type is there'],
  ['xx.example', A, false, 'an alias is there'],
  ['y.w.example', A, false, 'empty non-terminal, but a wildcard that could answer for it is shown too'],
  ['a.z.w.example', AAAA, true, 'B.7: wildcard without the type'],
  ['a.z.w.example', MX, false, 'the wildcard has the type'],
  ['b.example', DS, true, 'B.5: unsigned delegation'],
  ['a.example', DS, false, 'signed delegation'],
  ['b.example', A, false, 'the child would know'],
  ['example', DS, false, 'B.8: a child does not deny its own DS'],
  ['example', A, true, 'nothing but mail at the apex'],
  ['mc.b.example', A, false, 'below a delegation'],
];
for (const [text, type, expect, why] of noDataRows)
  test(`no data ${text} ${type}: ${expect ? 'proven' : 'not proven'} (${why})`, () => {
    equal(provesNoData(chain, zone, name(text), type), expect);
  });

test('no data at an empty non-terminal, by the one record that shows it', () => {
  const [owner, next] = [name('x.w.example'), name('x.y.w.example')];
  equal(provesNoData([{ owner, next, types: new Set([MX]) }], zone, name('y.w.example'), A), true);
});

test('wildcard answers: nothing closer, and this wildcard is the closest', () => {
  equal(provesExpansion(chain, zone, name('a.z.w.example'), name('w.example')), true);
  equal(provesExpansion(chain, zone, name('x.w.example'), name('w.example')), false);
  equal(provesExpansion(chain, zone, name('q.x.y.w.example'), name('w.example')), false);
  equal(provesExpansion(chain, zone, name('mc.a.example'), name('example')), false);
  equal(provesExpansion([], zone, name('a.z.w.example'), name('w.example')), false);
});

test('a span that leaves the zone, or runs backwards inside it, covers nothing', () => {
  const types = new Set<number>();
  const spans = [
    { owner: name('a.example'), next: name('z.other'), types },
    { owner: name('x.example'), next: name('b.example'), types },
  ];
  for (const span of spans) equal(provesNoName([span], zone, name('m.example')), false);
  equal(
    provesNoName([{ owner: name('x.example'), next: name('b.example'), types }], zone, name('zz.example')),
    false,
  );
});

test('a zone of one name denies all others', () => {
  equal(
    provesNoName([{ owner: zone, next: zone, types: new Set([SOA, NS]) }], zone, name('x.example')),
    true,
  );
});
