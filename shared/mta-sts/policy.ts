/** MTA-STS policies (RFC 8461) as plain data. */

export interface StsPolicy {
  /** From the TXT record. */
  readonly id: string;
  readonly mode: 'enforce' | 'testing' | 'none';
  /** Patterns: a host name, or `*.` and a domain for exactly one label more. */
  readonly mx: readonly string[];
  /** Seconds. */
  readonly maxAge: number;
}

export type StsLookup =
  | { readonly kind: 'policy'; readonly policy: StsPolicy }
  /** The domain has none. */
  | { readonly kind: 'none' }
  /** There should be one, but it could not be had and none was remembered: counts as none (section 5.1). */
  | {
      readonly kind: 'unavailable';
      readonly result: 'sts-policy-fetch-error' | 'sts-policy-invalid' | 'sts-webpki-invalid';
      readonly detail: string;
    };

/** A recipient domain's policy, remembered for as long as it says. Never rejects. */
export interface StsPolicies {
  policyOf(domain: string): Promise<StsLookup>;
}
