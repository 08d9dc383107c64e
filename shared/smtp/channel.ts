/**
 * The two directions of an SMTP client connection: commands out, replies in (RFC 5321 section 4.2), over a
 * socket that may turn into a TLS socket half-way. Everything from the peer is bounded, replies by the number
 * of commands; a peer that breaks the protocol, the connection or a deadline gives a `Broken` value, never an
 * exception.
 */
import type { Socket } from 'node:net';

import { replyText } from '../policy/judge.ts';
import { ReplyReader, type FullReply } from './replies.ts';

export interface Broken {
  readonly broken: string;
}

/** More than this is no answer to QUIT. */
const MOST_OCTETS_AFTER_QUIT = 64 * 1024;

function inWords(error: NodeJS.ErrnoException): string {
  return `the connection broke (${error.code ?? error.message})`;
}

export class Channel {
  #socket: Socket;
  readonly #reader = new ReplyReader();
  readonly #replies: FullReply[] = [];
  /** Replies that may still come: the greeting at first, then those that were asked for. */
  #awaited = 1;
  #violated = false;
  #ended: string | undefined;
  #wake: (() => void) | undefined;
  readonly #onData = (chunk: Buffer): void => {
    this.#receive(chunk);
  };
  readonly #onError = (error: NodeJS.ErrnoException): void => {
    this.#end(inWords(error));
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

  #violate(detail: string): void {
    this.#violated = true;
    this.#end(detail);
    this.destroy();
  }

  #receive(chunk: Buffer): void {
    for (const reply of this.#reader.take(chunk)) {
      if ('violation' in reply) {
        this.#violate(reply.violation);
        return;
      }
      if (this.#awaited === 0) {
        const leaves = reply.code === 421; // RFC 5321 section 3.8: may be said at any time.
        const said = replyText(reply);
        this.#violate(
          leaves ? `the server closed the session: ${said}` : `the server said unasked: "${said}"`,
        );
        return;
      }
      this.#awaited -= 1;
      this.#replies.push(reply);
    }
    if (this.#replies.length > 0) this.#wake?.();
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

  /** What has come in already: a reply, or the end of the connection; null where nothing has. */
  poll(): FullReply | Broken | null {
    const reply = this.#replies.shift();
    if (reply !== undefined) return reply;
    return this.#ended === undefined ? null : { broken: this.#ended };
  }

  /**
   * Writes octets that ask for so many replies, and waits until the system has taken them in, at most until
   * `deadline`.
   */
  async write(octets: Buffer | string, deadline: number, replies = 0): Promise<Broken | null> {
    if (this.#ended !== undefined) return { broken: this.#ended };
    this.#awaited += replies;
    return new Promise<Broken | null>((resolve) => {
      const timer = setTimeout(() => {
        resolve({ broken: 'the server stopped taking data' });
      }, deadline - Date.now());
      this.#socket.write(octets, (error) => {
        clearTimeout(timer);
        resolve(error ? { broken: this.#ended ?? inWords(error) } : null);
      });
    });
  }

  /**
   * Gives the socket away for a TLS handshake. Octets that came in plaintext behind the answer to STARTTLS
   * would be read as if they were protected (CVE-2011-0411): then it gives null and the connection is over.
   */
  releaseForHandshake(): Socket | null {
    const injected = this.#violated || this.#reader.isHalfWay || this.#replies.length > 0;
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
    if (this.#ended !== undefined || socket.destroyed) {
      this.destroy();
      return;
    }
    socket.off('data', this.#onData);
    let octets = 0;
    socket.on('data', (chunk: Buffer) => {
      octets += chunk.length;
      if (octets > MOST_OCTETS_AFTER_QUIT) socket.destroy();
    });
    socket.end('QUIT\r\n');
    const timer = setTimeout(() => socket.destroy(), 2000);
    socket.once('close', () => {
      clearTimeout(timer);
    });
  }

  /** Cuts the connection; nothing more is heard of it. */
  destroy(): void {
    this.#socket.off('data', this.#onData);
    this.#socket.destroy();
  }
}

export function isBroken(value: object | null): value is Broken {
  return value !== null && 'broken' in value;
}
