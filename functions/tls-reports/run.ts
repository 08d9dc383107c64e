/**
 * One run: the domains of a day whose report is due, a few at a time, until all are done or the time is over.
 * A report is claimed before it is sent, so two runs at once send it once; one that was not sent is released
 * for the next run, a bounded number of times.
 */
import { METRICS } from '../../shared/observe/names.ts';
import type { Observer } from '../../shared/observe/observer.ts';
import type { DomainTally, TlsResultStore } from '../../shared/store/tls-results.ts';
import { reportToDomain, type Reporting } from './domain-report.ts';
import { dueAt } from './schedule.ts';

export interface RunDependencies extends Reporting {
  readonly results: TlsResultStore;
  readonly observer: Observer;
}

export interface Run {
  readonly day: string;
  /** Whether reports wait for their hour; not where an operator asks for them. */
  readonly whenDue: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly deadline: number;
  /** A claim of this run lasts until here: no invocation lives longer. */
  readonly leaseUntil: number;
}

const AT_ONCE = 8;
/** Nothing new is begun with less time than this left. */
const LEAST_MILLISECONDS = 5000;

async function sendOne(tally: DomainTally, run: Run, dependencies: RunDependencies): Promise<void> {
  const { results, observer } = dependencies;
  const { domain } = tally;
  const { day, now, deadline, leaseUntil } = run;
  if ((await results.claimReport(day, domain, now, leaseUntil)) === null) return;
  const outcome = await reportToDomain(tally, day, deadline, dependencies);
  switch (outcome.kind) {
    case 'unwanted':
      return results.settleReport(day, domain);
    case 'sent':
      await results.settleReport(day, domain);
      observer.count(METRICS.tlsReportsSent);
      observer.info('TLS report sent', {
        domain,
        day,
        receivers: outcome.to.length,
        failures: outcome.failures,
      });
      return;
    case 'failed':
      await results.releaseReport(day, domain);
      observer.count(METRICS.tlsReportsFailed);
      observer.warn('TLS report not sent', { domain, day, failures: outcome.failures });
  }
}

/** A fault of ours stops one report, not the run; its claim ends with the invocation. */
async function sendSafely(tally: DomainTally, run: Run, dependencies: RunDependencies): Promise<void> {
  try {
    await sendOne(tally, run, dependencies);
  } catch (error) {
    dependencies.observer.fault('a TLS report failed', error, { domain: tally.domain, day: run.day });
  }
}

/** Rejects where the table of results cannot be read. */
export async function sendReports(run: Run, dependencies: RunDependencies): Promise<void> {
  const { results, ourDomains, observer } = dependencies;
  const underWay = new Set<Promise<void>>();
  for await (const tally of results.collect(run.day)) {
    const { domain } = tally;
    if (ourDomains.has(domain) || (run.whenDue && dueAt(run.day, domain) > run.now)) continue;
    if (Date.now() > run.deadline - LEAST_MILLISECONDS) {
      observer.warn('TLS reports are left for the next run', { day: run.day });
      break;
    }
    const sending = sendSafely(tally, run, dependencies).finally(() => underWay.delete(sending));
    underWay.add(sending);
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
  }
  await Promise.all(underWay);
}
