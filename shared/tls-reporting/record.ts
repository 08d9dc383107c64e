/**
 * The TXT record by which a domain asks for TLS reports (RFC 8460 section 3), at `_smtp._tls` below it:
 * `v=TLSRPTv1; rua=mailto:reports@example.com,https://reports.example.com/v1`. Pure.
 */
import { parseDomain } from '../address/domain.ts';
import { needsSmtpUtf8, parseMailbox, type Mailbox } from '../address/mailbox.ts';

/** Where reports may be sent to. */
export type ReportReceiver =
  { readonly kind: 'mail'; readonly mailbox: Mailbox } | { readonly kind: 'https'; readonly url: URL };

/** Receivers of one domain that are served: nobody can have his reports multiplied. */
const MOST_RECEIVERS = 3;
const LONGEST = 4096;

/** Where the record of a domain is. */
export function reportRecordName(domain: string): string {
  return `_smtp._tls.${domain}`;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** RFC 6068, the address alone: header fields that it may want to set are not for reports. */
function readMailto(text: string): ReportReceiver | null {
  const address = decoded(text.replace(/\?.*$/s, ''));
  const mailbox = address === null ? null : parseMailbox(address);
  // Reports go out in ASCII, to every server.
  return mailbox === null || needsSmtpUtf8(mailbox.address) ? null : { kind: 'mail', mailbox };
}

/** No user information, and a host name: bare addresses prove nothing. */
function readHttps(text: string): ReportReceiver | null {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return null;
  return parseDomain(url.hostname) === null ? null : { kind: 'https', url };
}

function readReceiver(text: string): ReportReceiver | null {
  const uri = text.trim();
  const [, scheme = '', rest = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(uri) ?? [];
  switch (scheme.toLowerCase()) {
    case 'mailto':
      return readMailto(rest);
    case 'https':
      return readHttps(uri);
    default:
      return null;
  }
}

/**
 * Takes all TXT records of the name, each with its strings joined. Those that do not begin with the version
 * are of others; unless exactly one is left, nobody asks for reports. Gives the receivers that can be served,
 * in their order, each once; unknown fields and schemes are passed over.
 */
export function readReportRecord(texts: readonly string[]): readonly ReportReceiver[] {
  const records = texts.filter((text) => /^v=TLSRPTv1[ \t]*;/.test(text));
  const [record = ''] = records;
  if (records.length !== 1 || record.length > LONGEST) return [];
  const receivers = new Map<string, ReportReceiver>();
  for (const field of record.split(';').slice(1)) {
    const [, list] = /^[ \t]*rua=(.*)$/s.exec(field) ?? [];
    for (const uri of list?.split(',') ?? []) {
      const receiver = readReceiver(uri);
      if (receiver !== null) receivers.set(nameOf(receiver), receiver);
    }
  }
  return [...receivers.values()].slice(0, MOST_RECEIVERS);
}

/** A receiver as a log line or a list of them has it. */
export function nameOf(receiver: ReportReceiver): string {
  return receiver.kind === 'mail' ? `mailto:${receiver.mailbox.address}` : receiver.url.href;
}
