/**
 * A home server for the tests: speaks SMTP over real sockets, with STARTTLS or TLS from the start, answers by
 * script, and writes down every line it got, split by whether it came in plaintext or over TLS.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';

import type { ServerCertificate } from '../../../infra/local/internet/certificates.ts';

export interface Script {
  readonly certificate: ServerCertificate;
  readonly implicitTls?: boolean;
  readonly offersStartTls?: boolean;
  readonly extensions?: readonly string[];
  /** Where the plaintext EHLO is answered otherwise. */
  readonly extensionsBeforeTls?: readonly string[];
  readonly greeting?: string;
  /** Answers to MAIL, RCPT or the final dot, one per connection in order; the last one repeats. */
  readonly mail?: readonly string[];
  readonly rcpt?: readonly string[];
  /** `cut` closes the connection without an answer. */
  readonly finalDot?: readonly string[];
}

export interface Taken {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly message: string;
}

export interface HomeServerDouble {
  readonly port: number;
  readonly plaintext: string[];
  readonly encrypted: string[];
  /** Messages that were answered with 2xx. */
  readonly taken: Taken[];
  connections: number;
  close(): Promise<void>;
}

type Answers = readonly string[] | undefined;

function answerOf(answers: Answers, connection: number): string {
  return answers?.[Math.min(connection, answers.length - 1)] ?? '250 2.0.0 ok';
}

export async function startHomeServer(script: Script): Promise<HomeServerDouble> {
  const { certificate, implicitTls = false, offersStartTls = true } = script;
  const tlsOptions = { cert: certificate.certificatePem, key: certificate.keyPem };
  const open = new Set<Socket>();
  const double = {
    plaintext: [] as string[],
    encrypted: [] as string[],
    taken: [] as Taken[],
    connections: 0,
  };

  const serve = (socket: Socket): void => {
    const connection = double.connections;
    double.connections += 1;
    open.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => open.delete(socket));
    converse(socket, connection, true);
  };

  function converse(socket: Socket, connection: number, greets: boolean): void {
    const isEncrypted = socket instanceof TLSSocket;
    const log = isEncrypted ? double.encrypted : double.plaintext;
    let pending = '';
    let message: string[] | null = null;
    let sender = '';
    let recipients: string[] = [];
    const say = (line: string): void => {
      socket.write(`${line}\r\n`);
    };

    const endOfMessage = (lines: readonly string[]): void => {
      const answer = answerOf(script.finalDot, connection);
      const text = lines.map((line) => `${line.replace(/^\./, '')}\r\n`).join('');
      if (answer.startsWith('2')) double.taken.push({ sender, recipients, message: text });
      if (answer === 'cut') socket.destroy();
      else say(answer);
    };

    const take = (line: string): void => {
      log.push(line);
      if (message !== null) {
        if (line !== '.') message.push(line);
        else {
          endOfMessage(message);
          message = null;
        }
        return;
      }
      const verb = line.replace(/[ :].*/, '').toUpperCase();
      switch (verb) {
        case 'EHLO': {
          const starttls = offersStartTls && !isEncrypted ? ['STARTTLS'] : [];
          const { extensions = ['8BITMIME', 'SMTPUTF8', 'PIPELINING'] } = script;
          const offered = isEncrypted ? extensions : (script.extensionsBeforeTls ?? extensions);
          const offers = ['home', ...offered, ...starttls];
          for (const offer of offers.slice(0, -1)) say(`250-${offer}`);
          say(`250 ${offers.at(-1) ?? ''}`);
          return;
        }
        case 'STARTTLS':
          socket.off('data', onData);
          socket.write('220 go ahead\r\n', () => {
            const secure = new TLSSocket(socket, { isServer: true, ...tlsOptions });
            secure.on('error', () => undefined);
            converse(secure, connection, false);
          });
          return;
        case 'MAIL':
          sender = /<(.*?)>/.exec(line)?.[1] ?? '';
          recipients = [];
          say(answerOf(script.mail, connection));
          return;
        case 'RCPT':
          recipients.push(/<(.*?)>/.exec(line)?.[1] ?? '');
          say(answerOf(script.rcpt, connection));
          return;
        case 'DATA':
          message = [];
          say('354 go on');
          return;
        case 'QUIT':
          socket.end('221 bye\r\n');
          return;
        default:
          say('500 what?');
      }
    };
    const onData = (chunk: Buffer): void => {
      pending += chunk.toString('utf8');
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        take(line);
      }
    };
    socket.on('error', () => undefined);
    socket.on('data', onData);
    if (greets) say(script.greeting ?? '220 home ESMTP');
  }

  const server: Server = implicitTls ? createTlsServer(tlsOptions, serve) : createServer(serve);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return Object.assign(double, {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  });
}
