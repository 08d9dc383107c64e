/** Results of TLS sessions, to count. */
import type { TlsResult } from '../../../shared/policy/tls-result.ts';

export const policyStrings = [
  'version: STSv1',
  'mode: testing',
  'mx: *.mail.company-y.example',
  'max_age: 86400',
];

/** A session under the policy of RFC 8460's example that went well. */
export const success: TlsResult = {
  policyType: 'sts',
  policyStrings,
  mxPatterns: ['*.mail.company-y.example'],
  mxHost: 'mx1.mail.company-y.example',
  address: '203.0.113.55',
  failure: null,
};

export const tlsaSuccess: TlsResult = {
  policyType: 'tlsa',
  policyStrings: ['3 1 1 00ff'],
  mxPatterns: [],
  mxHost: 'mx.host.example',
  address: '203.0.113.9',
  failure: null,
};

export function times(count: number, result: TlsResult): TlsResult[] {
  return Array.from({ length: count }, () => result);
}
