/** Where the organisation's users read the mail of their homes with a mail program: an IMAP server that is not ours. */
import { reader, type Reader } from './values.ts';
import { parseDomain, type Domain } from '../address/domain.ts';

export interface IncomingServer {
  readonly host: Domain;
  readonly port: number;
  /** TLS from the start (RFC 8314) or by STARTTLS; never without. */
  readonly implicitTls: boolean;
}

/** `imaps://host[:993]` or `imap://host[:143]` (STARTTLS); nothing where there is none. */
export const incomingServer: Reader<IncomingServer | null> = reader<IncomingServer | null>(
  'imaps://imap.example.org:993',
  (value) => {
    if (value.trim() === '') return { value: null };
    const parsed = URL.parse(value.trim());
    const implicitTls = parsed?.protocol === 'imaps:';
    const host = parsed === null ? null : parseDomain(parsed.hostname);
    const bare = parsed !== null && parsed.username === '' && parsed.search === '' && parsed.hash === '';
    if (!bare || !(implicitTls || parsed.protocol === 'imap:') || !/^\/?$/.test(parsed.pathname))
      return { problem: `"${value}" is not imaps://host:port or imap://host:port` };
    if (host === null) return { problem: `"${parsed.hostname}" is not a host name` };
    const port = parsed.port === '' ? (implicitTls ? 993 : 143) : Number(parsed.port);
    return { value: { host, port, implicitTls } };
  },
);
