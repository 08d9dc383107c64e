/**
 * Opening an SMTP session up to the point where the message may be shown: connect, greeting, EHLO, STARTTLS,
 * handshake, EHLO again (RFC 5321 section 3.1, RFC 3207). Of the message nothing is known in this file, so
 * nothing of it can leave before the caller has judged what was observed. There is no way from here to an
 * unencrypted session: the only session it hands out is an encrypted one.
 */
import { connect, isIP, type Socket } from 'node:net';

import type { Observation, Reply } from '../policy/judge.ts';
import { Channel, isBroken, type Broken } from './channel.ts';
import { encrypt, type VerificationFailure } from './handshake.ts';
import type { FullReply } from './replies.ts';

/** Milliseconds per step; RFC 5321 section 4.5.3.2 allows more, but an invocation has an end. */
export interface Timeouts {
  readonly connect: number;
  readonly greeting: number;
  readonly command: number;
  readonly handshake: number;
  readonly data: number;
  readonly finalDot: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = {
  connect: 20_000,
  greeting: 60_000,
  command: 60_000,
  handshake: 30_000,
  data: 120_000,
  finalDot: 180_000,
};

export interface Target {
  /** Name of the host: for verification and every sentence about it. */
  readonly host: string;
  /** What to say in SNI where it is another name: the TLSA base domain (RFC 7672 section 8.1). @default `host` */
  readonly serverName?: string;
  readonly address: string;
  readonly port: number;
  /** TLS from the first octet instead of STARTTLS (RFC 8314 section 3); only for the home server. */
  readonly implicitTls?: boolean;
  /** PEM of the authorities to verify against; without it the public ones. */
  readonly authorities?: string;
}

export interface SessionOptions {
  /** Our own name in EHLO. */
  readonly clientName: string;
  readonly timeouts: Timeouts;
  /** Milliseconds since the epoch; no step waits beyond it. */
  readonly deadline: number;
}

/** What the server offers over TLS. Keywords in upper case, with their parameters. */
export type Extensions = ReadonlyMap<string, string>;

export interface EncryptedSession {
  readonly channel: Channel;
  readonly extensions: Extensions;
  /** The certificates as presented, DER, the end certificate first. */
  readonly chain: readonly Buffer[];
  /** Why the certificate does not verify for `host` against the authorities (RFC 6125); null if it does. */
  readonly verificationFailure: VerificationFailure | null;
}

/** What a handshake shows; what vouches for the server is the caller's to add. */
export type EncryptedObservation = Pick<
  Extract<Observation, { kind: 'encrypted' }>,
  'kind' | 'host' | 'address' | 'tls' | 'certificate'
>;

export type Opened =
  | {
      readonly observation: Exclude<
        Observation,
        { kind: 'encrypted' | 'dane-unavailable' | 'domain-not-listed' | 'lookup-failed' }
      >;
      readonly session: null;
    }
  | { readonly observation: EncryptedObservation; readonly session: EncryptedSession };

function extensionsOf(reply: FullReply): Extensions {
  const extensions = new Map<string, string>();
  for (const line of reply.lines.slice(1)) {
    const [keyword = '', ...parameters] = line.trim().split(/[ =]/);
    extensions.set(keyword.toUpperCase(), parameters.join(' '));
  }
  return extensions;
}

function plain({ code, status, text }: FullReply): Reply {
  return { code, status, text };
}

type NotOpened = Extract<Opened, { session: null }>;

/** What a machine without IPv6 says to an IPv6 address; a network that is down says the like of all of them. */
const NO_ROUTE = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** Connects, or gives a sentence. */
async function connectTo(
  target: Target,
  deadline: number,
): Promise<Socket | (Broken & { readonly noRoute?: boolean })> {
  return new Promise((resolve) => {
    const socket = connect({ host: target.address, port: target.port, noDelay: true });
    const settle = (result: Socket | (Broken & { readonly noRoute?: boolean })): void => {
      clearTimeout(timer);
      socket.off('connect', onConnect);
      socket.off('error', onError);
      if (result !== socket) {
        socket.on('error', () => undefined);
        socket.destroy();
      }
      resolve(result);
    };
    const where = `${target.host} [${target.address}]`;
    const onConnect = (): void => {
      settle(socket);
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      const noRoute = isIP(target.address) === 6 && NO_ROUTE.has(error.code ?? '');
      settle({ broken: `no connection to ${where} (${error.code ?? error.message})`, noRoute });
    };
    const timer = setTimeout(
      () => {
        settle({ broken: `no connection to ${where} (timed out)` });
      },
      Math.max(0, deadline - Date.now()),
    );
    socket.once('connect', onConnect);
    socket.once('error', onError);
  });
}

class Opening {
  readonly #target: Target;
  readonly #options: SessionOptions;

  constructor(target: Target, options: SessionOptions) {
    this.#target = target;
    this.#options = options;
  }

  #deadline(milliseconds: number): number {
    return Math.min(Date.now() + milliseconds, this.#options.deadline);
  }

