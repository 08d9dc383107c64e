import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import { planImport } from '../../scripts/admin/policy-import.ts';
import { readPolicies } from '../../scripts/admin/postfix-policy.ts';
import { makeCertificate, now } from '../shared/tls/certificate-maker.ts';

const A = 'ab'.repeat(32);
const B = 'cd'.repeat(32);
const colons = (hex: string): string => (hex.toUpperCase().match(/../g) ?? []).join(':');

const authority = makeCertificate({ subject: 'Bank CA', ca: true, keyUsage: [5, 6] });
const other = makeCertificate({ subject: 'Bank CA 2', ca: true, keyUsage: [5, 6] });
const server = makeCertificate({ subject: 'mx.bank.example' });
const key = `-----BEGIN PUBLIC KEY-----\n${server.spki.toString('base64')}\n-----END PUBLIC KEY-----\n`;
const files = new Map([
  ['/one.pem', authority.pem],
  ['/two.pem', `# roots\n${authority.pem}${other.pem}`],
  ['/mixed.pem', `${authority.pem}${key}${server.pem}`],
  ['/server.pem', server.pem],
  ['/empty.pem', 'nothing\n'],
]);

/** What a table plans, in short: kinds of entries, levels, and the reasons of what is left out. */
function planned(table: string) {
  const { entries, levels, remarks } = planImport(table, (path) => files.get(path) ?? null, now);
  return {
    entries: entries.map(({ line, domain, kind, sha256 }) => `${line} ${domain} ${kind} ${sha256 ?? 'pem'}`),
    levels: levels.map(({ line, domain, level }) => `${line} ${domain} ${level}`),
    left: remarks.filter(({ kind }) => kind === 'not-taken-over').map(({ line, text }) => `${line} ${text}`),
    notes: remarks.filter(({ kind }) => kind === 'note').map(({ line, text }) => `${line} ${text}`),
  };
}

const both = (line: number, domain: string, digest: string): string[] => [
  `${line} ${domain} certificate ${digest}`,
  `${line} ${domain} public-key ${digest}`,
];

const taken: [table: string, entries: string[], levels: string[], why: string][] = [
  [`bank.example fingerprint match=${A}`, both(1, 'bank.example', A), ['1 bank.example verify'], 'a digest'],
  [
    `bank.example\tfingerprint\tmatch=${colons(A)}|${colons(B)}`,
    [...both(1, 'bank.example', A), ...both(1, 'bank.example', B)],
    ['1 bank.example verify'],
    'digests with colons, separated by |',
  ],
  [
    `bank.example fingerprint\n    match=${colons(A)}\n# a comment\n\n    match=${colons(B)}\nnext.example dane-only`,
    [...both(1, 'bank.example', A), ...both(1, 'bank.example', B)],
    ['1 bank.example verify', '6 next.example dane-only'],
    'continuation lines, with a comment between them',
  ],
  [
    `Bank.Example FINGERPRINT match=${A},match=${A}`,
    both(1, 'bank.example', A),
    ['1 bank.example verify'],
    'case, commas, the same twice',
  ],
  [
    `bank.example fingerprint { match = ${A} }`,
    both(1, 'bank.example', A),
    ['1 bank.example verify'],
    'braces',
  ],
  [
    `bank.example fingerprint match=${A}|${'ab'.repeat(20)}`,
    both(1, 'bank.example', A),
    ['1 bank.example verify'],
    'what can be taken of a line is',
  ],
  [
    'bank.example verify tafile=/one.pem',
    ['1 bank.example ca pem'],
    ['1 bank.example verify'],
    'a private authority',
  ],
  [
    'bank.example secure tafile=/two.pem',
    Array<string>(2).fill('1 bank.example ca pem'),
    ['1 bank.example verify'],
    'two in a file',
  ],
  [
    'bank.example verify tafile=/one.pem tafile=/two.pem',
    Array<string>(2).fill('1 bank.example ca pem'),
    ['1 bank.example verify'],
    'the same in two files is one entry',
  ],
  [
    'bank.example verify match=hostname:nexthop tafile=/mixed.pem',
    ['1 bank.example ca pem'],
    ['1 bank.example verify'],
    'authorities among other blocks',
  ],
  ['# only\n\n   # comments\n', [], [], 'comments'],
  ['', [], [], 'nothing'],
  [
    'bank.example dane-only\r\nother.example dane-only\r\n',
    [],
    ['1 bank.example dane-only', '2 other.example dane-only'],
    'CRLF',
  ],
];
for (const [table, entries, levels, why] of taken) {
  test(`taken over: ${why}`, () => {
    const plan = planned(table);
    deepEqual({ entries: plan.entries, levels: plan.levels }, { entries, levels });
  });
}

