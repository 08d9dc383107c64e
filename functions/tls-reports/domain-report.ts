/**
 * One domain's report: whether it wants one, to whom, and what became of it. Whatever the domain's DNS or its
 * receivers do is an outcome, and the next run tries again; a report that one of its receivers took is sent
 * (RFC 8460 section 3).
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import type { Domain } from '../../shared/address/domain.ts';
import type { BodyStore } from '../../shared/store/bodies.ts';
import type { OutboundItem, Queue } from '../../shared/store/queues.ts';
import type { DomainTally } from '../../shared/store/tls-results.ts';
import { nameOf, readReportRecord, reportRecordName } from '../../shared/tls-reporting/record.ts';
import { composeReportJson, type Subject } from '../../shared/tls-reporting/report.ts';
import type { UploadOutcome } from '../../shared/tls-reporting/report-upload.ts';
import type { SecureResolver } from '../../shared/dns/secure-resolver.ts';
import { orderReport } from './report-order.ts';

const compress = promisify(gzip);

export interface Reporting {
  readonly names: Pick<SecureResolver, 'txt'>;
  readonly bodies: BodyStore;
  readonly outbound: Queue<OutboundItem>;
  readonly upload: (url: URL, gzip: Buffer, deadline: number) => Promise<UploadOutcome>;
  /** Our own domains: never reported on, never written to. */
  readonly ourDomains: ReadonlySet<string>;
  /** The alias domain that reports come from, and whose organisation sends them. */
  readonly submitter: Domain;
  readonly organization: string;
}

export type ReportOutcome =
  | { readonly kind: 'sent'; readonly to: readonly string[]; readonly failures: readonly string[] }
  /** Nobody asks for a report that we could send. */
  | { readonly kind: 'unwanted' }
  | { readonly kind: 'failed'; readonly failures: readonly string[] };

/** An upload may take this long. */
const UPLOAD_MILLISECONDS = 30_000;

/**
 * Sends a day's report to whoever the domain names. Rejects only where our own queue or object store cannot
 * be reached.
 */
export async function reportToDomain(
  { domain, rows }: DomainTally,
  day: string,
  deadline: number,
  { names, bodies, outbound, upload, ourDomains, submitter, organization }: Reporting,
): Promise<ReportOutcome> {
  const answer = await names.txt(reportRecordName(domain));
  if (answer.kind === 'failed') return { kind: 'failed', failures: [answer.detail] };
  if (answer.kind !== 'records') return { kind: 'unwanted' };
  const receivers = readReportRecord(answer.records);
  const mailboxes = receivers.flatMap((receiver) =>
    receiver.kind === 'mail' && !ourDomains.has(receiver.mailbox.domain) ? receiver.mailbox : [],
  );
  const urls = receivers.flatMap((receiver) => (receiver.kind === 'https' ? receiver.url : []));
  if (mailboxes.length + urls.length === 0) return { kind: 'unwanted' };

  const contact = `postmaster@${submitter}`;
  const subject: Subject = { domain, day, submitter, organization, contact };
  const octets = await compress(JSON.stringify(composeReportJson(subject, rows)));
  const sent: string[] = [];
  const failures: string[] = [];
  if (mailboxes.length > 0) {
    const report = { subject, submitter, to: mailboxes, gzip: octets, at: Date.now() };
    await outbound.send(await orderReport(report, bodies));
    sent.push(...mailboxes.map((mailbox) => nameOf({ kind: 'mail', mailbox })));
  }
  for (const url of urls) {
    const outcome = await upload(url, octets, Math.min(deadline, Date.now() + UPLOAD_MILLISECONDS));
    if (outcome.kind === 'taken') sent.push(url.href);
    else failures.push(outcome.detail);
  }
  return sent.length > 0 ? { kind: 'sent', to: sent, failures } : { kind: 'failed', failures };
}
