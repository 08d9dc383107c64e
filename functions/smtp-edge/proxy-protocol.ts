/**
 * The PROXY protocol (haproxy.org, proxy-protocol.txt), versions 1 and 2: a load balancer says in front of
 * the first octet who the client really is. Believed from trusted addresses only, and required from those:
 * a connection from one without a well-formed header is closed, since either side may be confused about who
 * speaks first. TLVs of version 2 are skipped, their checksum is not verified.
 */
import { isIPv4, isIPv6, type Socket } from 'node:net';

import { plainAddress } from './client-address.ts';

export interface ProxiedClient {
  readonly address: string;
  readonly port: number;
}

export type ProxyHeader =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'malformed'; readonly why: string }
  /** `client` is null where the proxy speaks for itself (LOCAL, UNKNOWN): its own address stands. */
  | { readonly kind: 'complete'; readonly length: number; readonly client: ProxiedClient | null };

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const V1_START = Buffer.from('PROXY ', 'latin1');
/** Section 2.1: the longest line of version 1, CRLF included. */
const V1_LONGEST = 107;
/** Far more than any balancer's TLVs; the field itself could say 65535. */
const V2_LONGEST = 4096;

const malformed = (why: string): ProxyHeader => ({ kind: 'malformed', why });

function portOf(text: string): number | null {
  return /^(?:0|[1-9][0-9]{0,4})$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;
}

function parseVersion1(bytes: Buffer): ProxyHeader {
  const end = bytes.indexOf('\r\n');
  if (end < 0) {
    return bytes.length >= V1_LONGEST
      ? malformed('no end of line within 107 octets')
      : { kind: 'incomplete' };
  }
  const length = end + 2;
  if (length > V1_LONGEST) return malformed('longer than 107 octets');
  const [, family, source = '', destination = '', sourcePort = '', destinationPort = '', rest] = bytes
    .toString('latin1', 0, end)
    .split(' ');
  if (family === 'UNKNOWN') return { kind: 'complete', length, client: null };
  const isAddress = family === 'TCP4' ? isIPv4 : family === 'TCP6' ? isIPv6 : null;
  if (isAddress === null) return malformed('unknown protocol family');
  if (!isAddress(source) || !isAddress(destination)) return malformed('an address is no address');
  const port = portOf(sourcePort);
  if (port === null || portOf(destinationPort) === null) return malformed('a port is no port');
  if (rest !== undefined) return malformed('too many fields');
  return { kind: 'complete', length, client: { address: plainAddress(source.toLowerCase()), port } };
}

const MAPPED_IPV4 = Buffer.from('00000000000000000000ffff', 'hex');

function ipv6Text(bytes: Buffer, offset: number): string {
  if (bytes.subarray(offset, offset + 12).equals(MAPPED_IPV4)) {
    return bytes.subarray(offset + 12, offset + 16).join('.');
  }
  const groups: string[] = [];
  for (let at = offset; at < offset + 16; at += 2) groups.push(bytes.readUInt16BE(at).toString(16));
  return groups.join(':');
}

function parseVersion2(bytes: Buffer): ProxyHeader {
  if (bytes.length < 16) return { kind: 'incomplete' };
  const versionAndCommand = bytes.readUInt8(12);
  const family = bytes.readUInt8(13);
  const payload = bytes.readUInt16BE(14);
  const length = 16 + payload;
  if (versionAndCommand >> 4 !== 2) return malformed('not version 2');
  const command = versionAndCommand & 0x0f;
  if (command > 1) return malformed('neither LOCAL nor PROXY');
  if (length > V2_LONGEST) return malformed('an excessive length');
  if (bytes.length < length) return { kind: 'incomplete' };
  // LOCAL: the balancer's own health check. Section 2.2: the address block is to be ignored.
  if (command === 0) return { kind: 'complete', length, client: null };
  switch (family) {
    case 0x11: {
      if (payload < 12) return malformed('too short for IPv4');
      const address = bytes.subarray(16, 20).join('.');
      return { kind: 'complete', length, client: { address, port: bytes.readUInt16BE(24) } };
    }
    case 0x21: {
      if (payload < 36) return malformed('too short for IPv6');
      return {
        kind: 'complete',
        length,
        client: { address: ipv6Text(bytes, 16), port: bytes.readUInt16BE(48) },
      };
    }
    // AF_UNSPEC: "accept the connection and use the real endpoints".
    case 0x00:
      return { kind: 'complete', length, client: null };
    default:
      return malformed('not TCP over IP');
  }
}

/** Reads a header at the beginning of what has come so far; pure. */
export function parseProxyHeader(bytes: Buffer): ProxyHeader {
  const compared = (start: Buffer): number => Math.min(bytes.length, start.length);
  const beginsLike = (start: Buffer): boolean =>
    bytes.subarray(0, compared(start)).equals(start.subarray(0, compared(start)));
  if (beginsLike(SIGNATURE)) {
    return bytes.length < SIGNATURE.length ? { kind: 'incomplete' } : parseVersion2(bytes);
  }
  if (beginsLike(V1_START)) {
    return bytes.length < V1_START.length ? { kind: 'incomplete' } : parseVersion1(bytes);
  }
  return malformed('no PROXY header');
}

export type ReadHeader =
  | { readonly kind: 'read'; readonly client: ProxiedClient | null }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * Takes the header off a fresh socket, and puts back whatever of the session came in the same packet.
 * The socket is not closed here, whatever the outcome.
 */
export function readProxyHeader(socket: Socket, patience: number): Promise<ReadHeader> {
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0);
    const finish = (result: ReadHeader): void => {
      clearTimeout(timer);
      socket.off('readable', read).off('end', ended).off('close', ended);
      resolve(result);
    };
    const ended = (): void => {
      finish({ kind: 'failed', why: 'closed before the header was complete' });
    };
    const read = (): void => {
      let chunk: Buffer | null;
      while ((chunk = socket.read() as Buffer | null) !== null) {
        bytes = Buffer.concat([bytes, chunk]);
        const header = parseProxyHeader(bytes);
        if (header.kind === 'malformed') {
          finish({ kind: 'failed', why: header.why });
          return;
        }
        if (header.kind === 'complete') {
          const rest = bytes.subarray(header.length);
          if (rest.length > 0) socket.unshift(rest);
          finish({ kind: 'read', client: header.client });
          return;
        }
      }
    };
    const timer = setTimeout(() => {
      finish({ kind: 'failed', why: 'no header in time' });
    }, patience);
    socket.on('readable', read).on('end', ended).on('close', ended);
  });
}
