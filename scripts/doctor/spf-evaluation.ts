/** Evaluates a domain's SPF record for one address, as a receiver would (RFC 7208): mailauth with our own DNS. */
import { spf } from 'mailauth/lib/spf/index.js';

import type { DnsLookup } from '../../shared/mail/authentication-results.ts';
import type { SpfEvaluation } from './sender-policy.ts';

const MILLISECONDS = 10_000;

/** Never rejects: what cannot be looked up gives `temperror`. */
export async function evaluateSpf(
  domain: string,
  address: string,
  resolver: DnsLookup,
): Promise<SpfEvaluation> {
  try {
    const { status } = await spf({
      sender: `postmaster@${domain}`,
      ip: address,
      helo: domain,
      mta: 'doctor.invalid',
      resolver,
      strict: true,
      maxElapsedTime: MILLISECONDS,
    });
    const comment = typeof status.comment === 'string' ? status.comment : '';
    return { address, result: status.result, comment };
  } catch (error) {
    return { address, result: 'temperror', comment: error instanceof Error ? error.message : String(error) };
  }
}
