/** Each verdict of a check gets the sentence that fits what was seen. */
import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import type { WhyKey } from '../../../shared/mail/words/words.ts';
import type { Level } from '../../../web/levels/kinds.ts';
import { explain, type Check, type Explanation } from '../../../web/settings/verdict.ts';

/** Of its own, or by the name of the sentence that a notice has. */
type Said = Exclude<Explanation['kind'], 'unmet'> | WhyKey;
type Verdict = Check['levels']['encrypt'];

const plain: Check['hosts'][number] = {
  host: 'mx.bank.example',
  preference: 10,
  addresses: ['192.0.2.1'],
  dnssec: { mx: 'secure', address: 'secure', tlsa: 'secure' },
  starttls: false,
  tls: null,
  certificate: null,
  tlsa: [],
  requireTls: false,
};
const encrypted = { ...plain, starttls: true, tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' } };
const proven = {
  ...encrypted,
  dane: { base: '_25._tcp.mx.bank.example', record: '3 1 1 00', usage: 'DANE-EE', secure: true },
} as const;

const rows: [Verdict['verdict'], Verdict['reason'], Level, Check['hosts'], expected: Said][] = [
  ['met', null, 'encrypt', [], 'inside'],
  ['met', null, 'encrypt', [encrypted], 'encrypted'],
  ['met', null, 'encrypt', [encrypted, proven], 'proven'],
  ['met', null, 'dane-only', [proven], 'proven'],
  ['met', null, 'verify', [encrypted], 'checked'],
  ['met', null, 'verify', [proven], 'checked'],
  ['policy', 'starttls-not-supported', 'encrypt', [plain], 'starttls-not-supported'],
  ['policy', 'validation-failure', 'encrypt', [encrypted], 'tlsa-mismatch'],
  ['policy', 'validation-failure', 'encrypt', [plain], 'tls-outdated-or-broken'],
  ['temporary', 'validation-failure', 'encrypt', [plain], 'tls-outdated-or-broken'],
  ['policy', 'dane-required', 'dane-only', [encrypted], 'dane-required'],
  ['temporary', 'dnssec-invalid', 'dane-only', [plain], 'dnssec-invalid'],
  ['policy', 'tlsa-invalid', 'dane-only', [encrypted], 'tlsa-invalid'],
  ['policy', 'certificate-not-trusted', 'verify', [encrypted], 'certificate-not-trusted'],
  ['policy', 'sts-policy-invalid', 'encrypt', [encrypted], 'sts-invalid'],
  ['policy', 'sts-webpki-invalid', 'encrypt', [encrypted], 'sts-invalid'],
  ['policy', 'no-mail-server', 'encrypt', [], 'no-mail-server'],
  ['policy', 'recipient-refused', 'encrypt', [plain], 'recipient-refused'],
  ['policy', null, 'encrypt', [plain], 'other'],
  ['temporary', null, 'encrypt', [plain], 'later'],
];
for (const [verdict, reason, level, hosts, expected] of rows)
  test(`${verdict}, ${reason ?? 'no reason'}, ${level}: ${expected}`, () => {
    const asked = { verdict, reason, detail: '' };
    const check: Check = {
      domain: 'bank.example',
      levels: { encrypt: asked, 'dane-only': asked, verify: asked },
      hosts,
    };
    const said = explain(level, check);
    equal(said.kind === 'unmet' ? said.why.key : said.kind, expected);
  });
