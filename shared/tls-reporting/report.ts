/**
 * The report as JSON (RFC 8460 section 4.4), for one domain and one UTC day (section 4.1). Pure.
 *
 * Not in it: `sending-mta-ip`, since we do not know under which of our addresses a connection left, and
 * anything about the mail itself.
 */
import type { PolicyType, ResultType } from '../policy/tls-result.ts';
import type { ReportedPolicy, TallyRow } from './tally.ts';

export interface FailureDetails {
  readonly 'result-type': ResultType;
  readonly 'receiving-mx-hostname'?: string;
  readonly 'receiving-ip'?: string;
  readonly 'failed-session-count': number;
}

export interface PolicyReport {
  readonly policy: {
    readonly 'policy-type': PolicyType;
    readonly 'policy-string'?: readonly string[];
    readonly 'policy-domain': string;
    readonly 'mx-host'?: readonly string[];
  };
  readonly summary: {
    readonly 'total-successful-session-count': number;
    readonly 'total-failure-session-count': number;
  };
  readonly 'failure-details'?: readonly FailureDetails[];
}

export interface Report {
  readonly 'organization-name': string;
  readonly 'date-range': { readonly 'start-datetime': string; readonly 'end-datetime': string };
  readonly 'contact-info': string;
  readonly 'report-id': string;
  readonly policies: readonly PolicyReport[];
}

/** What a report is about, and who says it. */
export interface Subject {
  /** The domain that asked for reports. */
  readonly domain: string;
  /** UTC, `2026-11-24`. */
  readonly day: string;
  /** The domain that sends the report and signs its mail. */
  readonly submitter: string;
  readonly organization: string;
  /** An address of ours, for questions. */
  readonly contact: string;
}

/** The same for the same day and domain, and fit for a Message-ID (section 5.3 wants it in the Subject so). */
export function reportIdOf({ domain, day, submitter }: Subject): string {
  return `${day.replaceAll('-', '')}.${domain}@${submitter}`;
}

/** The day's first and last second. */
export function rangeOf(day: string): { readonly start: Date; readonly end: Date } {
  return { start: new Date(`${day}T00:00:00Z`), end: new Date(`${day}T23:59:59Z`) };
}

const instant = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;

function describePolicy({ type, domain, strings, mxPatterns }: ReportedPolicy): PolicyReport['policy'] {
  return {
    'policy-type': type,
    ...(strings.length > 0 && { 'policy-string': strings }),
    'policy-domain': domain,
    ...(mxPatterns.length > 0 && { 'mx-host': mxPatterns }),
  };
}

function sum(rows: readonly TallyRow[]): number {
  return rows.reduce((total, { sessions }) => total + sessions, 0);
}

function describeFailures(rows: readonly TallyRow[]): FailureDetails[] {
  return rows.flatMap(({ failure, sessions }) =>
    failure === null
      ? []
      : {
          'result-type': failure.type,
          ...(failure.mxHost !== null && { 'receiving-mx-hostname': failure.mxHost }),
          ...(failure.address !== null && { 'receiving-ip': failure.address }),
          'failed-session-count': sessions,
        },
  );
}

/** Takes the rows of a day; they may come in any order. The most frequent failures stand first. */
export function composeReportJson(subject: Subject, rows: readonly TallyRow[]): Report {
  const byPolicy = new Map<string, TallyRow[]>();
  for (const row of rows.toSorted((one, other) => other.sessions - one.sessions)) {
    const key = JSON.stringify(row.policy, ['type', 'domain', 'strings', 'mxPatterns']);
    byPolicy.set(key, [...(byPolicy.get(key) ?? []), row]);
  }
  const { start, end } = rangeOf(subject.day);
  const policies = [...byPolicy.values()].flatMap((group): PolicyReport[] => {
    const [first] = group;
    if (first === undefined) return [];
    const failures = group.filter(({ failure }) => failure !== null);
    return [
      {
        policy: describePolicy(first.policy),
        summary: {
          'total-successful-session-count': sum(group) - sum(failures),
          'total-failure-session-count': sum(failures),
        },
        ...(failures.length > 0 && { 'failure-details': describeFailures(failures) }),
      },
    ];
  });
  return {
    'organization-name': subject.organization,
    'date-range': { 'start-datetime': instant(start), 'end-datetime': instant(end) },
    'contact-info': subject.contact,
    'report-id': reportIdOf(subject),
    policies,
  };
}
