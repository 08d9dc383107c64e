/**
 * A mail server that takes everything and keeps nothing, a process of its own: enough of RFC 5321 for one
 * client that behaves, STARTTLS (RFC 3207), PIPELINING. It counts messages and looks at the TLS of each
 * connection.
 */
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';

import type { SinkOrder, SinkReport } from './sink.ts';
import { describeTls, EXPECTED_TLS, TLS_OPTIONS } from './tls.ts';

const END_OF_MESSAGE = Buffer.from('\r\n.\r\n');
const EXTENSIONS = ['PIPELINING', 'SIZE 26214400', '8BITMIME', 'ENHANCEDSTATUSCODES'];

let messages = 0;
let connections = 0;
let unexpectedTls: string | null = null;

class Session {
  #socket: Socket;
  readonly #context: SecureContext;
  #secured = false;
  #inMessage = false;
  #pending: Buffer = Buffer.alloc(0);

  constructor(socket: Socket, context: SecureContext) {
    this.#socket = socket;
    this.#context = context;
    socket.setNoDelay(true);
    this.#listen();
    this.#reply('220 sink.example ESMTP');
  }

  #listen(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
      this.#read();
    });
    this.#socket.on('error', () => this.#socket.destroy());
  }

  #reply(...lines: readonly string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  #read(): void {
    for (;;) {
      const mark = this.#inMessage ? END_OF_MESSAGE : '\r\n';
      const end = this.#pending.indexOf(mark);
      if (end < 0) return;
      const line = this.#inMessage ? null : this.#pending.toString('latin1', 0, end);
      this.#pending = this.#pending.subarray(end + mark.length);
      if (line === null) this.#endMessage();
      else this.#obey(line.split(/[ :]/)[0]?.toUpperCase() ?? '');
    }
  }

  #endMessage(): void {
    this.#inMessage = false;
    messages += 1;
    this.#reply('250 2.0.0 taken');
  }

  #obey(verb: string): void {
    switch (verb) {
      case 'EHLO': {
        const offered = this.#secured ? EXTENSIONS : [...EXTENSIONS, 'STARTTLS'];
        const lines = ['sink.example', ...offered];
        this.#reply(...lines.map((line, index) => `250${index < lines.length - 1 ? '-' : ' '}${line}`));
        return;
      }
      case 'STARTTLS':
        this.#reply('220 2.0.0 go ahead');
        this.#startTls();
        return;
      case 'DATA':
        this.#inMessage = true;
        this.#reply('354 go ahead');
        return;
      case 'QUIT':
        this.#reply('221 2.0.0 bye');
        this.#socket.end();
        return;
      default:
        this.#reply(this.#secured ? '250 2.0.0 ok' : '530 5.7.0 Must issue a STARTTLS command first');
    }
  }

  #startTls(): void {
    this.#socket.removeAllListeners('data');
    const socket = new TLSSocket(this.#socket, {
      isServer: true,
      secureContext: this.#context,
      minVersion: TLS_OPTIONS.minVersion,
    });
    socket.once('secure', () => {
      this.#secured = true;
      connections += 1;
      const spoken = describeTls(socket);
      if (spoken !== EXPECTED_TLS) unexpectedTls = spoken;
    });
    this.#socket = socket;
    this.#listen();
  }
}

function start({ address, port, certificatePem, keyPem }: SinkOrder): void {
  const context = createSecureContext({ ...TLS_OPTIONS, cert: certificatePem, key: keyPem });
  const server = createServer((socket) => {
    new Session(socket, context);
  });
  server.listen(port, address, 1024, () => process.send?.('listening'));
}

process.on('message', (order: SinkOrder | 'report') => {
  if (order === 'report') process.send?.({ messages, connections, unexpectedTls } satisfies SinkReport);
  else start(order);
});
process.on('disconnect', () => process.exit());
