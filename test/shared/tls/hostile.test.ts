/**
 * What a hostile server, zone or operator may put before this room: every time a verdict, never an exception,
 * and bounded work. Signatures are counted where OpenSSL checks them.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { describe, test, type TestContext } from 'node:test';

import { MAX_SIGNATURES } from '../../../shared/tls/chain.ts';
import { verifyDane, type DaneVerdict } from '../../../shared/tls/dane.ts';
import { assessTlsa, readTlsa, tlsaText, type TlsaRecord } from '../../../shared/tls/tlsa.ts';
import { verifyTrust, type TrustEntry } from '../../../shared/tls/trust.ts';
import {
  commonName,
  dnsName,
  element,
  keyPair,
  makeCertificate,
  nameConstraints,
  now,
  objectIdentifier,
  OID,
  sequence,
  type CertificateOptions,
  type KeyPair,
  type Made,
} from './certificate-maker.ts';
import { leaf, middle, mxHost, root, rsa, server } from './scenario.ts';
import { tlsa } from './tlsa-of.ts';

interface Work {
  readonly signatures: number;
  readonly milliseconds: number;
}

/** Counts signatures and CPU time, and shows them in the report. */
function measure<Verdict>(t: TestContext, judgement: () => Verdict): [Verdict, Work] {
  const verify = t.mock.method(X509Certificate.prototype, 'verify');
  const before = process.cpuUsage();
  const verdict = judgement();
  const { user, system } = process.cpuUsage(before);
  const work = { signatures: verify.mock.callCount(), milliseconds: (user + system) / 1000 };
  verify.mock.restore();
  t.diagnostic(`${work.signatures} signatures, ${work.milliseconds.toFixed(0)} ms of CPU`);
  return [verdict, work];
}

const judge = (records: readonly TlsaRecord[], chain: readonly Pick<Made, 'der'>[]): DaneVerdict =>
  verifyDane({ chain: chain.map(({ der }) => der), records, references: [mxHost], now });

const many = <Item>(length: number, make: (at: number) => Item): Item[] =>
  Array.from({ length }, (_, at) => make(at));

