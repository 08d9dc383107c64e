/**
 * A report by mail as an item for the outbound queue: mail of the system itself (no owner), null reverse-path,
 * so that nothing ever comes back for it and no notice is written about it. All identifiers follow from day
 * and domain: queued twice, it is delivered once.
 */
import type { Domain } from '../../shared/address/domain.ts';
import type { Mailbox } from '../../shared/address/mailbox.ts';
import type { BodyStore } from '../../shared/store/bodies.ts';
import { createIdentifier, deriveIdentifier } from '../../shared/store/identifier.ts';
import type { DeliveryOrder, OutboundItem } from '../../shared/store/queues.ts';
import { composeReportMail, subjectLine } from '../../shared/tls-reporting/report-mail.ts';
import { rangeOf, type Subject } from '../../shared/tls-reporting/report.ts';

export interface ReportByMail {
  readonly subject: Subject;
  readonly submitter: Domain;
  readonly to: readonly Mailbox[];
  readonly gzip: Buffer;
  /** Milliseconds. */
  readonly at: number;
}

/** The identifier of a day's report to a domain. */
function identifierOf({ day, domain }: Subject): string {
  const place = createIdentifier(rangeOf(day).end.getTime());
  // Only the seed's place in time is kept; the rest must not be random.
  return deriveIdentifier(place.slice(0, 10), `tls-report ${day} ${domain}`);
}

function ordersFor(messageId: string, to: readonly Mailbox[]): DeliveryOrder[] {
  const domains = [...new Set(to.map(({ domain }) => domain))];
  return domains.map((domain) => ({
    id: deriveIdentifier(messageId, domain),
    domain,
    recipients: to.filter((mailbox) => mailbox.domain === domain).map(({ address }) => address),
    level: 'encrypt',
    levelSource: 'default',
  }));
}

export async function orderReport(report: ReportByMail, bodies: BodyStore): Promise<OutboundItem> {
  const { subject, submitter, to, gzip, at } = report;
  const messageId = identifierOf(subject);
  const headerMessageId = `<${messageId.toLowerCase()}@${submitter}>`;
  const octets = composeReportMail({
    subject,
    from: subject.contact,
    to: to.map(({ address }) => address),
    messageId: headerMessageId,
    date: new Date(at),
    gzip,
  });
  return {
    kind: 'accepted',
    message: {
      messageId,
      headerMessageId,
      owner: null,
      alias: null,
      sender: '',
      aliasDomain: submitter,
      subject: subjectLine(subject),
      language: 'en',
      acceptedAt: at,
      size: octets.length,
      eightBit: false,
      smtpUtf8: false,
    },
    orders: ordersFor(messageId, to),
    body: await bodies.refer(octets, messageId),
  };
}
