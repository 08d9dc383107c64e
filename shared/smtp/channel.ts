/**
 * The two directions of an SMTP client connection: commands out, replies in (RFC 5321 section 4.2), over a
 * socket that may turn into a TLS socket half-way. Everything from the peer is bounded; a peer that breaks
 * the protocol, the connection or a deadline gives a `Broken` value, never an exception.
 */
import type { Socket } from 'node:net';

import type { Reply } from '../policy/judge.ts';

export interface Broken {
  readonly broken: string;
}

/** A reply with all its lines, as EHLO needs them. */
export interface FullReply extends Reply {
  readonly lines: readonly string[];
}

const MOST_REPLY_OCTETS = 64 * 1024;
const REPLY_LINE = /^([2-5][0-9]{2})(?:([ -])(.*))?$/s;
const ENHANCED_STATUS = /^([245]\.[0-9]{1,3}\.[0-9]{1,3})(?: +|$)/;

/** Control characters and over-long texts of a stranger have no place in logs, notices or the API. */
function tidy(text: string): string {
  return text
    .replace(/[^\x20-\x7e\u{a0}-\u{10ffff}]+/gu, ' ')
    .slice(0, 512)
    .trim();
}

function toReply(code: number, lines: readonly string[]): FullReply {
  const status = ENHANCED_STATUS.exec(lines[0] ?? '')?.[1] ?? null;
  const texts = lines.map((line) => (status === null ? line : line.replace(ENHANCED_STATUS, '')));
  return { code, status, text: tidy(texts.join(' ')), lines };
}

export class Channel {
  #socket: Socket;
  #pending = '';
  #lines: string[] = [];
  #code: number | undefined;
  readonly #replies: FullReply[] = [];
  #ended: string | undefined;
  #wake: (() => void) | undefined;
  readonly #onData = (chunk: Buffer): void => {
    this.#receive(chunk);
  };
  readonly #onError = (error: NodeJS.ErrnoException): void => {
    this.#end(`the connection broke (${error.code ?? error.message})`);
  };
  readonly #onClose = (): void => {
    this.#end('the server closed the connection');
  };

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  #listen(): void {
    this.#socket.on('data', this.#onData);
    this.#socket.on('error', this.#onError);
    this.#socket.on('close', this.#onClose);
  }

  #end(detail: string): void {
    this.#ended ??= detail;
    this.#wake?.();
  }

  #receive(chunk: Buffer): void {
    this.#pending += chunk.toString('utf8');
    if (this.#pending.length > MOST_REPLY_OCTETS) {
      this.#end('the server sent an endless reply');
      this.#socket.destroy();
      return;
    }
    let newline = this.#pending.indexOf('\n');
    while (newline >= 0) {
      this.#takeLine(this.#pending.slice(0, newline).replace(/\r$/, ''));
      this.#pending = this.#pending.slice(newline + 1);
      newline = this.#pending.indexOf('\n');
    }
    if (this.#replies.length > 0) this.#wake?.();
  }

  #takeLine(line: string): void {
    const [, digits, separator, text = ''] = REPLY_LINE.exec(line) ?? [];
    const code = Number(digits);
    if (digits === undefined || (this.#code !== undefined && this.#code !== code)) {
      this.#end(`the server sent something that is no SMTP reply: "${tidy(line).slice(0, 80)}"`);
      this.#socket.destroy();
      return;
    }
    this.#lines.push(text);
    this.#code = code;
    if (separator === '-' && this.#lines.length < 256) return;
    this.#replies.push(toReply(code, this.#lines));
    this.#lines = [];
    this.#code = undefined;
  }

  /** Waits for the next reply, at most until `deadline` (milliseconds since the epoch). */
  async read(deadline: number, waitingFor: string): Promise<FullReply | Broken> {
    for (;;) {
      const reply = this.#replies.shift();
      if (reply !== undefined) return reply;
      if (this.#ended !== undefined) return { broken: `${this.#ended} ${waitingFor}` };
      const wait = deadline - Date.now();
      if (wait <= 0) return { broken: `the server did not answer in time ${waitingFor}` };
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
  }

  /** Writes octets and waits for the socket to take them in, at most until `deadline`. */
  async write(octets: Buffer | string, deadline: number): Promise<Broken | null> {
    if (this.#ended !== undefined) return { broken: this.#ended };
    if (this.#socket.write(octets)) return null;
    return new Promise<Broken | null>((resolve) => {
      const socket = this.#socket;
      const finish = (result: Broken | null): void => {
        clearTimeout(timer);
        socket.off('drain', onDrain);
        socket.off('close', onClose);
        resolve(result);
      };
      const onDrain = (): void => {
        finish(null);
      };
      const onClose = (): void => {
        finish({ broken: this.#ended ?? 'the server closed the connection' });
      };
      const timer = setTimeout(() => {
        finish({ broken: 'the server stopped taking data' });
      }, deadline - Date.now());
      socket.once('drain', onDrain);
      socket.once('close', onClose);
    });
  }

  /**
   * Gives the socket away for a TLS handshake. Octets that came in plaintext behind the answer to STARTTLS
   * would be read as if they were protected (CVE-2011-0411): then it gives null and the connection is over.
   */
  releaseForHandshake(): Socket | null {
    const injected = this.#pending !== '' || this.#lines.length > 0 || this.#replies.length > 0;
    this.#socket.off('data', this.#onData);
    if (injected) {
      this.#socket.destroy();
      return null;
    }
    this.#socket.off('error', this.#onError);
    this.#socket.off('close', this.#onClose);
    return this.#socket;
  }

  /** Goes on over the encrypted socket. */
  adopt(encrypted: Socket): void {
    this.#socket = encrypted;
    this.#listen();
  }

  /** Says QUIT without waiting for the answer, and lets the connection go. */
  quit(): void {
    const socket = this.#socket;
    if (this.#ended !== undefined || socket.destroyed) return;
    socket.end('QUIT\r\n');
    const timer = setTimeout(() => socket.destroy(), 2000);
    socket.once('close', () => {
      clearTimeout(timer);
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

export function isBroken(value: object | null): value is Broken {
  return value !== null && 'broken' in value;
}
