/**
 * The name server of the simulated internet: what a recursive resolver looks like from outside (RA set), over
 * UDP and TCP on one port (RFC 1035, RFC 7766), answering from zone data (zones.ts) that may change while it
 * runs. EDNS (RFC 6891) is understood for its size; a reply that does not fit into UDP is truncated, so that
 * the client asks again over TCP.
 *
 * With keys it publishes signed zones, and who sets DO gets signatures and proofs (RFC 4035 section 3) as from a
 * resolver that was asked with CD: it checks nothing and never sets the AD bit, so the asker has to validate.
 *
 * Not done here: validation, EDNS options, zone transfers, access control. Loopback only.
 */
import { createSocket } from 'node:dgram';
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { decode, encode, CHECKING_DISABLED, RECURSION_AVAILABLE, RECURSION_DESIRED } from 'dns-packet';
import { TRUNCATED_RESPONSE } from 'dns-packet';
import type { Answer, DecodedPacket, Packet } from 'dns-packet';
import { isAddressInUse, listen } from './listening.ts';
import { PublishedZones } from './published-zones.ts';
import type { ZoneKeys } from './zone-keys.ts';
import { resolve } from './zones.ts';
import type { Zone, ZoneRecord, ZoneTable } from './zones.ts';

const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
const ownUdpSize = 1232; // fits every path without fragments, as DNS Flag Day 2020 recommends
const idleTimeout = 30_000;
const queriesKept = 1000;

/** One question that was asked, and what became of it. */
export interface ObservedQuery {
  readonly at: Date;
  readonly name: string;
  readonly type: string;
  readonly transport: 'udp' | 'tcp';
  readonly outcome: keyof typeof rcodes | 'truncated' | 'unanswered';
}

export interface NameServer {
  readonly address: string;
  readonly port: number;
  /** The last thousand questions, oldest first. */
  readonly queries: readonly ObservedQuery[];
  /** Adds a zone, or replaces the one of that name. */
  setRecords(zone: Zone): void;
  /** Adds records to a zone, which is made if it is not there. */
  addRecords(origin: string, records: readonly ZoneRecord[]): void;
  close(): Promise<void>;
}

/**
 * Starts the name server on one address and port, UDP and TCP alike; port 0 picks a free one.
 * Rejects with the system's error when the address or the port cannot be had.
 */
