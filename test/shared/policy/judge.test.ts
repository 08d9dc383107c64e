import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import {
  judge,
  type DaneFinding,
  type HostOutcome,
  type Observation,
  type Reply,
} from '../../../shared/policy/judge.ts';
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
  noDane: { ...place, kind: 'dane-unavailable', dane: { kind: 'absent', detail: 'no TLSA' } },
  daneFailed: { ...place, kind: 'dane-unavailable', dane: { kind: 'failed', detail: 'SERVFAIL' } },
  daneUnusable: { ...place, kind: 'dane-unavailable', dane: { kind: 'unusable', detail: 'usage 0' } },
} satisfies Record<string, Observation>;

const record = '3 1 1 00';
const findings = {
  absent: { kind: 'absent', detail: 'no TLSA' },
  failed: { kind: 'failed', detail: 'SERVFAIL' },
  unusable: { kind: 'unusable', detail: 'usage 0' },
  mismatch: { kind: 'mismatch', detail: 'no record matches' },
  matched: { kind: 'matched', base: '_25._tcp.mx.good.example', record },
} satisfies Record<string, DaneFinding>;

function encrypted(dane: DaneFinding): Observation {
  return {
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
    dane,
  };
}

type Row = [
  name: keyof typeof seen,
  kind: HostOutcome['kind'],
  reason: TlsReason | null,
  status: string,
  why: string,
];

/** Rows that are the same at every level. */
const rows: Row[] = [
  ['noStartTls', 'policy', 'starttls-not-supported', '5.7.4', 'promise 2: never in plaintext'],
  ['startTls502', 'policy', 'starttls-not-supported', '5.7.4', 'answered 5xx is as good as not offered'],
  ['startTls454', 'temporary', null, '4.7.4', 'RFC 3207 section 4: 454 is temporary'],
  ['oldTls', 'policy', 'validation-failure', '5.7.5', 'RFC 8996: TLS 1.0 and 1.1 are not encryption'],
  ['cut', 'temporary', 'validation-failure', '4.7.5', 'a cut handshake may pass'],
  ['unreachable', 'temporary', null, '4.4.1', 'RFC 5321 section 4.5.4.1'],
  ['broken', 'temporary', null, '4.4.2', 'RFC 5321 section 3.8'],
  ['greeting421', 'temporary', null, '4.3.2', 'RFC 5321 section 4.2.1: 4yz'],
  ['greeting554', 'refused', null, '5.7.1', 'RFC 5321 section 3.1: no mail service here'],
  ['notAllowed', 'refused', null, '5.4.4', 'no mail to private addresses'],
];

function check(
  level: Level,
  observation: Observation,
  [kind, reason, status]: readonly [string, TlsReason | null, string],
): void {
  const outcome = judge(level, observation);
  equal(outcome.kind, kind);
  if (outcome.kind === 'met') throw new Error('met is checked by itself');
  equal(outcome.status, status);
  equal(outcome.kind === 'refused' ? null : outcome.reason, reason);
}

for (const [name, kind, reason, status, why] of rows) {
  for (const level of LEVELS) {
    test(`${level}, ${name}: ${kind} (${why})`, () => {
      check(level, seen[name], [kind, reason, status]);
    });
  }
}

/** A failed or bogus lookup of MX or address: never an answer, and under dane-only soon a refusal. */
for (const level of LEVELS) {
  test(`${level}, lookupFailed: temporary`, () => {
    const dane = level === 'dane-only';
    check(level, seen.lookupFailed, ['temporary', dane ? 'dnssec-invalid' : null, dane ? '4.7.5' : '4.4.3']);
  });
}

test('dane-only, nothing to match, before any connection: RFC 7672 section 2.2 (mandatory DANE)', () => {
  check('dane-only', seen.noDane, ['policy', 'dane-required', '5.7.4']);
  check('dane-only', seen.daneFailed, ['temporary', 'dnssec-invalid', '4.7.5']);
  check('dane-only', seen.daneUnusable, ['policy', 'tlsa-invalid', '5.7.5']);
});

type Verdict = 'met' | readonly [kind: string, reason: TlsReason, status: string];
const proven: [level: Level, finding: keyof typeof findings, verdict: Verdict, why: string][] = [
  ['encrypt', 'absent', 'met', 'self-signed, expired, wrong name: the level asks for TLS only'],
  ['encrypt', 'failed', 'met', 'the level asks for TLS only'],
  ['encrypt', 'unusable', 'met', 'RFC 7672 section 2.2: as if there were none'],
  ['encrypt', 'matched', 'met', 'a free upgrade'],
  ['encrypt', 'mismatch', ['policy', 'validation-failure', '5.7.5'], 'a free upgrade is enforced'],
  ['dane-only', 'matched', 'met', 'RFC 7672 section 3'],
  ['dane-only', 'mismatch', ['policy', 'validation-failure', '5.7.5'], 'RFC 7672 section 2.2'],
  ['dane-only', 'absent', ['policy', 'dane-required', '5.7.4'], 'mandatory DANE'],
  ['dane-only', 'failed', ['temporary', 'dnssec-invalid', '4.7.5'], 'RFC 7672 section 2.1.1'],
  ['dane-only', 'unusable', ['policy', 'tlsa-invalid', '5.7.5'], 'mandatory DANE'],
  ...(['absent', 'failed', 'unusable', 'mismatch', 'matched'] as const).map(
    (finding): [Level, keyof typeof findings, Verdict, string] => [
      'verify',
      finding,
      ['policy', 'level-not-available', '5.7.4'],
      'fails closed while there is no trust store',
    ],
  ),
];
for (const [level, finding, verdict, why] of proven) {
  test(`${level}, encrypted, TLSA ${finding}: ${verdict === 'met' ? 'met' : verdict[1]} (${why})`, () => {
    const observation = encrypted(findings[finding]);
    if (verdict !== 'met') {
      check(level, observation, verdict);
      return;
    }
    const outcome = judge(level, observation);
    if (outcome.kind !== 'met') throw new Error(outcome.kind);
    deepEqual(outcome.evidence.tls, { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' });
    deepEqual(
      outcome.evidence.dane,
      finding === 'matched' ? { base: '_25._tcp.mx.good.example', record, secure: true } : null,
    );
  });
}

test('only a cut handshake and, under dane-only, bogus DNS are under the short cap', () => {
  for (const level of LEVELS) {
    for (const [name, observation] of Object.entries(seen)) {
      const outcome = judge(level, observation);
      const expected =
        name === 'cut' || name === 'daneFailed' || (level === 'dane-only' && name === 'lookupFailed');
      equal(outcome.kind === 'temporary' && outcome.shortCap, expected, `${level} ${name}`);
    }
  }
});
