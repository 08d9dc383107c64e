/**
 * One SMTP session (RFC 5321) of a simulated provider: reads commands, answers as the provider's behaviour says,
 * and records all that is said. Lines end with CRLF and nothing else, and only CRLF.CRLF ends a message, so that
 * whatever a client smuggles in stays visible in what was received.
 *
 * Not done here: AUTH, CHUNKING, DSN parameters, checks of addresses. It is a counterpart for tests and
 * demonstrations, and would be a careless mail server.
 */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServerCertificate } from './certificates.ts';
import type { Behaviour } from './manners.ts';
import { secure } from './starttls.ts';
import type { ConnectionRecord, TranscriptLine } from './transcript.ts';

export interface Envelope {
  readonly mailFrom: string;
  readonly mailParameters: readonly string[];
  readonly rcptTo: readonly string[];
}

/** What a session needs from the provider that it belongs to. */
export interface SessionHost {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly certificate: ServerCertificate;
  /** Whether this sender has tried this recipient before; remembers that it has now. */
  knowsPair(sender: string, recipient: string): boolean;
  /** Called with each message that the provider takes, before the answer (null: none) is sent. */
  take(envelope: Envelope, raw: Buffer, reply: string | null): void;
  /** Called with each line as it is added to the transcript. */
  said(line: TranscriptLine): void;
}

const crlf = Buffer.from('\r\n');
const dot = '.'.charCodeAt(0);

export class SmtpSession {
  readonly #host: SessionHost;
  readonly #record: ConnectionRecord;
  readonly #socket: Socket;
  readonly #closed = new AbortController();
  #stream: Duplex;
  #unread: Buffer = Buffer.alloc(0);
  #working = false;
  #greeted = false;
  #envelope: { mailFrom: string; mailParameters: string[]; rcptTo: string[] } | null = null;
  /** The lines of the message that is coming in, dot-unstuffed; null outside DATA. */
  #message: Buffer[] | null = null;

  constructor(socket: Socket, record: ConnectionRecord, host: SessionHost) {
    this.#host = host;
    this.#record = record;
    this.#socket = socket;
    this.#stream = socket;
  }

