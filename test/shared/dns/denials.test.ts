/** Wildcard answers and negative answers: secure only with the proof of what does not exist. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import type { QueryType } from '../../../shared/dns/lookup.ts';
import { clock, nsec, rr, signatureOf, soa } from './signed-world.ts';
import { HOST, look, newWorld } from './three-zones.ts';

test('a wildcard answer needs the proof that nothing closer exists', async () => {
  for (const [proof, expect] of [
    [[nsec('lima.a.test', 'zulu.a.test', 'A')], 'secure'],
    [[nsec('zulu.a.test', 'a.test', 'A')], 'insecure'],
    [[nsec(HOST, 'zulu.a.test', 'TXT')], 'insecure'],
    [[], 'insecure'],
  ] as const) {
    const world = newWorld();
    const record = rr(HOST, 'A', '192.0.2.1');
    const signature = signatureOf('a.test', world.key('a.test'), [record], { owner: '*.a.test' });
    world.set(HOST, 'A', { answers: [record, signature], authorities: world.signed('a.test', ...proof) });
    equal((await look(world, HOST, 'A')).kind, expect);
  }
});

test('an NSEC record that is itself made from a wildcard proves nothing', async () => {
  const world = newWorld();
  const replayed = nsec(HOST, 'zulu.a.test', 'TXT');
  const signature = signatureOf('a.test', world.key('a.test'), [replayed], { owner: '*.a.test' });
  world.set(HOST, 'A', { authorities: [replayed, signature] });
  const looked = await look(world, HOST, 'A');
  ok(looked.kind === 'insecure' && looked.found === 'no-data');
});

const denialRows: readonly (readonly [
  string,
  number,
  QueryType,
  ReturnType<typeof nsec>[],
  string,
  string,
])[] = [
  [
    'no such type, by the record at the name',
    0,
    'A',
    [nsec(HOST, 'zulu.a.test', 'TXT')],
    'secure',
    'no-data',
  ],
  ['the type is there after all', 0, 'A', [nsec(HOST, 'zulu.a.test', 'A')], 'insecure', 'no-data'],
  ['an alias is there after all', 0, 'A', [nsec(HOST, 'zulu.a.test', 'CNAME')], 'insecure', 'no-data'],
  [
    'a name with others below it only',
    0,
    'A',
    [nsec('lima.a.test', 'x.mx.a.test', 'A')],
    'secure',
    'no-data',
  ],
  [
    'no such name',
    3,
    'A',
    [nsec('a.test', 'lima.a.test', 'SOA', 'NS'), nsec('lima.a.test', 'zulu.a.test', 'A')],
    'secure',
    'no-domain',
  ],
  [
    'no such name, one record for name and wildcard',
    3,
    'A',
    [nsec('a.test', 'zulu.a.test', 'SOA', 'NS')],
    'secure',
    'no-domain',
  ],
  [
    'no such name, the wildcard not denied',
    3,
    'A',
    [nsec('lima.a.test', 'zulu.a.test', 'A')],
    'insecure',
    'no-domain',
  ],
  ['the parent’s record at a delegation', 0, 'A', [nsec(HOST, 'zulu.a.test', 'NS')], 'insecure', 'no-data'],
  ['nothing at all', 0, 'A', [], 'insecure', 'no-data'],
];
for (const [name, rcode, type, records, security, found] of denialRows)
  test(`denial: ${name}: ${security}`, async () => {
    const world = newWorld();
    world.set(HOST, 'A', { rcode, authorities: world.signed('a.test', soa('a.test'), ...records) });
    const looked = await look(world, HOST, type);
    ok('found' in looked);
    deepEqual([looked.kind, looked.found], [security, found], looked.detail);
    equal(looked.expires, clock() + 120_000);
  });

test('a denial for one name is no denial for another; a broken one is bogus', async () => {
  const world = newWorld();
  world.set('_25._tcp.mx.a.test', 'TLSA', {
    rcode: 3,
    authorities: world.signed('a.test', nsec('zulu.a.test', 'a.test', 'A')),
  });
  equal((await look(world, '_25._tcp.mx.a.test', 'TLSA')).kind, 'insecure');
  const record = nsec(HOST, 'zulu.a.test', 'TXT');
  const broken = signatureOf('a.test', world.key('a.test'), [record], { signature: Buffer.alloc(64) });
  world.set(HOST, 'A', { authorities: [record, broken] });
  equal((await look(world, HOST, 'A')).kind, 'bogus');
});

test('a denial counts only if all that stands beside it holds, name servers apart', async () => {
  const proof = nsec(HOST, 'zulu.a.test', 'TXT');
  const lone = signatureOf('a.test', newWorld().key('a.test'), [soa('a.test')]);
  for (const [beside, expect] of [
    [[], 'secure'],
    [[rr('a.test', 'NS', 'ns.a.test')], 'secure'],
    [[soa('a.test')], 'insecure'],
    [[rr('b.test', 'A', '192.0.2.66')], 'insecure'],
    [[lone], 'insecure'],
  ] as const) {
    const world = newWorld();
    world.set(HOST, 'A', { authorities: [...world.signed('a.test', proof), ...beside] });
    equal((await look(world, HOST, 'A')).kind, expect);
  }
});

test('records under a response code that says there are none: no answer', async () => {
  const world = newWorld();
  world.set(HOST, 'A', { rcode: 3, answers: world.signed('a.test', rr(HOST, 'A', '192.0.2.1')) });
  equal((await look(world, HOST, 'A')).kind, 'failed');
});

test('a child zone does not deny its own DS record', async () => {
  const world = newWorld();
  world.set('a.test', 'DS', { authorities: world.signed('a.test', nsec('a.test', 'mx.a.test', 'MX')) });
  const looked = await look(world, 'a.test', 'DS');
  ok(looked.kind === 'insecure' && looked.found === 'no-data');
});
