/**
 * Answers made to cost: a verdict within the budget, never secure. Cost is counted in public-key operations,
 * hashes and questions, which do not depend on the machine, and must not be more than 50 ms of CPU on this one.
 */
import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { MOST_ITERATIONS } from '../../../shared/dns/dnssec/nsec3.ts';
import type { Effort } from '../../../shared/dns/dnssec/budget.ts';
import type { Looked, QueryType } from '../../../shared/dns/lookup.ts';
import { validatingLookup } from '../../../shared/dns/validating-lookup.ts';
import {
  clock,
  dnskeyOf,
  dsOf,
  makeKey,
  NOW,
  rr,
  signatureOf,
  SignedWorld,
  wireName,
  type Rr,
} from './signed-world.ts';

const HOST = 'mx.a.test';
const MOST_MILLISECONDS = 50;

/** Of three lookups the cheapest: what an answer costs it costs every time, what else goes on only once. */
async function cpuMilliseconds(world: SignedWorld, name: string, type: QueryType): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const { lookup } = validatingLookup({ ask: world.ask, anchors: world.anchors, clock });
    const start = process.cpuUsage();
    await lookup(name, type);
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}

async function look(
  world: SignedWorld,
  name: string,
  type: QueryType,
): Promise<{ looked: Looked; effort: Effort }> {
  const efforts: Effort[] = [];
  const observe = (effort: Effort) => efforts.push(effort);
  const looked = await validatingLookup({ ask: world.ask, anchors: world.anchors, clock, observe }).lookup(
    name,
    type,
  );
  const [effort] = efforts;
  ok(effort !== undefined);
  ok(effort.verifications <= 60, `${effort.verifications} verifications`);
  ok(effort.failedVerifications <= 12, `${effort.failedVerifications} failed verifications`);
  ok(effort.hashes <= 3000, `${effort.hashes} hashes`);
  ok(effort.queries <= 40, `${effort.queries} questions`);
  const milliseconds = await cpuMilliseconds(world, name, type);
  ok(milliseconds <= MOST_MILLISECONDS, `${milliseconds} ms of CPU`);
  return { looked, effort };
}

const world = (): SignedWorld => new SignedWorld('test', 'a.test');
const record = rr(HOST, 'A', '192.0.2.1');
const junk = (seed: number): Buffer => {
  const octets = Buffer.alloc(64, 9);
  octets.writeUInt32BE(seed);
  return octets;
};

test('1,000 signatures on one set, one of them good: bogus after no work on them', async () => {
  const zones = world();
  const key = zones.key('a.test');
  const good = signatureOf('a.test', key, [record]);
  // As many as a message holds; 600 of 110 octets each are 64 KB.
  const many = Array.from({ length: 500 }, (_, seed) =>
    signatureOf('a.test', key, [record], { signature: junk(seed) }),
  );
  zones.set(HOST, 'A', { answers: [record, ...many, good] });
  const { looked, effort } = await look(zones, HOST, 'A');
  equal(looked.kind, 'bogus');
  equal(effort.failedVerifications, 0);
});

test('1,000 signatures with a name of two octets each', async () => {
  const zones = new SignedWorld();
  const short = rr('a', 'A', '192.0.2.1');
  const many = Array.from({ length: 1000 }, (_, seed) =>
    signatureOf('', zones.key(''), [short], { signature: junk(seed).subarray(0, 8) }),
  );
  zones.set('a', 'A', { answers: [short, ...many] });
  equal((await look(zones, 'a', 'A')).looked.kind, 'bogus');
});

function tagOf(octets: Buffer): number {
  let sum = 0;
  octets.forEach((octet, index) => (sum += index % 2 === 1 ? octet : octet * 256));
  return (sum + Math.floor(sum / 65536)) % 65536;
}

/** A key whose tag is the given one: its last two octets make up the difference. */
function keyWithTag(tag: number, seed: number): Rr {
  const key = Buffer.alloc(32, seed);
  const withLast = (last: number): Buffer => {
    key.writeUInt16BE(last, 30);
    return Buffer.concat([Buffer.from([1, 0, 3, 15]), key]);
  };
  const away = (tag - tagOf(withLast(0)) + 65536) % 65536;
  for (const last of [away, away + 65535, away + 1])
    if (tagOf(withLast(last % 65536)) === tag)
      return rr('a.test', 'DNSKEY', { flags: 256, algorithm: 15, key });
  throw new Error('no such key');
}

