/**
 * Stands between two validators and a resolver, and tells both the same: what the resolver says, but for the
 * questions whose answers are altered. One over UDP, of any size on loopback; the other by a call.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';

import { openStream, type Stream } from '../../../../shared/dns/stream.ts';
import type { Name } from '../../../../shared/dns/wire/name.ts';
import { encodeQuery } from '../../../../shared/dns/wire/query.ts';
import { questionEnd, questionOf } from './loose-message.ts';
import type { Endpoint } from './unbound.ts';

export interface AlteringForwarder extends AsyncDisposable {
  /** The octets for a question: altered, or true. */
  readonly answer: (name: Name, type: number) => Promise<Buffer>;
  /** True answers so far, by `name/type`. */
  readonly trueAnswers: ReadonlyMap<string, Buffer>;
  /** What to say instead, by `name/type`, from now on. */
  readonly alter: (altered: ReadonlyMap<string, Buffer>) => void;
}

const HEADER_OCTETS = 12;

export async function startForwarder(at: Endpoint, resolver: Endpoint): Promise<AlteringForwarder> {
  const trueAnswers = new Map<string, Buffer>();
  let altered: ReadonlyMap<string, Buffer> = new Map();
  let stream: Stream | null = null;

  const inquire = async (name: Name, type: number): Promise<Buffer> => {
    const query = encodeQuery({ id: 0, name, type, checking: 'disabled', padding: 0 });
    if (stream?.isOpen() !== true)
      stream = openStream(connect({ host: resolver.address, port: resolver.port }), 'connect');
    const exchanged = await stream.exchange(query, 10_000);
    if (exchanged.kind === 'answer') return exchanged.octets;
    // An idle connection that the resolver has closed meanwhile.
    if (exchanged.kind === 'lost' && !exchanged.fresh) return inquire(name, type);
    throw new Error(`the resolver does not answer ${name} ${type}`);
  };
  const answer = async (name: Name, type: number): Promise<Buffer> => {
    const key = `${name}/${type}`;
    const octets = altered.get(key) ?? trueAnswers.get(key) ?? (await inquire(name, type));
    if (!altered.has(key)) trueAnswers.set(key, octets);
    return octets;
  };

  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const key = questionOf(query);
    const [name = '', type = ''] = key.split('/');
    void answer(name as Name, Number(type)).then((octets) => {
      const reply = Buffer.from(octets);
      query.copy(reply, 0, 0, 2);
      // The question's letters as the asker wrote them.
      query.copy(reply, HEADER_OCTETS, HEADER_OCTETS, questionEnd(query));
      socket.send(reply, from.port, from.address);
    });
  });
  socket.bind(at.port, at.address);
  await once(socket, 'listening');
  return {
    answer,
    trueAnswers,
    alter: (changed) => {
      altered = changed;
    },
    [Symbol.asyncDispose]: async () => {
      stream?.close();
      socket.close();
      await once(socket, 'close');
    },
  };
}
