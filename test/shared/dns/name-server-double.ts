/** A name server on loopback whose answers the test writes: UDP and TCP on one port, or TLS. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import type { NameServer } from '../../../shared/dns/name-servers.ts';

export interface Asked {
  readonly query: Buffer;
  readonly over: 'udp' | 'stream';
  /** Counts connections from 1; 0 over UDP. */
  readonly connection: number;
  /** The asker's. */
  readonly port: number;
}

/** Gives the answers to send, in order; none for silence; 'hang up' ends the connection. */
export type Respond = (
  asked: Asked,
) => readonly Buffer[] | 'hang up' | Promise<readonly Buffer[] | 'hang up'>;

export interface NameServerDouble extends AsyncDisposable {
  readonly server: NameServer;
  readonly asked: Asked[];
}

function frame(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

export async function startNameServer(
  respond: Respond,
  certificate?: { readonly certificatePem: string; readonly keyPem: string; readonly name?: string },
): Promise<NameServerDouble> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const serve = (socket: Socket): void => {
    const connection = ++connections;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE()) {
        const query = received.subarray(2, 2 + received.readUInt16BE());
        received = received.subarray(2 + query.length);
        const one: Asked = { query, over: 'stream', connection, port: socket.remotePort ?? 0 };
        asked.push(one);
        void Promise.resolve(respond(one)).then((answers) => {
          if (answers === 'hang up') socket.destroy();
          // In pieces, as TCP may deliver them.
          else
            for (const answer of answers)
              for (const part of [frame(answer).subarray(0, 1), frame(answer).subarray(1)])
                socket.write(part);
        });
      }
    });
  };
  const listener =
    certificate === undefined
      ? createTcpServer(serve)
      : createTlsServer(
          { cert: certificate.certificatePem, key: certificate.keyPem, ALPNProtocols: ['dot'] },
          serve,
        );
  listener.on('tlsClientError', () => undefined);
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const bound = listener.address();
  if (bound === null || typeof bound === 'string') throw new Error('not listening');
  const { port } = bound;
  const udp = createSocket('udp4');
  udp.on('message', (query, from) => {
    const one: Asked = { query, over: 'udp', connection: 0, port: from.port };
    asked.push(one);
    void Promise.resolve(respond(one)).then((answers) => {
      if (answers !== 'hang up') for (const answer of answers) udp.send(answer, from.port, from.address);
    });
  });
  if (certificate === undefined) {
    udp.bind(port, '127.0.0.1');
    await once(udp, 'listening');
  }
  return {
    server: {
      address: '127.0.0.1',
      port,
      transport: certificate === undefined ? 'udp' : 'tls',
      ...(certificate?.name === undefined ? {} : { name: certificate.name }),
    },
    asked,
    [Symbol.asyncDispose]: async () => {
      udp.close();
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}
