/**
 * From a socket to the rules of a port. `Listener` is smtp-server without its own listening: port.ts accepts,
 * counts and names the client, hands the socket over, and what the client then asks goes to a `Conversation`
 * (mx.ts, submission.ts) that answers with values. TLS 1.2 is the least that is spoken (RFC 8996).
 */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerAuthentication,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server';
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';

import type { HomeAddress } from '../../shared/address/alias.ts';
import { METRICS } from '../../shared/observe/names.ts';
import type { Observer } from '../../shared/observe/observer.ts';
import { inTrace, startTrace } from '../../shared/observe/trace.ts';
import type { TlsSession } from '../../shared/tls/evidence.ts';
import type { Certificate } from './certificate.ts';
import { plainAddress } from './client-address.ts';
import type { EdgeConfiguration } from './configuration.ts';
import { EdgeConnection, type Ending } from './connection.ts';
import type { ProxiedClient } from './proxy-protocol.ts';
import { SmtpReply, TROUBLE, type Refusal } from './reply.ts';

type Eventually<T> = T | Promise<T>;

export type Taken = { readonly kind: 'taken'; readonly text: string } | Refused;
export type SignIn = { readonly kind: 'signed-in'; readonly home: HomeAddress } | Refused;
export interface Refused {
  readonly kind: 'refused';
  readonly refusal: Refusal;
}

/** What a port answers. Null is a yes; a thrown error is trouble of our own and becomes 451. */
export interface Conversation {
  readonly signIn?: (credentials: SMTPServerAuthentication, session: SMTPServerSession) => Promise<SignIn>;
  sender(address: SMTPServerAddress, session: SMTPServerSession): Eventually<Refusal | null>;
  recipient(address: SMTPServerAddress, session: SMTPServerSession): Eventually<Refusal | null>;
  message(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Taken>;
}

export interface ListenerOptions {
  /** As it stands in log lines: `mx`, `submissions`, `submission`. */
  readonly name: string;
  readonly implicitTls: boolean;
  readonly options?: SMTPServerOptions;
  /** Hears of each client, by its address, whose TLS is too old. */
  readonly onOutdated?: (address: string) => void;
}

const sessions = new WeakMap<SMTPServerSession, TlsSession>();

/** The TLS connection that a session runs on, or null in plaintext. */
export function tlsOf(session: SMTPServerSession): TlsSession | null {
  return session.secure ? (sessions.get(session) ?? null) : null;
}

type Callback = (error?: Error | null) => void;

export class Listener extends SMTPServer {
  readonly name: string;
  readonly implicitTls: boolean;
  readonly #configuration: EdgeConfiguration;
  readonly #observer: Observer;
  readonly #conversation: Conversation;
  readonly #onOutdated: ListenerOptions['onOutdated'];

  constructor(
    { name, implicitTls, options, onOutdated }: ListenerOptions,
    conversation: Conversation,
    configuration: EdgeConfiguration,
    certificate: Certificate,
    observer: Observer,
  ) {
    const { limits, hostName, maxMessageSize } = configuration;
    super({
      name: hostName,
      heloResponse: '%s',
      secure: implicitTls,
      minVersion: 'TLSv1.2',
      key: certificate.key,
      cert: certificate.chain,
      size: maxMessageSize,
      hideENHANCEDSTATUSCODES: false,
      hideREQUIRETLS: false,
      disableReverseLookup: true,
      maxRecipients: limits.recipients,
      maxCommandLength: limits.commandLine,
      maxAllowedUnauthenticatedCommands: limits.errors,
      socketTimeout: limits.silence,
      logger: false,
      ...options,
      disabledCommands: ['XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL', ...(options?.disabledCommands ?? [])],
    });
    this.name = name;
    this.implicitTls = implicitTls;
    this.#conversation = conversation;
    this.#onOutdated = onOutdated;
    this.#configuration = configuration;
    this.#observer = observer;
    this.on('error', (error: NodeJS.ErrnoException) => {
      this.#noteError(error, null);
    });
  }

