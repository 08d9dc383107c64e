/**
 * The scenarios of Exim's DANE tests (`test/scripts/5840-DANE-OpenSSL/5840`) as far as they are about a verdict
 * over a chain, rebuilt with certificates of the same properties; t1 to t21 are Exim's numbers.
 *
 * Not here, as what they test comes before a verdict: t3 (recipient callout), t6 and t7 (no TLSA and DANE not
 * required), t8 and t11 (TLSA lookups that fail), t9, t10, t12 and t13 (no TLSA, proven and not), t15 to t18
 * (TLSA or address not secure), t21 (the record of t14 with DANE not asked for).
 */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { verifyDane } from '../../../shared/tls/dane.ts';
import type { TlsaRecord } from '../../../shared/tls/tlsa.ts';
import { element, makeCertificate, now, OID, sequence, type Made } from './certificate-maker.ts';
import { tlsa, wrong } from './tlsa-of.ts';

const root = makeCertificate({ subject: 'clica CA', ca: true, keyIdentifiers: true });
const signer = makeCertificate({
  subject: 'clica Signing Cert',
  issuer: root,
  ca: true,
  keyIdentifiers: true,
});
const server = (options: { names: string[]; keyIdentifiers?: boolean }): Made =>
  makeCertificate({
    subject: options.names[0] ?? '',
    issuer: signer,
    purposes: [OID.serverAuth],
    ...options,
  });

const mx = 'dane256ta.test.ex';
const server1 = server({ names: [mx, 'server1.example.com'] });
const withIdentifier = server({ names: ['dane256tak.test.ex'], keyIdentifiers: true });
/** An authority key identifier that names the issuer's issuer and serial number, too. */
const withWholeIdentifier = makeCertificate({
  subject: mx,
  issuer: signer,
  names: [mx],
  extensions: [
    {
      oid: '2.5.29.35',
      value: sequence(element(0xa1, element(0xa4, root.subjectDer)), element(0x82, serialOf(signer))),
    },
  ],
});
const certNet = server({ names: ['cert.example.net'] });

/** The content of the serial number, which makeCertificate writes in three octets after the version. */
function serialOf({ der }: Made): Buffer {
  const at = der.indexOf(Buffer.from([0xa0, 0x03, 0x02, 0x01, 0x02, 0x02, 0x03]));
  return der.subarray(at + 7, at + 10);
}

type Expected = number | 'certificate-host-mismatch' | 'validation-failure';
type Row = [
  number: string,
  what: string,
  records: TlsaRecord[],
  chain: Made[],
  host: string,
  expected: Expected,
];

const rows: Row[] = [
  ['t1', 'TLSA (3 1 1) DANE-EE', [tlsa('3 1 1', server1)], [server1], 'dane256ee.test.ex', 0],
  ['t2', 'TLSA (3 1 2) DANE-EE', [tlsa('3 1 2', server1)], [server1], 'dane512ee.test.ex', 0],
  ['t4', 'TLSA (2 0 1) DANE-TA, the root', [tlsa('2 0 1', root)], [server1, signer, root], mx, 2],
  [
    't5',
    'TLSA (2 1 1), authority key identifier in the certificate',
    [tlsa('2 1 1', signer)],
    [withIdentifier, signer],
    'dane256tak.test.ex',
    1,
  ],
  [
    't5',
    'the same, with issuer and serial number',
    [tlsa('2 1 1', signer)],
    [withWholeIdentifier, signer],
    mx,
    1,
  ],
  [
    't14',
    'a wrong TLSA record',
    [wrong(tlsa('2 0 1', root))],
    [server1, signer, root],
    mx,
    'validation-failure',
  ],
  [
    't19',
    'a name that does not match, DANE-TA',
    [tlsa('2 0 1', root)],
    [certNet, signer, root],
    'danebroken7.example.com',
    'certificate-host-mismatch',
  ],
  [
    't20',
    'a name that does not match, DANE-EE',
    [tlsa('3 1 1', certNet)],
    [certNet],
    'danebroken8.example.com',
    0,
  ],
];

for (const [number, what, records, chain, host, expected] of rows) {
  test(`exim 5840 ${number}, ${what}: ${expected}`, () => {
    const question = { chain: chain.map(({ der }) => der), records, references: [host], now };
    const verdict = verifyDane(question);
    const told =
      verdict.kind === 'matched'
        ? verdict.depth
        : verdict.kind === 'no-match'
          ? verdict.result
          : verdict.kind;
    deepEqual(told, expected, verdict.detail);
  });
}
