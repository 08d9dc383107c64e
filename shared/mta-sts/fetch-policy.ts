/**
 * Fetches a policy from where only the domain's owner can put one (RFC 8461 section 3.3):
 * `https://mta-sts.DOMAIN/.well-known/mta-sts.txt`. What the certificate must satisfy, and to which addresses
 * we go, is shared/https's; here is what counts as a policy: status 200, `text/plain`, at most 64 KiB, no
 * redirect. A failure is a value with the name that TLS reports have for it (RFC 8460 section 4.3.2.2).
 */
import { isUtf8 } from 'node:buffer';

import { askOverHttps, type HttpsClient } from '../https/request.ts';
import { LARGEST_POLICY, readPolicyText } from './policy-text.ts';
import type { StsLookup, StsPolicy } from './policy.ts';

/** Section 3.3 recommends to wait for no more than a minute. */
const LONGEST_FETCH_MILLISECONDS = 60_000;

export type FetchedPolicy =
  { readonly kind: 'policy'; readonly policy: StsPolicy } | Extract<StsLookup, { kind: 'unavailable' }>;

/** Fetches the policy of a domain that the record announces under `id`. Never rejects. */
export type FetchPolicy = (domain: string, id: string, deadline: number) => Promise<FetchedPolicy>;

export interface PolicyFetching extends HttpsClient {
  /** @default 443; the simulated internet has one of its own */
  readonly port?: number;
}

const failed = (
  result: Extract<StsLookup, { kind: 'unavailable' }>['result'],
  detail: string,
): FetchedPolicy => ({ kind: 'unavailable', result, detail });

export function policyFetcher({ port = 443, ...client }: PolicyFetching): FetchPolicy {
  return async (domain, id, deadline) => {
    const host = `mta-sts.${domain}`;
    const outcome = await askOverHttps(
      {
        method: 'GET',
        host,
        port,
        path: '/.well-known/mta-sts.txt',
        headers: { Accept: 'text/plain' },
        most: LARGEST_POLICY,
        deadline: Math.min(deadline, Date.now() + LONGEST_FETCH_MILLISECONDS),
      },
      client,
    );
    if (outcome.kind === 'failed') {
      const { step, detail } = outcome;
      if (step === 'certificate') return failed('sts-webpki-invalid', detail);
      return failed(step === 'too-large' ? 'sts-policy-invalid' : 'sts-policy-fetch-error', detail);
    }
    const { status, mediaType, body } = outcome;
    if (status !== 200) return failed('sts-policy-fetch-error', `${host} answered with status ${status}`);
    if (mediaType !== 'text/plain') return failed('sts-policy-invalid', 'the policy is not text/plain');
    if (!isUtf8(body)) return failed('sts-policy-invalid', 'the policy is not UTF-8');
    const read = readPolicyText(body.toString('utf8'), id);
    return read.kind === 'policy' ? read : failed('sts-policy-invalid', read.detail);
  };
}
