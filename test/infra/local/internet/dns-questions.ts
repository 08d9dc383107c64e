/** Questions to a simulated name server, as a validator behind it asks them. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { encode } from 'dns-packet';
import type { Answer, RecordType } from 'dns-packet';
import { readAnswer } from './signed-answer.ts';
import type { SignedAnswer } from './signed-answer.ts';

interface Server {
  readonly address: string;
  readonly port: number;
}

/** Asks over UDP with CD set, and again over TCP where the answer was truncated. */
export async function ask(
  server: Server,
  name: string,
  type: RecordType,
  { dnssecOk = true, udpPayloadSize = 1232, retry = true } = {},
): Promise<SignedAnswer> {
  const opt: Answer = {
    name: '.',
    type: 'OPT',
    udpPayloadSize,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: dnssecOk ? 0x8000 : 0,
    flag_do: dnssecOk,
    options: [],
  };
  const query = encode({
    type: 'query',
    id: 7,
    flags: 0x0110,
    questions: [{ name, type }],
    additionals: [opt],
  });
  const socket = createSocket('udp4');
  socket.send(query, server.port, server.address);
  const [reply] = (await once(socket, 'message', { signal: AbortSignal.timeout(2000) })) as [Buffer];
  socket.close();
  const answer = readAnswer(reply);
  return retry && answer.flags & 0x0200 ? readAnswer(await askOverTcp(server, query)) : answer;
}

async function askOverTcp(server: Server, query: Buffer): Promise<Buffer> {
  const socket = connect(server.port, server.address);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(query.length);
  socket.write(Buffer.concat([length, query]));
  let octets = Buffer.alloc(0);
  for await (const chunk of socket) {
    octets = Buffer.concat([octets, chunk as Buffer]);
    if (octets.length >= 2 && octets.length >= 2 + octets.readUInt16BE(0)) break;
  }
  return octets.subarray(2);
}
