/** Who the client is, by the word of a trusted proxy and nobody else's. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';

import { parseProxyHeader } from '../../../functions/smtp-edge/proxy-protocol.ts';
import { ALICE, startWorld, type World } from './edge-world.ts';
import { SmtpClient } from './smtp-client.ts';

const SIGNATURE = '0d0a0d0a000d0a515549540a';
const hex = (...parts: string[]): Buffer => Buffer.from([SIGNATURE, ...parts].join(''), 'hex');
const V2_IPV4 = hex('21', '11', '000c', 'c0000207', '7f000001', 'c001', '0019');
const V2_IPV6 = hex('21', '21', '0024', '20010db8000000000000000000000007', '00'.repeat(16), 'c001', '0019');
const V2_TLV = hex('21', '11', '0013', 'c0000207', '7f000001', 'c001', '0019', '030004a1b2c3d4');
const V2_LOCAL = hex('20', '00', '0000');
const V1 = 'PROXY TCP4 192.0.2.7 127.0.0.1 49153 25\r\n';

describe('reading a header', () => {
  const client = { address: '192.0.2.7', port: 49153 };
  const complete: [string, Buffer, { address: string; port: number } | null][] = [
    ['version 1, IPv4', Buffer.from(V1), client],
    [
      'version 1, IPv6',
      Buffer.from('PROXY TCP6 2001:DB8::7 ::1 49153 25\r\n'),
      { address: '2001:db8::7', port: 49153 },
    ],
    ['version 1, unknown', Buffer.from('PROXY UNKNOWN\r\n'), null],
    ['version 1, unknown with addresses', Buffer.from('PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n'), null],
    ['version 2, IPv4', V2_IPV4, client],
    ['version 2, IPv6', V2_IPV6, { address: '2001:db8:0:0:0:0:0:7', port: 49153 }],
    [
      'version 2, IPv4 in IPv6',
      hex('21', '21', '0024', '00000000000000000000ffffc0000207', '00'.repeat(16), 'c001', '0019'),
      client,
    ],
    ['version 1, IPv4 in IPv6', Buffer.from('PROXY TCP6 ::FFFF:192.0.2.7 ::1 49153 25\r\n'), client],
    ['version 2 with more to say', V2_TLV, client],
    ['version 2, the proxy itself', V2_LOCAL, null],
    ['version 2, unspecified family', hex('21', '00', '0000'), null],
  ];
  for (const [what, octets, expected] of complete) {
    test(`${what}, whole and in any two pieces`, () => {
      const session = Buffer.from('EHLO client.example\r\n');
      const header = { kind: 'complete', length: octets.length, client: expected };
      deepEqual(parseProxyHeader(Buffer.concat([octets, session])), header);
      for (let end = 0; end < octets.length; end += 1) {
        equal(parseProxyHeader(octets.subarray(0, end)).kind, 'incomplete', `after ${end} octets`);
      }
    });
  }

  const malformed: [string, Buffer][] = [
    ['SMTP at once', Buffer.from('EHLO client.example\r\n')],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n')],
    ['TLS at once', Buffer.from('160301', 'hex')],
    ['lower case', Buffer.from('proxy TCP4')],
    ['an unknown family', Buffer.from('PROXY UDP4 192.0.2.7 127.0.0.1 1 25\r\n')],
    ['the wrong family', Buffer.from('PROXY TCP4 2001:db8::7 ::1 1 25\r\n')],
    ['a name for an address', Buffer.from('PROXY TCP4 client.example 127.0.0.1 1 25\r\n')],
    ['a bad port', Buffer.from('PROXY TCP4 192.0.2.7 127.0.0.1 65536 25\r\n')],
    ['a port with a zero in front', Buffer.from('PROXY TCP4 192.0.2.7 127.0.0.1 01 25\r\n')],
    ['a missing port', Buffer.from('PROXY TCP4 192.0.2.7 127.0.0.1 1\r\n')],
    ['one field too many', Buffer.from('PROXY TCP4 192.0.2.7 127.0.0.1 1 25 x\r\n')],
    ['no end', Buffer.from(`PROXY TCP4 ${'1'.repeat(100)}`)],
    ['an end that comes late', Buffer.from(`PROXY UNKNOWN ${'x'.repeat(100)}\r\n`)],
    ['version 3', hex('31', '11', '000c')],
    ['an unknown command', hex('22', '11', '000c')],
    ['UDP', hex('21', '12', '000c', '00'.repeat(12))],
    ['too little for IPv4', hex('21', '11', '000b', '00'.repeat(11))],
    ['too little for IPv6', hex('21', '21', '000c', '00'.repeat(12))],
    ['an excessive length', hex('21', '11', 'ffff')],
  ];
  for (const [what, octets] of malformed) {
    test(`malformed: ${what}`, () => {
      equal(parseProxyHeader(octets).kind, 'malformed');
    });
  }
});

describe('behind a trusted proxy', () => {
  let world: World;
  before(async () => {
    world = await startWorld({
      trustedProxies: ['127.0.0.1'],
      limits: { opening: 300, connectionsPerClient: 2 },
    });
  });
  after(() => world.close());
  beforeEach(() => {
    world.refusals.items.clear();
  });

  /** The client's address as the edge has it: what it records of a refusal. */
  const seenAddress = async (client: SmtpClient): Promise<string | undefined> => {
    await client.begin('bob@plain.example', ALICE);
    await world.until(() => world.refusals.items.size > 0);
    return [...world.refusals.items.values()][0]?.client.address;
  };

  const cases: [string, Buffer | string, string][] = [
    ['version 1', V1, '192.0.2.7'],
    ['version 2', V2_IPV4, '192.0.2.7'],
    ['version 2, IPv6', V2_IPV6, '2001:db8::7'],
    ['LOCAL', V2_LOCAL, '127.0.0.1'],
  ];
  for (const [what, first, address] of cases) {
    test(`${what}: the session knows ${address}`, async () => {
      const client = await SmtpClient.greet(world.edge.ports.mx, { first });
      equal(await seenAddress(client), address);
      client.close();
    });
  }

  test('a header in pieces, its last with the beginning of the session, is read to its end and no further', async () => {
    const socket = connect(world.edge.ports.mx, '127.0.0.1');
    await once(socket, 'connect');
    socket.setNoDelay(true);
    for (const octet of V2_TLV.subarray(0, -1)) {
      await new Promise((resolve) => socket.write(Buffer.from([octet]), resolve));
    }
    const client = new SmtpClient(socket);
    client.write(Buffer.concat([V2_TLV.subarray(-1), Buffer.from('EHLO early.example\r\n')]));
    // What came with the header is the session's: an early talker, as without a proxy.
    match(await client.reply(), /^421 4\.7\.0 .*too soon/);
    client.close();
  });

  for (const first of [V1, V2_IPV4]) {
    test(`the port with TLS from the start: ${typeof first === 'string' ? 'version 1' : 'version 2'}`, async () => {
      const client = await SmtpClient.greet(world.edge.ports.submissions, { first, tls: true });
      match(await client.command('AUTH PLAIN AGEAYg=='), /^535 /);
      client.close();
    });
  }

  test('header and the first octets of the handshake in one packet', async () => {
    const { Duplex } = await import('node:stream');
    const { connect: connectTls } = await import('node:tls');
    const raw = connect(world.edge.ports.submissions, '127.0.0.1');
    await once(raw, 'connect');
    let pending: Buffer | null = V2_IPV4;
    const joined = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, callback) => {
        raw.write(pending === null ? chunk : Buffer.concat([pending, chunk]), callback);
        pending = null;
      },
    });
    raw.on('data', (chunk: Buffer) => joined.push(chunk));
    const secured = connectTls({ socket: joined, rejectUnauthorized: false });
    await once(secured, 'secureConnect');
    const client = new SmtpClient(secured);
    match(await client.reply(), /^220 /);
    raw.destroy();
  });

  test('connections are counted by the client behind the proxy', async () => {
    const from = (host: number): Promise<SmtpClient> =>
      SmtpClient.open(world.edge.ports.mx, { first: `PROXY TCP4 198.51.100.${host} 127.0.0.1 1 25\r\n` });
    const clients = [await from(1), await from(1)];
    for (const client of clients) match(await client.reply(), /^220 /);
    const third = await from(1);
    match(await third.reply(), /^421 4\.7\.0 /);
    const other = await from(2);
    match(await other.reply(), /^220 /);
    for (const client of [...clients, third, other]) client.close();
  });

  const closed: [string, string | Buffer | undefined][] = [
    ['a malformed header', 'PROXY TCP4 nonsense\r\n'],
    ['no header but SMTP', 'EHLO client.example\r\n'],
    ['silence', undefined],
  ];
  for (const [what, first] of closed) {
    test(`${what} from the proxy: the connection is closed without a word`, async () => {
      const client = await SmtpClient.open(world.edge.ports.mx, first === undefined ? {} : { first });
      equal(await client.reply(), 'closed');
    });
  }

  test('from anybody else a header is no header', async () => {
    const client = await SmtpClient.open(world.edge.ports.mx, { localAddress: '127.0.0.2' });
    match(await client.reply(), /^220 /);
    match(await client.command(V1.trimEnd()), /^500 5\.5\.\d /);
    await client.command('EHLO client.example');
    equal(await seenAddress(client), '127.0.0.2');
    client.close();
  });
});

test('without trusted proxies the protocol is off', async (t) => {
  const world = await startWorld();
  t.after(() => world.close());
  const client = await SmtpClient.open(world.edge.ports.mx);
  match(await client.reply(), /^220 /);
  match(await client.command(V1.trimEnd()), /^500 5\.5\.\d /);
  client.close();
});
