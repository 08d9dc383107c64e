/**
 * The canonical form against answers of zones that BIND signed, recorded from NSD and Unbound: what verifies
 * there was put in order by somebody else's code, so signing and checking cannot share a mistake of ours.
 */
import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { decode } from 'dns-packet';
import type { Answer, DnskeyData, RrsigAnswer } from 'dns-packet';
import {
  canonicalData,
  canonicalName,
  countLabels,
  signedData,
} from '../../../../infra/local/internet/canonical-form.ts';
import { canonical, compareNames } from '../../../../infra/local/internet/names.ts';
import { keyTagOf } from '../../../../infra/local/internet/zone-keys.ts';
import type { ZoneRecord } from '../../../../infra/local/internet/zones.ts';

const fixtures = new URL('../../../shared/dns/fixtures/fixtures.json', import.meta.url);
const { answers } = JSON.parse(readFileSync(fixtures, 'utf8')) as { answers: Record<string, string> };

/** What was spoiled on purpose before it was recorded: changed data, changed signatures, keys that share a tag. */
const spoiled = [
  'bada.test A',
  'baddnskey.test DNSKEY',
  'badmx.test MX',
  'badtlsa.test TLSA',
  'keytrap.test TLSA',
  'tampered.test TLSA',
];
/** RSA with SHA-256 and SHA-512, ECDSA on P-256 and P-384, Ed25519, Ed448. */
const algorithms = [8, 10, 13, 14, 15, 16];

const recorded = Object.entries(answers).flatMap(([question, octets]) => {
  const message = decode(Buffer.from(octets, 'base64'));
  return [message.answers ?? [], message.authorities ?? []].map((section) => ({ question, section }));
});
const isRecord = (record: Answer): record is ZoneRecord => record.type !== 'OPT';
const keys = new Map(
  recorded
    .flatMap(({ section }) => section)
    .filter((record) => record.type === 'DNSKEY')
    .map((record) => [
      `${canonical(record.name)} ${keyTagOf(canonicalData(record).data)} ${record.data.algorithm}`,
      record.data,
    ]),
);

function signatureHolds(signature: RrsigAnswer, recordSet: readonly ZoneRecord[]): boolean | 'no key' {
  const { signersName, keyTag, algorithm, signature: octets } = signature.data;
  const key = keys.get(`${canonical(signersName)} ${keyTag} ${algorithm}`);
  if (!key) return 'no key';
  const data = signedData(signature.data, recordSet);
  return verify(
    hashes.get(algorithm) ?? null,
    data,
    { key: publicKey(key), dsaEncoding: 'ieee-p1363' },
    octets,
  );
}

const hashes = new Map([
  [8, 'sha256'],
  [10, 'sha512'],
  [13, 'sha256'],
  [14, 'sha384'],
]);

function publicKey({ algorithm, key }: DnskeyData): KeyObject {
  const text = (from: number, to?: number): string => key.subarray(from, to).toString('base64url');
  const half = key.length / 2;
  switch (algorithm) {
    case 8:
    case 10: // RFC 3110; exponents here have a length of one octet
      return jwk({ kty: 'RSA', e: text(1, 1 + (key[0] ?? 0)), n: text(1 + (key[0] ?? 0)) });
    case 13:
      return jwk({ kty: 'EC', crv: 'P-256', x: text(0, half), y: text(half) });
    case 14:
      return jwk({ kty: 'EC', crv: 'P-384', x: text(0, half), y: text(half) });
    default:
      return jwk({ kty: 'OKP', crv: algorithm === 15 ? 'Ed25519' : 'Ed448', x: text(0) });
  }
}

const jwk = (key: Record<string, string>): KeyObject => createPublicKey({ key, format: 'jwk' });

describe('the canonical form, against recorded answers', () => {
  test('every recorded signature holds, but for those that were spoiled', () => {
    const held = new Set<number>();
    const failed = new Set<string>();
    let fromWildcards = 0;
    for (const { section } of recorded) {
      for (const signature of section.filter((record) => record.type === 'RRSIG')) {
        const { typeCovered, algorithm, labels, signersName } = signature.data;
        const covered = section
          .filter(isRecord)
          .filter(({ name, type }) => type === typeCovered && canonical(name) === canonical(signature.name));
        assert.notEqual(covered.length, 0, `${signature.name} ${typeCovered}`);
        const holds = signatureHolds(signature, covered);
        if (holds === 'no key') continue;
        if (!holds) failed.add(`${signersName} ${typeCovered}`);
        else held.add(algorithm);
        if (holds && labels < countLabels(signature.name)) fromWildcards += 1;
      }
    }
    assert.deepEqual([...failed].sort(), spoiled);
    assert.deepEqual(
      [...held].sort((one, other) => one - other),
      algorithms,
    );
    assert.ok(fromWildcards > 0, 'names made from wildcards are among them');
  });

  test('the recorded DS records have the tags and digests of the recorded keys', () => {
    const digests = new Map([
      [2, 'sha256'],
      [4, 'sha384'],
    ]);
    const matched = new Set<string>();
    for (const { section } of recorded) {
      for (const { name, data } of section.filter((record) => record.type === 'DS')) {
        const key = keys.get(`${canonical(name)} ${data.keyTag} ${data.algorithm}`);
        const hash = digests.get(data.digestType);
        if (!key || hash === undefined) continue;
        const dnskey = canonicalData({ name, type: 'DNSKEY', data: key }).data;
        const digest = createHash(hash).update(canonicalName(name)).update(dnskey).digest();
        if (digest.equals(data.digest)) matched.add(canonical(name));
      }
    }
    for (const zone of ['test', 'ec.test', 'rsa.test', 'mixed.test', 'sha384ds.test']) {
      assert.ok(matched.has(zone), zone);
    }
    assert.equal(matched.has('badds.test'), false, 'a spoiled DS record does not match');
  });

  test('names are in the order of the example in RFC 4034, 6.1', () => {
    // Without the two names whose labels have octets outside of ASCII.
    const ordered = [
      'example',
      'a.example',
      'yljkjljk.a.example',
      'Z.a.example',
      'zABC.a.EXAMPLE',
      'z.example',
      '*.z.example',
    ];
    assert.deepEqual([...ordered].reverse().sort(compareNames), ordered);
  });

  const labelRows: [name: string, labels: number][] = [
    ['', 0],
    ['example.', 1],
    ['_25._tcp.mx.example', 4],
    ['*.example', 1],
    ['a.*.example', 3],
  ];
  for (const [name, labels] of labelRows) {
    test(`${name || '.'} has ${labels} labels to count in a signature (RFC 4034, 3.1.3)`, () => {
      assert.equal(countLabels(name), labels);
    });
  }
});