/** An RSA key that nobody has the other half of, with the most expensive exponent that OpenSSL takes. */
function costlyKey(bits: number, exponentBits: number): KeyPair {
  const number = (size: number): string => {
    const octets = Buffer.alloc(size / 8, 0xff);
    octets[1] = 0x5a;
    return octets.toString('base64url');
  };
  const jwk = { kty: 'RSA', n: number(bits), e: number(exponentBits) };
  return { ...keyPair('nobody'), publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}

const rsaRoot = makeCertificate({ subject: 'rsa', ca: true, keys: rsa(2048) });
const namesake = (keys: KeyPair): Made =>
  makeCertificate({ subject: 'namesake', issuer: rsaRoot, ca: true, keys });
const underNamesake = (bits: number): Made =>
  makeCertificate({
    subject: 'server',
    issuer: rsaRoot,
    issuerDer: sequence(commonName('namesake')),
    names: [mxHost],
    signatureValue: Buffer.alloc(bits / 8, 0x7f),
  });

function tower(height: number): [Made, ...Made[]] {
  const levels: [Made, ...Made[]] = [makeCertificate({ subject: 'ca 0', ca: true })];
  for (let level = 1; level < height; level += 1) {
    levels.unshift(makeCertificate({ subject: `ca ${level}`, issuer: levels[0], ca: true }));
  }
  return levels;
}

const tallTower = tower(49);

const ca = (made: Made, at: number): TrustEntry => ({
  id: `e${at}`,
  domain: 'bank.example',
  kind: 'ca',
  sha256: tlsaText(tlsa('2 0 1', made)).slice(6),
  pem: made.pem,
  notAfter: null,
});

describe('work is bounded', () => {
  type Row = [what: string, records: () => TlsaRecord[], chain: () => Made[], expected: DaneVerdict['kind']];
  const rows: Row[] = [
    [
      'a chain of 50',
      () => [tlsa('2 0 1', tallTower.at(-1) ?? root)],
      () => [server({ issuer: tallTower[0] }), ...tallTower.toReversed()],
      'matched',
    ],
    [
      '200 names',
      () => [tlsa('2 0 1', root)],
      () => [server({ names: many(200, (at) => `*.h${at}.example`) }), middle, root],
      'no-match',
    ],
    [
      '5,000 names under 5,000 constraints',
      () => [tlsa('2 1 0', root)],
      () => {
        const extensions = [nameConstraints(many(5000, (at) => dnsName(`d${at}.example`)))];
        const issuer = makeCertificate({ subject: 'c', issuer: root, ca: true, extensions });
        return [server({ issuer, names: many(5000, (at) => `h${at}.example`) }), issuer];
      },
      'no-match',
    ],
    [
      'a subject of 10,000 common names',
      () => [tlsa('2 0 1', root)],
      () => [
        makeCertificate({
          subject: '',
          subjectDer: sequence(...many(10_000, (at) => commonName(`h${at}.example`))),
          issuer: root,
        }),
        root,
      ],
      'no-match',
    ],
    [
      '99 namesakes of the issuer, RSA keys of 16,384 bits',
      () => [tlsa('2 0 1', root)],
      () => {
        const odd = namesake(costlyKey(16_384, 64));
        return [underNamesake(16_384), ...many(99, () => namesake(odd.keys))];
      },
      'no-match',
    ],
    [
      '99 namesakes of the issuer, RSA keys of 3,072 bits with an exponent of 3,064 bits',
      () => [tlsa('2 0 1', root)],
      () => {
        const odd = namesake(costlyKey(3072, 3064));
        return [underNamesake(3072), ...many(99, () => namesake(odd.keys))];
      },
      'no-match',
    ],
    [
      '500 bare keys of 16,384 bits in DNS',
      () => {
        const { publicKey } = costlyKey(16_384, 64);
        return many(500, () => bareKey(publicKey));
      },
      () => [underNamesake(16_384)],
      'no-match',
    ],
    [
      '500 certificates in DNS',
      () => many(500, (at) => tlsa('2 0 0', makeCertificate({ subject: `c ${at}`, ca: true }))),
      () => [leaf],
      'no-match',
    ],
  ];
  for (const [what, records, chain, expected] of rows) {
    test(`${what}: ${expected}`, (t) => {
      const question = [records(), chain()] as const;
      const [verdict, work] = measure(t, () => judge(...question));
      equal(verdict.kind, expected, verdict.detail);
      ok(work.signatures <= MAX_SIGNATURES);
      ok(work.milliseconds < 3000, `${work.milliseconds} ms of CPU`);
    });
  }

  test('100 authorities in the trust store and 100 namesakes presented', (t) => {
    const others = many(100, (at) =>
      makeCertificate({ subject: 'middle', ca: true, keys: keyPair(`k${at % 5}`) }),
    );
    const entries = many(100, (at) => ca(others[at] ?? root, at));
    const chain = [leaf, ...others].map(({ der }) => der);
    const [verdict, work] = measure(t, () =>
      verifyTrust({ entries, chain, mxHost, domain: 'bank.example', now }),
    );
    equal(verdict.kind, 'no-match');
    ok(work.signatures <= MAX_SIGNATURES);
    ok(work.milliseconds < 3000, `${work.milliseconds} ms of CPU`);
  });
});

const bareKey = (key: KeyObject): TlsaRecord => ({
  usage: 2,
  selector: 1,
  matchingType: 0,
  data: key.export({ type: 'spki', format: 'der' }),
});

describe('records', () => {
  test('fewer than three octets are no record', () => {
    for (const octets of [[], [3], [3, 1]]) equal(readTlsa(Buffer.from(octets)), null);
    deepEqual(readTlsa(Buffer.from([3, 1, 1])), {
      usage: 3,
      selector: 1,
      matchingType: 1,
      data: Buffer.alloc(0),
    });
  });

  test('every usage, selector and matching type with 0, 32, 64 and 70,000 octets', () => {
    for (const length of [0, 32, 64, 70_000]) {
      const data = Buffer.alloc(length, 0x30);
      for (let usage = 0; usage < 256; usage += length > 64 ? 15 : 1) {
        for (const selector of [0, 1, 2, 255]) {
          for (const matchingType of [0, 1, 2, 3, 255]) {
            const record = { usage, selector, matchingType, data };
            const digest = { 1: 32, 2: 64 }[matchingType] === length;
            const usable = (usage === 2 || usage === 3) && selector < 2 && digest;
            equal(assessTlsa(record).kind, usable ? 'usable' : 'unusable');
            equal(judge([record], [leaf]).kind, usable ? 'no-match' : 'none-usable');
            ok(tlsaText(record).length < 400);
          }
        }
      }
    }
  });

  test('1,000 records of 60,000 octets', (t) => {
    const records = many(1000, (at) => ({
      usage: 3,
      selector: at % 2,
      matchingType: 0,
      data: Buffer.alloc(60_000, at),
    }));
    const [verdict, work] = measure(t, () => judge(records, [leaf]));
    equal(verdict.kind, 'none-usable');
    ok(work.milliseconds < 3000);
  });
});

const unknownKey = sequence(sequence(objectIdentifier(OID.unheardOf)), element(0x03, Buffer.alloc(33)));

describe('certificates', () => {
  const odd: [what: string, options: Partial<CertificateOptions>][] = [
    ['empty subject and issuer', { subject: '', issuerDer: sequence() }],
    ['a subject that is no name', { subjectDer: sequence(sequence()) }],
    ['NUL in every name', { subject: '\0', names: ['\0', `${mxHost}\0`, `\0.${mxHost}`] }],
    ['a name of 60,000 octets', { names: [`${'a.'.repeat(30_000)}example`] }],
    ['a star and 60,000 dots', { names: [`*${'.'.repeat(60_000)}`] }],
    ['a key of a kind that nobody knows', { spkiDer: unknownKey, names: [mxHost] }],
    ['a key of 16,384 bits', { keys: costlyKey(16_384, 64) }],
    [
      'a path length of 2^31',
      {
        ca: null,
        extensions: [{ oid: '2.5.29.19', value: sequence(element(0x02, Buffer.from([0, 0x80, 0, 0, 0]))) }],
      },
    ],
    ['no signature', { signatureValue: Buffer.alloc(0) }],
    ['a signature of 60,000 octets', { signatureValue: Buffer.alloc(60_000, 1) }],
  ];
  for (const [what, options] of odd) {
    test(`${what}: never by its authority, always by itself or not read at all`, (t) => {
      const end = makeCertificate({ subject: 'server', issuer: root, names: ['else.example'], ...options });
      const [verdicts] = measure(t, () => [
        judge([tlsa('2 0 1', root)], [end, root]).kind,
        judge([tlsa('2 1 0', root)], [end]).kind,
        judge([tlsa('3 0 1', end)], [end]).kind,
      ]);
      const [byAuthority, byKey, byItself] = verdicts;
      equal(byAuthority, 'no-match');
      equal(byKey, 'no-match');
      ok(byItself === 'matched' || byItself === 'no-match');
    });
  }

  test('unreadable certificates among the presented ones do not matter', () => {
    const junk = [Buffer.alloc(0), Buffer.alloc(70_000, 0x30), Buffer.from(root.pem), leaf.spki];
    const chain = [leaf, ...junk.map((der) => ({ der })), middle, root];
    equal(judge([tlsa('2 0 1', root)], chain).kind, 'matched');
    equal(judge([tlsa('2 0 1', root)], [{ der: Buffer.alloc(0) }, leaf, middle, root]).kind, 'no-match');
  });

  test('certificates beyond the hundredth are not looked at', () => {
    const filler = many(100, () => leaf);
    equal(judge([tlsa('2 0 1', root)], [leaf, ...filler, middle, root]).kind, 'no-match');
  });
});
