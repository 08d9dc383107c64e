/** The doctor's rules on plain data, where no server is needed to see them. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import { mailRecords } from '../../../infra/aws/mail-records.ts';
import { exitCode, findingLines, summaryLine } from '../../../scripts/doctor/answer.ts';
import { deploymentOf, issuerOf } from '../../../scripts/doctor/deployment.ts';
import { reverseName, type Look } from '../../../scripts/doctor/dns.ts';
import { judgeAuthorization, judgeDmarc } from '../../../scripts/doctor/domain-policies.ts';
import { about, type Verdict } from '../../../scripts/doctor/finding.ts';
import { judgeServer } from '../../../scripts/doctor/sessions.ts';
import { keyFault, usualSelectors } from '../../../scripts/doctor/signing-keys.ts';
import { judgeSts } from '../../../scripts/doctor/sts.ts';
import type { StsPolicy } from '../../../shared/mta-sts/policy.ts';
import { selfSigned } from '../../../infra/local/internet/certificates.ts';
import { X509Certificate } from 'node:crypto';
import { configured, zoned } from '../../infra/aws/example.ts';

const none = (): string[] => [];
const texts = (...records: string[]): Look<string> => ({
  kind: 'records',
  records,
  secure: true,
  aliases: [],
});
const absent = { kind: 'none', secure: true } as const;
const failed = { kind: 'failed', detail: 'timeout' } as const;

const reverse: readonly [string, string][] = [
  ['192.0.2.7', '7.2.0.192.in-addr.arpa'],
  ['2001:db8::1', `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`],
  ['::1', `1.${'0.'.repeat(31)}ip6.arpa`],
];
for (const [address, name] of reverse)
  test(`PTR of ${address}`, () => {
    equal(reverseName(address), name);
  });

const rsa = (bits: number): string => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
};
const octets = (count: number): string => Buffer.alloc(count, 1).toString('base64');
const keys: readonly [string, string, RegExp | null][] = [
  ['RSA of 2048 bits', `v=DKIM1; k=rsa; p=${rsa(2048)}`, null],
  ['RSA without tags but the key', `p=${rsa(1024)}`, null],
  ['RSA that is too short (RFC 8301)', `v=DKIM1; k=rsa; p=${rsa(768)}`, /768 bits/],
  ['Ed25519, bare (RFC 8463 section 4)', `v=DKIM1; k=ed25519; p=${octets(32)}`, null],
  ['Ed25519 with its header', `v=DKIM1; k=ed25519; p=${octets(44)}`, /32 octets/],
  ['revoked', 'v=DKIM1; p=', /revoked/],
  ['no key at all', 'v=DKIM1; k=rsa', /has no key/],
  ['cut off', `v=DKIM1; k=rsa; p=${rsa(2048).slice(0, 200)}`, /cannot be read/],
  ['something else', 'v=spf1 -all', /version/],
];
for (const [name, text, fault] of keys)
  test(`DKIM key, ${name}: ${fault === null ? 'fine' : 'faulty'}`, () => {
    if (fault === null) equal(keyFault(text), null);
    else match(keyFault(text) ?? '', fault);
  });

test('usual selectors: of both kinds, of this year and the two before', () => {
  const selectors = usualSelectors(new Date('2026-11-25'));
  deepEqual(selectors.slice(0, 4), ['rsa-2026a', 'ed-2026a', 'rsa-2026b', 'ed-2026b']);
  equal(selectors.at(-1), 'ed-2024b');
});

const dmarc: readonly [Look<string>, Verdict][] = [
  [texts('v=DMARC1; p=reject; adkim=s; aspf=s'), 'ok'],
  [texts('v=DMARC1; p=reject'), 'warning'],
  [texts('v=DMARC1; p=reject; pct=50; adkim=s; aspf=s'), 'warning'],
  [texts('v=DMARC1; p=none; adkim=s; aspf=s'), 'warning'],
  [texts('v=DMARC1; rua=mailto:a@example.org'), 'wrong'],
  [texts('v=DMARC1; p=reject', 'v=DMARC1; p=none'), 'wrong'],
  [texts('v=spf1 -all'), 'missing'],
  [absent, 'missing'],
  [failed, 'unseen'],
];
for (const [seen, verdict] of dmarc)
  test(`DMARC ${JSON.stringify('records' in seen ? seen.records : seen.kind)}: ${verdict}`, () => {
    equal(judgeDmarc('secure.example.org', seen, none).verdict, verdict);
  });

const caa = (...values: string[]): Look<{ kind: 'CAA'; flags: number; tag: string; value: string }> => ({
  kind: 'records',
  records: values.map((value) => ({ kind: 'CAA', flags: 0, tag: 'issue', value })),
  secure: true,
  aliases: [],
});
const authorities: readonly [string, ReturnType<typeof caa>, Verdict][] = [
  ['letsencrypt.org', absent, 'ok'],
  ['letsencrypt.org', caa('letsencrypt.org'), 'ok'],
  ['letsencrypt.org', caa('LetsEncrypt.org ; accounturi=https://example'), 'ok'],
  ['letsencrypt.org', caa(';'), 'wrong'],
  ['amazon.com', caa('awstrust.com'), 'ok'],
  ['amazon.com', caa('letsencrypt.org'), 'wrong'],
  ['letsencrypt.org', failed, 'unseen'],
];
for (const [issuer, seen, verdict] of authorities)
  test(`CAA ${'records' in seen ? seen.records.map(({ value }) => value).join() : seen.kind} for ${issuer}: ${verdict}`, () => {
    equal(judgeAuthorization('mx.secure.example.org', issuer, seen).verdict, verdict);
  });

test('who issues: named by the directory of ACME, Amazon for ACM, anybody for one of your own', () => {
  equal(issuerOf({ kind: 'own' }), null);
  equal(issuerOf({ kind: 'acm' }), 'amazon.com');
  const acme = (directory: string) => issuerOf({ kind: 'acme', directory, contact: 'operator@example.org' });
  equal(acme('https://acme-v02.api.letsencrypt.org/directory'), 'letsencrypt.org');
  equal(acme('https://ca.example.org/directory'), null);
});

const ALIAS = 'secure.example.org';
const configuration = configured({ ...zoned, mtaSts: 'enforce' });
const deployment = deploymentOf(configuration, null);
const facts = {
  edgeAddresses: [],
  outgoingAddresses: [],
  dkim: new Map(),
  keyDigest: null,
  policyDomains: [ALIAS],
};
const announced = mailRecords(configuration, facts).find(({ name }) => name === `_mta-sts.${ALIAS}`);
const rightId = /id=([a-z0-9]+)/.exec(announced?.values[0] ?? '')?.[1] ?? '';
const policy: StsPolicy = { id: '', mode: 'enforce', mx: ['mx.secure.example.org'], maxAge: 604_800 };
const sts: readonly [string, string, StsPolicy, Verdict, RegExp][] = [
  ['as configured', rightId, policy, 'ok', /enforced/],
  ['an id that did not change with the policy', 'old1', policy, 'wrong', /its id, old1/],
  [
    'still the policy from before',
    rightId,
    { ...policy, mode: 'testing' },
    'wrong',
    /mode testing.*deploy it/,
  ],
  ['names another host', rightId, { ...policy, mx: ['*.example.org'] }, 'wrong', /and not mx\.secure/],
];
for (const [name, id, served, verdict, words] of sts)
  test(`MTA-STS, ${name}: ${verdict}`, () => {
    const seen = { record: texts(`v=STSv1; id=${id}`), policy: { kind: 'policy', policy: served } } as const;
    const [found] = judgeSts(ALIAS, deployment, seen, none);
    if (found === undefined) throw new Error('nothing found');
    equal(found.verdict, verdict);
    match(found.words, words);
  });

const DAY = 86_400_000;
const ends: readonly [number, Verdict, RegExp][] = [
  [30, 'ok', /valid until/],
  [13, 'warning', /in 1[23] days/],
  [-1, 'wrong', /was valid until/],
];
for (const [days, verdict, words] of ends)
  test(`a certificate that ends in ${days} days: ${verdict}`, async () => {
    const now = new Date();
    const { certificatePem } = await selfSigned({
      names: ['mx.example.org'],
      notBefore: new Date(now.getTime() - 90 * DAY),
      notAfter: new Date(now.getTime() + days * DAY + 3_600_000),
    });
    const closed = { kind: 'closed', detail: '' } as const;
    const found = judgeServer(
      'mx.example.org',
      {
        address: '192.0.2.1',
        mx: {
          kind: 'encrypted',
          version: 'TLSv1.3',
          cipher: 'TLS_AES_128_GCM_SHA256',
          chain: [new X509Certificate(certificatePem).raw],
          verificationFailure: null,
          stranger: { kind: 'reply', code: 550, status: '5.7.1', text: '' },
        },
        submissions: closed,
        submission: closed,
        plaintext: { kind: 'reply', code: 550, status: '5.7.1', text: '' },
      },
      { mx: 25, submissions: 465, submission: 587 },
      now,
    ).find(({ check }) => check === 'certificate');
    if (found === undefined) throw new Error('nothing found');
    equal(found.verdict, verdict);
    match(found.words, words);
  });

test('lines: a word, what it is about, and the record under it; strangers steer no terminal', () => {
  const finding = about('SPF', 'example.org')('missing', 'none \u001b[31m', ['example.org. 3600 IN TXT "v"']);
  deepEqual(findingLines(finding), [
    'MISSING         SPF example.org: none [31m',
    '                  example.org. 3600 IN TXT "v"',
  ]);
});

test('the summary counts, and only warnings leave the exit code at 0', () => {
  const say = about('MX', 'example.org');
  equal(summaryLine([say('ok', ''), say('warning', '')]), '1 of 2 checks ok; 1 warning.');
  equal(exitCode([say('ok', ''), say('warning', '')]), 0);
  for (const verdict of ['missing', 'wrong', 'unseen'] as const) equal(exitCode([say(verdict, '')]), 1);
});
