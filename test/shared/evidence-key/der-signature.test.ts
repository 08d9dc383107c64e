/** RFC 7518 section 3.4 against OpenSSL, which gives both forms of a signature. */
import { equal, throws } from 'node:assert/strict';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { test } from 'node:test';

import { joseSignature } from '../../../shared/evidence-key/der-signature.ts';

test('a thousand signatures of OpenSSL, among them short and padded numbers', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const lengths = new Set<number>();
  for (let index = 0; index < 1000; index += 1) {
    const message = Buffer.from(`message ${index}`);
    const der = sign('sha256', message, privateKey);
    lengths.add(der.length);
    const jose = joseSignature(der);
    equal(jose.length, 64);
    equal(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, jose), true);
  }
  // 72 octets where both numbers have a zero in front, 70 where none has; shorter ones come by chance.
  equal(
    [70, 71, 72].every((length) => lengths.has(length)),
    true,
  );
});

const rows: [title: string, der: string, jose: string][] = [
  ['both one octet long', '3006020101020102', `${'0'.repeat(62)}01${'0'.repeat(62)}02`],
  ['a zero in front of a high bit', '3008020200ff020200fe', `${'0'.repeat(62)}ff${'0'.repeat(62)}fe`],
];
for (const [title, der, jose] of rows) {
  test(title, () => {
    equal(joseSignature(Buffer.from(der, 'hex')).toString('hex'), jose);
  });
}

const wrong: [title: string, der: string][] = [
  ['nothing', ''],
  ['no sequence', '3106020101020102'],
  ['a length that is not that', '3007020101020102'],
  ['one number only', '3003020101'],
  ['no integers', '3006040101040102'],
  ['more behind', '300702010102010200'],
  ['a number of 34 octets', `3027022200${'ff'.repeat(33)}020101`],
  ['a number of 33 octets without a zero in front', `30260221${'11'.repeat(33)}020101`],
  ['an empty number', '300502000201'],
];
for (const [title, der] of wrong) {
  test(`refused: ${title}`, () => {
    throws(() => joseSignature(Buffer.from(der, 'hex')));
  });
}
