/** Signed zones as a validator meets them: over the wire, and from the trust anchor down. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { RecordType } from 'dns-packet';
import { startNameServer } from '../../../../infra/local/internet/name-server.ts';
import type { NameServer } from '../../../../infra/local/internet/name-server.ts';
import { trustAnchorLine, zoneKeys } from '../../../../infra/local/internet/zone-keys.ts';
import type { Zone, ZoneRecord } from '../../../../infra/local/internet/zones.ts';
import { ask } from './dns-questions.ts';
import { namesKey, readNsec, types, verdicts } from './signed-answer.ts';

const tlsa = (name: string, octet: number): ZoneRecord => ({
  name: `_25._tcp.${name}`,
  type: 'TLSA',
  data: { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32, octet) },
});

const zones: Zone[] = [
  { origin: 'example', records: [], signed: true },
  {
    origin: 'a.example',
    signed: true,
    records: [
      { name: 'a.example', type: 'MX', data: { preference: 20, exchange: 'mx2.a.example' } },
      { name: 'a.example', type: 'MX', data: { preference: 10, exchange: 'MX.a.example' } },
      { name: 'mx.a.example', type: 'A', data: '127.1.1.1', ttl: 300 },
      { name: 'mx.a.example', type: 'A', data: '127.1.1.2' },
      { name: 'a.example', type: 'TXT', data: 'v=spf1 -all' },
      tlsa('mx.a.example', 2),
      tlsa('mx.a.example', 1),
      { name: 'alias.a.example', type: 'CNAME', data: 'link.b.example' },
      { name: 'away.a.example', type: 'CNAME', data: 'www.plain.example' },
      { name: 'dangling.a.example', type: 'CNAME', data: 'nothing.b.example' },
      { name: 'www.sub.a.example', type: 'A', data: '127.1.1.9' },
    ],
  },
  {
    origin: 'sub.a.example',
    signed: true,
    records: [{ name: 'x.sub.a.example', type: 'A', data: '127.1.1.3' }],
  },
  {
    origin: 'b.example',
    signed: true,
    brokenSignatures: ['TLSA'],
    records: [
      { name: 'link.b.example', type: 'CNAME', data: 'end.b.example' },
      { name: 'end.b.example', type: 'A', data: '127.1.1.4' },
      tlsa('end.b.example', 3),
    ],
  },
  { origin: 'plain.example', records: [{ name: 'www.plain.example', type: 'A', data: '127.1.1.5' }] },
  { origin: 'deep.under.test', records: [] },
];

describe('signed zones', () => {
  const keys = zoneKeys(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  const zoneKeysSeen = new Map<string, Buffer[]>();
  let server: NameServer;

  const keysOf = (zone: string): readonly Buffer[] => zoneKeysSeen.get(zone) ?? [];
  const verdictsOn = async (name: string, type: RecordType): Promise<string[]> => {
    const { answers, authorities } = await ask(server, name, type);
    return [...verdicts(answers, keysOf), ...verdicts(authorities, keysOf)];
  };

  before(async () => {
    server = await startNameServer({ address: '127.0.0.1', zones, keys });
    for (const zone of ['.', 'example.', 'a.example.', 'sub.a.example.', 'b.example.']) {
      const { answers } = await ask(server, zone, 'DNSKEY');
      zoneKeysSeen.set(
        zone,
        answers.filter(({ type }) => type === types.DNSKEY).map(({ data }) => data),
      );
    }
  });
  after(() => server.close());

  test('the trust anchor names the root’s key, and each DS record its zone’s', async () => {
    const [name, , , type, tag, algorithm, digestType, digest = ''] = trustAnchorLine(keys.keyOf('')).split(
      /\s+/,
    );
    assert.deepEqual([name, type], ['.', 'DS']);
    const anchor = Buffer.alloc(4);
    anchor.writeUInt16BE(Number(tag));
    anchor[2] = Number(algorithm);
    anchor[3] = Number(digestType);
    const [rootKey = Buffer.alloc(0), ...more] = keysOf('.');
    assert.equal(more.length, 0);
    assert.ok(namesKey(Buffer.concat([anchor, Buffer.from(digest, 'hex')]), Buffer.alloc(1), rootKey));
    for (const zone of ['example.', 'a.example.', 'sub.a.example.', 'b.example.']) {
      const { answers } = await ask(server, zone, 'DS');
      const [ds] = answers;
      assert.ok(ds && namesKey(ds.data, ds.nameOctets, keysOf(zone)[0] ?? Buffer.alloc(0)), zone);
      assert.deepEqual(await verdictsOn(zone, 'DS'), [`${zone} DS holds`]);
      assert.deepEqual(await verdictsOn(zone, 'DNSKEY'), [`${zone} DNSKEY holds`]);
    }
    assert.deepEqual(await verdictsOn('.', 'DNSKEY'), ['. DNSKEY holds']);
  });

  const rows: [name: string, type: RecordType, expected: string[], why: string][] = [
    ['a.example', 'MX', ['a.example. MX holds'], 'names inside the data are signed in lower case'],
    ['mx.a.example', 'A', ['mx.a.example. A holds'], 'one TTL for the set, one signature'],
    ['_25._tcp.mx.a.example', 'TLSA', ['_25._tcp.mx.a.example. TLSA holds'], 'in canonical order'],
    ['x.sub.a.example', 'A', ['x.sub.a.example. A holds'], 'a zone below a signed zone'],
    ['_25._tcp.end.b.example', 'TLSA', ['_25._tcp.end.b.example. TLSA broken'], 'broken on purpose'],
    ['www.plain.example', 'A', ['www.plain.example. A unsigned'], 'a zone that is not signed'],
    [
      'alias.a.example',
      'A',
      ['alias.a.example. CNAME holds', 'link.b.example. CNAME holds', 'end.b.example. A holds'],
      'every link of an alias chain has its own zone’s signature',
    ],
    [
      'away.a.example',
      'A',
      ['away.a.example. CNAME holds', 'www.plain.example. A unsigned'],
      'from a signed zone into one that is not',
    ],
    [
      'a.example',
      'AAAA',
      ['a.example. SOA holds', 'a.example. NSEC holds'],
      'no data: the NSEC record at the name',
    ],
    [
      '_tcp.mx.a.example',
      'A',
      ['a.example. SOA holds', 'mx.a.example. NSEC holds'],
      'an empty non-terminal: the NSEC record that leads below it',
    ],
    [
      'nothing.a.example',
      'A',
      ['a.example. SOA holds', '_25._tcp.mx.a.example. NSEC holds', 'a.example. NSEC holds'],
      'no such name: neither it nor the wildcard',
    ],
    [
      'a.b.nothing.mx.a.example',
      'A',
      ['a.example. SOA holds', '_25._tcp.mx.a.example. NSEC holds', 'mx.a.example. NSEC holds'],
      'the wildcard below the longest name that exists',
    ],
    [
      'dangling.a.example',
      'A',
      [
        'dangling.a.example. CNAME holds',
        'b.example. SOA holds',
        'link.b.example. NSEC holds',
        'b.example. NSEC holds',
      ],
      'the denial is the last zone’s',
    ],
    [
      'plain.example',
      'DS',
      ['example. SOA holds', 'plain.example. NSEC holds'],
      'RFC 4035, 3.1.4.1: the parent denies the DS record',
    ],
    ['plain.example', 'A', ['plain.example. SOA unsigned'], 'a zone that is not signed denies without proof'],
    [
      'mx.a.example',
      'DS',
      ['a.example. SOA holds', 'mx.a.example. NSEC holds'],
      'no DS where no zone begins',
    ],
    ['test', 'DS', ['. SOA holds', 'example. NSEC holds'], 'a name between zones exists, and is no zone'],
    ['deep.under.test', 'DS', ['. SOA holds', 'deep.under.test. NSEC holds'], 'delegated across two labels'],
    ['nowhere', 'A', ['. SOA holds', 'example. NSEC holds', '. NSEC holds'], 'no such top-level domain'],
    ['.', 'DS', ['. SOA holds', '. NSEC holds'], 'nobody is above the root'],
    ['.', 'NS', ['. NS holds'], 'each zone signs its own NS records'],
  ];
  for (const [name, type, expected, why] of rows) {
    test(`${name} ${type}: ${why}`, async () => {
      assert.deepEqual(await verdictsOn(name, type), expected);
    });
  }

  const deny = async (name: string, type: RecordType): Promise<{ next: string; types: string[] }> => {
    const { authorities } = await ask(server, name, type);
    const nsec = authorities.find((record) => record.type === types.NSEC);
    assert.ok(nsec);
    const read = readNsec(nsec.data);
    const names = Object.entries(types).flatMap(([word, number]) =>
      read.types.includes(number) ? [word] : [],
    );
    return { next: read.next, types: names };
  };

  const bitmaps: [name: string, asked: RecordType, next: string, types: string, why: string][] = [
    [
      'plain.example',
      'DS',
      'example.',
      'NS RRSIG NSEC',
      'RFC 4035, 5.2: a delegation without DS is not signed',
    ],
    ['a.example', 'AAAA', 'alias.a.example.', 'NS SOA MX RRSIG NSEC DNSKEY', 'the top of a zone'],
    ['mx.a.example', 'AAAA', '_25._tcp.mx.a.example.', 'A RRSIG NSEC', 'a host'],
    [
      '_25._tcp.mx.a.example',
      'A',
      'sub.a.example.',
      'RRSIG NSEC TLSA',
      'what is below a delegation is left out',
    ],
  ];
  for (const [name, asked, next, expected, why] of bitmaps) {
    test(`the NSEC record of ${name}: ${why}`, async () => {
      assert.deepEqual(await deny(name, asked), { next, types: expected.split(' ') });
    });
  }

  test('the chain of NSEC records goes around the whole zone', async () => {
    const seen: string[] = [];
    for (let name = 'a.example.'; !seen.includes(name);) {
      seen.push(name);
      // At a zone cut the child answers for the name; its parent denies the types of the DS question only.
      if (name === 'sub.a.example.') break;
      const { answers } = await ask(server, name, 'NSEC');
      const nsec = answers.find(({ type }) => type === types.NSEC);
      assert.ok(nsec, name);
      name = readNsec(nsec.data).next;
    }
    assert.deepEqual(
      seen.map((name) => name.replace(/\.?a\.example\.$/, '')),
      ['', 'alias', 'away', 'dangling', 'mx', '_25._tcp.mx', 'sub'],
    );
  });

  test('without DO nothing of it is in the answers, but keys may be asked for', async () => {
    const plain = async (name: string, type: RecordType): Promise<number[]> => {
      const { answers, authorities } = await ask(server, name, type, { dnssecOk: false });
      return [...answers, ...authorities].map((record) => record.type);
    };
    assert.deepEqual(await plain('a.example', 'MX'), [types.MX, types.MX]);
    assert.deepEqual(await plain('nothing.a.example', 'A'), [types.SOA]);
    assert.deepEqual(await plain('a.example', 'DNSKEY'), [types.DNSKEY]);
    assert.deepEqual(await plain('a.example', 'DS'), [types.DS]);
  });

  test('AD is never set: whoever asks has to check', async () => {
    const { flags } = await ask(server, 'a.example', 'MX');
    assert.equal(flags & 0x0020, 0);
    assert.equal(flags & 0x0010, 0x0010, 'CD comes back');
  });

  test('a proof that is too long for UDP comes over TCP', async () => {
    const truncated = await ask(server, 'dangling.a.example', 'A', { udpPayloadSize: 512, retry: false });
    assert.deepEqual([truncated.flags & 0x0200, truncated.answers.length], [0x0200, 0]);
    const whole = await ask(server, 'dangling.a.example', 'A', { udpPayloadSize: 512 });
    assert.equal(whole.flags & 0x0200, 0);
    assert.equal(whole.authorities.length, 6);
  });

  test('a zone that is added or changed is in its parent’s chain at once', async () => {
    server.setRecords({ origin: 'new.example', records: [], signed: true });
    zoneKeysSeen.set('new.example.', [keys.keyOf('new.example').dnskey].map(dnskeyData));
    assert.deepEqual(await verdictsOn('new.example', 'DS'), ['new.example. DS holds']);
    assert.deepEqual(await verdictsOn('new.example', 'SOA'), ['new.example. SOA holds']);
    server.addRecords('new.example', [{ name: 'mx.new.example', type: 'A', data: '127.1.1.6' }]);
    assert.deepEqual(await verdictsOn('mx.new.example', 'A'), ['mx.new.example. A holds']);
    assert.equal((await deny('new.example', 'AAAA')).next, 'mx.new.example.');
    server.setRecords({ origin: 'new.example', records: [] });
    assert.deepEqual(await verdictsOn('new.example', 'DS'), [
      'example. SOA holds',
      'new.example. NSEC holds',
    ]);
  });
});

const dnskeyData = ({ data }: { data: { flags: number; algorithm: number; key: Buffer } }): Buffer =>
  Buffer.concat([Buffer.from([data.flags >> 8, data.flags & 255, 3, data.algorithm]), data.key]);
