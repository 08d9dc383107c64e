import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import addressparser from 'nodemailer/lib/addressparser';
import { addressParser } from 'postal-mime';

import { parseAddressList } from '../../../shared/mail/address-list.ts';

const sound: [value: string, addresses: string[], names: string[], why: string][] = [
  ['alice@secure.example.org', ['alice@secure.example.org'], [''], 'addr-spec'],
  ['<alice@secure.example.org>', ['alice@secure.example.org'], [''], 'angle-addr'],
  ['Alice <alice@secure.example.org>', ['alice@secure.example.org'], ['Alice'], 'name-addr'],
  ['Alice B. Cooper <a@b.example>', ['a@b.example'], ['Alice B. Cooper'], 'a dot in a phrase (obsolete)'],
  ['"Cooper, Alice" <a@b.example>', ['a@b.example'], ['Cooper, Alice'], 'a quoted comma'],
  ['"a \\"b\\" c" <a@b.example>', ['a@b.example'], ['a "b" c'], 'quoted pairs'],
  ['"mallory@evil.example" <a@b.example>', ['a@b.example'], ['mallory@evil.example'], 'an address as a name'],
  ['=?utf-8?Q?J=C3=B6rg?= =?utf-8?Q?_M?= <a@b.example>', ['a@b.example'], ['Jörg M'], 'encoded-words'],
  ['=?utf-8?Q?x=40evil.example=2C?= <a@b.example>', ['a@b.example'], ['x@evil.example,'], 'stay a name'],
  ['Jörg <jörg@b.example>', ['jörg@b.example'], ['Jörg'], 'UTF-8, RFC 6532'],
  ['a@b.example (comment (nested) \\) x)', ['a@b.example'], [''], 'comments'],
  ['(x) Alice (y) < a@b.example >', ['a@b.example'], ['Alice'], 'space inside the brackets'],
  ['a@b.example, c@d.example', ['a@b.example', 'c@d.example'], ['', ''], 'two'],
  [', a@b.example,, ', ['a@b.example'], [''], 'empty members (obsolete)'],
  ['Team: a@b.example, C <c@d.example>;', ['a@b.example', 'c@d.example'], ['', 'C'], 'a group'],
  ['undisclosed-recipients:;', [], [], 'an empty group'],
  ['G1: a@b.example;, x@y.example', ['a@b.example', 'x@y.example'], ['', ''], 'a group and a mailbox'],
  ['"a b"@b.example', ['"a b"@b.example'], [''], 'a quoted local part keeps its quotes'],
  ['A <"x@evil.example"@b.example>', ['"x@evil.example"@b.example'], ['A'], 'an @ in a local part'],
  ['a@B.Example', ['a@b.example'], [''], 'the domain is lower-cased'],
  ['', [], [], 'nothing'],
];

for (const [value, addresses, names, why] of sound) {
  test(`reads ${JSON.stringify(value)} (${why})`, () => {
    const list = parseAddressList(value);
    ok(list.kind === 'list', 'detail' in list ? list.detail : '');
    deepEqual(
      list.mailboxes.map(({ mailbox }) => mailbox.address),
      addresses,
    );
    deepEqual(
      list.mailboxes.map(({ name }) => name),
      names,
    );
  });

  test(`two lenient readers find the same addresses in ${JSON.stringify(value)}`, () => {
    const plain = (address: string | undefined) => (address ?? '').replaceAll('"', '').toLowerCase();
    const expected = addresses.map(plain);
    deepEqual(
      addressparser(value, { flatten: true }).map(({ address }) => plain(address)),
      expected,
    );
    deepEqual(
      addressParser(value, { flatten: true })
        .map(({ address }) => plain(address))
        .filter((address) => address !== ''),
      expected,
    );
  });
}

const faulty: [value: string, why: string][] = [
  ['alice@secure.example.org mallory@evil.example', 'two addresses, no comma'],
  ['alice@secure.example.org <mallory@evil.example>', 'an address as a bare name'],
  ['<alice@secure.example.org> <mallory@evil.example>', 'two in brackets'],
  ['Alice <<a@b.example>>', 'brackets in brackets'],
  ['Alice <a@b.example', 'an open bracket'],
  ['Alice a@b.example>', 'a closing bracket alone'],
  ['<@relay.example:a@b.example>', 'a source route (obsolete)'],
  ['a @b.example', 'space before the @ (obsolete)'],
  ['a@ b.example', 'space after the @ (obsolete)'],
  ['a@b.example .evil.example', 'a domain in two pieces (obsolete)'],
  ['a@b(x).example', 'a comment inside a domain (obsolete)'],
  ['a@b@c.example', 'two @'],
  ['alice', 'no domain'],
  ['@b.example', 'no local part'],
  ['a@[192.0.2.1]', 'an address literal proves nothing'],
  ['a@localhost', 'one label'],
  ['"open <a@b.example>', 'a quote that does not end'],
  ['(open a@b.example', 'a comment that does not end'],
  ['a@b.example)', 'a comment that does not begin'],
  ['Team: a@b.example', 'a group that does not end'],
  ['A: B: a@b.example;;', 'a group in a group'],
  ['a@b.example;', 'a semicolon outside of a group'],
  ['a\x07b@b.example', 'a control character'],
  ['=?utf-8?Q?a=40evil.example?=', 'an encoded word is never an address'],
  ['a\\@b.example', 'a backslash outside of quotes'],
  ['<>', 'nothing in brackets'],
];

for (const [value, why] of faulty) {
  test(`refuses ${JSON.stringify(value)} (${why})`, () => {
    equal(parseAddressList(value).kind, 'fault');
  });
}

test('hostile input of 200 kB costs no more than its length', () => {
  const started = performance.now();
  for (const piece of ['(', '"', '<', 'a@', 'a,', ' ', 'x:', '\\"', '=?utf-8?Q?']) {
    const list = parseAddressList(piece.repeat(200_000 / piece.length));
    equal(list.kind, piece.trim() === '' ? 'list' : 'fault', piece);
  }
  ok(performance.now() - started < 2000);
});
