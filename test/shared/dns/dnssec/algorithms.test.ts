/** Which octets are a key, and what a signature has to look like, by algorithm. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { equal, notEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { importPublicKey, verifySignature } from '../../../../shared/dns/dnssec/algorithms.ts';

/** RFC 3110 section 2. */
function rsaKey(exponent: number, bits = 1024) {
  const pair = generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: exponent });
  const { n = '', e = '' } = pair.publicKey.export({ format: 'jwk' });
  const [modulus, power] = [Buffer.from(n, 'base64url'), Buffer.from(e, 'base64url')];
  return { ...pair, octets: Buffer.concat([Buffer.from([power.length]), power, modulus]), modulus };
}

for (const exponent of [3, 65_537])
  test(`RSA with exponent ${exponent}`, () => {
    const { octets, privateKey } = rsaKey(exponent);
    const key = importPublicKey(8, octets);
    if (key === null) throw new Error('no key');
    const data = Buffer.from('signed');
    equal(verifySignature(8, key, data, sign('sha256', data, privateKey)), true);
    equal(verifySignature(8, key, data, sign('sha512', data, privateKey)), false);
    equal(verifySignature(10, key, data, sign('sha512', data, privateKey)), true);
  });

const { modulus } = rsaKey(65_537);

test('RSA with exponent 4,294,967,297, which BIND once made, is a key', () => {
  notEqual(importPublicKey(8, Buffer.concat([Buffer.from([5, 1, 0, 0, 0, 1]), modulus])), null);
});

const long = (exponent: Buffer) =>
  Buffer.concat([Buffer.from([0, exponent.length >> 8, exponent.length & 255]), exponent, modulus]);
for (const [why, octets] of [
  ['an exponent of 2,000 bits', long(Buffer.alloc(250, 255))],
  ['exponent 1', Buffer.concat([Buffer.from([1, 1]), modulus])],
  ['an even exponent', Buffer.concat([Buffer.from([1, 4]), modulus])],
  ['an exponent with a zero before it', Buffer.concat([Buffer.from([2, 0, 3]), modulus])],
  ['no modulus', Buffer.from([3, 1, 0, 1])],
  ['a modulus of 512 bits', Buffer.concat([Buffer.from([1, 3]), modulus.subarray(0, 64)])],
  ['a modulus of 8,192 bits', Buffer.concat([Buffer.from([1, 3]), Buffer.alloc(1024, 255)])],
  ['nothing', Buffer.alloc(0)],
] as const)
  test(`RSA with ${why} is no key`, () => {
    equal(importPublicKey(8, octets), null);
  });

for (const [algorithm, octets] of [
  [13, 64],
  [14, 96],
] as const)
  test(`algorithm ${algorithm}: a point off the curve is no key, a signature in another form none`, () => {
    equal(importPublicKey(algorithm, Buffer.alloc(octets, 1)), null);
    const pair = generateKeyPairSync('ec', { namedCurve: algorithm === 13 ? 'P-256' : 'P-384' });
    const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
    const key = importPublicKey(
      algorithm,
      Buffer.concat([x, y].map((part) => Buffer.from(part, 'base64url'))),
    );
    if (key === null) throw new Error('no key');
    const digest = algorithm === 13 ? 'sha256' : 'sha384';
    const data = Buffer.from('signed');
    const flat = sign(digest, data, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' });
    equal(verifySignature(algorithm, key, data, flat), true);
    equal(verifySignature(algorithm, key, data, sign(digest, data, pair.privateKey)), false);
    equal(verifySignature(algorithm, key, data, Buffer.alloc(octets)), false);
  });

test('a key of one algorithm does not verify for another', () => {
  const { octets } = rsaKey(65_537);
  notEqual(importPublicKey(8, octets), null);
  for (const algorithm of [13, 14, 15, 16]) equal(importPublicKey(algorithm, octets), null);
  for (const algorithm of [1, 3, 5, 6, 7, 12, 200]) equal(importPublicKey(algorithm, octets), null);
});