  #observed(seen: DistributiveOmit<NotOpened['observation'], 'host' | 'address'>): NotOpened {
    const { host, address } = this.#target;
    return { observation: { host, address, ...seen }, session: null };
  }

  #brokenConversation({ broken }: Broken): NotOpened {
    return this.#observed({ kind: 'conversation-broken', detail: `${this.#target.host}: ${broken}` });
  }

  async run(): Promise<Opened> {
    const { timeouts } = this.#options;
    const socket = await connectTo(this.#target, this.#deadline(timeouts.connect));
    if (isBroken(socket)) {
      const { broken: detail, noRoute = false } = socket;
      return this.#observed({ kind: 'unreachable', detail, ...(noRoute && { noRoute }) });
    }
    const channel = new Channel(socket);
    const opened =
      this.#target.implicitTls === true ? await this.#handshake(channel) : await this.#startTls(channel);
    if (opened.session === null) channel.quit();
    return opened;
  }

  async #startTls(channel: Channel): Promise<Opened> {
    const { timeouts } = this.#options;
    const greeting = await channel.read(this.#deadline(timeouts.greeting), 'before its greeting');
    if (isBroken(greeting)) return this.#brokenConversation(greeting);
    if (greeting.code !== 220) return this.#observed({ kind: 'greeting-refused', reply: plain(greeting) });
    const hello = await this.#hello(channel, 'plaintext');
    if ('observation' in hello) return hello;
    if (!hello.extensions.has('STARTTLS')) return this.#observed({ kind: 'starttls-missing' });
    const answer = await this.#command(channel, 'STARTTLS');
    if (isBroken(answer)) {
      return this.#observed({ kind: 'handshake-broken', detail: `${answer.broken} after STARTTLS` });
    }
    if (answer.code >= 500) return this.#observed({ kind: 'starttls-refused', reply: plain(answer) });
    if (answer.code !== 220) return this.#observed({ kind: 'starttls-deferred', reply: plain(answer) });
    return this.#handshake(channel);
  }

  async #handshake(channel: Channel): Promise<Opened> {
    const { timeouts } = this.#options;
    const socket = channel.releaseForHandshake();
    if (socket === null) {
      const detail = 'unprotected data followed the answer to STARTTLS, as if somebody had put it there';
      return this.#observed({ kind: 'handshake-broken', detail });
    }
    const { host, serverName, address, authorities } = this.#target;
    const options = {
      name: host,
      ...(serverName === undefined ? {} : { serverName }),
      ...(authorities === undefined ? {} : { authorities }),
    };
    const handshake = await encrypt(socket, options, this.#deadline(timeouts.handshake));
    if (handshake.kind === 'unacceptable') {
      return this.#observed({ kind: 'tls-unacceptable', detail: handshake.detail });
    }
    if (handshake.kind === 'broken') {
      return this.#observed({ kind: 'handshake-broken', detail: handshake.detail });
    }
    channel.adopt(handshake.socket);
    if (this.#target.implicitTls === true) {
      const greeting = await channel.read(this.#deadline(timeouts.greeting), 'before its greeting');
      if (isBroken(greeting)) return this.#brokenConversation(greeting);
      if (greeting.code !== 220) return this.#observed({ kind: 'greeting-refused', reply: plain(greeting) });
    }
    // RFC 3207 section 4.2: what was learnt before TLS is forgotten.
    const hello = await this.#hello(channel, 'encrypted');
    if ('observation' in hello) return hello;
    return {
      observation: {
        kind: 'encrypted',
        host,
        address,
        tls: handshake.tls,
        certificate: handshake.certificate,
      },
      session: {
        channel,
        extensions: hello.extensions,
        chain: handshake.chain,
        verificationFailure: handshake.verificationFailure,
      },
    };
  }

  async #hello(
    channel: Channel,
    connection: 'plaintext' | 'encrypted',
  ): Promise<{ extensions: Extensions } | NotOpened> {
    const reply = await this.#command(channel, `EHLO ${this.#options.clientName}`);
    if (isBroken(reply)) return this.#brokenConversation(reply);
    if (reply.code === 250) return { extensions: extensionsOf(reply) };
    // A server that knows no EHLO knows no STARTTLS either (RFC 5321 section 3.2).
    const isUnknown = reply.code === 500 || reply.code === 502;
    if (isUnknown && connection === 'plaintext') return this.#observed({ kind: 'starttls-missing' });
    return this.#observed({ kind: 'greeting-refused', reply: plain(reply) });
  }

  async #command(channel: Channel, line: string): Promise<FullReply | Broken> {
    const deadline = this.#deadline(this.#options.timeouts.command);
    const failed = await channel.write(`${line}\r\n`, deadline, 1);
    return failed ?? channel.read(deadline, `in answer to ${line.split(' ')[0] ?? line}`);
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/**
 * Opens a session to one address. Gives what was observed, and with it the session where (and only where)
 * it is encrypted. Never throws for anything the peer or the network does.
 */
export async function openSession(target: Target, options: SessionOptions): Promise<Opened> {
  return new Opening(target, options).run();
}
