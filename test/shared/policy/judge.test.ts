import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import {
  judge,
  type EncryptedHost,
  type HostOutcome,
  type Observation,
  type Reply,
} from '../../../shared/policy/judge.ts';
import { LEVELS, type Level } from '../../../shared/policy/level.ts';
import type { TlsReason } from '../../../shared/policy/reason.ts';
import { dane, encrypted, place, proof, sts, trust } from './findings.ts';

const reply = (code: number, status: string | null, text: string): Reply => ({ code, status, text });

const seen = {
  unreachable: { ...place, kind: 'unreachable', detail: 'no connection' },
  lookupFailed: { ...place, kind: 'lookup-failed', detail: 'SERVFAIL', ownFault: false },
  ownFault: { ...place, kind: 'lookup-failed', detail: 'no trust anchor fits', ownFault: true },
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
  daneFailed: {
    ...place,
    kind: 'dane-unavailable',
    dane: { kind: 'failed', detail: 'SERVFAIL', ownFault: false },
  },
  daneOwnFault: {
    ...place,
    kind: 'dane-unavailable',
    dane: { kind: 'failed', detail: 'no trust anchor fits', ownFault: true },
  },
  daneUnusable: { ...place, kind: 'dane-unavailable', dane: { kind: 'unusable', detail: 'usage 0' } },
  notListed: { ...place, kind: 'domain-not-listed', detail: 'good.example is not in the trust store' },
} satisfies Record<string, Observation>;

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
  ['ownFault', 'temporary', null, '4.4.3', 'a fault of our own is never a bounce'],
];

type Verdict = 'met' | readonly [kind: HostOutcome['kind'], reason: TlsReason | null, status: string];

function check(level: Level, observation: Observation, verdict: Verdict, requireTls = false): void {
  const outcome = judge({ level, requireTls }, observation);
  const said =
    outcome.kind === 'met'
      ? 'met'
      : [outcome.kind, outcome.kind === 'refused' ? null : outcome.reason, outcome.status];
  deepEqual(said, verdict);
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
    const mandatory = level === 'dane-only';
    check(level, seen.lookupFailed, [
      'temporary',
      mandatory ? 'dnssec-invalid' : null,
      mandatory ? '4.7.5' : '4.4.3',
    ]);
  });
}

test('dane-only, nothing to match, before any connection: RFC 7672 section 2.2 (mandatory DANE)', () => {
  check('dane-only', seen.noDane, ['policy', 'dane-required', '5.7.4']);
  check('dane-only', seen.daneFailed, ['temporary', 'dnssec-invalid', '4.7.5']);
  check('dane-only', seen.daneOwnFault, ['temporary', null, '4.4.3']);
  check('dane-only', seen.daneUnusable, ['policy', 'tlsa-invalid', '5.7.5']);
});

test('verify, a domain that is not listed, before any connection', () => {
  check('verify', seen.notListed, ['policy', 'certificate-not-trusted', '5.7.4']);
});

const notTrusted: Verdict = ['policy', 'certificate-not-trusted', '5.7.4'];
const daneRows: [level: Level, finding: keyof typeof dane, verdict: Verdict, why: string][] = [
  ['encrypt', 'absent', 'met', 'self-signed, expired, wrong name: the level asks for TLS only'],
  ['encrypt', 'failed', 'met', 'the level asks for TLS only'],
  ['encrypt', 'ownFault', 'met', 'the level asks for TLS only'],
  ['encrypt', 'unusable', 'met', 'RFC 7672 section 2.2: as if there were none'],
  ['encrypt', 'matched', 'met', 'a free upgrade'],
  ['encrypt', 'mismatch', ['policy', 'validation-failure', '5.7.5'], 'a free upgrade is enforced'],
  ['dane-only', 'matched', 'met', 'RFC 7672 section 3'],
  ['dane-only', 'mismatch', ['policy', 'validation-failure', '5.7.5'], 'RFC 7672 section 2.2'],
  ['dane-only', 'absent', ['policy', 'dane-required', '5.7.4'], 'mandatory DANE'],
  ['dane-only', 'failed', ['temporary', 'dnssec-invalid', '4.7.5'], 'RFC 7672 section 2.1.1'],
  ['dane-only', 'ownFault', ['temporary', null, '4.4.3'], 'a fault of our own is never a verdict'],
  ['dane-only', 'unusable', ['policy', 'tlsa-invalid', '5.7.5'], 'mandatory DANE'],
  ...(['absent', 'failed', 'ownFault', 'unusable', 'mismatch', 'matched'] as const).map(
    (finding): [Level, keyof typeof dane, Verdict, string] => [
      'verify',
      finding,
      notTrusted,
      'the entry decides, and there is none',
    ],
  ),
];
for (const [level, finding, verdict, why] of daneRows) {
  test(`${level}, encrypted, TLSA ${finding}: ${verdict === 'met' ? 'met' : verdict[1]} (${why})`, () => {
    check(level, encrypted({ dane: dane[finding] }), verdict);
  });
}

