/** Counting sessions for reports, and the bounds of it. */
import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { fingerprintOf, overflowOf, placesOf, tally } from '../../../shared/tls-reporting/tally.ts';
import { success, times, tlsaSuccess } from './results.ts';

const failure = { ...success, failure: 'certificate-expired' } as const;

test('sessions of one kind are one row', () => {
  const elsewhere = { ...success, mxHost: 'mx2.mail.company-y.example', address: '203.0.113.56' };
  const rows = tally('company-y.example', [...times(3, success), elsewhere, failure]);
  deepEqual(
    rows.map(({ failure: failed, sessions }) => [failed?.type ?? null, failed?.mxHost ?? null, sessions]),
    [
      [null, null, 4],
      ['certificate-expired', 'mx1.mail.company-y.example', 1],
    ],
  );
  deepEqual(tally('company-y.example', []), []);
});

test('failures at different addresses are different rows', () => {
  equal(tally('company-y.example', [failure, { ...failure, address: null }]).length, 2);
});

test('a TLSA policy is about its host, the others about the domain', () => {
  const domains = tally('company-y.example', [success, tlsaSuccess]).map(({ policy }) => policy.domain);
  deepEqual(domains, ['company-y.example', 'mx.host.example']);
});

test('the fingerprint follows from what is counted, not from how often', () => {
  const [one] = tally('company-y.example', [success]);
  const [two] = tally('company-y.example', times(2, success));
  const [other] = tally('company-y.example', [failure]);
  if (one === undefined || two === undefined || other === undefined) throw new Error('rows are missing');
  equal(fingerprintOf(one), fingerprintOf(two));
  notEqual(fingerprintOf(one), fingerprintOf(other));
});

test('places are few, and the same for the same fingerprint', () => {
  const places = new Set<string>();
  for (let i = 0; i < 5000; i += 1) {
    const [row] = tally('company-y.example', [{ ...failure, address: `address ${i}` }]);
    if (row !== undefined) for (const place of placesOf(fingerprintOf(row))) places.add(place);
  }
  equal(places.size, 128);
});

test('what finds no place keeps its kind and loses its details', () => {
  const [row] = tally('company-y.example', [failure]);
  if (row === undefined) throw new Error('a row is missing');
  deepEqual(overflowOf('company-y.example', row), {
    place: 'other-sts-certificate-expired',
    row: {
      policy: { type: 'sts', domain: 'company-y.example', strings: [], mxPatterns: [] },
      failure: { type: 'certificate-expired', mxHost: null, address: null },
      sessions: 1,
    },
  });
});

test('a policy of any length is cut', () => {
  const long = { ...success, policyStrings: times(1000, success).map(() => 'x'.repeat(5000)) };
  const [row] = tally('company-y.example', [long]);
  equal(row?.policy.strings.length, 40);
  equal(row.policy.strings[0]?.length, 512);
});
