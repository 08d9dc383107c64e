import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { decode, encode, streamEncode } from 'dns-packet';
import type { Answer, DecodedPacket, Packet, Question, RecordType } from 'dns-packet';
import { startNameServer } from '../../../../infra/local/internet/name-server.ts';
import type { NameServer } from '../../../../infra/local/internet/name-server.ts';

const manyAddresses = Array.from({ length: 120 }, (_, i) => `127.1.2.${i + 1}`);

describe('the simulated name server', () => {
  let server: NameServer;
  let resolver: Resolver;

  before(async () => {
    server = await startNameServer({
      address: '127.0.0.1',
      zones: [
        {
          origin: 'a.example',
          records: [
            { name: 'a.example', type: 'MX', data: { preference: 10, exchange: 'mx.a.example' } },
            { name: 'mx.a.example', type: 'A', data: '127.1.1.1' },
            { name: 'mx.a.example', type: 'AAAA', data: '::1' },
            { name: 'www.a.example', type: 'CNAME', data: 'mx.a.example' },
            { name: 'a.example', type: 'TXT', data: 'v=spf1 -all' },
            { name: 'null.a.example', type: 'MX', data: { preference: 0, exchange: '.' } },
            ...manyAddresses.map((data) => ({ name: 'many.a.example', type: 'A' as const, data })),
          ],
          troubles: [
            { name: 'broken.a.example', kind: 'servfail' },
            { name: 'quiet.a.example', kind: 'unanswered' },
          ],
        },
      ],
    });
    resolver = new Resolver({ timeout: 200, tries: 1 });
    resolver.setServers([`127.0.0.1:${server.port}`]);
  });
  after(() => server.close());

  test('answers Node’s resolver', async () => {
    const mx = async (name: string) =>
      (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`);
    assert.deepEqual(await mx('a.example'), ['10 mx.a.example']);
    assert.deepEqual(await mx('null.a.example'), ['0 ']);
    assert.deepEqual(await resolver.resolve4('mx.a.example'), ['127.1.1.1']);
    assert.deepEqual(await resolver.resolve6('mx.a.example'), ['::1']);
    assert.deepEqual(await resolver.resolveTxt('a.example'), [['v=spf1 -all']]);
    assert.deepEqual(await resolver.resolve4('www.a.example'), ['127.1.1.1']);
    assert.equal((await resolver.resolveSoa('a.example')).nsname, 'ns.a.example');
  });

  for (const [name, code] of [
    ['nothing.a.example', 'ENOTFOUND'],
    ['mx.a.example', 'ENODATA'],
    ['broken.a.example', 'ESERVFAIL'],
    ['quiet.a.example', 'ETIMEOUT'],
  ] as const) {
    test(`MX of ${name}: ${code}`, async () => {
      await assert.rejects(resolver.resolveMx(name), { code });
    });
  }

  test('what is too long for UDP comes over TCP', async () => {
    assert.deepEqual((await resolver.resolve4('many.a.example')).sort(), [...manyAddresses].sort());
    const asked = server.queries.filter((query) => query.name === 'many.a.example');
    assert.deepEqual(
      asked.map(({ transport, outcome }) => [transport, outcome]),
      [
        ['udp', 'truncated'],
        ['tcp', 'NOERROR'],
      ],
    );
  });

  test('records and zones may come while it runs', async () => {
    await assert.rejects(resolver.resolve4('late.b.example'), { code: 'ENOTFOUND' });
    server.setRecords({ origin: 'b.example', records: [] });
    server.addRecords('b.example', [{ name: 'late.b.example', type: 'A', data: '127.1.1.3' }]);
    server.addRecords('new.example', [{ name: 'new.example', type: 'TXT', data: 'here' }]);
    assert.deepEqual(await resolver.resolve4('late.b.example'), ['127.1.1.3']);
    assert.deepEqual(await resolver.resolveTxt('new.example'), [['here']]);
  });

  test('RA is set, RD and CD are given back, AD and AA are not set', async () => {
    const reply = await ask(server.port, {
      flags: 0x0110 | 0x0020,
      questions: [question('a.example', 'MX')],
    });
    assert.deepEqual(
      [reply.flag_qr, reply.flag_ra, reply.flag_rd, reply.flag_cd, reply.flag_ad, reply.flag_aa],
      [true, true, true, true, false, false],
    );
  });

  const opt = (udpPayloadSize: number, flags = 0): Answer => ({
    name: '.',
    type: 'OPT',
    udpPayloadSize,
    extendedRcode: 0,
    ednsVersion: 0,
    flags,
    flag_do: false,
    options: [],
  });

  test('EDNS is answered with EDNS, and only then', async () => {
    const questions = [question('a.example', 'MX')];
    const without = await ask(server.port, { questions });
    assert.deepEqual(without.additionals, []);
    const reply = await ask(server.port, { questions, additionals: [opt(1232, 0x8000)] });
    const [answered] = reply.additionals ?? [];
    assert.equal(answered?.type === 'OPT' && answered.flag_do, true);
  });

  test('the size that EDNS announces decides on truncation', async () => {
    const addresses = manyAddresses
      .slice(0, 30)
      .map((data) => ({ name: 'c.example', type: 'A' as const, data }));
    server.setRecords({ origin: 'c.example', records: addresses });
    const questions = [question('c.example', 'A')];
    const small = await ask(server.port, { questions });
    assert.deepEqual([small.flag_tc, small.answers?.length], [true, 0]);
    const large = await ask(server.port, { questions, additionals: [opt(4096)] });
    assert.deepEqual([large.flag_tc, large.answers?.length], [false, 30]);
  });

  for (const [what, message, rcode] of [
    ['two questions', encode({ questions: [question('a.example', 'A'), question('b.example', 'A')] }), 1],
    ['a name that runs off the end', Buffer.from('000101000001000000000000ff61', 'hex'), 1],
    ['another opcode', encode({ flags: 4 << 11, questions: [question('a.example', 'SOA')] }), 4],
    ['another class', encode({ questions: [{ ...question('a.example', 'TXT'), class: 'CH' }] }), 5],
  ] as const) {
    test(`${what}: code ${rcode}`, async () => {
      const reply = await exchange(server.port, message);
      assert.equal((reply.flags ?? 0) & 0xf, rcode);
    });
  }

  test('several questions on one TCP connection are all answered', async () => {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    const asked = ['a.example', 'null.a.example'].map((name, id) =>
      streamEncode({ type: 'query', id, questions: [question(name, 'MX')] }),
    );
    const octets = Buffer.concat(asked);
    socket.write(octets.subarray(0, 5));
    socket.write(octets.subarray(5));
    const ids: (number | undefined)[] = [];
    let unread = Buffer.alloc(0);
    for await (const chunk of socket) {
      unread = Buffer.concat([unread, chunk as Buffer]);
      for (let size = length(unread); size !== null; size = length(unread)) {
        ids.push(decode(unread.subarray(2, size)).id);
        unread = unread.subarray(size);
      }
      if (ids.length === 2) break;
    }
    assert.deepEqual(ids, [0, 1]);
  });
});

function question(name: string, type: RecordType): Question {
  return { name, type };
}

/** Length of the first whole message in a TCP stream, prefix included. */
function length(octets: Buffer): number | null {
  const size = octets.length < 2 ? Infinity : 2 + octets.readUInt16BE(0);
  return size <= octets.length ? size : null;
}

const ask = (port: number, packet: Packet): Promise<DecodedPacket> =>
  exchange(port, encode({ type: 'query', id: 7, ...packet }));

async function exchange(port: number, message: Buffer): Promise<DecodedPacket> {
  const socket = createSocket('udp4');
  socket.send(message, port, '127.0.0.1');
  const [reply] = (await once(socket, 'message', { signal: AbortSignal.timeout(2000) })) as [Buffer];
  socket.close();
  return decode(reply);
}
