/**
 * What the mail servers of a domain present right now, for operators to compare and for the daily watch: every
 * MX host in order, with the certificates that it showed. Looks, judges nothing, sends no mail.
 */
import type { TlsSession } from '../tls/evidence.ts';

export interface PresentedHost {
  readonly host: string;
  readonly preference: number;
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

/** Looks at a domain's mail servers. */
export type LookAt = (domain: string) => Promise<Presented>;
