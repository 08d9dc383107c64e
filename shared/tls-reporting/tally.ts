/**
 * From single TLS sessions to what a report counts (RFC 8460 section 4.2): sessions under one policy that went
 * well, and those that failed in one way at one host. A row is one such count. Pure.
 *
 * What is counted is chosen by recipient domains and their servers, so it is bounded: long policies are cut,
 * and a domain has a fixed number of places for rows in a day (`placesOf`). Whatever finds no place is still
 * counted, by kind of policy and type of failure, without the details (`overflowOf`).
 */
import { createHash } from 'node:crypto';

import type { PolicyType, ResultType, TlsResult } from '../policy/tls-result.ts';

export interface ReportedPolicy {
  readonly type: PolicyType;
  /** What the policy is about: the recipient domain, for TLSA records the host that they belong to. */
  readonly domain: string;
  readonly strings: readonly string[];
  readonly mxPatterns: readonly string[];
}

export interface ReportedFailure {
  readonly type: ResultType;
  readonly mxHost: string | null;
  readonly address: string | null;
}

/** Sessions of one kind. */
export interface TallyRow {
  readonly policy: ReportedPolicy;
  /** Null: they were set up in accordance with the policy. */
  readonly failure: ReportedFailure | null;
  readonly sessions: number;
}

const MOST_STRINGS = 40;
const LONGEST_STRING = 512;
const PLACES = 128;
/** Places that one row may take, if others have it already. */
const CHOICES = 3;

const cut = (texts: readonly string[]): string[] =>
  texts.slice(0, MOST_STRINGS).map((text) => text.slice(0, LONGEST_STRING));

function rowOf(domain: string, result: TlsResult): TallyRow {
  const { policyType, policyStrings, mxPatterns, mxHost, address, failure } = result;
  const policy: ReportedPolicy = {
    type: policyType,
    domain: policyType === 'tlsa' && mxHost !== null ? mxHost : domain,
    strings: cut(policyStrings),
    mxPatterns: cut(mxPatterns),
  };
  return { policy, failure: failure === null ? null : { type: failure, mxHost, address }, sessions: 1 };
}

/** What a row counts, as a short text: the same for the same kind of sessions, in every process. */
export function fingerprintOf({ policy, failure }: Omit<TallyRow, 'sessions'>): string {
  const identity = [
    policy.type,
    policy.domain,
    policy.strings,
    policy.mxPatterns,
    failure === null ? null : [failure.type, failure.mxHost, failure.address],
  ];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 24);
}

/** The places among a domain's that a row may have, in the order to try them. */
export function placesOf(fingerprint: string): readonly string[] {
  const first = Number.parseInt(fingerprint.slice(0, 8), 16);
  return Array.from({ length: CHOICES }, (_, step) => String((first + step) % PLACES).padStart(3, '0'));
}

/** A row without its details, and the place that all rows of its kind share. */
export function overflowOf(
  domain: string,
  row: TallyRow,
): { readonly place: string; readonly row: TallyRow } {
  const { policy, failure, sessions } = row;
  return {
    place: `other-${policy.type}-${failure?.type ?? 'success'}`,
    row: {
      policy: { type: policy.type, domain, strings: [], mxPatterns: [] },
      failure: failure === null ? null : { type: failure.type, mxHost: null, address: null },
      sessions,
    },
  };
}

/** Counts the results of a delivery's try at a recipient domain: mostly one row. */
export function tally(domain: string, results: readonly TlsResult[]): readonly TallyRow[] {
  const rows = new Map<string, TallyRow>();
  for (const result of results) {
    const row = rowOf(domain, result);
    const fingerprint = fingerprintOf(row);
    const before = rows.get(fingerprint);
    rows.set(fingerprint, { ...row, sessions: (before?.sessions ?? 0) + 1 });
  }
  return [...rows.values()];
}
