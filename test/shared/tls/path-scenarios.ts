/** Paths to a trust anchor: what they may be made of, and what each part must be. */
import { generateKeyPairSync } from 'node:crypto';
import {
  commonName,
  element,
  keyPair,
  keyUsage,
  makeCertificate,
  objectIdentifier,
  OID,
  sequence,
  type CertificateOptions,
  type Extension,
  type KeyPair,
  type SignatureKind,
} from './certificate-maker.ts';
import {
  anchor,
  authority,
  byTop,
  end,
  expired,
  future,
  leaf,
  middle,
  root,
  rsa,
  selfSigned,
  server,
  stranger,
  unknownCritical,
  weak,
  whole,
  type Expected,
  type Scenario,
} from './scenario.ts';
import { tlsa } from './tlsa-of.ts';

const expiredMiddle = makeCertificate({ subject: 'middle', issuer: root, ca: true, ...expired });

const paths: Scenario[] = [
  byTop('path: whole chain', whole, 2),
  { ...byTop('path: anchor at depth 1', whole, 1), records: [tlsa('2 1 1', middle)] },
  { ...byTop('path: another order', [leaf, stranger, root, middle], 2), records: [tlsa('2 0 1', root)] },
  { ...byTop('path: anchor only in DNS as digest', [leaf], 'no-match'), records: [tlsa('2 0 1', middle)] },
  { ...byTop('path: link is missing', [leaf, root], 'no-match'), records: [tlsa('2 0 1', root)] },
  { ...byTop('path: full anchor in DNS', [leaf], 1), records: [tlsa('2 0 0', middle)] },
  { ...byTop('path: full root in DNS, link missing', [leaf], 'no-match'), records: [tlsa('2 0 0', root)] },
  {
    ...byTop('path: link and root in DNS', [leaf], 1),
    records: [tlsa('2 0 0', root), tlsa('2 0 0', middle)],
  },
  { ...byTop('path: bare key in DNS', [leaf], 0), records: [tlsa('2 1 0', middle)] },
  { ...byTop('path: bare root key in DNS', [leaf, middle], 1), records: [tlsa('2 1 0', root)] },
  { ...byTop('path: bare key of a stranger', whole, 'no-match'), records: [tlsa('2 1 0', stranger)] },
  {
    ...byTop('path: presented stranger is the anchor', [leaf, stranger], 'no-match'),
    records: [tlsa('2 0 1', stranger)],
  },
  {
    ...byTop('end certificate as its own authority, digest', whole, 'no-match'),
    records: [tlsa('2 0 1', leaf)],
  },
  {
    ...byTop('end certificate as its own authority, key', whole, 'no-match'),
    records: [tlsa('2 1 1', leaf)],
  },
  {
    ...byTop('end certificate as its own authority, full', whole, 'no-match'),
    records: [tlsa('2 0 0', leaf)],
  },
  {
    ...byTop('self-signed as its own authority, digest', [selfSigned], 'no-match'),
    records: [tlsa('2 0 1', selfSigned)],
  },
  {
    ...byTop('self-signed as its own authority, full', [selfSigned], 'no-match'),
    records: [tlsa('2 0 0', selfSigned)],
  },
  {
    ...byTop('self-signed as its own authority, twice', [selfSigned, selfSigned], 'no-match'),
    records: [tlsa('2 0 1', selfSigned)],
  },
  // A bare key that signed the end certificate is a trust anchor, even where it is the certificate's own.
  { ...byTop('self-signed with its own bare key', [selfSigned], 0), records: [tlsa('2 1 0', selfSigned)] },
  {
    ...byTop(
      'namesake of the issuer does not verify',
      [leaf, makeCertificate({ subject: 'middle', ca: true, keys: keyPair('impostor') })],
      'no-match',
    ),
  },
  {
    ...byTop(
      'namesake of the issuer before the issuer',
      [leaf, makeCertificate({ subject: 'middle', ca: true, keys: keyPair('impostor') }), middle, root],
      2,
    ),
    differs: 'OpenSSL takes the first issuer by name and does not look at the next one',
  },
  byTop(
    'path: an expired certificate of the authority before the renewed one',
    [leaf, expiredMiddle, middle, root],
    2,
  ),
];

