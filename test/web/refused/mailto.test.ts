/** The link to a letter: to the one address, whatever a stranger has put into it. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { mailtoLink } from '../../../web/refused/mailto.ts';

const rows: [address: string, why: string][] = [
  ['dave@plain.example', 'as it is'],
  ['', 'a sender who is not named'],
  ['dave?bcc=eve@evil.example', 'no further field'],
  ['dave&body=hello@evil.example', 'no other text'],
  ['dave,eve@evil.example', 'no second recipient'],
  ['"da ve"@plain.example', 'quoted'],
  ['50%2Coff@plain.example', 'nothing is decoded twice'],
  ['dave#top@plain.example', 'no fragment'],
  ['jörg@müller.example', 'beyond ASCII'],
];
for (const [address, why] of rows)
  test(`to ${address || 'nobody yet'}: ${why}`, () => {
    const link = new URL(mailtoLink(address, 'Über & 1?', 'Hello,\n\nyou & I\n'));
    equal(link.protocol, 'mailto:');
    equal(decodeURIComponent(link.pathname), address);
    equal(link.hash, '');
    // A comma would begin another address (RFC 6068 section 2).
    equal(link.pathname.includes(','), false);
    deepEqual(
      [...link.searchParams],
      [
        ['subject', 'Über & 1?'],
        ['body', 'Hello,\r\n\r\nyou & I\r\n'],
      ],
    );
  });
