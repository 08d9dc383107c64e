/** Names of certificates against names of servers: RFC 6125 section 6.4 as RFC 7672 section 3.2.3 takes it. */
import { equal } from 'node:assert/strict';
import { describe, test } from 'node:test';

import { readCertificate } from '../../../shared/tls/certificate.ts';
import { findReference, namesReference, referenceName } from '../../../shared/tls/names.ts';
import {
  commonName,
  element,
  makeCertificate,
  sequence,
  type CertificateOptions,
} from './certificate-maker.ts';

const long = `${'a'.repeat(63)}.`.repeat(3);

describe('reference names: one form, or none', () => {
  const rows: [text: string, expected: string | null][] = [
    ['mx.bank.example', 'mx.bank.example'],
    ['MX.Bank.Example.', 'mx.bank.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['_dmarc.bank.example', '_dmarc.bank.example'],
    ['localhost', 'localhost'],
    [`${long}${'a'.repeat(61)}`, `${long}${'a'.repeat(61)}`],
    [`${long}${'a'.repeat(62)}`, null],
    [`${'a'.repeat(64)}.example`, null],
    ['', null],
    ['.', null],
    ['mx..example', null],
    ['.example', null],
    ['mx.example..', null],
    ['*.bank.example', null],
    ['-mx.example', null],
    ['mx-.example', null],
    ['mx .example', null],
    ['mx.example\0', null],
    ['mx.example\n', null],
    ['bücher.example', null],
    ['mx.ban\u212a.example', null],
  ];
  for (const [text, expected] of rows) {
    test(`${JSON.stringify(text)}: ${expected ?? 'none'}`, () => {
      equal(referenceName(text), expected);
    });
  }
});

describe('presented names', () => {
  const reference = 'mx.bank.example';
  const rows: [presented: string, expected: boolean, why: string][] = [
    ['mx.bank.example', true, 'the same'],
    ['Mx.BANK.example', true, 'case does not count'],
    ['*.bank.example', true, 'a whole first label'],
    ['*.BANK.example', true, 'case does not count beside the star'],
    ['mx.bank.example.', false, 'trailing dot'],
    ['bank.example', false, 'parent'],
    ['a.mx.bank.example', false, 'below'],
    ['*.mx.bank.example', false, 'a star stands for a label, not for none'],
    ['*.example', false, 'a star stands for one label, not for two'],
    ['*', false, 'star alone'],
    ['*.', false, 'star and nothing'],
    ['mx*.bank.example', false, 'part of a label'],
    ['*x.bank.example', false, 'part of a label'],
    ['mx.*.example', false, 'not the first label'],
    ['**.bank.example', false, 'two stars'],
    ['*.*.example', false, 'two stars'],
    ['.bank.example', false, 'no label'],
    ['', false, 'empty'],
    ['mx.bank.example\0', false, 'NUL'],
    ['mx.bank.example\0.evil.example', false, 'NUL'],
    ['mx.bank.example\n', false, 'line end'],
    [' mx.bank.example', false, 'space'],
    ['mx.ban\u212a.example', false, 'the Kelvin sign, whose lower case is k'],
    ['mx.ban\uff4b.example', false, 'a full-width letter'],
  ];
  for (const [presented, expected, why] of rows) {
    test(`${JSON.stringify(presented)} ${expected ? 'names' : 'does not name'} the server: ${why}`, () => {
      equal(namesReference(presented, reference), expected);
    });
  }

  test('a star never stands for a service label, nor for a top-level domain', () => {
    equal(namesReference('*.bank.example', '_25.bank.example'), false);
    equal(namesReference('*.example', 'bank.example'), false);
    equal(namesReference('*.', 'example'), false);
  });

  test('A-labels under a star', () => {
    equal(namesReference('*.example.com', 'xn--bcher-kva.example.com'), true);
    equal(namesReference('xn--*.example.com', 'xn--bcher-kva.example.com'), false);
  });
});

describe('where names are read from (RFC 6125 section 6.4.4)', () => {
  const text = 'mx.bank.example';
  const wide = (width: 2 | 4): Buffer => {
    const octets = Buffer.alloc(text.length * width);
    for (let at = 0; at < text.length; at += 1) octets[at * width + width - 1] = text.charCodeAt(at);
    return octets;
  };
  const cn = (tag: number, content: Buffer): Partial<CertificateOptions> => ({
    subjectDer: sequence(commonName(content.toString('latin1'), tag)),
  });
  const wrongCommonName = sequence(element(0x31, sequence(element(0x06, Buffer.from([0x55, 4, 3])))));
  const rows: [what: string, options: Partial<CertificateOptions>, found: boolean][] = [
    ['alternative name', { names: [text] }, true],
    ['common name beside another alternative name', { names: ['a.example'], subject: text }, false],
    ['common name beside an empty alternative name', { names: [''], subject: text }, false],
    ['common name beside an empty list', { names: [], subject: text }, true],
    ['UTF8String', cn(0x0c, Buffer.from(text)), true],
    ['PrintableString', cn(0x13, Buffer.from(text)), true],
    ['TeletexString', cn(0x14, Buffer.from(text)), true],
    ['IA5String', cn(0x16, Buffer.from(text)), true],
    ['VisibleString, which OpenSSL does not take in a name', cn(0x1a, Buffer.from(text)), false],
    ['octets', cn(0x04, Buffer.from(text)), false],
    ['no value', { subjectDer: wrongCommonName }, false],
    ['empty subject', { subject: '', names: null }, false],
  ];
  for (const [what, options, found] of rows) {
    test(`${what}: ${found ? 'found' : 'not found'}`, () => {
      const certificate = readCertificate(makeCertificate({ subject: 's', names: null, ...options }).der);
      // OpenSSL may have refused it as a whole.
      const name = certificate === null ? null : findReference(certificate, ['other.example', text]);
      equal(name, found ? text : null);
    });
  }

  for (const [kind, tag, width] of [
    ['BMPString', 0x1e, 2],
    ['UniversalString', 0x1c, 4],
  ] as const) {
    test(`${kind}: found`, () => {
      const attribute = sequence(element(0x06, Buffer.from([0x55, 4, 3])), element(tag, wide(width)));
      const subjectDer = sequence(element(0x31, attribute));
      const certificate = readCertificate(makeCertificate({ subject: 's', subjectDer }).der);
      equal(certificate === null ? null : findReference(certificate, [text]), text);
    });
  }

  test('the first reference that is presented is the one that is told', () => {
    const certificate = readCertificate(
      makeCertificate({ subject: 's', names: ['b.example', 'a.example'] }).der,
    );
    equal(
      certificate === null ? null : findReference(certificate, ['c.example', 'A.example.', 'b.example']),
      'a.example',
    );
    equal(certificate === null ? 'x' : findReference(certificate, []), null);
  });
});
