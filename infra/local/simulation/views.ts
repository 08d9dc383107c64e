/** What the page of the simulated internet shows, as the API gives it: types for the page, and how they are made. */
import type { SimulatedDomain, SimulatedInternet } from '../internet/simulation.ts';
import type {
  ConnectionRecord,
  ReceivedMessage,
  TlsParameters,
  TranscriptLine,
} from '../internet/transcript.ts';
import { inGerman } from './german.ts';

export interface ProviderView {
  readonly domain: string;
  /** What it is set up to do, in one plain sentence. */
  readonly description: { readonly en: string; readonly de: string };
  /** In a word or two: `good`, `plaintext-only`, `null-mx`. */
  readonly manner: string;
  readonly hosts: readonly { readonly name: string; readonly preference: number; readonly address: string }[];
  /** Of the last thousand. */
  readonly connections: number;
  /** Those of them that were encrypted. */
  readonly encryptedConnections: number;
  /** Ever. */
  readonly messages: number;
}

export interface LineView {
  readonly at: string;
  readonly from: TranscriptLine['from'];
  readonly text: string;
  readonly encrypted: boolean;
}

export interface ConnectionView {
  readonly id: string;
  readonly domain: string;
  readonly host: string;
  readonly at: string;
  readonly closedAt: string | null;
  readonly client: string;
  /** Null: plaintext to its end. */
  readonly tls: TlsParameters | null;
}

export interface MessageView {
  readonly id: string;
  readonly domain: string;
  readonly connection: string;
  readonly at: string;
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  /** Octets. */
  readonly size: number;
  readonly tls: TlsParameters | null;
  readonly requireTls: boolean;
  readonly reply: string | null;
}

export interface ProviderDetails extends ProviderView {
  /** Newest first. `plaintext`: all that its server could read before there was TLS, cut at 4,000 characters. */
  readonly recentConnections: readonly (ConnectionView & {
    readonly plaintext: string;
    readonly lines: readonly LineView[];
  })[];
  /** Newest first. */
  readonly recentMessages: readonly MessageView[];
}

/** One event of the live transcript. `direction`: mail to the provider, or mail that it sends to this system. */
export type SimulationEvent =
  | { readonly kind: 'connection-opened' | 'connection-closed'; readonly connection: ConnectionView }
  | {
      readonly kind: 'line';
      readonly domain: string;
      readonly connection: string;
      readonly direction: 'to-provider' | 'from-provider';
      readonly line: LineView;
    }
  | { readonly kind: 'message'; readonly message: MessageView };

const MOST_SHOWN = 50;
const MOST_PLAINTEXT = 4000;

export function viewLine({ at, from, text, encrypted }: TranscriptLine): LineView {
  return { at: at.toISOString(), from, text, encrypted };
}

export function viewConnection(record: ConnectionRecord): ConnectionView {
  const { id, domain, host, at, closedAt, remote, tls } = record;
  return {
    id,
    domain,
    host,
    at: at.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    client: remote.address,
    tls,
  };
}

export function viewMessage(message: ReceivedMessage): MessageView {
  const { id, domain, connection, at, mailFrom, rcptTo, raw, tls, requireTls, reply } = message;
  return {
    id,
    domain,
    connection,
    at: at.toISOString(),
    mailFrom,
    rcptTo,
    size: raw.length,
    tls,
    requireTls,
    reply,
  };
}

export function viewProvider(provider: SimulatedDomain, internet: SimulatedInternet): ProviderView {
  const { domain, description, manner, hosts } = provider;
  const connections = internet.transcripts(domain);
  return {
    domain,
    description: { en: description, de: inGerman(description) },
    manner,
    hosts: hosts.map(({ name, preference, address }) => ({ name, preference, address })),
    connections: connections.length,
    encryptedConnections: connections.filter(({ tls }) => tls !== null).length,
    messages: internet.receivedCount(domain),
  };
}

export function viewDetails(provider: SimulatedDomain, internet: SimulatedInternet): ProviderDetails {
  const newest = <Thing>(things: readonly Thing[]): Thing[] => things.slice(-MOST_SHOWN).reverse();
  return {
    ...viewProvider(provider, internet),
    recentConnections: newest(internet.transcripts(provider.domain)).map((record) => ({
      ...viewConnection(record),
      plaintext: record.plaintextBytes.toString('latin1').slice(0, MOST_PLAINTEXT),
      lines: record.lines.map(viewLine),
    })),
    recentMessages: newest(internet.received(provider.domain)).map(viewMessage),
  };
}
