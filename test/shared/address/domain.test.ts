import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { parseDomain } from '../../../shared/address/domain.ts';

const rows: [text: string, domain: string | null, why: string][] = [
  ['Example.ORG', 'example.org', 'RFC 4343: case does not matter'],
  ['example.org.', 'example.org', 'a root dot is the same name'],
  ['bücher.example', 'xn--bcher-kva.example', 'RFC 5890: A-labels'],
  ['XN--BCHER-KVA.example', 'xn--bcher-kva.example', 'an A-label stays one'],
  ['a-b.c3.example', 'a-b.c3.example', 'letters, digits, hyphens'],
  ['localhost', null, 'one label takes no mail from outside'],
  ['', null, 'empty'],
  ['.', null, 'the root'],
  ['a..example', null, 'an empty label'],
  ['-a.example', null, 'a label begins with a hyphen'],
  ['a-.example', null, 'a label ends with a hyphen'],
  ['a_b.example', null, 'not a host name (RFC 1123)'],
  ['192.0.2.1', null, 'an address is no domain'],
  ['[192.0.2.1]', null, 'nor is an address literal'],
  ['0x7f.1', null, 'nor its disguises'],
  ['a b.example', null, 'a blank'],
  ['a\u0000.example', null, 'NUL'],
  ['a.example\r\nRCPT', null, 'line ends'],
  ['%41.example', null, 'percent signs are not decoded'],
  [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`, '63 octets are a label'],
  [`${'a'.repeat(64)}.example`, null, '64 are not'],
  [`${'a.'.repeat(126)}ab`, null, 'over 253 octets'],
];
for (const [text, domain, why] of rows) {
  test(`${JSON.stringify(text).slice(0, 40)}: ${domain ?? 'refused'} (${why})`, () => {
    equal(parseDomain(text), domain);
  });
}
