/**
 * A bare SMTP client for tests of the simulated providers: sends exactly what it is told, octet for octet, and
 * shows exactly what came back.
 */
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';

export class SmtpDialogue {
  #stream: Socket;
  #unread = '';

  private constructor(socket: Socket) {
    this.#stream = socket;
    this.#listen();
  }

  /** Connects and reads the greeting. */
  static async open(to: { address: string; port: number }): Promise<SmtpDialogue> {
    const socket = connectTcp(to.port, to.address);
    await once(socket, 'connect');
    socket.setNoDelay(true);
    const dialogue = new SmtpDialogue(socket);
    await dialogue.reply();
    return dialogue;
  }

  get socket(): Socket {
    return this.#stream;
  }

  send(octets: string | Buffer): void {
    this.#stream.write(octets);
  }

  /** Sends one line and gives the whole reply, lines joined with LF. */
  say(line: string): Promise<string> {
    this.send(`${line}\r\n`);
    return this.reply();
  }

  /** The next whole reply; rejects when the connection closes before it is there. */
  async reply(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(this.#unread)?.[0];
      if (whole !== undefined) {
        this.#unread = this.#unread.slice(whole.length);
        return whole.trimEnd().replaceAll('\r\n', '\n');
      }
      if (this.#stream.destroyed || this.#stream.readableEnded) throw new Error('the connection was closed');
      const waited = new AbortController();
      const { signal } = waited;
      await Promise.race(['data', 'end', 'close'].map((event) => once(this.#stream, event, { signal })));
      waited.abort();
    }
  }

  /** Takes what has come in and not been asked for: more than replies, if somebody injected text. */
  takeUnread(): string {
    const unread = this.#unread;
    this.#unread = '';
    return unread;
  }

  /** Starts TLS on the open connection; rejects with the handshake's error. */
  async encrypt(options: ConnectionOptions = {}): Promise<TLSSocket> {
    this.#stream.removeAllListeners('data');
    const secured = connectTls({ socket: this.#stream, rejectUnauthorized: false, ...options });
    await once(secured, 'secureConnect');
    this.#stream = secured;
    this.#listen();
    return secured;
  }

  #listen(): void {
    this.#stream.on('error', () => undefined);
    this.#stream.on('data', (octets: Buffer) => {
      this.#unread += octets.toString('latin1');
    });
  }
}

/** EHLO, STARTTLS, handshake and EHLO again, as a good client does. */
export async function openEncrypted(
  to: { address: string; port: number },
  options: ConnectionOptions = {},
): Promise<{ dialogue: SmtpDialogue; secured: TLSSocket }> {
  const dialogue = await SmtpDialogue.open(to);
  await dialogue.say('EHLO client.test');
  await dialogue.say('STARTTLS');
  const secured = await dialogue.encrypt(options);
  await dialogue.say('EHLO client.test');
  return { dialogue, secured };
}

/** Sends one message to one recipient; gives the reply that ended the attempt. */
export async function sendMessage(
  dialogue: SmtpDialogue,
  message = 'Subject: test\r\n\r\nHello.\r\n',
  recipient = 'bob@there.example',
): Promise<string> {
  for (const line of ['MAIL FROM:<alice@here.example>', `RCPT TO:<${recipient}>`, 'DATA']) {
    const reply = await dialogue.say(line);
    if (!/^[23]/.test(reply)) return reply;
  }
  dialogue.send(message);
  return dialogue.say('.');
}