export async function startNameServer(options: {
  readonly address: string;
  readonly port?: number;
  readonly zones?: readonly Zone[];
  /** With keys the root zone is signed, and every zone that says so. @default nothing is signed */
  readonly keys?: ZoneKeys;
}): Promise<NameServer> {
  const zones = new PublishedZones(options.keys ? { keys: options.keys } : {});
  for (const zone of options.zones ?? []) zones.set(zone);

  const queries: ObservedQuery[] = [];
  const answer = (message: Buffer, transport: 'udp' | 'tcp'): Buffer | null => {
    const { reply, query } = answerMessage(zones.table, message, transport);
    if (query && queries.push(query) > queriesKept) queries.shift();
    return reply;
  };

  const { udp, tcp, port } = await bindBoth(options.address, options.port ?? 0);
  udp.on('message', (message, from) => {
    const reply = answer(message, 'udp');
    // A reply that cannot be sent is lost, as replies over UDP are; the client asks again.
    if (reply) udp.send(reply, from.port, from.address, () => undefined);
  });
  const connections = new Set<Socket>();
  tcp.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    serveTcp(socket, (message) => answer(message, 'tcp'));
  });

  return {
    address: options.address,
    port,
    queries,
    setRecords: (zone) => {
      zones.set(zone);
    },
    addRecords: (origin, records) => {
      zones.add(origin, records);
    },
    async close() {
      const closed = Promise.all([once(udp, 'close'), once(tcp, 'close')]);
      udp.close();
      tcp.close();
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

function answerMessage(
  zones: ZoneTable,
  message: Buffer,
  transport: 'udp' | 'tcp',
): { reply: Buffer | null; query: ObservedQuery | null } {
  const asked = parse(message);
  const question = asked?.questions?.[0];
  if (!asked || !question || asked.questions?.length !== 1) {
    return { reply: formatError(message), query: null };
  }
  const edns = asked.additionals?.find((record) => record.type === 'OPT');
  const observed = { at: new Date(), name: question.name, type: question.type, transport };
  const reply = (
    rcode: keyof typeof rcodes,
    answers: readonly Answer[] = [],
    authorities: readonly Answer[] = [],
    truncated = false,
  ): Buffer =>
    encode({
      type: 'response',
      id: asked.id,
      flags:
        RECURSION_AVAILABLE |
        ((asked.flags ?? 0) & (RECURSION_DESIRED | CHECKING_DISABLED)) |
        (truncated ? TRUNCATED_RESPONSE : 0) |
        rcodes[rcode],
      questions: [question],
      answers: [...answers],
      authorities: [...authorities],
      additionals: edns ? [optRecord(edns.flag_do)] : [],
    });

  const opcode = ((asked.flags ?? 0) >> 11) & 0xf;
  if (opcode !== 0) return { reply: reply('NOTIMP'), query: { ...observed, outcome: 'NOTIMP' } };
  if (question.class !== undefined && question.class !== 'IN') {
    return { reply: reply('REFUSED'), query: { ...observed, outcome: 'REFUSED' } };
  }
  const found = resolve(zones, question, { dnssec: edns?.flag_do ?? false });
  switch (found.kind) {
    case 'unanswered':
      return { reply: null, query: { ...observed, outcome: 'unanswered' } };
    case 'servfail':
      return { reply: reply('SERVFAIL'), query: { ...observed, outcome: 'SERVFAIL' } };
    case 'answered': {
      const whole = reply(found.rcode, found.answers, found.authorities);
      const room = Math.max(512, Math.min(edns?.udpPayloadSize ?? 512, ownUdpSize));
      if (transport === 'tcp' || whole.length <= room) {
        return { reply: whole, query: { ...observed, outcome: found.rcode } };
      }
      return { reply: reply(found.rcode, [], [], true), query: { ...observed, outcome: 'truncated' } };
    }
  }
}

/** The query in a message; null for what is no query at all. */
function parse(message: Buffer): DecodedPacket | null {
  try {
    const packet = decode(message);
    return packet.flag_qr ? null : packet;
  } catch {
    return null;
  }
}

/** FORMERR for what could not be read; nothing for what is too short to be a query, or is a reply itself. */
function formatError(message: Buffer): Buffer | null {
  if (message.length < 12 || ((message[2] ?? 0) & 0x80) !== 0) return null;
  const packet: Packet = { type: 'response', id: message.readUInt16BE(0), flags: rcodes.FORMERR };
  return encode(packet);
}

function optRecord(dnssecOk: boolean): Answer {
  return {
    name: '.',
    type: 'OPT',
    udpPayloadSize: ownUdpSize,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: dnssecOk ? 0x8000 : 0,
    flag_do: dnssecOk,
    options: [],
  };
}

/** Messages over TCP come with their length in two octets before them (RFC 1035, 4.2.2). */
function serveTcp(socket: Socket, answer: (message: Buffer) => Buffer | null): void {
  let unread = Buffer.alloc(0);
  socket.setTimeout(idleTimeout, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    while (unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
      const end = 2 + unread.readUInt16BE(0);
      const reply = answer(unread.subarray(2, end));
      unread = unread.subarray(end);
      if (!reply) continue;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      socket.write(Buffer.concat([length, reply]));
    }
  });
}

/** Both transports on one port. A free UDP port may be taken for TCP: then another one is tried. */
async function bindBoth(
  address: string,
  port: number,
  triesLeft = 20,
): Promise<{ udp: UdpSocket; tcp: Server; port: number }> {
  const udp = createSocket('udp4');
  udp.bind(port, address);
  await once(udp, 'listening');
  const chosen = udp.address().port;
  const tcp = createServer();
  try {
    await listen(tcp, address, chosen);
    return { udp, tcp, port: chosen };
  } catch (error) {
    udp.close();
    if (port === 0 && triesLeft > 0 && isAddressInUse(error)) return bindBoth(address, port, triesLeft - 1);
    throw error;
  }
}
