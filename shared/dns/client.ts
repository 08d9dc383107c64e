/**
 * Asks recursive resolvers: over TLS (RFC 7858; padded by RFC 8467, connections kept and shared), or on
 * loopback over UDP and, for an answer that was cut short, TCP. The first server that answers counts; one
 * that does not is passed over, and asked last the next time. An answer to another question is none.
 *
 * Nothing is validated here, and nothing remembered.
 */
import { randomInt } from 'node:crypto';
import { connect as connectTcp, isIP } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';

import type { Reply } from './dnssec/chain.ts';
import { exchangeDatagram } from './datagram.ts';
import { nameServersFault, type NameServer } from './name-servers.ts';
import { openStream, type Exchanged, type Stream } from './stream.ts';
import { decodeMessage, responseCodes, type Message } from './wire/message.ts';
import { encodeName, type Name } from './wire/name.ts';
import { encodeQuery, type Query } from './wire/query.ts';
import { classInternet } from './wire/record-types.ts';

export interface ClientOptions {
  readonly servers: readonly NameServer[];
  /** How long one server has for one answer, connection included. */
  readonly queryMilliseconds?: number;
  /** Certificate authorities (PEM) to believe in place of Node's own, for a private resolver. */
  readonly certificateAuthorities?: readonly string[];
}

export interface Client {
  /**
   * Asks one question, for at most `milliseconds` over all servers. Gives the answer with whatever response
   * code; `malformed` or `failed` where no server gave one that can be read. Never rejects.
   */
  readonly ask: (
    question: { readonly name: Name; readonly type: number; readonly checking: Query['checking'] },
    milliseconds: number,
  ) => Promise<Reply>;
  readonly close: () => void;
}

const QUERY_MILLISECONDS = 2500;
const ROUNDS = 2;
const TRUNCATED = 0x02;

type Question = Parameters<Client['ask']>[0];

const failed = (detail: string): Reply => ({ kind: 'failed', detail });

function answers(message: Message, { name, type }: Question): boolean {
  const { question } = message;
  return (
    message.response && question.name === name && question.type === type && question.class === classInternet
  );
}

const HEADER_OCTETS = 12;

/** The id, the response bit and the question's own octets, before anything is decoded. */
function repeats(query: Buffer, { name }: Question, octets: Buffer): boolean {
  const end = HEADER_OCTETS + encodeName(name).length + 4;
  const question = (of: Buffer) => of.toString('latin1', HEADER_OCTETS, end).toLowerCase();
  return (
    octets.length >= end &&
    octets.readUInt16BE() === query.readUInt16BE() &&
    (octets[2] ?? 0) >= 0x80 &&
    question(octets) === question(query)
  );
}

function replyOf(exchanged: Exchanged, question: Question): Reply {
  if (exchanged.kind === 'timeout') return failed('timeout');
  if (exchanged.kind === 'lost') return failed(exchanged.detail);
  const message = decodeMessage(exchanged.octets);
  if (message.kind === 'malformed') return message;
  if (!answers(message, question)) return failed('the answer is to another question');
  if (message.truncated) return failed('the answer is cut short');
  return message;
}

/** A server that is of no help with this question; another may be. */
const isUseless = (reply: Reply): boolean =>
  reply.kind !== 'message' ||
  (reply.responseCode !== responseCodes.noError && reply.responseCode !== responseCodes.nxdomain);

interface Connection {
  readonly ask: (question: Question, milliseconds: number) => Promise<Reply>;
  readonly close: () => void;
}

function openTo(server: NameServer, { certificateAuthorities }: ClientOptions): Stream {
  const { address: host, port, name } = server;
  if (server.transport === 'udp') return openStream(connectTcp({ host, port }), 'connect');
  const socket = connectTls({
    host,
    port,
    // An address is never sent as the server's name (RFC 6066 section 3), but verified all the same.
    checkServerIdentity: (_, certificate) => checkServerIdentity(name ?? host, certificate),
    ...(name !== undefined && isIP(name) === 0 ? { servername: name } : {}),
    ...(certificateAuthorities === undefined ? {} : { ca: [...certificateAuthorities] }),
    ALPNProtocols: ['dot'],
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
  });
  return openStream(socket, 'secureConnect');
}

function connectionTo(server: NameServer, options: ClientOptions): Connection {
  let stream: Stream | null = null;
  const overStream = async (question: Question, deadline: number): Promise<Reply> => {
    const padding = server.transport === 'tls' ? 128 : 0;
    const query = encodeQuery({ id: 0, padding, ...question });
    for (;;) {
      stream = stream?.isOpen() === true ? stream : openTo(server, options);
      const left = deadline - performance.now();
      if (left <= 0) return failed('timeout');
      const exchanged = await stream.exchange(query, left);
      // A connection that had worked before may have died unnoticed: once more, on a new one.
      if (exchanged.kind !== 'lost' || exchanged.fresh) return replyOf(exchanged, question);
    }
  };
  return {
    ask: async (question, milliseconds) => {
      const deadline = performance.now() + milliseconds;
      if (server.transport === 'tls') return overStream(question, deadline);
      const query = encodeQuery({ id: randomInt(65536), padding: 0, ...question });
      const exchanged = await exchangeDatagram(server, query, milliseconds, (octets) =>
        repeats(query, question, octets),
      );
      if (exchanged.kind === 'answer' && ((exchanged.octets[2] ?? 0) & TRUNCATED) !== 0)
        return overStream(question, deadline);
      return replyOf(exchanged, question);
    },
    close: () => stream?.close(),
  };
}

/** Waits for an answer that others have asked for already, but no longer than the own time. */
async function join(running: Promise<Reply>, milliseconds: number): Promise<Reply> {
  const { promise: late, resolve } = Promise.withResolvers<Reply>();
  const timer = setTimeout(() => {
    resolve(failed('timeout'));
  }, milliseconds);
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Throws RangeError for servers that are not to be asked that way (nameServersFault). */
export function createClient(options: ClientOptions): Client {
  const fault = nameServersFault(options.servers);
  if (fault !== null) throw new RangeError(fault);
  const connections = options.servers.map((server) => connectionTo(server, options));
  const underWay = new Map<string, Promise<Reply>>();
  let preferred = 0;

  const askAll = async (question: Question, milliseconds: number): Promise<Reply> => {
    const deadline = performance.now() + milliseconds;
    const first = preferred;
    let reply = failed('timeout');
    for (let turn = 0; turn < connections.length * ROUNDS; turn++) {
      const index = (first + turn) % connections.length;
      const left = Math.min(deadline - performance.now(), options.queryMilliseconds ?? QUERY_MILLISECONDS);
      if (left <= 0) return reply;
      const attempt = await connections[index]?.ask(question, left);
      if (attempt === undefined) continue;
      // A response code says more than that nothing came.
      if (attempt.kind === 'message' || reply.kind !== 'message') reply = attempt;
      if (!isUseless(attempt)) {
        preferred = index;
        return attempt;
      }
    }
    return reply;
  };

  return {
    ask: (question, milliseconds) => {
      const key = `${question.name} ${question.type} ${question.checking}`;
      const running = underWay.get(key);
      if (running !== undefined) return join(running, milliseconds);
      const started = askAll(question, milliseconds).finally(() => underWay.delete(key));
      underWay.set(key, started);
      return started;
    },
    close: () => {
      for (const connection of connections) connection.close();
    },
  };
}
