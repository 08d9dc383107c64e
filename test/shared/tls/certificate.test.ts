/** Reading one certificate: what is one, what is none, and that only its own bytes are read. */
import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';

import { readCertificate } from '../../../shared/tls/certificate.ts';
import { verifyDane } from '../../../shared/tls/dane.ts';
import { verifyTrust } from '../../../shared/tls/trust.ts';
import {
  element,
  keyUsage,
  makeCertificate,
  now,
  objectIdentifier,
  OID,
  sequence,
} from './certificate-maker.ts';
import { leaf, middle, mxHost, root } from './scenario.ts';
import { tlsa } from './tlsa-of.ts';

const { der } = leaf;

/** The certificate with its outermost length written in another way. */
const withLength = (...octets: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from([0x30, ...octets]), der.subarray(4)]);

describe('what is no certificate', () => {
  const rows: [what: string, bytes: Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['one octet', Buffer.from([0x30])],
    ['an empty sequence', Buffer.from([0x30, 0x00])],
    ['zeros', Buffer.alloc(1000)],
    ['text', Buffer.from('no certificate')],
    ['PEM', Buffer.from(leaf.pem)],
    ['one octet short', der.subarray(0, -1)],
    ['one octet more', Buffer.concat([der, Buffer.alloc(1)])],
    ['two in one', Buffer.concat([der, der])],
    ['an octet before it', Buffer.concat([Buffer.alloc(1), der])],
    ['a set instead of a sequence', Buffer.concat([Buffer.from([0x31]), der.subarray(1)])],
    ['a length of 4 GiB', withLength(0x84, 0xff, 0xff, 0xff, 0xff)],
    ['a length of 127 octets', withLength(0xff, ...Buffer.alloc(127, 0xff))],
    ['an indefinite length', Buffer.concat([withLength(0x80), Buffer.alloc(2)])],
    ['a length with a zero before it', withLength(0x83, 0, der[2] ?? 0, der[3] ?? 0)],
    ['a public key', leaf.spki],
    ['5,000 sequences inside each other', Buffer.alloc(10_000, Buffer.from([0x30, 0x80]))],
    ['a million octets', element(0x30, Buffer.alloc(1_000_000, 0x05))],
  ];
  for (const [what, bytes] of rows)
    test(what, () => {
      equal(readCertificate(bytes), null);
    });
});

/** OpenSSL's loader in Node takes the first PEM certificate it finds, in whatever bytes. */
describe('a certificate that holds the PEM text of another one', () => {
  const genuine = makeCertificate({ subject: 'another customer', issuer: root, names: ['other.example'] });
  const forged = makeCertificate({
    subject: 'server',
    names: [mxHost],
    extensions: [{ oid: OID.unheardOf, value: element(0x04, Buffer.from(`\n${genuine.pem}`)) }],
  });
  const chain = [forged.der, root.der];

  test('is never read as that one', () => {
    equal(readCertificate(forged.der), null);
  });

  test('does not inherit its signature: DANE', () => {
    const verdict = verifyDane({ chain, records: [tlsa('2 0 1', root)], references: [mxHost], now });
    equal(verdict.kind, 'no-match');
  });

  test('does not inherit its signature: an authority in the trust store', () => {
    const entry = {
      id: 'e',
      domain: 'bank.example',
      kind: 'ca' as const,
      sha256: readCertificate(root.der)?.sha256 ?? '',
      pem: root.pem,
      notAfter: null,
    };
    equal(verifyTrust({ entries: [entry], chain, mxHost, domain: 'bank.example', now }).kind, 'no-match');
  });
});

