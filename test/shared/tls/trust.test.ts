/** The level `verify`: what the trust store says of a server. */
import { deepEqual, equal } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';

import {
  currentEntries,
  readPemCertificate,
  verifyTrust,
  type TrustEntry,
  type TrustVerdict,
} from '../../../shared/tls/trust.ts';
import {
  daysFromNow,
  dnsName,
  keyPair,
  makeCertificate,
  nameConstraints,
  now,
  type Made,
} from './certificate-maker.ts';
import { expired, future, leaf, middle, mxHost, root, selfSigned, server, stranger } from './scenario.ts';

const domain = 'bank.example';
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

type Changes = Partial<TrustEntry>;
let count = 0;
function entry(changes: Changes): TrustEntry {
  count += 1;
  return { id: `e${count}`, domain, kind: 'certificate', sha256: '', pem: null, notAfter: null, ...changes };
}
const certificate = ({ der }: Pick<Made, 'der'>, changes: Changes = {}): TrustEntry =>
  entry({ sha256: sha256(der), ...changes });
const publicKey = ({ spki }: Pick<Made, 'spki'>, changes: Changes = {}): TrustEntry =>
  entry({ kind: 'public-key', sha256: sha256(spki), ...changes });
const authority = ({ der, pem }: Pick<Made, 'der' | 'pem'>, changes: Changes = {}): TrustEntry =>
  entry({ kind: 'ca', sha256: sha256(der), pem, ...changes });
const authorityByDigest = (made: Made, changes: Changes = {}): TrustEntry =>
  authority(made, { pem: null, ...changes });

const judge = (
  entries: readonly TrustEntry[],
  chain: readonly Pick<Made, 'der'>[],
  changes: { mxHost?: string; domain?: string; now?: Date } = {},
): TrustVerdict =>
  verifyTrust({ entries, chain: chain.map(({ der }) => der), mxHost, domain, now, ...changes });

type Expected = number | 'no-match' | 'not-listed';
type Row = [what: string, entries: TrustEntry[], chain: readonly Made[], expected: Expected];

function table(rows: readonly Row[]): void {
  for (const [what, entries, chain, expected] of rows) {
    test(`${what}: ${expected}`, () => {
      const verdict = judge(entries, chain);
      equal(verdict.kind === 'matched' ? verdict.depth : verdict.kind, expected, verdict.detail);
    });
  }
}

const oddEnd = makeCertificate({ subject: '', names: ['else.example'], keys: keyPair('odd'), ...expired });
const renewedEnd = makeCertificate({ subject: 'server', names: [mxHost], keys: keyPair('server') });

describe('certificate', () => {
  table([
    ['the one', [certificate(leaf)], [leaf, middle, root], 0],
    ['the one, alone', [certificate(leaf)], [leaf], 0],
    ['self-signed', [certificate(selfSigned)], [selfSigned], 0],
    ['expired, for other names', [certificate(oddEnd)], [oddEnd], 0],
    ['another', [certificate(leaf)], [server(), middle], 'no-match'],
    ['renewed with the same key', [certificate(leaf)], [renewedEnd], 'no-match'],
    ['presented, but not as the end certificate', [certificate(root)], [leaf, middle, root], 'no-match'],
    ["the key's digest as a certificate's", [certificate({ der: leaf.spki })], [leaf], 'no-match'],
    ['no certificate', [certificate(leaf)], [], 'no-match'],
  ]);
});

describe('public-key', () => {
  table([
    ['the one', [publicKey(leaf)], [leaf, middle, root], 0],
    ['renewed with the same key', [publicKey(leaf)], [renewedEnd], 0],
    ['expired, for other names', [publicKey(oddEnd)], [oddEnd], 0],
    ['another', [publicKey(leaf)], [selfSigned], 'no-match'],
    ["the authority's", [publicKey(middle)], [leaf, middle, root], 'no-match'],
    ["the certificate's digest as a key's", [publicKey({ spki: leaf.der })], [leaf], 'no-match'],
  ]);
});

