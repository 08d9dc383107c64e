/** What operators paste into the trust store, and what they are told. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';

import { readTrustMaterial, type TrustInput, type TrustReading } from '../../../shared/tls/trust-material.ts';
import { readPemCertificate, type TrustKind } from '../../../shared/tls/trust.ts';
import { element, keyUsage, makeCertificate, now, OID, toPem } from './certificate-maker.ts';
import { expired, future, leaf, middle, root, rsa, selfSigned, unknownCritical, weak } from './scenario.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const read = (input: TrustInput): TrustReading => readTrustMaterial(input, now);
const keyPem = toPem(leaf.spki, 'PUBLIC KEY');
const digest = sha256(leaf.der);
const inPairs = digest.toUpperCase().match(/../g)?.join(':') ?? '';
const end = '2027-01-22T10:00:00.000Z';

describe('read', () => {
  type Row = [what: string, input: TrustInput, sha256: string, certificateNotAfter: string | null];
  const rows: Row[] = [
    ['certificate', { kind: 'certificate', pem: leaf.pem }, digest, end],
    ['certificate, self-signed', { kind: 'certificate', pem: selfSigned.pem }, sha256(selfSigned.der), end],
    ['certificate with CRLF', { kind: 'certificate', pem: leaf.pem.replaceAll('\n', '\r\n') }, digest, end],
    ['certificate, indented', { kind: 'certificate', pem: leaf.pem.replaceAll('\n', '\n   ') }, digest, end],
    ['certificate in one line', { kind: 'certificate', pem: leaf.pem.replaceAll('\n', ' ') }, digest, end],
    [
      'certificate after what openssl prints',
      { kind: 'certificate', pem: `subject=CN = server\n\n${leaf.pem}` },
      digest,
      end,
    ],
    ['digest', { kind: 'certificate', sha256: digest }, digest, null],
    ['digest as openssl shows it', { kind: 'certificate', sha256: inPairs }, digest, null],
    ['digest with spaces around', { kind: 'ca', sha256: ` ${digest}\n` }, digest, null],
    ['public key', { kind: 'public-key', pem: keyPem }, sha256(leaf.spki), null],
    ['public key out of a certificate', { kind: 'public-key', pem: leaf.pem }, sha256(leaf.spki), end],
    ['public key by digest', { kind: 'public-key', sha256: digest }, digest, null],
    ['authority', { kind: 'ca', pem: root.pem }, sha256(root.der), end],
    ['authority that another one issued', { kind: 'ca', pem: middle.pem }, sha256(middle.der), end],
  ];
  for (const [what, input, expected, certificateNotAfter] of rows) {
    test(what, () => {
      const reading = read(input);
      equal(reading.kind, 'read', JSON.stringify(reading));
      equal(reading.sha256, expected);
      equal(reading.certificateNotAfter, certificateNotAfter);
      equal(reading.pem === null, input.kind !== 'ca' || input.pem === undefined);
    });
  }

  test('an authority is kept in clean PEM, which reads back as the same', () => {
    const reading = read({ kind: 'ca', pem: `my CA:\r\n${root.pem.replaceAll('\n', '\r\n')}` });
    equal(reading.kind, 'read');
    equal(reading.pem, root.pem);
    deepEqual(readPemCertificate(reading.pem)?.der, root.der);
  });

  test('an authority that starts later can be filed for its time', () => {
    const next = makeCertificate({ subject: 'next', ca: true, ...future });
    equal(read({ kind: 'ca', pem: next.pem }).kind, 'read');
  });
});

const privatePem = (type: 'pkcs8' | 'pkcs1'): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type, format: 'pem' }).toString();
const authority = (options: object): TrustInput => ({
  kind: 'ca',
  pem: makeCertificate({ subject: 'odd', ca: true, ...options }).pem,
});
const certificate = (pem: string): TrustInput => ({ kind: 'certificate', pem });
const body = leaf.pem.split('\n').slice(1, -2).join('\n');

describe('faults', () => {
  type Row = [what: string, input: TrustInput, field: 'pem' | 'sha256', detail: RegExp];
  const rows: Row[] = [
    ['neither', { kind: 'certificate' }, 'pem', /give pem or sha256/],
    ['both', { kind: 'certificate', pem: leaf.pem, sha256: digest }, 'sha256', /not both/],
    ['private key', certificate(privatePem('pkcs8')), 'pem', /private key/],
    ['private key of the older kind', certificate(privatePem('pkcs1')), 'pem', /private key/],
    ['private key behind a certificate', certificate(leaf.pem + privatePem('pkcs8')), 'pem', /private key/],
    ['private key cut off', certificate(privatePem('pkcs8').slice(0, 100)), 'pem', /private key/],
    [
      'private key where a digest belongs',
      { kind: 'certificate', sha256: privatePem('pkcs8') },
      'sha256',
      /private key/,
    ],
    [
      'private key beside a digest',
      { kind: 'ca', pem: privatePem('pkcs8'), sha256: digest },
      'pem',
      /private key/,
    ],
    ['SHA-1 digest', { kind: 'certificate', sha256: '0'.repeat(40) }, 'sha256', /64 .* this has 40 .*SHA-1/],
    ['SHA-1 digest with colons', { kind: 'certificate', sha256: inPairs.slice(0, 59) }, 'sha256', /SHA-1/],
    ['MD5 digest', { kind: 'certificate', sha256: '0'.repeat(32) }, 'sha256', /MD5/],
    ['SHA-512 digest', { kind: 'certificate', sha256: '0'.repeat(128) }, 'sha256', /SHA-512/],
    ['digest one digit short', { kind: 'certificate', sha256: digest.slice(1) }, 'sha256', /this has 63$/],
    ['empty digest', { kind: 'certificate', sha256: '' }, 'sha256', /this has 0$/],
    ['digest with letters', { kind: 'certificate', sha256: `x${digest.slice(1)}` }, 'sha256', /hexadecimal/],
    [
      'digest in base64',
      { kind: 'public-key', sha256: Buffer.from(digest, 'hex').toString('base64') },
      'sha256',
      /hexadecimal/,
    ],
    [
      'digest with a label',
      { kind: 'certificate', sha256: `sha256 Fingerprint=${inPairs}` },
      'sha256',
      /hexadecimal/,
    ],
    [
      'certificate where a digest belongs',
      { kind: 'certificate', sha256: leaf.pem },
      'sha256',
      /hexadecimal/,
    ],
    ['nothing', certificate(''), 'pem', /no whole PEM block/],
    ['base64 alone', certificate(body), 'pem', /no whole PEM block/],
    ['END line is missing', certificate(leaf.pem.slice(0, -30)), 'pem', /no whole PEM block/],
    ['BEGIN line is missing', certificate(leaf.pem.slice(30)), 'pem', /no whole PEM block/],
    ['two blocks', certificate(leaf.pem + middle.pem), 'pem', /2 PEM blocks/],
    [
      'a whole block and a piece of another',
      certificate(leaf.pem + middle.pem.slice(0, 99)),
      'pem',
      /no whole PEM/,
    ],
    [
      'BEGIN and END differ',
      certificate(leaf.pem.replace('END CERTIFICATE', 'END PUBLIC KEY')),
      'pem',
      /belong together/,
    ],
    [
      'a line is missing',
      certificate(leaf.pem.replace(/\n[^\n]{64}\n/, '\n')),
      'pem',
      /not hold a certificate/,
    ],
    ['a letter is missing', certificate(leaf.pem.replace(body, body.slice(1))), 'pem', /not base64/],
    [
      'something else in base64',
      certificate(leaf.pem.replace(body, 'AAAA')),
      'pem',
      /not hold a certificate/,
    ],
    ['nothing between the lines', certificate(leaf.pem.replace(body, '')), 'pem', /not base64/],
    [
      'something after the certificate',
      certificate(toPem(Buffer.concat([leaf.der, Buffer.alloc(1)]))),
      'pem',
      /not hold a certificate/,
    ],
    ['certificate request', certificate(toPem(leaf.der, 'CERTIFICATE REQUEST')), 'pem', /request/],
    ['PKCS #7', certificate(toPem(leaf.der, 'PKCS7')), 'pem', /must be a CERTIFICATE/],
    ['key for kind certificate', certificate(keyPem), 'pem', /needs a certificate/],
    ['key for kind ca', { kind: 'ca', pem: keyPem }, 'pem', /needs a certificate/],
    [
      'key that is none',
      { kind: 'public-key', pem: toPem(leaf.der, 'PUBLIC KEY') },
      'pem',
      /not hold a public key/,
    ],
    [
      'key with something after it',
      { kind: 'public-key', pem: toPem(Buffer.concat([leaf.spki, Buffer.alloc(1)]), 'PUBLIC KEY') },
      'pem',
      /public key/,
    ],
    [
      'end certificate as authority',
      { kind: 'ca', pem: leaf.pem },
      'pem',
      /not the certificate of an authority.*not set$/,
    ],
    [
      'self-signed end certificate as authority',
      { kind: 'ca', pem: selfSigned.pem },
      'pem',
      /add it as kind certificate/,
    ],
    ['authority without basicConstraints', authority({ ca: null }), 'pem', /CA flag/],
    ['authority whose key may not sign', authority({ keyUsage: [keyUsage.cRLSign] }), 'pem', /key usage/],
    ['authority that has ended', authority(expired), 'pem', /ended on 2026-11-22/],
    [
      'authority for TLS clients only',
      authority({ purposes: [OID.clientAuth] }),
      'pem',
      /not for TLS servers/,
    ],
    ['authority with an unknown critical extension', authority(unknownCritical), 'pem', /unknown here/],
    ['authority with a weak key', authority({ keys: weak }), 'pem', /weak/],
    [
      'malformed extensions',
      authority({ extensions: [{ oid: OID.nameConstraints, value: element(0x04) }] }),
      'pem',
      /malformed/,
    ],
    ['a million spaces', certificate(' '.repeat(1_000_000)), 'pem', /too long/],
    ['a million letters', certificate(leaf.pem.replace(body, 'A'.repeat(1_000_000))), 'pem', /too long/],
    ['a million BEGIN lines', certificate('-----BEGIN CERTIFICATE-----'.repeat(40_000)), 'pem', /too long/],
    [
      'a digest of a million digits',
      { kind: 'ca', sha256: '0'.repeat(1_000_000) },
      'sha256',
      /this has 1000000$/,
    ],
  ];
  for (const [what, input, field, detail] of rows) {
    test(what, () => {
      const before = performance.now();
      const reading = read(input);
      equal(reading.kind, 'fault');
      equal(reading.field, field);
      match(reading.detail, detail);
      ok(performance.now() - before < 1000);
    });
  }

  test('no fault repeats what was pasted', () => {
    for (const [, input] of rows) {
      const reading = read(input);
      equal(reading.kind, 'fault');
      for (const line of `${input.pem ?? ''}\n${input.sha256 ?? ''}`.split('\n')) {
        if (line.length > 40) ok(!reading.detail.includes(line.slice(0, 40)));
      }
    }
  });
});

test('every kind of key that servers have', () => {
  for (const keys of [
    rsa(2048),
    generateKeyPairSync('ed25519'),
    generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ]) {
    const spki = keys.publicKey.export({ type: 'spki', format: 'der' });
    for (const kind of ['certificate', 'public-key'] satisfies TrustKind[]) {
      const made = makeCertificate({ subject: 's', keys });
      const reading = read({ kind, pem: made.pem });
      equal(reading.kind, 'read');
      equal(reading.sha256, sha256(kind === 'certificate' ? made.der : spki));
    }
  }
});
