/** Name constraints of an authority (RFC 5280 section 4.2.1.10), and certificates below it that keep to them or not. */
import {
  commonName,
  dnsName,
  element,
  keyPair,
  makeCertificate,
  nameConstraints,
  objectIdentifier,
  sequence,
} from './certificate-maker.ts';
import {
  altNames,
  byTop,
  mxHost,
  root,
  server,
  type Expected,
  type Options,
  type Scenario,
} from './scenario.ts';

const directory = (...parts: readonly Buffer[]): Buffer => element(0xa4, sequence(...parts));
const mail = (address: string): Buffer => element(0x81, Buffer.from(address));
const uri = (text: string): Buffer => element(0x86, Buffer.from(text));
const address = (...octets: readonly number[]): Buffer => element(0x87, Buffer.from(octets));
const mailInSubject = element(
  0x31,
  sequence(objectIdentifier('1.2.840.113549.1.9.1'), element(0x16, Buffer.from('a@bank.example'))),
);

interface Constraint {
  readonly permitted?: readonly Buffer[];
  readonly excluded?: readonly Buffer[];
  readonly end?: Options;
}

/** Server, constrained authority, root. */
function constrained(
  what: string,
  { permitted = [], excluded = [], end = {} }: Constraint,
  expected: Expected,
  differs?: string,
): Scenario {
  const authority = makeCertificate({
    subject: 'constrained',
    issuer: root,
    ca: true,
    extensions: [nameConstraints(permitted, excluded)],
  });
  return byTop(
    `constraints: ${what}`,
    [server({ issuer: authority, ...end }), authority, root],
    expected,
    differs,
  );
}

const dnsNames: Scenario[] = [
  constrained('bank.example only', { permitted: [dnsName('bank.example')] }, 2),
  constrained('in other case', { permitted: [dnsName('BANK.example')] }, 2),
  constrained('the host itself only', { permitted: [dnsName(mxHost)] }, 2),
  constrained('hosts below bank.example only', { permitted: [dnsName('.bank.example')] }, 2),
  constrained('one of two', { permitted: [dnsName('shop.example'), dnsName('bank.example')] }, 2),
  constrained('every DNS name', { permitted: [dnsName('')] }, 2),
  constrained('another domain only', { permitted: [dnsName('shop.example')] }, 'no-match'),
  constrained('a namesake only', { permitted: [dnsName('ank.example')] }, 'no-match'),
  constrained('below the host only', { permitted: [dnsName('a.mx.bank.example')] }, 'no-match'),
  constrained('not bank.example', { excluded: [dnsName('bank.example')] }, 'no-match'),
  constrained('not BANK.EXAMPLE', { excluded: [dnsName('BANK.EXAMPLE')] }, 'no-match'),
  constrained('not another domain', { excluded: [dnsName('shop.example')] }, 2),
  constrained('no DNS name', { excluded: [dnsName('')] }, 'no-match'),
  constrained(
    'a second name outside',
    { permitted: [dnsName('bank.example')], end: { names: [mxHost, 'mx.shop.example'] } },
    'no-match',
  ),
  constrained(
    'permitted, but a part excluded',
    { permitted: [dnsName('bank.example')], excluded: [dnsName('mx.bank.example')] },
    'no-match',
  ),
  constrained(
    'common name outside, without alternative names',
    { permitted: [dnsName('shop.example')], end: { names: null, subject: mxHost } },
    'no-match',
  ),
  constrained(
    'common name inside, without alternative names',
    { permitted: [dnsName('bank.example')], end: { names: null, subject: mxHost } },
    2,
  ),
  constrained(
    'a wildcard that covers an excluded name',
    { excluded: [dnsName('secret.bank.example')], end: { names: ['*.bank.example'] } },
    'no-match',
    'OpenSSL compares the star as a letter; the wildcard would stand for the excluded name',
  ),
  constrained(
    'a wildcard beside an excluded name',
    { excluded: [dnsName('secret.shop.example')], end: { names: ['*.bank.example'] } },
    2,
  ),
];

const directoryNames: Scenario[] = [
  constrained('its own directory names', { permitted: [directory(commonName('server'))] }, 2),
  constrained('in another kind of string', { permitted: [directory(commonName(' SERVER  ', 0x13))] }, 2),
  constrained('every directory name', { permitted: [directory()] }, 2),
  constrained('other directory names', { permitted: [directory(commonName('other'))] }, 'no-match'),
  constrained('not its directory name', { excluded: [directory(commonName('server', 0x16))] }, 'no-match'),
  constrained('not another directory name', { excluded: [directory(commonName('other'))] }, 2),
  constrained(
    'directory names, and the subject is empty',
    { permitted: [directory(commonName('other'))], end: { subject: '' } },
    2,
  ),
  constrained(
    'not other directory names, and the subject is empty',
    { excluded: [directory(commonName('other'))], end: { subject: '' } },
    2,
  ),
  constrained(
    'a directory name among the alternative names outside',
    {
      permitted: [directory(commonName('server'))],
      end: altNames(dnsName(mxHost), directory(commonName('other'))),
    },
    'no-match',
  ),
  constrained(
    'the Kelvin sign is no k',
    { excluded: [directory(commonName('\u212a'))], end: { subject: 'k' } },
    2,
  ),
];

