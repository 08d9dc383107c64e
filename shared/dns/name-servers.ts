/**
 * The recursive resolvers to ask, and which ways of asking them are sound: TLS (RFC 7858) with the name or
 * address in their certificate verified, or UDP and TCP where nothing lies between, on loopback.
 */
import { BlockList, isIP } from 'node:net';

export interface NameServer {
  /** An IP address. */
  readonly address: string;
  readonly port: number;
  readonly transport: 'udp' | 'tls';
  /** For TLS: the name that its certificate must have; without one, the address must be in it. */
  readonly name?: string;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

export function isLoopback(address: string): boolean {
  return loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** What is wrong with a list of servers; null where nothing is. */
export function nameServersFault(servers: readonly NameServer[]): string | null {
  if (servers.length === 0) return 'no name server is configured';
  for (const { address, port, transport } of servers) {
    if (isIP(address) === 0) return `${address} is not an IP address`;
    if (!Number.isInteger(port) || port < 1 || port > 65535) return `${port} is not a port`;
    if (transport === 'udp' && !isLoopback(address)) return `${address} is to be asked over TLS`;
  }
  return null;
}