describe('dates (RFC 5280 section 4.1.2.5): what is not written as it must be is out of date', () => {
  const utc = (text: string): Buffer => element(0x17, Buffer.from(text));
  const generalized = (text: string): Buffer => element(0x18, Buffer.from(text));
  const start = generalized('20260101000000Z');
  const rows: [what: string, notBefore: Buffer, notAfter: Buffer, expected: 'matched' | 'no-match'][] = [
    ['GeneralizedTime', start, generalized('20270101000000Z'), 'matched'],
    ['UTCTime', utc('260101000000Z'), utc('270101000000Z'), 'matched'],
    ['UTCTime of 1950 and of 2049', utc('500101000000Z'), utc('491231235959Z'), 'matched'],
    ['no end (year 9999)', start, generalized('99991231235959Z'), 'matched'],
    ['year 0', generalized('00000101000000Z'), generalized('99991231235959Z'), 'matched'],
    ['ends now', start, generalized('20261123100000Z'), 'no-match'],
    ['ends a second from now', start, generalized('20261123100001Z'), 'matched'],
    ['starts now', generalized('20261123100000Z'), generalized('20270101000000Z'), 'matched'],
    ['starts a second from now', generalized('20261123100001Z'), generalized('20270101000000Z'), 'no-match'],
    ['no end at all', start, generalized(''), 'no-match'],
    ['month 13', start, generalized('20271301000000Z'), 'no-match'],
    ['30 February', start, generalized('20270230000000Z'), 'no-match'],
    ['hour 24', start, generalized('20270101240000Z'), 'no-match'],
    ['second 60', start, generalized('20270101000060Z'), 'no-match'],
    ['without Z', start, generalized('20270101000000'), 'no-match'],
    ['with an offset', start, generalized('20270101000000+0100'), 'no-match'],
    ['with a fraction', start, generalized('20270101000000.5Z'), 'no-match'],
    ['without seconds', start, utc('2701010000Z'), 'no-match'],
    ['letters', start, generalized('2027o1o1oooooZ'), 'no-match'],
    ['NUL at the end', start, generalized('20270101000000Z\0'), 'no-match'],
    ['garbage for a start', generalized('garbage'), generalized('20270101000000Z'), 'no-match'],
  ];
  for (const [what, notBefore, notAfter, expected] of rows) {
    test(`${what}: ${expected}`, () => {
      const validityDer = Buffer.concat([notBefore, notAfter]);
      const end = makeCertificate({ subject: 'server', issuer: root, names: [mxHost], validityDer });
      const chain = [end.der, root.der];
      const verdict = verifyDane({ chain, records: [tlsa('2 0 1', root)], references: [mxHost], now });
      equal(verdict.kind, expected, verdict.kind === 'none-usable' ? '' : verdict.detail);
    });
  }
});

