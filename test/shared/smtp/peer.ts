/** A peer on loopback that does with its end of each connection what the test says, in plaintext. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after } from 'node:test';

import { Channel } from '../../../shared/smtp/channel.ts';
import type { EncryptedSession, Extensions } from '../../../shared/smtp/session.ts';

const open = new Set<Socket>();
after(() => {
  for (const socket of open) socket.destroy();
});

/** Opens a server that has `behave` for every connection, until the tests of the file are over. */
export async function startPeer(behave: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    behave(socket);
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Both ends of a connection: the client's channel, and the server's socket in the hands of `behave`. */
export async function channelTo(
  behave: (socket: Socket) => void,
): Promise<{ channel: Channel; socket: Socket; server: Server }> {
  const server = await startPeer(behave);
  const socket = connect({ port: portOf(server), host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return { channel: new Channel(socket), socket, server };
}

/** Calls `take` with each line that comes in, without its line end. */
export function eachLine(socket: Socket, take: (line: string) => void): void {
  let pending = '';
  socket.on('data', (chunk) => {
    pending += chunk.toString('latin1');
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 2);
      take(line);
    }
  });
}

/**
 * A server past its handshake, as far as a transaction is concerned: greets, says 250 to every command and
 * 354 to DATA, then hands the connection over to `receive`.
 */
export async function sessionWith(
  receive: (socket: Socket) => void,
  extensions: Extensions = new Map(),
): Promise<{ session: EncryptedSession; socket: Socket; server: Server }> {
  const end = await channelTo((peer) => {
    peer.write('220 ready\r\n');
    const take = (chunk: Buffer): void => {
      for (const line of chunk.toString('latin1').split('\r\n').slice(0, -1)) {
        if (line === 'DATA') {
          peer.off('data', take);
          receive(peer);
          peer.write('354 go on\r\n');
        } else if (line === 'QUIT') peer.end('221 bye\r\n');
        else peer.write('250 ok\r\n');
      }
    };
    peer.on('data', take);
  });
  const { channel, socket, server } = end;
  await channel.read(Date.now() + 10_000, 'before its greeting');
  const session: EncryptedSession = { channel, extensions, chain: [], verificationFailure: null };
  return { session, socket, server };
}
