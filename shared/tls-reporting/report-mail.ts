/**
 * A report as a mail message (RFC 8460 section 5.3): multipart/report with a sentence for people and the
 * compressed report. The outbound worker signs it with DKIM, TLS-Report-* fields included; section 3 makes
 * receivers drop it otherwise.
 *
 * Section 3 also wants reports about failed TLS delivered in spite of failing TLS, which RFC 8689 has a field
 * for (`TLS-Required: No`). We do not set it: this system sends nothing without TLS, its own mail included,
 * and does not ask others to. A domain that wants reports about a mail server that cannot do TLS takes them at
 * another one, or over HTTPS. Pure.
 */
import { foldField } from '../mail/header-text.ts';
import { rangeOf, reportIdOf, type Subject } from './report.ts';

export interface ReportMail {
  readonly subject: Subject;
  readonly from: string;
  /** Addresses in ASCII. */
  readonly to: readonly string[];
  readonly messageId: string;
  readonly date: Date;
  /** The report, compressed. */
  readonly gzip: Buffer;
}

/** The text of the Subject field, in the form that section 5.3 gives. */
export function subjectLine(subject: Subject): string {
  return `Report Domain: ${subject.domain} Submitter: ${subject.submitter} Report-ID: <${reportIdOf(subject)}>`;
}

/** Section 5.1: sender, domain, first and last second. */
export function reportFilename({ domain, day, submitter }: Subject): string {
  const { start, end } = rangeOf(day);
  const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
  return `${submitter}!${domain}!${seconds(start)}!${seconds(end)}.json.gz`;
}

/** RFC 5322 section 3.3. */
function mailDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

function sentence({ domain, day, submitter, contact }: Subject): string {
  return [
    `This is a report of ${submitter} about TLS connections to the mail servers of`,
    `${domain} on ${day} (UTC), as its record at _smtp._tls asks for`,
    '(RFC 8460). The attachment is for programs: JSON, compressed with gzip.',
    '',
    `Questions: ${contact}`,
  ].join('\r\n');
}

/** Gives the whole message, ASCII, CRLF throughout, no line over 998 octets. */
export function composeReportMail({ subject, from, to, messageId, date, gzip }: ReportMail): Buffer {
  // Base64 holds no "=_", nor does the sentence: no boundary can be met inside a part.
  const boundary = '=_tlsrpt';
  const filename = reportFilename(subject);
  const fields = [
    foldField(`From: TLS reports <${from}>`),
    foldField(`To: ${to.map((address) => `<${address}>`).join(', ')}`),
    foldField(`Subject: ${subjectLine(subject)}`),
    `Date: ${mailDate(date)}`,
    `Message-ID: ${messageId}`,
    foldField(`TLS-Report-Domain: ${subject.domain}`),
    foldField(`TLS-Report-Submitter: ${subject.submitter}`),
    // No answers by machines (RFC 3834 section 5).
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type="tlsrpt";\r\n boundary="${boundary}"`,
  ];
  const attachment = [
    'Content-Type: application/tlsrpt+gzip',
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment;\r\n filename="${filename}"`,
  ];
  const base64 = gzip.toString('base64').replaceAll(/.{76}(?=.)/g, '$&\r\n');
  const lines = [
    ...fields,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    sentence(subject),
    '',
    `--${boundary}`,
    ...attachment,
    '',
    base64,
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'ascii');
}