const authorities: Scenario[] = [
  authority('sound', {}, 2),
  authority('expired', expired, 'no-match'),
  authority('not yet valid', future, 'no-match'),
  authority('CA flag false', { ca: false }, 'no-match'),
  authority('no basicConstraints', { ca: null }, 'no-match'),
  authority('key usage with keyCertSign', { keyUsage: [keyUsage.keyCertSign] }, 2),
  authority('key usage without keyCertSign', { keyUsage: [keyUsage.cRLSign] }, 'no-match'),
  authority('unknown critical extension', unknownCritical, 'no-match'),
  authority('unknown extension', { extensions: [{ oid: OID.unheardOf, value: element(0x05) }] }, 2),
  authority('for TLS servers', { purposes: [OID.serverAuth] }, 2),
  authority('for TLS clients only', { purposes: [OID.clientAuth] }, 'no-match'),
  authority('path length 0', { pathLength: 0 }, 2),
  authority('version 1', { version: 0 }, 'no-match'),
  authority('signed with SHA-1', { signature: 'sha1' }, 'no-match'),
  authority('RSA key of 1024 bits', { keys: weak }, 'no-match'),
  authority('RSA key of 2048 bits', { keys: rsa(2048) }, 2),
  authority('Ed25519 key', { keys: generateKeyPairSync('ed25519') }, 2),
  authority('empty subject', { subject: '' }, 2),
];

const anchors: Scenario[] = [
  anchor('sound', {}, 1),
  anchor('expired, self-signed', expired, 'no-match'),
  anchor('expired, issued by another', { issuer: root, ...expired }, 1),
  anchor('CA flag false', { ca: false }, 'no-match'),
  anchor('no basicConstraints, version 3', { ca: null }, 'no-match'),
  anchor('no basicConstraints, keyCertSign', { ca: null, keyUsage: [keyUsage.keyCertSign] }, 1),
  anchor('key usage without keyCertSign', { keyUsage: [keyUsage.cRLSign] }, 'no-match'),
  anchor('version 1, self-signed', { version: 0 }, 1),
  anchor('version 1, issued by another', { version: 0, issuer: root }, 'no-match'),
  anchor('unknown critical extension', unknownCritical, 'no-match'),
  anchor('for TLS clients only', { purposes: [OID.clientAuth] }, 'no-match'),
  anchor('signed with SHA-1', { signature: 'sha1' }, 1),
  anchor('RSA key of 1024 bits', { keys: weak }, 'no-match'),
];

const limited = makeCertificate({ subject: 'limited', ca: true, pathLength: 0 });
const belowLimited = makeCertificate({ subject: 'below', issuer: limited, ca: true });
const renewal = { subject: 'limited', issuer: limited, ca: true, keys: keyPair('renewed') };
const renewed = makeCertificate(renewal);
const renewedWithIdentifiers = makeCertificate({ ...renewal, keyIdentifiers: true });

const rsaRoot = makeCertificate({ subject: 'rsa root', ca: true, keys: rsa(2048) });
const rsaSigned = (what: string, signature: SignatureKind, expected: Expected): Scenario =>
  byTop(`signature: ${what}`, [server({ issuer: rsaRoot, signature }), rsaRoot], expected);

