/**
 * Whether mail from outside is from whom it says, written into its header before it goes home: SPF, DKIM and
 * DMARC as shared/mail/authentication-results.ts checks them, under a budget of time. The verdict is
 * recorded, never acted upon, and mail does not wait for a slow name server: what is not known when the
 * budget ends reads `temperror`.
 */
import type { Looked, Lookup, QueryType } from '../../shared/dns/lookup.ts';
import { authenticateMessage, type DnsLookup } from '../../shared/mail/authentication-results.ts';

export interface Origin {
  /** Envelope sender; empty for the null reverse-path. */
  readonly sender: string;
  readonly client: { readonly address: string; readonly helo: string };
}

/**
 * Gives the message with our results (RFC 8601) in front, and without any that came in under our name. Never
 * rejects.
 */
export type Authenticate = (message: Buffer, origin: Origin) => Promise<Buffer>;

/** Most time that one message waits for DNS. */
export const BUDGET_MILLISECONDS = 4000;

const ASKED: ReadonlySet<string> = new Set<QueryType>(['A', 'AAAA', 'MX', 'TXT']);

function dnsError(code: string, name: string): Error {
  return Object.assign(new Error(`the DNS lookup of ${name} gave ${code}`), { code });
}

function recordsOf(
  looked: Looked,
  name: string,
): string[] | string[][] | { priority: number; exchange: string }[] {
  switch (looked.kind) {
    case 'bogus':
    case 'failed':
    case 'own-fault':
      throw dnsError('ESERVFAIL', name);
    case 'secure':
    case 'insecure':
      break;
  }
  if (looked.found === 'no-domain') throw dnsError('ENOTFOUND', name);
  if (looked.found === 'no-data' || looked.records.length === 0) throw dnsError('ENODATA', name);
  const texts = looked.records.flatMap((data) =>
    data.kind === 'TXT' ? [data.strings.map((part) => part.toString('utf8'))] : [],
  );
  if (texts.length > 0) return texts;
  const exchanges = looked.records.flatMap((data) =>
    data.kind === 'MX' ? [{ priority: data.preference, exchange: data.exchange }] : [],
  );
  if (exchanges.length > 0) return exchanges;
  return looked.records.flatMap((data) => ('address' in data ? [data.address] : []));
}

/**
 * Our own lookup in the form of node:dns, which the checks ask in. Types that only the discouraged `ptr` of
 * SPF needs (RFC 7208 section 5.5) are not asked for.
 */
export function dnsLookup({ lookup }: Lookup): DnsLookup {
  return async (name, recordType) => {
    if (!ASKED.has(recordType)) throw dnsError('ENOTIMP', name);
    return recordsOf(await lookup(name, recordType as QueryType), name) as string[] | string[][];
  };
}

/** `hostName` is our authserv-id, the name that is also in our Received field. */
export function authenticator(
  hostName: string,
  lookUp: DnsLookup,
  budget: number = BUDGET_MILLISECONDS,
): Authenticate {
  return async (message, { sender, client }) => {
    const over = Promise.withResolvers<never>();
    over.promise.catch(() => undefined);
    const timer = setTimeout(() => {
      over.reject(Object.assign(new Error('the budget for DNS is spent'), { code: 'ETIMEOUT' }));
    }, budget);
    try {
      const { headers, message: honest } = await authenticateMessage(message, {
        clientAddress: client.address,
        helo: client.helo,
        envelopeSender: sender === '' ? null : sender,
        hostName,
        resolver: (name, recordType) => Promise.race([lookUp(name, recordType), over.promise]),
      });
      return Buffer.concat([Buffer.from(headers), honest]);
    } finally {
      clearTimeout(timer);
    }
  };
}
