/** What a lookup costs, how long its answer holds, and what it asks. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import type { Effort } from '../../../shared/dns/dnssec/budget.ts';
import {
  clock,
  dnskeyOf,
  dsOf,
  NOW,
  rr,
  signatureOf,
  tlsaData,
  type Rr,
  type SignedWorld,
} from './signed-world.ts';
import { answerA, HOST, look, lookupIn, newWorld } from './three-zones.ts';

test('an answer holds as long as its shortest-lived part: record, original TTL, signature, parent', async () => {
  const seconds = async (arrange: (world: SignedWorld) => void): Promise<number> => {
    const world = newWorld();
    arrange(world);
    const looked = await look(world, HOST, 'A');
    ok(looked.kind === 'secure');
    return (looked.expires - clock()) / 1000;
  };
  equal(
    await seconds((world) => {
      answerA(world, {});
    }),
    300,
  );
  equal(
    await seconds((world) => {
      answerA(world, { originalTTL: 20 });
    }),
    20,
  );
  equal(
    await seconds((world) => {
      answerA(world, { expiration: NOW + 7 });
    }),
    7,
  );
  equal(
    await seconds((world) => {
      const record = rr(HOST, 'A', '192.0.2.1', 9);
      world.set(HOST, 'A', {
        answers: [record, signatureOf('a.test', world.key('a.test'), [record], { originalTTL: 300 })],
      });
    }),
    9,
  );
  equal(
    await seconds((world) => {
      const record = rr(HOST, 'A', '192.0.2.1');
      const signature = signatureOf('a.test', world.key('a.test'), [record]);
      world.set(HOST, 'A', { answers: [record, { ...signature, ttl: 5 }] });
    }),
    5,
  );
  equal(
    await seconds((world) => {
      answerA(world, {});
      const ds = dsOf('test', world.key('test'));
      world.set('test', 'DS', {
        answers: [ds, signatureOf('', world.key(''), [ds], { expiration: NOW + 11 })],
      });
    }),
    11,
  );
});

test('keys that claim to hold for years are asked for again after a day', async () => {
  const world = newWorld();
  let now = clock();
  const years = (records: readonly Rr[]) => records.map((record) => ({ ...record, ttl: 2 ** 31 - 1 }));
  for (const zone of ['', 'test', 'a.test']) {
    const keys = years([dnskeyOf(zone, world.key(zone))]);
    world.setKeys(
      zone,
      keys,
      ...years([signatureOf(zone, world.key(zone), keys, { expiration: NOW + 2 ** 30 })]),
    );
  }
  for (const [zone, parent] of [
    ['test', ''],
    ['a.test', 'test'],
  ] as const) {
    const ds = years([dsOf(zone, world.key(zone))]);
    const signed = years([signatureOf(parent, world.key(parent), ds, { expiration: NOW + 2 ** 30 })]);
    world.set(zone, 'DS', { answers: [...ds, ...signed] });
  }
  answerA(world, { expiration: NOW + 2 ** 30 });
  const { lookup } = lookupIn(world, { clock: () => now });
  equal((await lookup(HOST, 'A')).kind, 'secure');
  const keyQuestions = () => world.asked.filter((asked) => asked.endsWith('/48')).length;
  equal(keyQuestions(), 3);
  now += 3_600_001;
  equal((await lookup(HOST, 'A')).kind, 'secure');
  equal(keyQuestions(), 3);
  now += 86_400_000;
  equal((await lookup(HOST, 'A')).kind, 'secure');
  equal(keyQuestions(), 6);
});

test('a zone without a DS record is not waited for: it may have no keys to show', async () => {
  const world = newWorld();
  answerA(world, {});
  world.set('a.test', 'DS', { authorities: [] });
  const looked = await look(world, HOST, 'A', {
    ask: (name, type) =>
      `${name}/${type}` === 'a.test/48' ? new Promise(() => undefined) : world.ask(name, type),
  });
  equal(looked.kind, 'insecure');
});

test('a second lookup below known zones costs one operation, the same lookup again none', async () => {
  const world = newWorld();
  const efforts: Effort[] = [];
  const { lookup } = lookupIn(world, { observe: (effort) => efforts.push(effort) });
  answerA(world, {});
  const other = rr('mx2.a.test', 'A', '192.0.2.2');
  world.set('mx2.a.test', 'A', { answers: world.signed('a.test', other) });
  await lookup(HOST, 'A');
  await lookup('mx2.a.test', 'A');
  await lookup('MX.a.TEST.', 'A');
  deepEqual(
    efforts.map(({ verifications, queries }) => [verifications, queries]),
    [
      [6, 6],
      [1, 1],
    ],
  );
});

test('names in the data are signed in lower case, and come back so', async () => {
  const world = newWorld();
  const lower = rr('a.test', 'MX', { preference: 10, exchange: 'mx.a.test' });
  const upper = rr('A.tEST', 'MX', { preference: 10, exchange: 'MX.A.teSt' });
  world.set('a.test', 'MX', { answers: [upper, signatureOf('a.test', world.key('a.test'), [lower])] });
  const looked = await look(world, 'a.test', 'MX');
  ok(looked.kind === 'secure');
  deepEqual(looked.records, [{ kind: 'MX', preference: 10, exchange: 'mx.a.test' }]);
});

test('an unsigned answer asks nothing of anybody, and needs no NS records at an apex', async () => {
  const world = newWorld();
  world.set(HOST, 'TLSA', { answers: [rr(HOST, 'TLSA', tlsaData)] });
  equal((await look(world, HOST, 'TLSA')).kind, 'insecure');
  deepEqual(world.asked, [`${HOST}/52`]);
});