test('100 keys with one tag, times eight signatures (KeyTrap)', async () => {
  const zones = world();
  const own = zones.key('a.test');
  const colliding = Array.from({ length: 100 }, (_, seed) => keyWithTag(own.keyTag, seed));
  const keys = [dnskeyOf('a.test', own), ...colliding];
  zones.setKeys('a.test', keys, signatureOf('a.test', own, keys));
  const many = Array.from({ length: 7 }, (_, seed) =>
    signatureOf('a.test', own, [record], { signature: junk(seed) }),
  );
  zones.set(HOST, 'A', { answers: [record, ...many, signatureOf('a.test', own, [record])] });
  const { looked, effort } = await look(zones, HOST, 'A');
  equal(looked.kind, 'bogus');
  ok(effort.verifications <= 8);
});

test('two keys with one tag are an accident that happens: still secure', async () => {
  const zones = world();
  const own = zones.key('a.test');
  const keys = [keyWithTag(own.keyTag, 5), dnskeyOf('a.test', own)];
  zones.setKeys('a.test', keys, signatureOf('a.test', own, keys));
  zones.set(HOST, 'A', { answers: zones.signed('a.test', record) });
  equal((await look(zones, HOST, 'A')).looked.kind, 'secure');
});

test('1,000 DS records with one tag', async () => {
  const zones = world();
  const right = dsOf('a.test', zones.key('a.test'));
  const digest = (seed: number) => Buffer.concat([junk(seed).subarray(0, 32)]);
  const many = Array.from({ length: 1000 }, (_, seed) => ({
    ...right,
    data: { ...(right.data as object), digest: digest(seed) },
  }));
  zones.setDs('a.test', many);
  zones.set(HOST, 'A', { answers: zones.signed('a.test', record) });
  equal((await look(zones, HOST, 'A')).looked.kind, 'bogus');
});

test('eight bad signatures of the slowest algorithm over 50 KB of records', async () => {
  const zones = new SignedWorld('test');
  zones.addZone('a.test', makeKey(257, 14));
  const many = Array.from({ length: 800 }, (_, seed) =>
    rr(HOST, 'TLSA', { usage: 3, selector: 1, matchingType: 1, certificate: junk(seed) }),
  );
  const bad = Array.from({ length: 8 }, (_, seed) =>
    signatureOf('a.test', zones.key('a.test'), many, { signature: Buffer.alloc(96, seed + 1) }),
  );
  zones.set(HOST, 'TLSA', { answers: [...many, ...bad] });
  equal((await look(zones, HOST, 'TLSA')).looked.kind, 'bogus');
});

test('every key and signature with the slowest algorithm, along eight aliases', async () => {
  const zones = world();
  const names = Array.from({ length: 9 }, (_, index) => `z${index}.test`);
  for (const zone of names) zones.addZone(zone, makeKey(257, 14));
  const answers = names.flatMap((zone, index) =>
    zones.signed(
      zone,
      index === 8 ? rr(`h.${zone}`, 'A', '192.0.2.1') : rr(`h.${zone}`, 'CNAME', `h.z${index + 1}.test`),
    ),
  );
  zones.set('h.z0.test', 'A', { answers });
  await look(zones, 'h.z0.test', 'A');
});

test('a signer with 120 labels, each of which claims a signed delegation', async () => {
  const zones = world();
  const deep = Array.from({ length: 100 }, () => 'a').join('.');
  const name = `${deep}.a.test`;
  const labels = name.split('.');
  for (let index = 0; index < 100; index++) {
    const zone = labels.slice(index).join('.');
    const parent = labels.slice(index + 1).join('.');
    const ds = dsOf(zone, zones.key('a.test'));
    zones.set(zone, 'DS', { answers: [ds, signatureOf(parent, zones.key('a.test'), [ds])] });
    zones.set(zone, 'DNSKEY', { answers: [dnskeyOf(zone, zones.key('a.test'))] });
  }
  const target = rr(name, 'A', '192.0.2.1');
  zones.set(name, 'A', { answers: [target, signatureOf(name, zones.key('a.test'), [target])] });
  const { looked } = await look(zones, name, 'A');
  equal(looked.kind, 'failed');
});

