import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { judge, type HostOutcome, type Observation, type Reply } from '../../../shared/policy/judge.ts';
import { LEVELS, type Level } from '../../../shared/policy/level.ts';
import type { TlsReason } from '../../../shared/policy/reason.ts';

const place = { host: 'mx.good.example', address: '192.0.2.1' };
const reply = (code: number, status: string | null, text: string): Reply => ({ code, status, text });

const seen = {
  unreachable: { ...place, kind: 'unreachable', detail: 'no connection' },
  lookupFailed: { ...place, kind: 'lookup-failed', detail: 'SERVFAIL' },
  broken: { ...place, kind: 'conversation-broken', detail: 'closed' },
  notAllowed: { ...place, kind: 'address-not-allowed' },
  greeting421: { ...place, kind: 'greeting-refused', reply: reply(421, '4.3.2', 'busy') },
  greeting554: { ...place, kind: 'greeting-refused', reply: reply(554, '5.7.1', 'no') },
  noStartTls: { ...place, kind: 'starttls-missing' },
  startTls502: { ...place, kind: 'starttls-refused', reply: reply(502, null, 'not implemented') },
  startTls454: { ...place, kind: 'starttls-deferred', reply: reply(454, '4.7.0', 'TLS not available') },
  oldTls: { ...place, kind: 'tls-unacceptable', detail: 'protocol version' },
  cut: { ...place, kind: 'handshake-broken', detail: 'ECONNRESET' },
  encrypted: {
    ...place,
    kind: 'encrypted',
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
    certificate: {
      sha256: 'aa',
      spkiSha256: 'bb',
      subject: 'CN=x',
      issuer: 'CN=x',
      notAfter: '2000-01-01T00:00:00.000Z',
    },
  },
} satisfies Record<string, Observation>;

type Row = [
  name: keyof typeof seen,
  kind: HostOutcome['kind'],
  reason: TlsReason | null,
  status: string,
  why: string,
];

const encryptRows: Row[] = [
  ['noStartTls', 'policy', 'starttls-not-supported', '5.7.4', 'promise 2: never in plaintext'],
  ['startTls502', 'policy', 'starttls-not-supported', '5.7.4', 'answered 5xx is as good as not offered'],
  ['startTls454', 'temporary', null, '4.7.4', 'RFC 3207 section 4: 454 is temporary'],
  ['oldTls', 'policy', 'validation-failure', '5.7.5', 'RFC 8997: TLS 1.0 and 1.1 are not encryption'],
  ['cut', 'temporary', 'validation-failure', '4.7.5', 'a cut handshake may pass'],
  ['unreachable', 'temporary', null, '4.4.1', 'RFC 5321 section 4.5.4.1'],
  ['lookupFailed', 'temporary', null, '4.4.1', 'bogus or failed DNS never counts as an answer'],
  ['broken', 'temporary', null, '4.4.2', 'RFC 5321 section 3.8'],
  ['greeting421', 'temporary', null, '4.3.2', 'RFC 5321 section 4.2.1: 4yz'],
  ['greeting554', 'refused', null, '5.7.1', 'RFC 5321 section 3.1: no mail service here'],
  ['notAllowed', 'refused', null, '5.4.4', 'no mail to private addresses'],
];

for (const [name, kind, reason, status, why] of encryptRows) {
  for (const level of LEVELS) {
    test(`${level}, ${name}: ${kind} (${why})`, () => {
      const outcome = judge(level, seen[name]);
      equal(outcome.kind, kind);
      if (outcome.kind === 'met') throw new Error('met without encryption');
      equal(outcome.status, status);
      equal(outcome.kind === 'refused' ? null : outcome.reason, reason);
    });
  }
}

test('encrypt, encrypted: met, whatever the certificate says (self-signed, expired, wrong name)', () => {
  const outcome = judge('encrypt', seen.encrypted);
  equal(outcome.kind, 'met');
  deepEqual(outcome.evidence.tls, seen.encrypted.tls);
  deepEqual(outcome.evidence.certificate, seen.encrypted.certificate);
  equal(outcome.evidence.dane, null);
});

test('only a cut handshake is under the short cap', () => {
  for (const [name, observation] of Object.entries(seen)) {
    const outcome = judge('encrypt', observation);
    equal(outcome.kind === 'temporary' && outcome.shortCap, name === 'cut', name);
  }
});

for (const level of ['dane-only', 'verify'] satisfies Level[]) {
  test(`${level}, encrypted: fails closed while it cannot be proven`, () => {
    const outcome = judge(level, seen.encrypted);
    equal(outcome.kind, 'policy');
    equal(outcome.reason, 'level-not-available');
  });
}