const weakRoot = makeCertificate({ subject: 'weak root', ca: true, keys: weak });
const curve = (namedCurve: string, paramEncoding: 'named' | 'explicit' = 'named'): { keys: KeyPair } => ({
  keys: generateKeyPairSync('ec', { namedCurve, paramEncoding }),
});
const spelledOut = curve('P-256', 'explicit');
const strengths: Scenario[] = [
  rsaSigned('RSA with SHA-256', 'sha256', 1),
  rsaSigned('RSA with SHA-1', 'sha1', 'no-match'),
  rsaSigned('RSA with MD5', 'md5', 'no-match'),
  rsaSigned('RSA-PSS with SHA-256', 'pss-sha256', 1),
  rsaSigned('RSA-PSS with SHA-1', 'pss-sha1', 'no-match'),
  authority('curve P-384', curve('P-384'), 2),
  authority('curve P-521', curve('P-521'), 2),
  authority('curve of 192 bits', curve('prime192v1'), 'no-match'),
  authority('curve spelled out', spelledOut, 'no-match'),
  anchor('curve spelled out', spelledOut, 'no-match'),
  end('curve spelled out', spelledOut, 'no-match'),
  {
    ...byTop('bare key of RSA with 1024 bits in DNS', [server({ issuer: weakRoot })], 'no-match'),
    records: [tlsa('2 1 0', weakRoot)],
    differs: 'OpenSSL does not look at the strength of a key that is only in DNS',
  },
];

const critical = (oid: string, value: Buffer): Extension[] => [{ oid, critical: true, value }];
const otherExtensions: Scenario[] = [
  authority(
    'critical certificate policies',
    { extensions: critical('2.5.29.32', sequence(sequence(objectIdentifier('2.5.29.32.0')))) },
    2,
  ),
  authority(
    'critical inhibitAnyPolicy',
    { extensions: critical('2.5.29.54', element(0x02, Buffer.from([0]))) },
    2,
  ),
  authority(
    'critical subject key identifier',
    { extensions: critical('2.5.29.14', element(0x04, Buffer.alloc(20))) },
    'no-match',
  ),
  authority(
    'critical extended key usage',
    { extensions: critical('2.5.29.37', sequence(objectIdentifier(OID.serverAuth))) },
    2,
  ),
  authority(
    'an unknown extension twice',
    { extensions: [0, 1].map((at) => ({ oid: OID.unheardOf, value: element(0x02, Buffer.from([at])) })) },
    'no-match',
    'OpenSSL looks only at those that it knows',
  ),
  end(
    'Netscape certificate type: TLS clients only',
    { extensions: [{ oid: '2.16.840.1.113730.1.1', value: element(0x03, Buffer.from([7, 0x80])) }] },
    2,
    'OpenSSL reads this extension of Netscape, in use until about 2000',
  ),
  authority(
    'critical RFC 3779 address blocks',
    { extensions: critical('1.3.6.1.5.5.7.1.7', sequence()) },
    'no-match',
    'OpenSSL takes it for known, and looks at it only on request',
  ),
];

const inOtherCase: CertificateOptions = {
  subject: 'odd root',
  ca: true,
  issuerDer: sequence(commonName('ODD ROOT', 0x13)),
};
const selfIssuedOtherwise = makeCertificate({ ...inOtherCase, ...expired });
const otherwise: Scenario[] = [
  byTop(
    'anchor: expired, self-issued in other letters',
    [server({ issuer: selfIssuedOtherwise }), selfIssuedOtherwise],
    'no-match',
  ),
  byTop(
    "issuer's name in other letters",
    [server({ issuerDer: sequence(commonName(' MIDDLE ', 0x13)) }), middle, root],
    2,
  ),
];

const pathLengths: Scenario[] = [
  byTop(
    'path length 0 with an authority between',
    [server({ issuer: belowLimited }), belowLimited, limited],
    'no-match',
  ),
  byTop('path length 0 with none between', [server({ issuer: limited }), limited], 1),
  // RFC 5280 section 6.1.4 (l): self-issued authorities do not count.
  byTop(
    'path length 0 with a self-issued one between',
    [server({ issuer: renewedWithIdentifiers, keyIdentifiers: true }), renewedWithIdentifiers, limited],
    2,
  ),
  byTop(
    'path length 0 with a self-issued one between, without key identifiers',
    [server({ issuer: renewed }), renewed, limited],
    2,
    'OpenSSL takes a self-issued certificate without key identifiers for a self-signed one and stops there',
  ),
];

export const pathScenarios = [
  ...paths,
  ...authorities,
  ...anchors,
  ...strengths,
  ...otherExtensions,
  ...otherwise,
  ...pathLengths,
];