const network = address(192, 0, 2, 0, 255, 255, 255, 0);
const host = altNames(dnsName(mxHost), address(192, 0, 2, 7));
const otherKinds: Scenario[] = [
  constrained('addresses only, and it has none', { excluded: [address(0, 0, 0, 0, 0, 0, 0, 0)] }, 2),
  constrained('addresses of a network', { permitted: [network], end: host }, 2),
  constrained(
    'addresses of another network',
    { permitted: [address(198, 51, 100, 0, 255, 255, 255, 0)], end: host },
    'no-match',
  ),
  constrained('not the addresses of its network', { excluded: [network], end: host }, 'no-match'),
  constrained(
    'IPv6 addresses excluded',
    { excluded: [address(...Array.from({ length: 32 }, () => 0))], end: host },
    2,
  ),
  constrained(
    'an address of 5 octets',
    { permitted: [network], end: altNames(dnsName(mxHost), address(1, 2, 3, 4, 5)) },
    'no-match',
  ),
  constrained(
    'an excluded address of 5 octets, which nobody can compare',
    { excluded: [address(1, 2, 3, 4, 5)], end: host },
    'no-match',
  ),
  constrained('mail addresses, and it has none', { permitted: [mail('shop.example')] }, 2),
  constrained(
    'other mail addresses',
    { permitted: [mail('shop.example')], end: altNames(dnsName(mxHost), mail('a@bank.example')) },
    'no-match',
  ),
  constrained(
    'its own mail addresses',
    { permitted: [mail('bank.example')], end: altNames(dnsName(mxHost), mail('a@bank.example')) },
    'no-match',
    'mail addresses and URIs are not compared here: a certificate with one under such a constraint is refused',
  ),
  constrained(
    'other mail addresses, and one in the subject',
    { permitted: [mail('shop.example')], end: { subjectDer: sequence(commonName('server'), mailInSubject) } },
    'no-match',
  ),
  constrained(
    'other URIs',
    { excluded: [uri('bank.example')], end: altNames(dnsName(mxHost), uri('https://bank.example/')) },
    'no-match',
  ),
];

const bank = makeCertificate({
  subject: 'constrained root',
  ca: true,
  extensions: [nameConstraints([dnsName('bank.example')])],
});
const shop = makeCertificate({
  subject: 'shop authority',
  issuer: bank,
  ca: true,
  names: ['ca.shop.example'],
});
const renewal = { subject: 'constrained root', issuer: bank, keyIdentifiers: true };
const renewedBank = makeCertificate({
  ...renewal,
  ca: true,
  keys: keyPair('renewed bank'),
  names: ['ca.shop.example'],
});
const selfIssuedEnd = makeCertificate({
  ...renewal,
  keys: keyPair('self-issued end'),
  names: [mxHost, 'mx.shop.example'],
});
const manyTrees = makeCertificate({
  subject: 'many trees',
  issuer: root,
  ca: true,
  extensions: [
    nameConstraints(
      [],
      Array.from({ length: 1000 }, (_, at) => dnsName(`d${at}.example`)),
    ),
  ],
});
const manyNames = server({
  issuer: manyTrees,
  names: [mxHost, ...Array.from({ length: 500 }, (_, at) => `h${at}.bank.example`)],
});
const paths: Scenario[] = [
  byTop(
    'constraints of the anchor itself',
    [server({ issuer: bank, names: ['mx.shop.example'] }), bank],
    'no-match',
  ),
  byTop('constraints bind the names of authorities, too', [server({ issuer: shop }), shop, bank], 'no-match'),
  byTop('constraints do not bind the authority that has them', [server({ issuer: bank }), bank], 1),
  // RFC 5280 section 6.1.3 (b): a self-issued certificate is bound only where it is the end certificate.
  byTop(
    'constraints do not bind a self-issued authority',
    [server({ issuer: renewedBank, keyIdentifiers: true }), renewedBank, bank],
    2,
  ),
  byTop('constraints bind a self-issued end certificate', [selfIssuedEnd, bank], 'no-match'),
  byTop(
    'constraints: 501 names under 1,000 of them',
    [manyNames, manyTrees, root],
    'no-match',
    'OpenSSL compares up to 1,048,576 times, we 100,000 times',
  ),
];

export const constraintScenarios = [...dnsNames, ...directoryNames, ...otherKinds, ...paths];
