/**
 * One mail server of a simulated provider: listens on its own loopback address, behaves as its manner says, and
 * remembers connections and messages so that tests can examine them and people can watch them.
 *
 * Nothing is ever merged or left out: a message that comes twice is received twice.
 */
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { ServerCertificate } from './certificates.ts';
import { listen } from './listening.ts';
import { behaviourOf } from './manners.ts';
import type { Behaviour, Manner } from './manners.ts';
import { SmtpSession } from './smtp-session.ts';
import type { Envelope, SessionHost } from './smtp-session.ts';
import { ConnectionRecord, Recent } from './transcript.ts';
import type { ReceivedMessage, TranscriptLine } from './transcript.ts';

const keptConnections = { things: 1000, weight: Infinity };
const keptMessages = { things: 1000, weight: 256 * 1024 * 1024 };
const idleTimeout = 5 * 60 * 1000; // RFC 5321, 4.5.3.2.7

export interface ProviderOptions {
  readonly domain: string;
  /** The MX host's name, as it greets. */
  readonly host: string;
  readonly address: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly manner: Manner;
  readonly overrides?: Partial<Behaviour>;
  /** What it presents in TLS; what that is worth is up to whoever issued it. */
  readonly certificate: ServerCertificate;
}

export interface ProviderEvents {
  message: [ReceivedMessage];
  /** A line was added to the transcript of a connection. */
  line: [ConnectionRecord, TranscriptLine];
  'connection-opened': [ConnectionRecord];
  'connection-closed': [ConnectionRecord];
}

export class Provider extends EventEmitter<ProviderEvents> {
  readonly domain: string;
  readonly host: string;
  readonly address: string;
  readonly manner: Manner;
  readonly behaviour: Behaviour;
  readonly #certificate: ServerCertificate;
  readonly #server = createServer();
  readonly #sockets = new Set<Socket>();
  readonly #connections = new Recent<ConnectionRecord>(keptConnections);
  readonly #messages = new Recent<ReceivedMessage>(keptMessages, (message) => message.raw.length);
  /** Senders with recipients that a greylisting provider has seen before. */
  readonly #pairs = new Set<string>();
  #port = 0;

  /** Rejects with the system's error when the address and port cannot be had. */
  static async start(options: ProviderOptions): Promise<Provider> {
    const provider = new Provider(options);
    provider.#port = options.port;
    if (provider.behaviour.listening) {
      provider.#port = await listen(provider.#server, options.address, options.port);
    }
    return provider;
  }

  private constructor(options: ProviderOptions) {
    super();
    this.domain = options.domain;
    this.host = options.host;
    this.address = options.address;
    this.manner = options.manner;
    this.behaviour = behaviourOf(options.manner, options.overrides);
    this.#certificate = options.certificate;
    this.#server.on('connection', (socket) => {
      this.#serve(socket);
    });
  }

  get port(): number {
    return this.#port;
  }

  /** The certificate it presents in TLS, with its chain. */
  get certificatePem(): string {
    return this.#certificate.certificatePem;
  }

  /** The last thousand connections, oldest first; open ones are among them. */
  get connections(): readonly ConnectionRecord[] {
    return this.#connections.all;
  }

  /** The last thousand messages that it took, oldest first (fewer, when they are very large). */
  get messages(): readonly ReceivedMessage[] {
    return this.#messages.all;
  }

  /** How many messages it ever took. */
  get messageCount(): number {
    return this.#messages.count;
  }

  /** Stops listening and drops every connection. */
  async close(): Promise<void> {
    const closing = [...this.#sockets].map((socket) => once(socket, 'close'));
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) {
      closing.push(once(this.#server, 'close'));
      this.#server.close();
    }
    await Promise.all(closing);
  }

  #serve(socket: Socket): void {
    const record = new ConnectionRecord({
      id: `${this.host}-${this.#connections.count + 1}`,
      domain: this.domain,
      host: this.host,
      remote: { address: socket.remoteAddress ?? 'unknown', port: socket.remotePort ?? 0 },
    });
    this.#connections.add(record);
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.setTimeout(idleTimeout, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#sockets.delete(socket);
      record.closedAt = new Date();
      this.emit('connection-closed', record);
    });
    this.emit('connection-opened', record);
    new SmtpSession(socket, record, this.#hostOf(record)).start();
  }

  #hostOf(record: ConnectionRecord): SessionHost {
    return {
      name: this.host,
      behaviour: this.behaviour,
      certificate: this.#certificate,
      knowsPair: (sender, recipient) => {
        const pair = JSON.stringify([sender, recipient]);
        const known = this.#pairs.has(pair);
        this.#pairs.add(pair);
        return known;
      },
      take: (envelope, raw, reply) => {
        this.#take(record, envelope, raw, reply);
      },
      said: (line) => {
        this.emit('line', record, line);
      },
    };
  }

  #take(record: ConnectionRecord, envelope: Envelope, raw: Buffer, reply: string | null): void {
    const message = {
      ...envelope,
      requireTls: envelope.mailParameters.some((parameter) => parameter.toUpperCase() === 'REQUIRETLS'),
      id: `${this.host}-message-${this.#messages.count + 1}`,
      at: new Date(),
      domain: this.domain,
      host: this.host,
      connection: record.id,
      raw,
      tls: record.tls,
      reply,
    };
    this.#messages.add(message);
    this.emit('message', message);
  }
}
