/**
 * What a connection counts as in a TLS report (RFC 8460 section 4.3): under which policy it was made, and how
 * it went. A connection that did not come as far as TLS for other reasons counts as nothing.
 */
import { policyLines } from '../mta-sts/policy-text.ts';
import type { Observation } from '../policy/judge.ts';
import type { ResultType, TlsResult } from '../policy/tls-result.ts';
import { tlsaText } from '../tls/tlsa.ts';
import { checkSts } from './findings.ts';
import type { NextHopHosts, Route } from './next-hop.ts';
import type { VerificationFailure } from '../smtp/handshake.ts';

type Applied = Pick<TlsResult, 'policyType' | 'policyStrings' | 'mxPatterns'>;

function appliedPolicy({ dane }: Pick<Route, 'dane'>, { sts }: Pick<NextHopHosts, 'sts'>): Applied {
  switch (dane.kind) {
    case 'records':
      return { policyType: 'tlsa', policyStrings: dane.records.map(tlsaText), mxPatterns: [] };
    case 'unusable':
    case 'failed':
      return { policyType: 'tlsa', policyStrings: [], mxPatterns: [] };
    case 'absent':
      break;
  }
  if (sts.kind === 'none') return { policyType: 'no-policy-found', policyStrings: [], mxPatterns: [] };
  if (sts.kind === 'unavailable') return { policyType: 'sts', policyStrings: [], mxPatterns: [] };
  return { policyType: 'sts', policyStrings: policyLines(sts.policy), mxPatterns: sts.policy.mx };
}

/** Null: a success. `undefined`: nothing to count. */
function failureOf(
  seen: Observation,
  { sts }: Pick<NextHopHosts, 'sts'>,
  verification: VerificationFailure | null,
): ResultType | null | undefined {
  switch (seen.kind) {
    case 'starttls-missing':
    case 'starttls-refused':
      return 'starttls-not-supported';
    case 'tls-unacceptable':
    case 'handshake-broken':
      return 'validation-failure';
    case 'encrypted':
      break;
    case 'unreachable':
    case 'address-not-allowed':
    case 'lookup-failed':
    case 'greeting-refused':
    case 'conversation-broken':
    case 'starttls-deferred':
    case 'dane-unavailable':
    case 'domain-not-listed':
      return undefined;
  }
  switch (seen.dane.kind) {
    case 'mismatch':
      return seen.dane.result;
    case 'unusable':
      return 'tlsa-invalid';
    case 'failed':
      return seen.dane.ownFault ? undefined : 'dnssec-invalid';
    case 'matched':
      return null;
    case 'absent':
      break;
  }
  if (sts.kind === 'unavailable') return sts.result;
  // A policy in mode `testing` is reported on like one in mode `enforce` (RFC 8461 section 5).
  if (sts.kind === 'none' || sts.policy.mode === 'none') return null;
  const checked = checkSts(sts.policy, seen.host, verification);
  return checked.kind === 'violated' ? checked.result : null;
}

/** Gives the result of one connection, or null where it is none for a report. */
export function tlsResultOf(
  seen: Observation,
  route: Pick<Route, 'dane'>,
  nextHop: Pick<NextHopHosts, 'sts'>,
  verification: VerificationFailure | null,
): TlsResult | null {
  const failure = failureOf(seen, nextHop, verification);
  if (failure === undefined) return null;
  return { ...appliedPolicy(route, nextHop), mxHost: seen.host, address: seen.address, failure };
}
