/**
 * Whether mail from outside is from whom it says, written into its header before it goes home: SPF, DKIM and
 * DMARC as shared/mail/authentication-results.ts checks them, under a budget of time. The verdict is
 * recorded, never acted upon, and mail does not wait for a slow name server: what is not known when the
 * budget ends reads `temperror`.
 */
import { Resolver } from 'node:dns/promises';

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
const QUERY_MILLISECONDS = 1500;

/** Asks the given servers (`address:port`); without any, those of the operating system. */
export function dnsLookup(servers: readonly string[]): DnsLookup {
  const resolver = new Resolver({ timeout: QUERY_MILLISECONDS, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  return async (name, recordType) => (await resolver.resolve(name, recordType)) as string[] | string[][];
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