const leftOut: [table: string, reason: RegExp, why: string][] = [
  ['bank.example may', /may is weaker/, 'weaker'],
  ['bank.example none', /none is weaker/, 'weaker'],
  ['bank.example encrypt', /least that we do/, 'no less than we do'],
  ['bank.example dane', /enforced at every level/, 'no less than we do'],
  ['bank.example half-dane', /no level of Postfix/, 'not a level'],
  ['bank.example', /no level in this line/, 'nothing said'],
  ['.bank.example dane-only', /subdomains/, 'parent pattern'],
  ['[mx.bank.example] dane-only', /routed to/, 'a host'],
  [`[mx.bank.example]:587 fingerprint match=${A}`, /routed to/, 'a host and port'],
  ['bank.example:submission dane-only', /routed to/, 'a domain and port'],
  ['[192.0.2.1]:25 encrypt', /routed to/, 'an address'],
  ['bank dane-only', /"bank" is no recipient domain/, 'one label'],
  ['bank.example fingerprint', /smtp_tls_fingerprint_cert_match/, 'digests elsewhere'],
  [
    `bank.example fingerprint match=${'ab'.repeat(20)}`,
    /64 hexadecimal digits, this has 40 \(it looks like SHA-1\)/,
    'SHA-1',
  ],
  [`bank.example fingerprint match=${colons('ab'.repeat(16))}`, /looks like MD5/, 'MD5'],
  ['bank.example fingerprint match=none', /hexadecimal digits and colons only/, 'no digest'],
  ['bank.example secure', /public authorities/, 'no authority of its own'],
  ['bank.example verify match=.bank.example', /public authorities/, 'no authority of its own'],
  ['bank.example verify tafile=/gone.pem', /cannot be read/, 'a file that is not here'],
  ['bank.example verify tafile=/empty.pem', /no PEM certificate/, 'an empty file'],
  ['bank.example verify tafile=/server.pem', /CA flag is not set/, 'no authority'],
];
for (const [table, reason, why] of leftOut) {
  test(`left out: ${table.slice(0, 60)} (${why})`, () => {
    const { entries, levels, left } = planned(`# line 1\n${table}\n`);
    deepEqual([entries, levels], [[], []]);
    equal(left.length, 1);
    match(left[0] ?? '', reason);
    match(left[0] ?? '', /^2 /);
  });
}

const parts: [table: string, reason: RegExp][] = [
  ['bank.example dane-only protocols=>=TLSv1.3', /protocols=>=TLSv1\.3: TLS 1\.2 and newer/],
  [`bank.example fingerprint match=${A} ciphers=high`, /ciphers=high/],
  ['bank.example dane-only servername=x.example', /servername=x\.example/],
  ['bank.example dane-only surprise=1', /surprise=1: this attribute is not known/],
  ['bank.example verify tafile=/one.pem match=mail.bank.example:hostname', /match=mail\.bank\.example: here/],
  ['bank.example verify tafile=/mixed.pem', /block 2, PUBLIC KEY/],
  [
    `bank.example dane-only\nBANK.example fingerprint match=${A}`,
    /^2 bank\.example has its policy in line 1/,
  ],
];
for (const [table, reason] of parts) {
  test(`taken over, but for a part: ${table.slice(0, 70)}`, () => {
    const { levels, left } = planned(table);
    equal(levels.length, 1);
    match(left.join('\n'), reason);
  });
}

test('differences to what Postfix did are noted', () => {
  match(planned(`bank.example fingerprint match=${A}`).notes.join(), /added as both kinds/);
  match(planned('bank.example secure tafile=/one.pem').notes.join(), /MX host suffices/);
  deepEqual(planned('bank.example dane-only').notes, []);
});

test('a private key in a named file is not repeated', () => {
  const pem = server.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { remarks, entries } = planImport('bank.example verify tafile=/k', () => pem, now);
  match(remarks[0]?.text ?? '', /private key/);
  equal(JSON.stringify([remarks, entries]).includes(pem.split('\n')[1] ?? '?'), false);
});

test('a line that continues nothing is a line of its own', () => {
  deepEqual(
    readPolicies('   bank.example dane-only').map(({ line, level }) => [line, level]),
    [[1, 'dane-only']],
  );
});