describe('extensions that cannot be read make a certificate useless for a path (RFC 5280 section 4.2)', () => {
  const basicConstraints = '2.5.29.19';
  const rows: [what: string, oid: string, value: Buffer][] = [
    ['subjectAltName: no sequence', OID.subjectAltName, element(0x04)],
    ['subjectAltName: empty', OID.subjectAltName, Buffer.alloc(0)],
    ['subjectAltName: trailing octet', OID.subjectAltName, Buffer.from([0x30, 0, 0])],
    [
      'subjectAltName: name of a universal tag',
      OID.subjectAltName,
      sequence(element(0x02, Buffer.from(mxHost))),
    ],
    [
      'subjectAltName: name of an application tag',
      OID.subjectAltName,
      sequence(element(0x42, Buffer.from(mxHost))),
    ],
    [
      'subjectAltName: name in pieces',
      OID.subjectAltName,
      sequence(element(0xa2, element(0x16, Buffer.from(mxHost)))),
    ],
    ['subjectAltName: an unknown kind', OID.subjectAltName, sequence(element(0x89, Buffer.from(mxHost)))],
    ['subjectAltName: a directory name without its content', OID.subjectAltName, sequence(element(0x84))],
    ['keyUsage: empty', '2.5.29.15', element(0x03)],
    ['keyUsage: no bit', '2.5.29.15', element(0x03, Buffer.from([0, 0]))],
    ['keyUsage: 8 unused bits', '2.5.29.15', element(0x03, Buffer.from([8, 0xff]))],
    ['keyUsage: the only bit is unused', '2.5.29.15', element(0x03, Buffer.from([7, 0x04]))],
    ['extendedKeyUsage: no OID', '2.5.29.37', sequence(element(0x05))],
    [
      'extendedKeyUsage: an OID with a padded arc',
      '2.5.29.37',
      sequence(element(0x06, Buffer.from([0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x80, 0x03, 0x01]))),
    ],
    [
      'basicConstraints: negative path length',
      basicConstraints,
      sequence(element(0x02, Buffer.from([0xff]))),
    ],
    [
      'basicConstraints: flag of two octets',
      basicConstraints,
      sequence(element(0x01, Buffer.from([0xff, 0xff]))),
    ],
    [
      'nameConstraints: excluded before permitted',
      OID.nameConstraints,
      sequence(element(0xa1), element(0xa0)),
    ],
    ['nameConstraints: permitted twice', OID.nameConstraints, sequence(element(0xa0), element(0xa0))],
    ['nameConstraints: a tree of no kind', OID.nameConstraints, sequence(element(0xa2))],
    ['nameConstraints: a base that is missing', OID.nameConstraints, sequence(element(0xa0, sequence()))],
    ['proxy certificate (RFC 3820)', '1.3.6.1.5.5.7.1.14', sequence()],
  ];
  for (const [what, oid, value] of rows) {
    test(what, () => {
      // A common name would do, were the alternative names taken for absent.
      const end = makeCertificate({
        subject: mxHost,
        issuer: root,
        ca: null,
        names: null,
        extensions: [{ oid, value }],
      });
      // With a bare key nothing but our own reading stands between.
      for (const [kind, ...authorities] of [['2 0 1', root.der], ['2 1 0']] as const) {
        const records = [tlsa(kind, root)];
        const verdict = verifyDane({ chain: [end.der, ...authorities], records, references: [mxHost], now });
        equal(verdict.kind, 'no-match', kind);
      }
    });
  }

  for (const oid of [OID.subjectAltName, basicConstraints, OID.unheardOf]) {
    test(`twice: ${oid}`, () => {
      const value = sequence();
      const extensions = [
        { oid, value },
        { oid, value },
      ];
      const read = readCertificate(makeCertificate({ subject: 's', ca: null, extensions }).der);
      notEqual(read, null);
      equal(read?.extensions, null);
    });
  }

  test('none of it matters to DANE-EE (RFC 7671 section 5.1)', () => {
    const extensions = [{ oid: OID.subjectAltName, critical: true, value: element(0x04) }];
    const end = makeCertificate({ subject: '', extensions });
    const records = [tlsa('3 1 1', end)];
    equal(verifyDane({ chain: [end.der], records, references: [mxHost], now }).kind, 'matched');
  });
});

test('what is read is what stands there', () => {
  const certificate = readCertificate(
    makeCertificate({
      subject: 'server',
      issuer: middle,
      names: [mxHost],
      keyUsage: [keyUsage.digitalSignature],
      purposes: [OID.serverAuth],
    }).der,
  );
  deepEqual(certificate?.extensions, {
    basicConstraints: { ca: false, pathLength: null },
    keyUsage: { certSign: false, tls: true },
    extendedKeyUsage: [OID.serverAuth],
    subjectAltNames: [{ choice: 2, content: Buffer.from(mxHost) }],
    nameConstraints: null,
    proxy: false,
    unknownCritical: null,
  });
  equal(certificate.versionOne, false);
  equal(certificate.notBefore?.toISOString(), '2026-10-24T10:00:00.000Z');
  equal(certificate.notAfter?.toISOString(), '2027-01-22T10:00:00.000Z');
  deepEqual(objectIdentifier(OID.serverAuth), Buffer.from('06082b06010505070301', 'hex'));
});
