import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import {
  aliasOf,
  classify,
  homeOf,
  type AliasDomains,
  type HomeAddress,
} from '../../../shared/address/alias.ts';
import { parseDomain, type Domain } from '../../../shared/address/domain.ts';
import { needsSmtpUtf8, parseMailbox, type Mailbox } from '../../../shared/address/mailbox.ts';

const rows: [text: string, address: string | null, why: string][] = [
  ['Bob@Good.example', 'Bob@good.example', 'the local part keeps its case, the domain does not'],
  ['bob+shop@good.example', 'bob+shop@good.example', 'subaddress'],
  ['"b ob"@good.example', '"b ob"@good.example', 'quoted string'],
  ['"a@b"@good.example', '"a@b"@good.example', 'an at sign inside quotes'],
  ['"a\\"b"@good.example', '"a\\"b"@good.example', 'quoted pair'],
  ['grüße@good.example', 'grüße@good.example', 'RFC 6531'],
  ['bob@bücher.example', 'bob@xn--bcher-kva.example', 'IDNA'],
  ['bob', null, 'no domain'],
  ['@good.example', null, 'no local part'],
  ['bob@[192.0.2.1]', null, 'address literal'],
  ['b..ob@good.example', null, 'empty atom'],
  ['.bob@good.example', null, 'leading dot'],
  ['b ob@good.example', null, 'blank'],
  ['bob@good.example>', null, 'left-over bracket'],
  ['bob@good.example\r\nDATA', null, 'line ends'],
  ['"a\r\nb"@good.example', null, 'line ends in quotes'],
  [`${'a'.repeat(65)}@good.example`, null, 'local part over 64 octets'],
  [
    `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(10)}.example`,
    null,
    'over 254 octets',
  ],
];
for (const [text, address, why] of rows) {
  test(`${JSON.stringify(text).slice(0, 40)}: ${address ?? 'refused'} (${why})`, () => {
    equal(parseMailbox(text)?.address ?? null, address);
  });
}

test('only what is not ASCII needs SMTPUTF8', () => {
  equal(needsSmtpUtf8('bob@good.example'), false);
  equal(needsSmtpUtf8('grüße@good.example'), true);
});

function domain(text: string): Domain {
  const parsed = parseDomain(text);
  if (parsed === null) throw new Error(text);
  return parsed;
}

function mailbox(text: string): Mailbox {
  const parsed = parseMailbox(text);
  if (parsed === null) throw new Error(text);
  return parsed;
}

const domains: AliasDomains = new Map([
  [domain('secure.example.org'), domain('example.org')],
  [domain('secure.example.net'), domain('example.net')],
]);

const kinds: [address: string, kind: string, of: string | null][] = [
  ['Alice@secure.example.org', 'alias', 'alice@secure.example.org'],
  ['alice+shop@secure.example.org', 'alias', 'alice@secure.example.org'],
  ['Alice+x@example.net', 'home', 'alice@example.net'],
  ['Postmaster@secure.example.net', 'role', 'postmaster'],
  ['abuse@secure.example.org', 'role', 'abuse'],
  ['postmaster@example.org', 'home', 'postmaster@example.org'],
  ['alice@sub.secure.example.org', 'elsewhere', null],
  ['bob@good.example', 'elsewhere', null],
  ['+shop@secure.example.org', 'alias', '+shop@secure.example.org'],
];
for (const [address, kind, of] of kinds) {
  test(`${address} is ${kind}`, () => {
    const found = classify(mailbox(address), domains);
    const name =
      'alias' in found ? found.alias : 'home' in found ? found.home : 'role' in found ? found.role : null;
    deepEqual([found.kind, name], [kind, of]);
  });
}

test('an alias and its home name each other', () => {
  const home = 'alice@example.net' as HomeAddress;
  const alias = aliasOf(home, domains);
  if (alias === null) throw new Error('no alias');
  equal(homeOf(alias, domains), home);
  equal(alias, 'alice@secure.example.net');
  equal(aliasOf('alice@elsewhere.example' as HomeAddress, domains), null);
});
