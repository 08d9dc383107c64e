/** What a connection counts as in a TLS report (RFC 8460 section 4.3), row by row. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import type { StsLookup } from '../../../shared/mta-sts/policy.ts';
import type { DanePlan } from '../../../shared/next-hop/dane-plan.ts';
import { tlsResultOf } from '../../../shared/next-hop/tls-results.ts';
import type { DaneFinding } from '../../../shared/policy/findings.ts';
import type { Observation } from '../../../shared/policy/judge.ts';

const place = { host: 'mx.good.example', address: '192.0.2.1' };
const reply = { code: 454, status: null, text: 'no' };

function encrypted(dane: DaneFinding): Observation {
  return {
    ...place,
    kind: 'encrypted',
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
    certificate: { sha256: '', spkiSha256: '', subject: '', issuer: '', notAfter: '' },
    dnssec: { mx: 'secure', address: 'secure', tlsa: 'secure' },
    dane,
    trust: { kind: 'not-listed', detail: '' },
    sts: { kind: 'none' },
    offersRequireTls: false,
  };
}

const records: DanePlan = {
  kind: 'records',
  base: { base: 'mx.good.example', query: '_25._tcp.mx.good.example', references: [] },
  records: [{ usage: 3, selector: 1, matchingType: 1, data: Buffer.alloc(2) }],
};
const absent: Extract<DanePlan, { kind: 'absent' }> = { kind: 'absent', detail: '' };
const failed: Extract<DanePlan, { kind: 'failed' }> = { kind: 'failed', detail: '', ownFault: false };
const unusable: Extract<DanePlan, { kind: 'unusable' }> = { kind: 'unusable', detail: '' };
const matched: DaneFinding = {
  kind: 'matched',
  evidence: { base: '', record: '', secure: true, usage: 'DANE-EE', depth: 0, name: null },
};
const expired: DaneFinding = { kind: 'mismatch', detail: '', result: 'certificate-expired' };
const none: StsLookup = { kind: 'none' };
const policy = (mode: 'enforce' | 'testing' | 'none', mx = 'mx.good.example'): StsLookup => ({
  kind: 'policy',
  policy: { id: '1', mode, mx: [mx], maxAge: 60 },
});
const unavailable: StsLookup = { kind: 'unavailable', result: 'sts-policy-fetch-error', detail: '' };

const rows: [what: string, seen: Observation, dane: DanePlan, sts: StsLookup, verification: string | null, counted: string][] = [
  ['DANE, matched', encrypted(matched), records, none, 'SELF', 'tlsa success'],
  ['DANE, expired authority', encrypted(expired), records, none, null, 'tlsa certificate-expired'],
  ['DANE, none usable', encrypted(unusable), unusable, none, null, 'tlsa tlsa-invalid'],
  ['DANE, bogus', encrypted(failed), failed, none, null, 'tlsa dnssec-invalid'],
  ['DANE, our own fault', encrypted({ ...failed, ownFault: true }), failed, none, null, 'nothing'],
  ['DANE, no STARTTLS', { ...place, kind: 'starttls-missing' }, records, none, null, 'tlsa starttls-not-supported'],
  ['DANE beside a violated policy: DANE counts', encrypted(matched), records, policy('enforce', 'x.example'), null, 'tlsa success'],
  ['policy, satisfied', encrypted(absent), absent, policy('enforce'), null, 'sts success'],
  ['policy, another host', encrypted(absent), absent, policy('enforce', 'x.example'), null, 'sts validation-failure'],
  ['policy, wrong name', encrypted(absent), absent, policy('enforce'), 'ERR_TLS_CERT_ALTNAME_INVALID', 'sts certificate-host-mismatch'],
  ['policy, expired', encrypted(absent), absent, policy('testing'), 'CERT_HAS_EXPIRED', 'sts certificate-expired'],
  ['policy, untrusted', encrypted(absent), absent, policy('testing'), 'DEPTH_ZERO_SELF_SIGNED_CERT', 'sts certificate-not-trusted'],
  ['policy in mode none', encrypted(absent), absent, policy('none'), 'SELF', 'sts success'],
  ['policy that could not be had', encrypted(absent), absent, unavailable, null, 'sts sts-policy-fetch-error'],
  ['no policy, any certificate', encrypted(absent), absent, none, 'SELF', 'no-policy-found success'],
  ['no policy, STARTTLS refused', { ...place, kind: 'starttls-refused', reply }, absent, none, null, 'no-policy-found starttls-not-supported'],
  ['no policy, old TLS', { ...place, kind: 'tls-unacceptable', detail: '' }, absent, none, null, 'no-policy-found validation-failure'],
  ['cut handshake', { ...place, kind: 'handshake-broken', detail: '' }, absent, none, null, 'no-policy-found validation-failure'],
  ['no connection', { ...place, kind: 'unreachable', detail: '' }, records, none, null, 'nothing'],
  ['454 to STARTTLS', { ...place, kind: 'starttls-deferred', reply }, records, none, null, 'nothing'],
]; // prettier-ignore
for (const [what, seen, dane, sts, verification, counted] of rows) {
  test(`${what}: ${counted}`, () => {
    const result = tlsResultOf(seen, { dane }, { sts }, verification);
    equal(result === null ? 'nothing' : `${result.policyType} ${result.failure ?? 'success'}`, counted);
  });
}

test('the report shows the policy that applied', () => {
  const dane = tlsResultOf(encrypted(matched), { dane: records }, { sts: none }, null);
  deepEqual(dane?.policyStrings, ['3 1 1 0000']);
  const sts = tlsResultOf(encrypted(absent), { dane: absent }, { sts: policy('enforce') }, null);
  deepEqual(sts?.policyStrings, ['version: STSv1', 'mode: enforce', 'mx: mx.good.example', 'max_age: 60']);
  deepEqual(sts.mxPatterns, ['mx.good.example']);
});