const forDomain = server({ names: [domain] });
const forWildcard = server({ names: ['*.bank.example'] });
const forOther = server({ names: ['mx.shop.example'] });
const oldRoot = makeCertificate({ subject: 'old root', ca: true, ...expired });
const oldCross = makeCertificate({ subject: 'old cross', issuer: stranger, ca: true, ...expired });
const oldMiddle = makeCertificate({ subject: 'old middle', issuer: root, ca: true, ...expired });
const noAuthority = makeCertificate({ subject: 'no authority', issuer: root });
const shopRoot = makeCertificate({
  subject: 'shop root',
  ca: true,
  extensions: [nameConstraints([dnsName('shop.example')])],
});
const impostor = makeCertificate({ subject: 'root', ca: true, keys: keyPair('impostor') });
const ownEnd = makeCertificate({ subject: 'own', ca: true, names: [mxHost] });

describe('ca', () => {
  table([
    ['given as a certificate, presented', [authority(root)], [leaf, middle, root], 2],
    ['given as a certificate, not presented', [authority(root)], [leaf, middle], 2],
    ['given as a digest, presented', [authorityByDigest(root)], [leaf, middle, root], 2],
    ['given as a digest, not presented', [authorityByDigest(root)], [leaf, middle], 'no-match'],
    ['an intermediate one, given as a certificate', [authority(middle)], [leaf], 1],
    ['an intermediate one, given as a digest', [authorityByDigest(middle)], [leaf, middle], 1],
    ['a link is missing', [authority(root)], [leaf], 'no-match'],
    ['presented in another order', [authority(root)], [leaf, stranger, root, middle], 2],
    ['another authority', [authority(stranger)], [leaf, middle, root], 'no-match'],
    ['a namesake with another key', [authority(impostor)], [leaf, middle, root], 'no-match'],
    [
      'the PEM of one with the digest of another',
      [authority(root, { sha256: sha256(middle.der) })],
      [leaf],
      'no-match',
    ],
    ['PEM that cannot be read, digest presented', [authority(root, { pem: 'x' })], [leaf, middle, root], 2],
    ['names the MX host by a wildcard', [authority(root)], [forWildcard, middle], 2],
    ['names the recipient domain', [authority(root)], [forDomain, middle], 2],
    ['names another host', [authority(root)], [forOther, middle], 'no-match'],
    [
      'names the MX host in the common name',
      [authority(root)],
      [server({ names: null, subject: mxHost }), middle],
      2,
    ],
    ['end certificate expired', [authority(root)], [server(expired), middle], 'no-match'],
    ['end certificate not yet valid', [authority(root)], [server(future), middle], 'no-match'],
    ['intermediate expired', [authority(root)], [server({ issuer: oldMiddle }), oldMiddle], 'no-match'],
    ['authority expired', [authority(oldRoot)], [server({ issuer: oldRoot })], 'no-match'],
    [
      'authority expired, issued by another',
      [authority(oldCross)],
      [server({ issuer: oldCross })],
      'no-match',
    ],
    [
      'intermediate is no authority',
      [authority(root)],
      [server({ issuer: noAuthority }), noAuthority],
      'no-match',
    ],
    [
      'authority may not vouch for the domain',
      [authority(shopRoot)],
      [server({ issuer: shopRoot })],
      'no-match',
    ],
    [
      'end certificate signed with SHA-1',
      [authority(root)],
      [server({ signature: 'sha1' }), middle],
      'no-match',
    ],
    ['the end certificate is never its own authority', [authority(ownEnd)], [ownEnd], 'no-match'],
  ]);
});

const yesterday = daysFromNow(-1).toISOString();
const tomorrow = daysFromNow(1).toISOString();

