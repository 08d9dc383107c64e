/**
 * A simulated provider writes to this system: one message over real SMTP to the local MX port, from the provider's
 * own loopback address, with TLS, without it, or with an outdated one, so that a newcomer sees what is refused and
 * what arrives. A counterpart for people to watch: it checks no certificate, queues nothing and tries once.
 */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type SecureVersion } from 'node:tls';

import type { TranscriptLine } from '../internet/transcript.ts';

export const SENDER_TLS = ['now', 'none', 'outdated'] as const;
/** `now`: TLS as today; `none`: plaintext; `outdated`: TLS 1.0 and nothing newer. */
export type SenderTls = (typeof SENDER_TLS)[number];

export interface Letter {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly tls: SenderTls;
}

export interface Sending {
  /** `broken`: the connection or the handshake ended before there was an answer. */
  readonly outcome: 'accepted' | 'refused' | 'broken';
  /** The answer that decided it, or what broke. */
  readonly detail: string;
  readonly tls: { readonly version: string; readonly cipher: string } | null;
  readonly lines: readonly TranscriptLine[];
}

export interface SenderOptions {
  readonly to: { readonly address: string; readonly port: number };
  /** What it calls itself in EHLO, and the address that it comes from. */
  readonly host: string;
  readonly localAddress?: string;
  /** Told of each line as it is said. */
  readonly said?: (line: TranscriptLine) => void;
  /** Milliseconds for the whole. @default 15000 */
  readonly patience?: number;
}

class Refused extends Error {}

/** Replies from a stream of octets, one after the other; rejects when the connection ends or takes too long. */
class Replies {
  #unread = '';
  #failure: Error | null = null;
  #wake: () => void = () => undefined;

  listen(socket: Socket): void {
    socket.on('data', (octets: Buffer) => {
      this.#unread += octets.toString('utf8');
      this.#wake();
    });
    socket.on('error', (error) => {
      this.#fail(error);
    });
    socket.on('close', () => {
      this.#fail(new Error('the connection was closed'));
    });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }

  async next(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(this.#unread)?.[0];
      if (whole !== undefined) {
        this.#unread = this.#unread.slice(whole.length);
        return whole.trimEnd();
      }
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

const OUTDATED: { minVersion: SecureVersion; maxVersion: SecureVersion; ciphers: string } = {
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1',
  ciphers: 'DEFAULT@SECLEVEL=0',
};

function compose({ from, to, subject, text }: Letter, host: string): string {
  const lines = [
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@${host}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
  ];
  return lines.join('\r\n');
}

/** Sends it. Refusals and broken connections are outcomes, not errors. */
export async function sendLetter(letter: Letter, options: SenderOptions): Promise<Sending> {
  const lines: TranscriptLine[] = [];
  const state: { tls: Sending['tls'] } = { tls: null };
  const note = (from: TranscriptLine['from'], text: string): void => {
    const line = { at: new Date(), from, text, encrypted: state.tls !== null };
    lines.push(line);
    options.said?.(line);
  };
  const { localAddress } = options;
  let socket: Socket = connect({
    host: options.to.address,
    port: options.to.port,
    ...(localAddress !== undefined && { localAddress }),
  });
  const raw = socket;
  const timer = setTimeout(() => raw.destroy(new Error('it took too long')), options.patience ?? 15_000);
  let replies = new Replies();
  replies.listen(socket);
  const hear = async (expected: string): Promise<string> => {
    const reply = await replies.next();
    for (const text of reply.split('\r\n')) note('server', text);
    if (!reply.startsWith(expected)) throw new Refused(reply.replaceAll('\r\n', ' '));
    return reply;
  };
  const say = (line: string, expected: string): Promise<string> => {
    note('client', line);
    socket.write(`${line}\r\n`);
    return hear(expected);
  };
  const encrypt = async (): Promise<void> => {
    await say('STARTTLS', '220');
    raw.removeAllListeners('data');
    const secured = connectTls({
      socket: raw,
      rejectUnauthorized: false,
      ...(letter.tls === 'outdated' && OUTDATED),
    });
    replies = new Replies();
    replies.listen(secured);
    await new Promise<void>((resolve, reject) => {
      secured.once('secureConnect', resolve);
      secured.once('error', reject);
      secured.once('close', () => {
        reject(new Error('the connection was closed during the handshake'));
      });
    });
    socket = secured;
    state.tls = { version: secured.getProtocol() ?? 'unknown', cipher: secured.getCipher().name };
    note('note', `(encrypted from here: ${state.tls.version}, ${state.tls.cipher})`);
  };
  const end = (outcome: Sending['outcome'], detail: string): Sending => {
    clearTimeout(timer);
    raw.destroy();
    return { outcome, detail, tls: state.tls, lines };
  };
  try {
    await hear('220');
    await say(`EHLO ${options.host}`, '250');
    if (letter.tls !== 'none') {
      await encrypt();
      await say(`EHLO ${options.host}`, '250');
    }
    await say(`MAIL FROM:<${letter.from}>`, '250');
    await say(`RCPT TO:<${letter.to}>`, '250');
    await say('DATA', '354');
    const message = compose(letter, options.host);
    note('note', `(the message: ${Buffer.byteLength(message)} octets, then the final dot)`);
    socket.write(`${message}\r\n.\r\n`);
    const reply = await hear('250');
    await say('QUIT', '221').catch(() => undefined);
    return end('accepted', reply);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (error instanceof Refused) {
      await say('QUIT', '221').catch(() => undefined);
      return end('refused', detail);
    }
    note('note', `(broken off: ${detail})`);
    return end('broken', detail);
  }
}
