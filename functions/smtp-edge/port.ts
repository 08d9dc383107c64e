/**
 * One TCP port: accepts, finds out who the client is, counts it, and hands it to its listener. Connections
 * that there is no room for are told so where a reply can be read yet (RFC 5321 section 3.1: 421).
 */
import { once } from 'node:events';
import { createServer, isIP, type AddressInfo, type BlockList, type Server, type Socket } from 'node:net';

import { METRICS } from '../../shared/observe/names.ts';
import type { Observer } from '../../shared/observe/observer.ts';
import { plainAddress } from './client-address.ts';
import type { EdgeConfiguration } from './configuration.ts';
import type { Census } from './limits.ts';
import type { Listener } from './listener.ts';
import { readProxyHeader, type ProxiedClient } from './proxy-protocol.ts';
import { refuse, replyText, type Refusal } from './reply.ts';

const SERVER_FULL = refuse(421, '4.3.2', 'Too many connections here; try again later');
const CLIENT_FULL = refuse(421, '4.7.0', 'Too many connections from your address; close some first');

/** How long a refused client may take to read why. */
const LINGER = 1000;

function isTrusted(address: string, proxies: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && proxies.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

export class Port {
  readonly #listener: Listener;
  readonly #census: Census;
  readonly #configuration: EdgeConfiguration;
  readonly #observer: Observer;
  readonly #server: Server;
  /** Every socket that was accepted and has not closed. */
  readonly #sockets = new Set<Socket>();
  /** Those of which no listener knows yet. */
  readonly #unnamed = new Set<Socket>();

  constructor(listener: Listener, census: Census, configuration: EdgeConfiguration, observer: Observer) {
    this.#listener = listener;
    this.#census = census;
    this.#configuration = configuration;
    this.#observer = observer;
    this.#server = createServer({ noDelay: true }, (socket) => {
      void this.#accept(socket);
    });
  }

  /** Resolves to the port number once it listens; throws where it cannot. */
  async listen(port: number): Promise<number> {
    this.#server.listen(port, this.#configuration.listenAddress, 1024);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  async #accept(socket: Socket): Promise<void> {
    // Until a session takes over, an error of the socket is nobody's loss; `close` follows it.
    socket.on('error', () => undefined);
    this.#sockets.add(socket);
    this.#observer.count(METRICS.connections);
    const direct = plainAddress(socket.remoteAddress ?? '');
    let client: ProxiedClient | null = null;
    if (isTrusted(direct, this.#configuration.trustedProxies)) {
      this.#unnamed.add(socket);
      const header = await readProxyHeader(socket, this.#configuration.limits.opening);
      this.#unnamed.delete(socket);
      if (header.kind === 'failed' || socket.destroyed) {
        if (header.kind === 'failed') {
          this.#observer.warn('PROXY header refused', { port: this.#listener.name, why: header.why });
        }
        this.#sockets.delete(socket);
        socket.destroy();
        return;
      }
      client = header.client;
    }
    this.#admit(socket, client, client?.address ?? direct);
  }

  #admit(socket: Socket, client: ProxiedClient | null, address: string): void {
    const admission = this.#census.admit(address);
    if (admission !== 'admitted') {
      const client = this.#observer.hash(address);
      this.#observer.info('connection refused', { port: this.#listener.name, client, why: admission });
      this.#turnAway(socket, admission === 'server-full' ? SERVER_FULL : CLIENT_FULL);
      return;
    }
    let open = true;
    const release = (): void => {
      if (!open) return;
      open = false;
      this.#sockets.delete(socket);
      this.#census.release(address);
    };
    // Both: STARTTLS takes this listener off the raw socket, and a failed handshake has no session.
    socket.once('close', release);
    this.#listener.adopt(socket, client, release);
  }

  #turnAway(socket: Socket, answer: Refusal): void {
    this.#sockets.delete(socket);
    if (this.#listener.implicitTls) {
      socket.destroy();
      return;
    }
    socket.end(`${answer.code} ${replyText(answer)} [${this.#configuration.hostName}]\r\n`);
    socket.resume();
    setTimeout(() => socket.destroy(), LINGER).unref();
  }

  /** No new connections; sessions end as soon as they can. */
  retire(farewell: Refusal): void {
    this.#server.close();
    for (const socket of this.#unnamed) socket.destroy();
    this.#listener.leave(farewell, { midMessage: false });
  }

  /** What is still open now is cut. */
  cut(): void {
    for (const connection of this.#listener.connections) connection._socket.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }
}
