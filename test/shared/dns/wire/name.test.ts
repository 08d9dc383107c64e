import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import {
  commonAncestor,
  compareNames,
  encodeName,
  isBelow,
  isWithin,
  lastLabels,
  nameFromLabels,
  parentOf,
  parseName,
  root,
  substitute,
  wildcardBelow,
  type Name,
} from '../../../../shared/dns/wire/name.ts';

const name = (text: string): Name => {
  const parsed = parseName(text);
  ok(parsed !== null, text);
  return parsed;
};

for (const [text, parsed] of [
  ['', ''],
  ['.', ''],
  ['Example.ORG.', 'example.org'],
  ['_25._tcp.mx.example.org', '_25._tcp.mx.example.org'],
  ['*.example.org', '*.example.org'],
  ['a'.repeat(63), 'a'.repeat(63)],
  ['a'.repeat(64), null],
  [`${'a'.repeat(63)}.`.repeat(3) + 'a'.repeat(61), `${'a'.repeat(63)}.`.repeat(3) + 'a'.repeat(61)],
  [`${'a'.repeat(63)}.`.repeat(3) + 'a'.repeat(62), null],
  ['a..b', null],
  ['.a', null],
  ['a b', null],
  ['bücher.example', null],
  ['a\\046b', null],
] as const)
  test(`parseName ${JSON.stringify(text.slice(0, 30))}: ${parsed === null ? 'refused' : 'taken'}`, () => {
    equal(parseName(text), parsed);
  });

test('a dot within a label separates nothing, and comes back as it was', () => {
  const odd = nameFromLabels(['a.b', 'test']);
  equal(odd, 'a\\046b.test');
  ok(odd !== name('a.b.test'));
  equal(isWithin(odd, name('b.test')), false);
  deepEqual(encodeName(odd), Buffer.from('\x03a.b\x04test\0', 'latin1'));
  deepEqual(encodeName(nameFromLabels(['\0\xff\\', 'X'])), Buffer.from('\x03\0\xff\\\x01x\0', 'latin1'));
});

test('ancestors', () => {
  ok(isWithin(name('a.test'), root) && isWithin(name('a.test'), name('a.test')));
  ok(!isWithin(name('xa.test'), name('a.test')));
  ok(isBelow(name('b.a.test'), name('a.test')) && !isBelow(name('a.test'), name('a.test')));
  ok(isBelow(name('test'), root) && !isBelow(root, root));
  equal(parentOf(name('test')), root);
  equal(parentOf(root), null);
  equal(lastLabels(name('a.b.c'), 2), 'b.c');
  equal(lastLabels(name('a.b.c'), 0), root);
  equal(wildcardBelow(root), '*');
  equal(commonAncestor(name('x.b.test'), name('y.b.test')), 'b.test');
  equal(commonAncestor(name('b.test'), name('c')), root);
});

test('DNAME substitution (RFC 6672 section 2.2)', () => {
  equal(substitute(name('x.y.old'), name('old'), name('new.test')), 'x.y.new.test');
  equal(substitute(name('x.old'), name('old'), root), 'x');
  equal(substitute(name('old'), name('old'), name('new')), null);
  equal(substitute(name('xold'), name('old'), name('new')), null);
  const long = name(`${'a'.repeat(63)}.`.repeat(3) + 'a'.repeat(50));
  equal(substitute(name('abcdefghijklmnop.old'), name('old'), long), null);
});

test('canonical order (the example of RFC 4034 section 6.1)', () => {
  const ordered = [
    name('example'),
    name('a.example'),
    name('yljkjljk.a.example'),
    name('Z.a.example'),
    name('zABC.a.EXAMPLE'),
    name('z.example'),
    nameFromLabels(['\x01', 'z', 'example']),
    name('*.z.example'),
    nameFromLabels(['\xc8', 'z', 'example']),
  ];
  for (const [i, one] of ordered.entries())
    for (const [j, other] of ordered.entries())
      equal(Math.sign(compareNames(one, other)), Math.sign(i - j), `${one} ${other}`);
});
