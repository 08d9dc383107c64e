/**
 * One question over UDP: its own socket, so its own random source port, connected, so that only the asked
 * server's packets arrive; and only a packet that fits the question ends the wait (RFC 5452 section 9).
 */
import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';

import type { NameServer } from './name-servers.ts';
import type { Exchanged } from './stream.ts';

const MOST_STRAY_PACKETS = 100;

/** `fits` says whether the octets answer the question; others are left lying. */
export function exchangeDatagram(
  server: NameServer,
  query: Buffer,
  milliseconds: number,
  fits: (octets: Buffer) => boolean,
): Promise<Exchanged> {
  return new Promise((resolve) => {
    const socket = createSocket(isIP(server.address) === 6 ? 'udp6' : 'udp4');
    let stray = 0;
    let over = false;
    const finish = (exchanged: Exchanged): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      socket.close();
      resolve(exchanged);
    };
    const lost = (error: Error): void => {
      finish({ kind: 'lost', detail: `no answer (${error.message})`, fresh: true });
    };
    const timer = setTimeout(() => {
      finish({ kind: 'timeout' });
    }, milliseconds);
    socket.on('error', lost);
    socket.on('message', (octets) => {
      if (fits(octets)) finish({ kind: 'answer', octets });
      else if (++stray > MOST_STRAY_PACKETS)
        finish({ kind: 'lost', detail: 'answers that fit no question', fresh: true });
    });
    socket.connect(server.port, server.address, () => {
      if (over) return;
      socket.send(query, (error) => {
        if (error !== null) lost(error);
      });
    });
  });
}
