/** The end certificate under a trust anchor: what it must be, and the names it must have. */
import { generateKeyPairSync } from 'node:crypto';
import { commonName, element, keyUsage, objectIdentifier, OID, sequence } from './certificate-maker.ts';
import { altNames, end, expired, future, mxHost, unknownCritical, weak, type Scenario } from './scenario.ts';

const ends: Scenario[] = [
  end('expired', expired, 'no-match'),
  end('not yet valid', future, 'no-match'),
  end('unknown critical extension', unknownCritical, 'no-match'),
  end('for TLS servers', { purposes: [OID.clientAuth, OID.serverAuth] }, 2),
  end('for TLS clients only', { purposes: [OID.clientAuth] }, 'no-match'),
  end('for any purpose', { purposes: [OID.anyPurpose] }, 'no-match'),
  end('key usage digitalSignature', { keyUsage: [keyUsage.digitalSignature] }, 2),
  end('key usage keyCertSign only', { keyUsage: [keyUsage.keyCertSign] }, 'no-match'),
  end('an authority itself', { ca: true }, 2),
  end('no basicConstraints', { ca: null }, 2),
  end('Ed25519 key', { keys: generateKeyPairSync('ed25519') }, 2),
  end('RSA key of 1024 bits', { keys: weak }, 'no-match'),
  end('signed with SHA-1', { signature: 'sha1' }, 'no-match'),
];

const names: Scenario[] = [
  end('exact name', {}, 2),
  end('name in other case', { names: ['MX.Bank.Example'] }, 2),
  end('second of many', { names: ['a.example', mxHost] }, 2),
  end('last of 200', { names: [...Array.from({ length: 199 }, (_, at) => `h${at}.example`), mxHost] }, 2),
  end('other name', { names: ['mx.shop.example'] }, 'no-match'),
  end('parent', { names: ['bank.example'] }, 'no-match'),
  end('below', { names: ['a.mx.bank.example'] }, 'no-match'),
  end('wildcard', { names: ['*.bank.example'] }, 2),
  end('wildcard over two labels', { names: ['*.example'] }, 'no-match'),
  end('wildcard of the name itself', { names: ['*.mx.bank.example'] }, 'no-match'),
  end('star alone', { names: ['*'] }, 'no-match'),
  end(
    'star inside a label',
    { names: ['m*.bank.example'] },
    'no-match',
    'OpenSSL alone allows part-label wildcards; Postfix does not, as RFC 6125 section 6.4.3 lets it',
  ),
  end('star in the second label', { names: ['mx.*.example'] }, 'no-match'),
  end('two stars', { names: ['*.*.example'] }, 'no-match'),
  end('NUL after the name', { names: [`${mxHost}\0.evil.example`] }, 'no-match'),
  end('NUL before the name', { names: [`\0${mxHost}`] }, 'no-match'),
  end('trailing dot', { names: [`${mxHost}.`] }, 'no-match'),
  end('space', { names: [`${mxHost} `] }, 'no-match'),
  end('empty name', { names: [''] }, 'no-match'),
  end('common name without alternative names', { names: null, subject: mxHost }, 2),
  end('common name in PrintableString', { names: null, subjectDer: sequence(commonName(mxHost, 0x13)) }, 2),
  end(
    'common name in BMPString',
    {
      names: null,
      subjectDer: sequence(commonName(Buffer.from(mxHost, 'utf16le').swap16().toString('latin1'), 0x1e)),
    },
    2,
  ),
  end(
    'name as an organisation only',
    {
      names: null,
      subjectDer: sequence(
        element(0x31, sequence(objectIdentifier('2.5.4.10'), element(0x0c, Buffer.from(mxHost)))),
      ),
    },
    'no-match',
  ),
  end('wildcard common name', { names: null, subject: '*.bank.example' }, 2),
  end('two common names', { names: null, subjectDer: sequence(commonName('other'), commonName(mxHost)) }, 2),
  end('common name with NUL', { names: null, subject: `${mxHost}\0.evil.example` }, 'no-match'),
  end('common name beside other DNS names', { names: ['a.example'], subject: mxHost }, 'no-match'),
  end(
    'common name beside an address',
    { ...altNames(element(0x87, Buffer.from([192, 0, 2, 1]))), subject: mxHost },
    2,
  ),
  end(
    'common name beside a mail address',
    { ...altNames(element(0x81, Buffer.from('a@b.example'))), subject: mxHost },
    2,
  ),
  end('name as a mail address only', altNames(element(0x81, Buffer.from(mxHost))), 'no-match'),
  end('name as a URI only', altNames(element(0x86, Buffer.from(mxHost))), 'no-match'),
  end('quoted into another name', { names: [`a.example", DNS:${mxHost}`] }, 'no-match'),
  end('empty subject, alternative name', { subject: '' }, 2),
  end('empty subject, no name', { subject: '', names: null }, 'no-match'),
];

export const endScenarios = [...ends, ...names];
