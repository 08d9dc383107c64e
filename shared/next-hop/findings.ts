/**
 * From a presented certificate chain to what each kind of proof says about it. Pure: the verdicts themselves
 * are made in shared/tls and shared/mta-sts.
 */
import type { StsLookup, StsPolicy } from '../mta-sts/policy.ts';
import { findMxPattern } from '../mta-sts/mx-patterns.ts';
import type { DaneFinding, StsFinding, TrustFinding } from '../policy/findings.ts';
import type { ResultType } from '../policy/tls-result.ts';
import type { VerificationFailure } from '../smtp/handshake.ts';
import { verifyDane } from '../tls/dane.ts';
import { verifyTrust } from '../tls/trust.ts';
import type { DanePlan } from './dane-plan.ts';
import type { NextHopHosts } from './next-hop.ts';

export interface PresentedChain {
  /** DER, the end certificate first. */
  readonly chain: readonly Buffer[];
  readonly now: Date;
}

/** RFC 7672: does the chain match the records that decide? */
export function daneFinding(plan: DanePlan, { chain, now }: PresentedChain): DaneFinding {
  if (plan.kind !== 'records') return plan;
  const { base, references, query } = plan.base;
  const verdict = verifyDane({ chain, records: plan.records, references, now });
  switch (verdict.kind) {
    case 'none-usable':
      return { kind: 'unusable', detail: `${base}: ${verdict.detail}` };
    case 'no-match':
      return { kind: 'mismatch', detail: verdict.detail, result: verdict.result };
    case 'matched': {
      const { usage, depth, name, recordText: record } = verdict;
      return { kind: 'matched', evidence: { base: query, record, secure: true, usage, depth, name } };
    }
  }
}

/** The level `verify`: does the chain match an entry of the recipient domain? */
export function trustFinding(
  { domain, trust }: Pick<NextHopHosts, 'domain' | 'trust'>,
  mxHost: string,
  { chain, now }: PresentedChain,
): TrustFinding {
  const verdict = verifyTrust({ entries: trust, chain, mxHost, domain, now });
  if (verdict.kind !== 'matched') return { kind: verdict.kind, detail: verdict.detail };
  const { id, kind } = verdict.entry;
  return { kind: 'matched', evidence: { id, kind } };
}

/** What a failed verification is called in TLS reports (RFC 8460 section 4.3.1). */
function resultOf(failure: VerificationFailure): ResultType {
  if (failure === 'CERT_HAS_EXPIRED') return 'certificate-expired';
  return failure === 'ERR_TLS_CERT_ALTNAME_INVALID' ? 'certificate-host-mismatch' : 'certificate-not-trusted';
}

/** RFC 8461 section 4.1 and 4.2: the policy names the host, and the host's certificate verifies for its name. */
export function checkSts(
  policy: StsPolicy,
  host: string,
  failure: VerificationFailure | null,
): Exclude<StsFinding, { kind: 'none' }> {
  const mx = findMxPattern(policy, host);
  if (mx === null) {
    const detail = 'the domain’s MTA-STS policy does not name this host';
    return { kind: 'violated', reason: 'sts-policy-invalid', detail, result: 'validation-failure' };
  }
  if (failure !== null) {
    const detail = `the domain’s MTA-STS policy asks for a certificate that verifies, and this one does not (${failure})`;
    return { kind: 'violated', reason: 'sts-webpki-invalid', detail, result: resultOf(failure) };
  }
  return { kind: 'satisfied', evidence: { mode: 'enforce', id: policy.id, mx } };
}

/** Only a policy in mode `enforce` counts (section 5). */
export function stsFinding(lookup: StsLookup, host: string, failure: VerificationFailure | null): StsFinding {
  return lookup.kind === 'policy' && lookup.policy.mode === 'enforce'
    ? checkSts(lookup.policy, host, failure)
    : { kind: 'none' };
}
