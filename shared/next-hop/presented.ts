/**
 * What the mail servers of a domain present right now, for operators to compare and for the daily watch: every
 * MX host in order, with the certificates that it showed. Looks, judges nothing, sends no mail.
 */
import { parseDomain } from '../address/domain.ts';
import type { Observation } from '../policy/judge.ts';
import type { TlsSession } from '../tls/evidence.ts';
import type { CheckOptions } from './check.ts';
import { examine } from './examination.ts';
import { lookUpNextHop } from './next-hop.ts';

export interface PresentedHost {
  readonly host: string;
  /** Null for a host that was not asked. */
  readonly preference: number | null;
  /** The address that was asked; null where there is none that may be asked. */
  readonly address: string | null;
  /** The certificates as presented, DER, the end certificate first; empty where there was no TLS. */
  readonly chain: readonly Buffer[];
  readonly tls: TlsSession | null;
  /** Why there is no certificate, for a person; null where there is one. */
  readonly problem: string | null;
}

export type Presented =
  | { readonly kind: 'hosts'; readonly hosts: readonly PresentedHost[] }
  /** No host to ask: the domain does not exist, takes no mail, or its lookup failed. */
  | { readonly kind: 'no-hosts'; readonly detail: string };

/** Looks at a domain's mail servers. Rejects for a fault of ours only. */
export type LookAt = (domain: string) => Promise<Presented>;

/** What kept us from seeing a certificate. */
function problemOf(seen: Exclude<Observation, { kind: 'encrypted' }>): string {
  switch (seen.kind) {
    case 'starttls-missing':
      return 'it offers no encryption (STARTTLS)';
    case 'starttls-refused':
    case 'starttls-deferred':
      return `it refused encryption (${seen.reply.code} in answer to STARTTLS)`;
    case 'greeting-refused':
      return `it turned us away (${seen.reply.code})`;
    case 'address-not-allowed':
      return 'it has only a private or reserved address, and those are not asked';
    case 'dane-unavailable':
      return seen.dane.detail;
    case 'unreachable':
    case 'lookup-failed':
    case 'conversation-broken':
    case 'tls-unacceptable':
    case 'handshake-broken':
    case 'domain-not-listed':
      return seen.detail;
  }
}

/** A lookup that failed through a fault of ours tells nothing about anybody's servers. */
function throwOwnFault(detail: string): never {
  throw new Error(`a lookup failed through a fault of our own: ${detail}`);
}

/**
 * Rejects where we ourselves are what keeps a domain's servers from being seen (trust anchor, clock).
 *
 * The same connections as those of a delivery under `verify`, so what is seen here is what an entry will be
 * compared with.
 */
export function lookAtNextHop(options: Omit<CheckOptions, 'trust'>): LookAt {
  return async (text) => {
    const domain = parseDomain(text);
    if (domain === null) return { kind: 'no-hosts', detail: `${text} is not a mail domain` };
    const sources = { ...options, trust: { entriesFor: () => Promise.resolve([]) } };
    const nextHop = await lookUpNextHop(domain, ['verify'], sources);
    switch (nextHop.kind) {
      case 'no-domain':
        return { kind: 'no-hosts', detail: `the domain ${domain} does not exist` };
      case 'null-mx':
        return { kind: 'no-hosts', detail: `${domain} says that it takes no mail` };
      case 'failed':
        if (nextHop.ownFault) throwOwnFault(nextHop.detail);
        return { kind: 'no-hosts', detail: nextHop.detail };
      case 'no-hosts':
        return { kind: 'no-hosts', detail: nextHop.detail };
      case 'hosts':
        break;
    }
    if (nextHop.routes.length === 0) {
      const fault = nextHop.known.find((seen) => seen.kind === 'lookup-failed' && seen.ownFault);
      if (fault?.kind === 'lookup-failed') throwOwnFault(fault.detail);
    }
    const connecting = { ...sources, deadline: Date.now() + options.connectMilliseconds };
    const seen = await Promise.all(
      nextHop.routes.map(async (route): Promise<PresentedHost> => {
        const { host, preference, address } = route;
        const { observation, session } = await examine(route, nextHop, connecting);
        session?.channel.quit();
        return session === null
          ? { host, preference, address, chain: [], tls: null, problem: problemOf(observation) }
          : { host, preference, address, chain: session.chain, tls: observation.tls, problem: null };
      }),
    );
    const unseen = nextHop.known.flatMap((observation): PresentedHost[] =>
      observation.kind === 'encrypted'
        ? []
        : [
            {
              host: observation.host,
              preference: null,
              address: null,
              chain: [],
              tls: null,
              problem: problemOf(observation),
            },
          ],
    );
    return { kind: 'hosts', hosts: [...seen, ...unseen] };
  };
}
