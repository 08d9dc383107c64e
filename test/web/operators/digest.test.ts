/** A digest that was had in another way: how it may be written, and what comes of comparing it. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import {
  compare,
  readDigest,
  withColons,
  type DigestReading,
  type PresentedHost,
} from '../../../web/operators/trust/digest.ts';

const hex = 'c5a1'.repeat(16);
const colons = withColons(hex);
const base64 = Buffer.from(hex, 'hex').toString('base64');

const digest: DigestReading = { kind: 'digest', hex };
const wrong = (digits: number, looksLike: string | null): DigestReading => ({
  kind: 'wrong-length',
  digits,
  looksLike,
});

const readings: [text: string, reading: DigestReading, why: string][] = [
  [hex, digest, 'as the API has it'],
  [hex.toUpperCase(), digest, 'case does not matter'],
  [colons, digest, 'as OpenSSL and browsers show it'],
  [`  ${colons}\n`, digest, 'pasted with what stood around it'],
  [colons.replaceAll(':', ' '), digest, 'as it is read out'],
  [(hex.match(/.{4}/g) ?? []).join(' '), digest, 'in fours'],
  [(hex.match(/.{32}/g) ?? []).join('\n'), digest, 'over two lines'],
  [colons.replaceAll(':', '-'), digest, 'with hyphens, as Windows shows it'],
  [colons.replaceAll(':', '\u00a0'), digest, 'with spaces that do not break, as on websites'],
  [`\u200b${hex}`, digest, 'with a mark that nobody sees'],
  [`sha256 Fingerprint=${colons}`, digest, 'openssl x509 -fingerprint -sha256'],
  [`SHA256 Fingerprint=${colons}`, digest, 'the same of an older OpenSSL'],
  [`SHA2-256(stdin)= ${hex}`, digest, 'openssl dgst -sha256'],
  [`SHA-256: ${colons}`, digest, 'as people write it'],
  [base64, digest, 'base64'],
  [`sha256//${base64}`, digest, 'as curl pins a key'],
  ['', { kind: 'nothing' }, 'nothing was pasted'],
  [' :: ', { kind: 'nothing' }, 'nothing that counts was pasted'],
  ['SHA-256:', { kind: 'nothing' }, 'only what stands before a digest'],
  [hex.slice(1), wrong(63, null), 'one digit was lost'],
  [`${hex}0`, wrong(65, null), 'one digit too many'],
  ['a1'.repeat(16), wrong(32, 'MD5'), 'MD5'],
  ['a1'.repeat(20), wrong(40, 'SHA-1'), 'SHA-1, as many still have it'],
  ['a1'.repeat(48), wrong(96, 'SHA-384'), 'SHA-384'],
  ['a1'.repeat(64), wrong(128, 'SHA-512'), 'SHA-512'],
  [hex.replace('a', 'o'), { kind: 'not-hexadecimal' }, 'a letter that is no digit'],
  ['by telephone', { kind: 'not-hexadecimal' }, 'something else altogether'],
  ['-----BEGIN EC PRIVATE KEY-----\nMHc=', { kind: 'private-key' }, 'it must go nowhere'],
  ['-----begin private key-----', { kind: 'private-key' }, 'it must go nowhere, however written'],
];
for (const [text, reading, why] of readings)
  test(`${JSON.stringify(text.slice(0, 30))} is ${reading.kind}: ${why}`, () => {
    deepEqual(readDigest(text), reading);
  });

const certificate = (sha256: string, spkiSha256: string | null) =>
  ({ sha256, spkiSha256 }) as PresentedHost['certificates'][number];
const host = (name: string, ...certificates: PresentedHost['certificates']): PresentedHost =>
  ({ host: name, certificates }) as unknown as PresentedHost;
const other = 'd0'.repeat(32);
const key = 'e1'.repeat(32);

test('a digest is found wherever it is shown: certificate or key, of any server, anywhere in a chain', () => {
  const hosts = [
    host('mx1.bank.example', certificate(other, key), certificate(hex, null)),
    host('mx2.bank.example', certificate(hex, key)),
    host('mx3.bank.example'),
  ];
  deepEqual(compare(colons, hosts), {
    kind: 'same',
    hex,
    places: [
      { host: 'mx1.bank.example', position: 1, of: 'certificate' },
      { host: 'mx2.bank.example', position: 0, of: 'certificate' },
    ],
  });
  const found = compare(key, hosts);
  equal(found.kind === 'same' && found.places.every(({ of }) => of === 'public-key'), true);
});

test('a digest that differs in one digit is another one', () => {
  const hosts = [host('mx.bank.example', certificate(hex, key))];
  const near = `${hex.slice(0, -1)}2`;
  deepEqual(compare(near, hosts), { kind: 'different', hex: near });
  deepEqual(compare(hex, []), { kind: 'different', hex });
  deepEqual(compare(hex.slice(2), hosts), wrong(62, null));
});