test('dane-only, the MX records are not signed: not met, whatever the TLSA records of their host say', () => {
  for (const mx of ['insecure', 'bogus', null] as const) {
    const observation = encrypted({
      dane: dane.matched,
      dnssec: { mx, address: 'secure', tlsa: 'secure' },
    });
    check('dane-only', observation, ['policy', 'dane-required', '5.7.4']);
    check('encrypt', observation, 'met');
  }
});

const trustRows: [finding: keyof typeof trust, verdict: Verdict][] = [
  ['matched', 'met'],
  ['no-match', ['policy', 'certificate-not-trusted', '5.7.5']],
  ['not-listed', notTrusted],
];
for (const [finding, verdict] of trustRows) {
  for (const other of ['absent', 'mismatch', 'matched'] as const) {
    test(`verify, entry ${finding}, TLSA ${other}: the entry decides`, () => {
      check('verify', encrypted({ trust: trust[finding], dane: dane[other] }), verdict);
    });
  }
  test(`encrypt, entry ${finding}: of no account`, () => {
    check('encrypt', encrypted({ trust: trust[finding] }), 'met');
  });
}

const stsRows: [
  level: Level,
  finding: keyof typeof sts,
  dane: keyof typeof dane,
  verdict: Verdict,
  why: string,
][] = [
  ['encrypt', 'none', 'absent', 'met', 'no policy'],
  ['encrypt', 'satisfied', 'absent', 'met', 'RFC 8461 section 4'],
  [
    'encrypt',
    'otherHost',
    'absent',
    ['policy', 'sts-policy-invalid', '5.7.5'],
    'RFC 8461 section 5: enforce',
  ],
  ['encrypt', 'badCertificate', 'absent', ['policy', 'sts-webpki-invalid', '5.7.5'], 'RFC 8461 section 5'],
  ['encrypt', 'badCertificate', 'failed', ['policy', 'sts-webpki-invalid', '5.7.5'], 'never weaker'],
  ['encrypt', 'badCertificate', 'matched', 'met', 'RFC 8461 section 2: DANE comes first'],
  [
    'encrypt',
    'satisfied',
    'mismatch',
    ['policy', 'validation-failure', '5.7.5'],
    'RFC 8461 section 2: never overrides DANE',
  ],
  ['dane-only', 'satisfied', 'absent', ['policy', 'dane-required', '5.7.4'], 'DANE is mandatory'],
  ['verify', 'satisfied', 'absent', notTrusted, 'the entry decides'],
];
for (const [level, finding, records, verdict, why] of stsRows) {
  test(`${level}, MTA-STS ${finding}, TLSA ${records}: ${verdict === 'met' ? 'met' : verdict[1]} (${why})`, () => {
    check(level, encrypted({ sts: sts[finding], dane: dane[records] }), verdict);
  });
}

test('the evidence says what vouched, and nothing that did not', () => {
  const everything = encrypted({ dane: dane.matched, trust: trust.matched, sts: sts.satisfied });
  const evidence = (level: Level): unknown => {
    const outcome = judge({ level, requireTls: false }, everything);
    if (outcome.kind !== 'met') throw new Error(outcome.kind);
    const { dane: record, trust: entry, sts: policy, dnssec } = outcome.evidence;
    return { record, entry, policy, dnssec };
  };
  const { dnssec } = everything;
  const both = { record: proof, policy: sts.satisfied.evidence, dnssec };
  deepEqual(evidence('encrypt'), { ...both, entry: null });
  deepEqual(evidence('verify'), { ...both, entry: trust.matched.evidence });
});

test('the sentence says what vouched', () => {
  const detail = (level: Level, more: Partial<EncryptedHost>): string =>
    judge({ level, requireTls: false }, encrypted(more)).detail;
  match(detail('encrypt', {}), /^mx\.good\.example: TLSv1\.3, TLS_AES_256_GCM_SHA384$/);
  match(detail('dane-only', { dane: dane.matched }), /; proven by the signed TLSA record at _25\._tcp\.mx/);
  match(detail('encrypt', { sts: sts.satisfied }), /; verified as its MTA-STS policy asks$/);
  match(
    detail('verify', { trust: trust.matched }),
    /; its certificate is one that our operators have checked$/,
  );
});

test('only a cut handshake and, under dane-only, bogus DNS are under the short cap', () => {
  for (const level of LEVELS) {
    for (const [name, observation] of Object.entries(seen)) {
      const outcome = judge({ level, requireTls: false }, observation);
      const expected =
        name === 'cut' || name === 'daneFailed' || (level === 'dane-only' && name === 'lookupFailed');
      equal(outcome.kind === 'temporary' && outcome.shortCap, expected, `${level} ${name}`);
    }
  }
});