  /**
   * Takes over an accepted socket. `client` is who the PROXY header named, null where the socket's own
   * address stands; `onClosed` is called once the session, or the attempt at one, is over.
   */
  adopt(socket: Socket, client: ProxiedClient | null, onClosed: () => void): void {
    const options = client === null ? {} : { remoteAddress: client.address, remotePort: client.port };
    const address = client?.address ?? plainAddress(socket.remoteAddress ?? '');
    if (!this.implicitTls) {
      this.#begin(socket, options, address, onClosed);
      return;
    }
    // The topmost socket is the one to destroy: Node takes harm from a TLS handshake cut from below.
    this._pendingSockets.set(socket, socket);
    const deadline = setTimeout(() => {
      this._pendingSockets.get(socket)?.destroy();
    }, this.#configuration.limits.opening);
    this._upgrade(socket, (error, secured) => {
      clearTimeout(deadline);
      this._pendingSockets.delete(socket);
      if (error !== null || secured === undefined) {
        socket.destroy();
        onClosed();
        if (error !== null) this.#noteError(error, address);
        return;
      }
      this.#begin(secured, options, address, onClosed);
    });
  }

  #begin(
    socket: Socket | TLSSocket,
    options: SMTPConnectionOptions,
    address: string,
    onClosed: () => void,
  ): void {
    const connection = new EdgeConnection(this, socket, options, this.#configuration.limits, onClosed);
    this.connections.add(connection);
    // A failed handshake is reported up to four times over.
    let noted = false;
    connection.on('error', (error: NodeJS.ErrnoException) => {
      if (!noted) this.#noteError(error, address);
      noted = true;
    });
    connection.init();
  }

  /** Ends all sessions as `leave` does, and all handshakes at once. */
  leave(farewell: Refusal, ending: Ending): void {
    for (const pending of this._pendingSockets.values()) pending.destroy();
    for (const connection of this.connections) {
      if (connection instanceof EdgeConnection) connection.leave(farewell, ending);
    }
  }

  override onSecure(socket: Socket | TLSSocket, session: SMTPServerSession, callback: Callback): void {
    if ('getProtocol' in socket) {
      const cipher = socket.getCipher();
      sessions.set(session, { version: socket.getProtocol() ?? '', cipher: cipher.standardName });
    }
    callback();
  }

  override onConnect(_session: SMTPServerSession, callback: Callback): void {
    callback();
  }

  override onMailFrom(address: SMTPServerAddress, session: SMTPServerSession, callback: Callback): void {
    this.#answer(() => this.#conversation.sender(address, session), callback);
  }

  override onRcptTo(address: SMTPServerAddress, session: SMTPServerSession, callback: Callback): void {
    this.#answer(() => this.#conversation.recipient(address, session), callback);
  }

  override onAuth(
    credentials: SMTPServerAuthentication,
    session: SMTPServerSession,
    callback: Parameters<SMTPServer['onAuth']>[2],
  ): void {
    const { signIn } = this.#conversation;
    if (signIn === undefined) {
      callback(new SmtpReply(TROUBLE));
      return;
    }
    signIn(credentials, session).then(
      (result) => {
        if (result.kind === 'signed-in') callback(null, { user: result.home });
        else callback(new SmtpReply(result.refusal));
      },
      (error: unknown) => {
        this.#observer.fault('sign-in failed', error, { port: this.name });
        // RFC 4954 section 6: 454 4.7.0 where it is not the client's doing.
        callback(new SmtpReply({ ...TROUBLE, code: 454, status: '4.7.0' }));
      },
    );
  }

  override onData(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    callback: Parameters<SMTPServer['onData']>[2],
  ): void {
    const take = (): Promise<Taken> => this.#conversation.message(stream, session);
    inTrace(startTrace(), take).then(
      (taken) => {
        if (taken.kind === 'taken') callback(null, taken.text);
        else callback(new SmtpReply(taken.refusal));
      },
      (error: unknown) => {
        this.#observer.fault('a message could not be taken', error, { port: this.name });
        callback(new SmtpReply(TROUBLE));
      },
    );
  }

  #answer(ask: () => Eventually<Refusal | null>, callback: Callback): void {
    const fail = (error: unknown): void => {
      this.#observer.fault('no answer to an address', error, { port: this.name });
      callback(new SmtpReply(TROUBLE));
    };
    const give = (refusal: Refusal | null): void => {
      callback(refusal === null ? null : new SmtpReply(refusal));
    };
    const answer = ask();
    if (answer instanceof Promise) answer.then(give, fail);
    else give(answer);
  }

  #noteError(error: NodeJS.ErrnoException, address: string | null): void {
    const code = error.code ?? 'unknown';
    if (code === 'ERR_SSL_UNSUPPORTED_PROTOCOL') {
      // The client knows nothing newer than TLS 1.1. It has named no recipient yet, so there is no alias to
      // record the refusal under; if it comes back in plaintext, it is recorded then (outdated-clients.ts).
      this.#observer.count(METRICS.refused, 1, { reason: 'tls-too-old' });
      if (address !== null) this.#onOutdated?.(address);
    }
    const client = address === null ? null : this.#observer.hash(address);
    this.#observer.info('connection failed', { port: this.name, client, why: code });
  }
}