describe('entries', () => {
  table([
    ['none at all', [], [leaf], 'not-listed'],
    ['of another domain', [certificate(leaf, { domain: 'shop.example' })], [leaf], 'not-listed'],
    ['of the parent domain', [certificate(leaf, { domain: 'example' })], [leaf], 'not-listed'],
    ['of a subdomain', [certificate(leaf, { domain: 'mx.bank.example' })], [leaf], 'not-listed'],
    [
      'of a domain with the same ending',
      [certificate(leaf, { domain: 'ank.example' })],
      [leaf],
      'not-listed',
    ],
    ['ended', [certificate(leaf, { notAfter: yesterday })], [leaf], 'not-listed'],
    ['ends now', [certificate(leaf, { notAfter: now.toISOString() })], [leaf], 'not-listed'],
    ['ends tomorrow', [certificate(leaf, { notAfter: tomorrow })], [leaf], 0],
    ['an end that cannot be read', [certificate(leaf, { notAfter: 'soon' })], [leaf], 'not-listed'],
    ['rotation: the new one is presented', [certificate(selfSigned), certificate(leaf)], [leaf], 0],
    ['rotation: the old one is presented', [certificate(leaf), certificate(selfSigned)], [leaf], 0],
    ['rotation: neither is', [certificate(root), certificate(middle)], [leaf], 'no-match'],
    [
      'the one that matches has ended',
      [certificate(leaf, { notAfter: yesterday }), certificate(root)],
      [leaf],
      'no-match',
    ],
    [
      'mixed kinds',
      [publicKey(selfSigned), authority(stranger), certificate(root), authority(root)],
      [leaf, middle],
      2,
    ],
  ]);

  test('an entry covers no subdomain of its domain', () => {
    equal(judge([certificate(leaf)], [leaf], { domain: 'mail.bank.example' }).kind, 'not-listed');
  });

  test('the entry that matched is told', () => {
    const right = authority(root);
    const verdict = judge([certificate(root), right], [leaf, middle]);
    equal(verdict.kind, 'matched');
    equal(verdict.entry, right);
    equal(verdict.detail, 'the authority in the trust store vouches for mx.bank.example');
  });

  test('every entry that was tried is told, with its reason', () => {
    const tried = [certificate(root), publicKey(root), authority(stranger), authority(root)];
    const verdict = judge(tried, [forOther, middle]);
    equal(verdict.kind, 'no-match');
    deepEqual(verdict.tried, [
      { id: tried[0]?.id, why: 'the server presented another certificate' },
      { id: tried[1]?.id, why: 'the server presented another public key' },
      { id: tried[2]?.id, why: 'the chain does not lead to the authority' },
      { id: tried[3]?.id, why: 'the certificate names neither mx.bank.example nor bank.example' },
    ]);
  });

  test('no entry, and entries that have ended, read differently', () => {
    equal(judge([], [leaf]).detail, 'bank.example is not in the trust store');
    equal(
      judge([certificate(leaf, { notAfter: yesterday })], [leaf]).detail,
      'every entry of bank.example in the trust store has ended',
    );
  });

  test('currentEntries: known before any connection', () => {
    const kept = certificate(leaf, { notAfter: tomorrow });
    const all = [
      kept,
      certificate(leaf, { notAfter: yesterday }),
      certificate(leaf, { domain: 'a.example' }),
    ];
    deepEqual(currentEntries(all, domain, now), [kept]);
    deepEqual(currentEntries(all, domain, new Date(NaN)), []);
  });
});

test('a clock that cannot be read trusts no authority', () => {
  equal(judge([authority(root)], [leaf, middle], { now: new Date(NaN) }).kind, 'no-match');
});

describe('PEM of a stored authority: exactly one certificate', () => {
  const rows: [what: string, pem: string, read: boolean][] = [
    ['as stored', root.pem, true],
    ['with spaces around', `\n ${root.pem}\n`, true],
    ['with CRLF', root.pem.replaceAll('\n', '\r\n'), true],
    ['nothing', '', false],
    ['two', root.pem + root.pem, false],
    ['text before it', `x${root.pem}`, false],
    ['another label', root.pem.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE'), false],
    ['cut off', root.pem.slice(0, -10), false],
  ];
  for (const [what, pem, read] of rows) {
    test(what, () => {
      equal(readPemCertificate(pem)?.sha256, read ? sha256(root.der) : undefined);
    });
  }
});
