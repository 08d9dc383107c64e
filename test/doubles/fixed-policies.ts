/** MTA-STS policies that a test says there are. */
import type { StsLookup, StsPolicies } from '../../shared/mta-sts/policy.ts';

export function fixedPolicies(policies: Readonly<Record<string, StsLookup>>): StsPolicies {
  return { policyOf: (domain) => Promise.resolve(policies[domain] ?? { kind: 'none' }) };
}

export const noPolicies: StsPolicies = fixedPolicies({});
