/**
 * OpenSSL's published DANE tests, `test/danetest.in` (numbers as in 3.0.20) and `test/dane-cross.in`, rebuilt
 * with certificates of the same properties, as theirs end or have weak points of their own. Where a row of
 * theirs asks for PKIX-TA(0) or PKIX-EE(1), the expectation is RFC 7672 section 3.1.3: unusable for SMTP.
 */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { verifyDane } from '../../../shared/tls/dane.ts';
import type { TlsaRecord } from '../../../shared/tls/tlsa.ts';
import { daysFromNow, makeCertificate, now, OID, type Made } from './certificate-maker.ts';
import { tlsa, wrong } from './tlsa-of.ts';

const root = makeCertificate({ subject: 'Root CA', ca: true });
const issuer = makeCertificate({ subject: 'Issuer CA', issuer: root, ca: true });
const leaf = makeCertificate({
  subject: 'example.com',
  issuer,
  names: ['example.com'],
  purposes: [OID.serverAuth],
});
const never = makeCertificate({
  subject: '',
  ca: null,
  notBefore: daysFromNow(0),
  notAfter: daysFromNow(-1),
});
const root2 = makeCertificate({ subject: 'Root CA2', ca: true });
const issuer2 = makeCertificate({ subject: 'CA2', issuer: root2, ca: true });
const otherName = makeCertificate({ subject: 'example.org', issuer: issuer2, names: ['example.org'] });
const full = [leaf, issuer, root];

const cross = makeCertificate({ subject: 'Cross Root', ca: true });
const crossedRoot = makeCertificate({ subject: 'Root CA', issuer: cross, ca: true });

type Expected = number | 'no-match' | 'none-usable' | 'other-name';
type Row = [number: string, records: TlsaRecord[], chain: Made[], expected: Expected, what: string];

const rows: Row[] = [
  ...['3 0 0', '3 1 0', '3 0 1', '3 1 1', '3 0 2', '3 1 2'].map((kind, index): Row => [
    String(index + 1),
    [tlsa(kind, never)],
    [never],
    0,
    `${kind}: anonymous, never valid`,
  ]),
  ...['3 0 1', '3 1 1', '3 0 2', '3 1 2'].map((kind, index): Row => [
    String(index + 7),
    [wrong(tlsa(kind, never))],
    [never],
    'no-match',
    `${kind}: wrong`,
  ]),
  ...['3 0 1', '3 1 1', '3 0 2', '3 1 2'].map((kind, index): Row => [
    String(index + 11),
    [tlsa(kind, leaf)],
    full,
    0,
    `${kind}: whole chain`,
  ]),
  ...['2 0 1', '2 1 1', '2 0 2', '2 1 2'].map((kind, index): Row => [
    String(index + 15),
    [tlsa(kind, issuer)],
    full,
    1,
    `${kind}: the issuer`,
  ]),
  ...['2 0 1', '2 1 1', '2 0 2', '2 1 2'].map((kind, index): Row => [
    String(index + 19),
    [tlsa(kind, root)],
    full,
    2,
    `${kind}: the root`,
  ]),
  ...['1 0 0', '1 1 0', '1 0 1', '1 1 1', '1 0 2', '1 1 2'].map((kind, index): Row => [
    String(index + 23),
    [tlsa(kind, leaf)],
    full,
    'none-usable',
    `${kind}: PKIX-EE`,
  ]),
  ...['0 0 1', '0 1 0', '0 1 1', '0 0 2', '0 1 2'].map((kind, index): Row => [
    String(index + 29),
    [tlsa(kind, issuer)],
    full,
    'none-usable',
    `${kind}: PKIX-TA`,
  ]),
  ...['0 0 1', '0 1 1', '0 0 2', '0 1 2'].map((kind, index): Row => [
    String(index + 34),
    [tlsa(kind, root)],
    full,
    'none-usable',
    `${kind}: PKIX-TA`,
  ]),
  ['38', [tlsa('1 0 1', leaf)], [leaf], 'none-usable', 'PKIX-EE, missing intermediate'],
  ['39', [tlsa('1 1 1', leaf), tlsa('0 0 0', issuer)], [leaf], 'none-usable', 'intermediate from DNS'],
  ['40', [wrong(tlsa('1 0 2', leaf))], full, 'none-usable', 'wrong leaf digest'],
  ['41', [wrong(tlsa('0 0 1', issuer))], [leaf, issuer], 'none-usable', 'wrong intermediate digest'],
  ['42', [wrong(tlsa('0 0 1', root))], [leaf, issuer], 'none-usable', 'wrong root digest'],
  ['43', [tlsa('3 1 2', leaf), tlsa('2 1 2', root)], full, 0, 'DANE-EE(3) beats DANE-TA(2)'],
  ['44', [tlsa('2 1 2', issuer), tlsa('2 1 2', root)], full, 1, 'DANE-TA(2) depth 1 beats depth 2'],
  ['45', [tlsa('2 0 1', root), tlsa('0 0 1', issuer)], full, 2, 'DANE-TA(2) beats PKIX-TA(0)'],
  ['46', [tlsa('2 0 1', root), tlsa('1 0 1', leaf)], full, 2, 'DANE-TA(2) beats PKIX-EE(1)'],
  ['47', [tlsa('2 0 0', root)], [leaf, issuer], 2, 'full root only in DNS'],
  ['48', [tlsa('2 0 0', issuer)], [leaf], 1, 'full intermediate only in DNS'],
  ['49', [tlsa('2 1 0', issuer)], [leaf], 0, "intermediate's bare key only in DNS"],
  ['50', [tlsa('2 1 0', root)], [leaf, issuer], 1, "root's bare key only in DNS"],
  ['51', [tlsa('3 1 1', otherName)], [otherName, issuer2, root2], 0, 'other name, DANE-EE'],
  ['52', [tlsa('2 1 1', issuer2)], [otherName, issuer2, root2], 'other-name', 'other name, DANE-TA: issuer'],
  ['53', [tlsa('2 1 1', root2)], [otherName, issuer2, root2], 'other-name', 'other name, DANE-TA: root'],
  // Theirs fails with name checks switched on for DANE-EE; RFC 7672 section 3.1.1 has them off, and so have we.
  ['54', [tlsa('3 1 1', otherName)], [otherName, issuer2, root2], 0, 'other name, DANE-EE'],
  ['cross 1', [tlsa('2 0 0', root)], [leaf, issuer, crossedRoot, cross], 2, 'presented cross certificate'],
];

for (const [number, records, chain, expected, what] of rows) {
  test(`danetest ${number}, ${what}: ${expected}`, () => {
    const verdict = verifyDane({
      chain: chain.map(({ der }) => der),
      records,
      references: ['example.com'],
      now,
    });
    const told =
      verdict.kind === 'matched'
        ? verdict.depth
        : verdict.kind === 'no-match' && verdict.result === 'certificate-host-mismatch'
          ? 'other-name'
          : verdict.kind;
    deepEqual(told, expected, verdict.detail);
  });
}
