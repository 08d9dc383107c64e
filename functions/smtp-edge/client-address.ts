/** Addresses of clients, as they are recorded and counted. */
import { isIPv6 } from 'node:net';

/** An IPv4 client of a dual-stack socket or proxy is an IPv4 client (RFC 4291 section 2.5.5.2). */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=[0-9.]+$)/i, '');
}

/** Who counts as one client: an IPv4 address, or the /64 that an IPv6 subscriber has for himself. */
export function clientKey(address: string): string {
  if (!isIPv6(address)) return address;
  const [bare = ''] = address.toLowerCase().split('%', 1);
  const [head = '', tail = ''] = bare.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