test('NSEC3 with 2,500 iterations: insecure without one hash', async () => {
  const zones = world();
  const owner = `${'0'.repeat(32)}.a.test`;
  const denial = rr(owner, 'NSEC3', {
    algorithm: 1,
    flags: 0,
    iterations: 2500,
    salt: Buffer.alloc(0),
    nextDomain: Buffer.alloc(20, 255),
    rrtypes: ['A'],
  });
  zones.set(HOST, 'A', { rcode: 3, authorities: zones.signed('a.test', denial) });
  const { looked, effort } = await look(zones, HOST, 'A');
  ok(looked.kind === 'insecure' && looked.found === 'no-domain');
  equal(effort.hashes, 0);
});

test('NSEC3 at the limit of iterations under a name of 100 labels', async () => {
  const zones = world();
  const name = `${Array.from({ length: 100 }, () => 'x').join('.')}.a.test`;
  const owner = `${'0'.repeat(32)}.a.test`;
  const denial = rr(owner, 'NSEC3', {
    algorithm: 1,
    flags: 0,
    iterations: MOST_ITERATIONS,
    salt: Buffer.alloc(255),
    nextDomain: Buffer.alloc(20, 255),
    rrtypes: ['A'],
  });
  zones.set(name, 'A', { rcode: 3, authorities: zones.signed('a.test', denial) });
  const { looked } = await look(zones, name, 'A');
  equal(looked.kind, 'insecure');
});

test('40 denial records, each signed: no more than 12 are looked at', async () => {
  const zones = world();
  const many = Array.from({ length: 40 }, (_, index) =>
    rr(`n${index}.a.test`, 'NSEC', { nextDomain: `n${index}x.a.test`, rrtypes: ['A'] }),
  );
  zones.set(HOST, 'A', { rcode: 3, authorities: zones.signed('a.test', ...many) });
  const { looked, effort } = await look(zones, HOST, 'A');
  equal(looked.kind, 'insecure');
  ok(effort.verifications <= 20);
});

test('60 KB of one signed set: work, but one operation', async () => {
  const zones = world();
  const many = Array.from({ length: 900 }, (_, index) =>
    rr(HOST, 'TLSA', {
      usage: 3,
      selector: 1,
      matchingType: 1,
      certificate: Buffer.concat([Buffer.from([index >> 8, index & 255]), Buffer.alloc(30)]),
    }),
  );
  zones.set(HOST, 'TLSA', { answers: zones.signed('a.test', ...many) });
  const { effort } = await look(zones, HOST, 'TLSA');
  ok(effort.verifications <= 6);
});

for (const [name, arrange] of [
  [
    'a future signature',
    (zones: SignedWorld) => [
      record,
      signatureOf('a.test', zones.key('a.test'), [record], { inception: NOW + 3600, expiration: NOW + 7200 }),
    ],
  ],
  [
    'a record of another name with its own good signature',
    (zones: SignedWorld) => zones.signed('a.test', rr('x.a.test', 'A', '192.0.2.1')),
  ],
  [
    'a good signature moved from another name',
    (zones: SignedWorld) => [
      record,
      { ...signatureOf('a.test', zones.key('a.test'), [rr('x.a.test', 'A', '192.0.2.1')]), name: HOST },
    ],
  ],
  [
    'a good signature moved from another address',
    (zones: SignedWorld) => [
      record,
      signatureOf('a.test', zones.key('a.test'), [rr(HOST, 'A', '192.0.2.2')]),
    ],
  ],
] as const)
  test(`${name}: not secure`, async () => {
    const zones = world();
    zones.set(HOST, 'A', { answers: arrange(zones) });
    ok((await look(zones, HOST, 'A')).looked.kind !== 'secure');
  });

test('any octets for an answer: failed, never an exception', async () => {
  const zones = world();
  const header = (answers: number) => Buffer.from([0, 0, 0x81, 0x80, 0, 1, 0, answers, 0, 0, 0, 0]);
  const question = Buffer.concat([wireName(HOST), Buffer.from([0, 1, 0, 1])]);
  const loop = Buffer.concat([
    header(1),
    question,
    Buffer.from([0xc0, 12 + question.length, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 1, 2, 3, 4]),
  ]);
  for (const octets of [
    Buffer.alloc(0),
    Buffer.alloc(5),
    Buffer.alloc(65535, 255),
    Buffer.alloc(65535),
    loop,
    Buffer.concat([header(255), question]),
  ]) {
    zones.setOctets(HOST, 'A', octets);
    equal((await look(zones, HOST, 'A')).looked.kind, 'failed');
  }
});