  /** Greets the client and serves it until the connection closes. */
  start(): void {
    this.#socket.once('close', () => {
      this.#closed.abort();
    });
    this.#socket.on('data', this.#receivePlaintext);
    this.#working = true; // nothing is answered before the greeting
    void this.#reply(`220 ${this.#host.name} ESMTP`).then(() => {
      this.#working = false;
      return this.#work();
    });
  }

  readonly #receivePlaintext = (octets: Buffer): void => {
    this.#record.addPlaintext(octets);
    this.#receive(octets);
  };

  readonly #receive = (octets: Buffer): void => {
    this.#unread = this.#unread.length === 0 ? octets : Buffer.concat([this.#unread, octets]);
    void this.#work();
  };

  /** Takes line after line; a command is answered before the next one is looked at. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let end = this.#unread.indexOf(crlf); end >= 0; end = this.#unread.indexOf(crlf)) {
      const line = this.#unread.subarray(0, end);
      this.#unread = this.#unread.subarray(end + crlf.length);
      if (this.#message) await this.#takeMessageLine(this.#message, line);
      else await this.#obey(line.toString('utf8'));
    }
    this.#working = false;
  }

  async #obey(line: string): Promise<void> {
    this.#note('client', line);
    const [, verb = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(line) ?? [];
    switch (verb.toUpperCase()) {
      case 'EHLO':
        this.#begin();
        return this.#reply(...this.#extensions());
      case 'HELO':
        this.#begin();
        return this.#reply(`250 ${this.#host.name}`);
      case 'STARTTLS':
        return this.#startTls();
      case 'MAIL':
        return this.#mail(rest);
      case 'RCPT':
        return this.#recipient(rest);
      case 'DATA':
        if (!this.#envelope?.rcptTo.length) return this.#reply('503 5.5.1 Need RCPT first');
        this.#message = [];
        return this.#reply('354 End the message with a dot on a line of its own');
      case 'RSET':
        this.#envelope = null;
        return this.#reply('250 2.0.0 Ok');
      case 'NOOP':
        return this.#reply('250 2.0.0 Ok');
      case 'VRFY':
        return this.#reply('252 2.5.0 Send it and see');
      case 'QUIT':
        await this.#reply(`221 2.0.0 ${this.#host.name} closing`);
        this.#stream.end();
        return;
      case 'AUTH':
        return this.#reply('502 5.5.1 Not offered');
      default:
        return this.#reply('500 5.5.2 Unknown command');
    }
  }

  #begin(): void {
    this.#greeted = true;
    this.#envelope = null;
  }

  #extensions(): [string, ...string[]] {
    const { behaviour, name } = this.#host;
    const lines = [
      name,
      ...(behaviour.pipelining ? ['PIPELINING'] : []),
      `SIZE ${behaviour.maxMessageSize}`,
      ...(behaviour.starttls !== 'not-offered' && this.#record.tls === null ? ['STARTTLS'] : []),
      'ENHANCEDSTATUSCODES',
      ...(behaviour.eightBitMime ? ['8BITMIME'] : []),
      ...(behaviour.smtpUtf8 ? ['SMTPUTF8'] : []),
      ...(this.#takesRequireTls() ? ['REQUIRETLS'] : []),
    ];
    const last = lines.pop() ?? name;
    const [first = `250 ${last}`, ...more] = lines.map((line) => `250-${line}`);
    return [first, ...more, `250 ${last}`];
  }

  /** RFC 8689, 2: over TLS only. */
  #takesRequireTls(): boolean {
    return this.#host.behaviour.requireTls && this.#record.tls !== null;
  }

  async #mail(rest: string): Promise<void> {
    const parsed = /^FROM:\s*<([^>]*)>\s*(.*)$/i.exec(rest);
    if (!this.#greeted) return this.#reply('503 5.5.1 Say EHLO first');
    if (this.#envelope) return this.#reply('503 5.5.1 One sender at a time');
    if (!parsed) return this.#reply('501 5.5.4 Syntax: MAIL FROM:<address>');
    const mailParameters = (parsed[2] ?? '').split(/\s+/).filter((parameter) => parameter !== '');
    const { behaviour } = this.#host;
    for (const parameter of mailParameters) {
      const [keyword = '', value = ''] = parameter.toUpperCase().split('=');
      if (keyword === 'SIZE' && Number(value) > behaviour.maxMessageSize)
        return this.#reply('552 5.3.4 Too big');
      const known =
        keyword === 'SIZE' ||
        (keyword === 'BODY' && behaviour.eightBitMime) ||
        (keyword === 'SMTPUTF8' && behaviour.smtpUtf8) ||
        (parameter.toUpperCase() === 'REQUIRETLS' && this.#takesRequireTls());
      if (!known) return this.#reply(`555 5.5.4 Parameter ${keyword} not known`);
    }
    this.#envelope = { mailFrom: parsed[1] ?? '', mailParameters, rcptTo: [] };
    return this.#reply('250 2.1.0 Ok');
  }

  async #recipient(rest: string): Promise<void> {
    const recipient = /^TO:\s*<([^>]+)>/i.exec(rest)?.[1];
    const envelope = this.#envelope;
    if (!envelope) return this.#reply('503 5.5.1 Need MAIL first');
    if (recipient === undefined) return this.#reply('501 5.5.4 Syntax: RCPT TO:<address>');
    switch (this.#host.behaviour.recipients) {
      case 'unknown':
        return this.#reply(`550 5.1.1 <${recipient}> No such user here`);
      case 'some-full':
        if (recipient.startsWith('full')) return this.#reply(`452 4.2.2 <${recipient}> Mailbox full`);
        break;
      case 'greylisted':
        if (!this.#host.knowsPair(envelope.mailFrom, recipient)) {
          return this.#reply(`451 4.7.1 <${recipient}> Greylisted, come back later`);
        }
        break;
      case 'accepted':
    }
    envelope.rcptTo.push(recipient);
    return this.#reply('250 2.1.5 Ok');
  }

  async #takeMessageLine(message: Buffer[], line: Buffer): Promise<void> {
    if (line.length !== 1 || line[0] !== dot) {
      message.push(line[0] === dot ? line.subarray(1) : line, crlf);
      return;
    }
    const raw = Buffer.concat(message);
    const envelope = this.#envelope;
    this.#message = null;
    this.#envelope = null;
    this.#note('note', `(the message: ${raw.length} octets, then the final dot)`);
    if (!envelope) return;
    switch (this.#host.behaviour.message) {
      case 'refused':
        return this.#reply('554 5.7.1 Message refused for its content');
      case 'deferred':
        return this.#reply('451 4.3.0 Come back later');
      case 'cut':
        this.#host.take(envelope, raw, null);
        this.#note('note', '(connection dropped without an answer)');
        this.#socket.resetAndDestroy();
        return;
      case 'accepted': {
        if (raw.length > this.#host.behaviour.maxMessageSize) return this.#reply('552 5.3.4 Too big');
        const reply = '250 2.0.0 Ok, taken';
        this.#host.take(envelope, raw, reply);
        return this.#reply(reply);
      }
    }
  }

  async #startTls(): Promise<void> {
    const { behaviour, certificate } = this.#host;
    if (this.#record.tls) return this.#reply('503 5.5.1 TLS is on already');
    if (behaviour.starttls === 'not-offered') return this.#reply('502 5.5.1 Not offered');
    if (behaviour.starttls === 'refused') return this.#reply('554 5.7.0 TLS not available');
    if (behaviour.starttls === 'deferred') return this.#reply('454 4.7.0 TLS not available for now');

    await this.#send(['220 2.0.0 Ready for TLS'], behaviour.injectedText);
    this.#socket.off('data', this.#receivePlaintext);
    // RFC 3207, 4.2: what came before TLS is forgotten, commands sent too early among it.
    this.#unread = Buffer.alloc(0);
    this.#envelope = null;
    this.#greeted = false;
    if (behaviour.starttls !== 'works') {
      this.#breakOff(behaviour.starttls);
      return;
    }
    const secured = await secure(this.#socket, certificate, behaviour.tlsVersions, {
      received: (octets) => {
        this.#record.addHandshake(octets);
      },
      failed: (reason) => {
        this.#note('note', `(TLS handshake failed: ${reason})`);
      },
    });
    if (!secured) return;
    this.#record.tls = secured.tls;
    this.#note('note', `(encrypted from here: ${secured.tls.version}, ${secured.tls.cipher})`);
    this.#stream = secured.stream;
    this.#stream.on('data', this.#receive);
  }

  /** Misbehaves as soon as the ClientHello arrives. */
  #breakOff(how: 'reset' | 'silent'): void {
    this.#socket.once('data', () => {
      this.#note('note', how === 'reset' ? '(reset at the first octet of TLS)' : '(silent from here)');
      if (how === 'reset') this.#socket.resetAndDestroy();
    });
    this.#socket.prependListener('data', (octets) => {
      this.#record.addHandshake(octets);
    });
  }

  #reply(...lines: string[]): Promise<void> {
    return this.#send(lines);
  }

  /** Sends the lines of one reply, and `injected` as it is, in one segment. */
  async #send(lines: readonly string[], injected = ''): Promise<void> {
    const { delay } = this.#host.behaviour;
    if (delay > 0) await wait(delay, undefined, { signal: this.#closed.signal }).catch(() => undefined);
    if (this.#closed.signal.aborted || !this.#stream.writable) return;
    this.#stream.write(lines.map((line) => `${line}\r\n`).join('') + injected);
    for (const line of lines) this.#note('server', line);
    if (injected !== '') this.#note('note', `(injected in plaintext: ${injected.trimEnd()})`);
  }

  #note(from: TranscriptLine['from'], text: string): void {
    const line = { at: new Date(), from, text, encrypted: this.#record.tls !== null };
    this.#record.lines.push(line);
    this.#host.said(line);
  }
}
