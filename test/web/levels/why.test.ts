/** The verdict of a check gives the same sentence as the notice would. */
import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';

import { whyOf, whyUnmet } from '../../../web/levels/why.ts';

type Check = Parameters<typeof whyOf>[0];
type Verdict = Check['levels']['encrypt'];
const verdict = (part: Partial<Verdict>): Verdict => ({
  verdict: 'policy',
  reason: null,
  status: '5.7.5',
  detail: '…',
  ...part,
});
const ENCRYPTED = [{ tls: { version: 'TLSv1.3', cipher: 'x' } }] as unknown as Check['hosts'];

describe('why it would come back', () => {
  for (const [what, seen, hosts, expected] of [
    ['would go', verdict({ verdict: 'met' }), [], null],
    ['cannot tell yet', verdict({ verdict: 'temporary', reason: 'dnssec-invalid' }), [], null],
    ['no STARTTLS', verdict({ reason: 'starttls-not-supported' }), [], { key: 'starttls-not-supported' }],
    ['another certificate', verdict({ reason: 'validation-failure' }), ENCRYPTED, { key: 'tlsa-mismatch' }],
    ['a broken handshake', verdict({ reason: 'validation-failure' }), [], { key: 'tls-outdated-or-broken' }],
    [
      'not listed',
      verdict({ reason: 'certificate-not-trusted', status: '5.7.4' }),
      [],
      { key: 'domain-not-trusted' },
    ],
    [
      'listed otherwise',
      verdict({ reason: 'certificate-not-trusted' }),
      ENCRYPTED,
      { key: 'certificate-not-trusted' },
    ],
    ['no such domain', verdict({ reason: 'no-mail-server', status: '5.1.2' }), [], { key: 'no-mail-server' }],
  ] as const)
    test(what, () => {
      const levels = { encrypt: seen, 'dane-only': seen, verify: seen };
      deepEqual(whyOf({ levels, hosts: [...hosts] }, 'encrypt'), expected);
    });
  test('what only stands in the way for now is told where it is asked for', () => {
    const seen = verdict({ verdict: 'temporary', reason: 'dnssec-invalid' });
    const levels = { encrypt: seen, 'dane-only': seen, verify: seen };
    deepEqual(whyUnmet({ levels, hosts: [] }, 'encrypt'), { key: 'dnssec-invalid' });
  });
});
