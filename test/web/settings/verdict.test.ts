/** Each verdict of a check gets the sentence that fits what was seen. */
import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import type { Level } from '../../../web/levels/kinds.ts';
import { explain, type Check, type Explanation } from '../../../web/settings/verdict.ts';

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

const rows: [Verdict['verdict'], Verdict['reason'], Level, Check['hosts'], Explanation][] = [
  ['met', null, 'encrypt', [], 'inside'],
  ['met', null, 'encrypt', [encrypted], 'encrypted'],
  ['met', null, 'encrypt', [encrypted, proven], 'proven'],
  ['met', null, 'dane-only', [proven], 'proven'],
  ['met', null, 'verify', [encrypted], 'checked'],
  ['met', null, 'verify', [proven], 'checked'],
  ['policy', 'starttls-not-supported', 'encrypt', [plain], 'no-encryption'],
  ['policy', 'validation-failure', 'encrypt', [encrypted], 'another-certificate'],
  ['policy', 'validation-failure', 'encrypt', [plain], 'outdated'],
  ['temporary', 'validation-failure', 'encrypt', [plain], 'outdated'],
  ['policy', 'dane-required', 'dane-only', [encrypted], 'no-proof'],
  ['temporary', 'dnssec-invalid', 'dane-only', [plain], 'unverifiable'],
  ['policy', 'tlsa-invalid', 'dane-only', [encrypted], 'unusable-proof'],
  ['policy', 'certificate-not-trusted', 'verify', [encrypted], 'not-checked'],
  ['policy', 'sts-policy-invalid', 'encrypt', [encrypted], 'own-demand'],
  ['policy', 'sts-webpki-invalid', 'encrypt', [encrypted], 'own-demand'],
  ['policy', 'no-mail-server', 'encrypt', [], 'no-server'],
  ['policy', 'recipient-refused', 'encrypt', [plain], 'other'],
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
    equal(explain(level, check), expected);
  });
