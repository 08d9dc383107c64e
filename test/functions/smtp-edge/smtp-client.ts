/** A client that sends exactly the octets a test wants, and reads replies as they stand on the wire. */
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';

export interface ClientOptions {
  /** TLS from the start. */
  readonly tls?: ConnectionOptions | true;
  /** Octets to send before anything else, such as a PROXY header. */
  readonly first?: Buffer | string;
  readonly localAddress?: string;
  /** @default 127.0.0.1 */
  readonly host?: string;
}

export class SmtpClient {
  #socket: Socket | TLSSocket;
  #text = '';
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(socket: Socket | TLSSocket) {
    this.#socket = socket;
    this.#listen();
  }

  /** Connects and reads nothing yet. */
  static async open(port: number, options: ClientOptions = {}): Promise<SmtpClient> {
    const { localAddress, host = '127.0.0.1' } = options;
    const raw = connectTcp({
      port,
      host,
      noDelay: true,
      ...(localAddress === undefined ? {} : { localAddress }),
    });
    await once(raw, 'connect');
    if (options.first !== undefined) raw.write(options.first);
    if (options.tls === undefined) return new SmtpClient(raw);
    const secured = connectTls({
      socket: raw,
      rejectUnauthorized: false,
      ...(options.tls === true ? {} : options.tls),
    });
    await once(secured, 'secureConnect');
    return new SmtpClient(secured);
  }

  /** Connects, reads the greeting and says EHLO. */
  static async greet(port: number, options: ClientOptions = {}): Promise<SmtpClient> {
    const client = await SmtpClient.open(port, options);
    await client.reply();
    await client.command('EHLO client.example');
    return client;
  }

  /** Connects in plaintext and upgrades, up to and including the second EHLO. */
  static async secure(port: number, options: ClientOptions = {}): Promise<SmtpClient> {
    const client = await SmtpClient.greet(port, options);
    await client.startTls();
    await client.command('EHLO client.example');
    return client;
  }

  get socket(): Socket | TLSSocket {
    return this.#socket;
  }

  #listen(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('utf8');
      this.#wake?.();
    });
    const end = (): void => {
      this.#ended = true;
      this.#wake?.();
    };
    this.#socket.on('end', end).on('close', end).on('error', end);
  }

  /** The next whole reply, lines joined by LF; `closed` where the server has closed instead. */
  async reply(): Promise<string> {
    for (;;) {
      const match = /^(?:[0-9]{3}-[^\n]*\r\n)*[0-9]{3}(?: [^\n]*)?\r\n/.exec(this.#text);
      if (match !== null) {
        this.#text = this.#text.slice(match[0].length);
        return match[0].slice(0, -2).replaceAll('\r\n', '\n');
      }
      if (this.#ended) return 'closed';
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }

  write(octets: string | Buffer): void {
    this.#socket.write(octets);
  }

  async command(line: string): Promise<string> {
    this.write(`${line}\r\n`);
    return this.reply();
  }

  /** Gives all replies until the server closes. */
  async untilClosed(): Promise<string[]> {
    const replies: string[] = [];
    for (let reply = await this.reply(); reply !== 'closed'; reply = await this.reply()) replies.push(reply);
    return replies;
  }

  async startTls(options: ConnectionOptions = {}): Promise<TLSSocket> {
    await this.command('STARTTLS');
    return this.handshake(options);
  }

  async handshake(options: ConnectionOptions = {}): Promise<TLSSocket> {
    this.#socket.removeAllListeners('data');
    const secured = connectTls({ socket: this.#socket, rejectUnauthorized: false, ...options });
    await once(secured, 'secureConnect');
    this.#socket = secured;
    this.#text = '';
    this.#listen();
    return secured;
  }

  /** A whole transaction up to the 354, or the first reply that is no yes. */
  async begin(sender: string, ...recipients: readonly string[]): Promise<string> {
    const commands = [`MAIL FROM:<${sender}>`, ...recipients.map((one) => `RCPT TO:<${one}>`), 'DATA'];
    let reply = '';
    for (const command of commands) {
      reply = await this.command(command);
      if (!/^[23]/.test(reply)) return reply;
    }
    return reply;
  }

  /** A whole transaction; `message` with CRLF and without dot-stuffing. Gives the last reply. */
  async send(sender: string, recipients: readonly string[], message: string | Buffer): Promise<string> {
    const ready = await this.begin(sender, ...recipients);
    if (!ready.startsWith('354')) return ready;
    this.write(message);
    return this.command('.');
  }

  close(): void {
    this.#socket.destroy();
  }
}
