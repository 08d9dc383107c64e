/**
 * What the page of the simulated internet gets, as plain shapes: the page is checked against them, and must not see
 * anything of Node through them.
 */

/** An encrypted connection. */
export interface TlsSession {
  readonly version: string;
  readonly cipher: string;
}

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
  readonly from: 'client' | 'server' | 'note';
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
  readonly tls: TlsSession | null;
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
  readonly tls: TlsSession | null;
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

/** What `POST /simulation/send` answers. */
export interface SendAnswer {
  /** `broken`: the connection or the handshake ended before there was an answer. */
  readonly outcome: 'accepted' | 'refused' | 'broken';
  /** The answer that decided it, or what broke. */
  readonly detail: string;
  readonly tls: TlsSession | null;
  readonly lines: readonly LineView[];
}
