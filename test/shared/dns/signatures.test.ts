/** The rules for one signature (RFC 4035 section 5.3), each broken once. */
import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { NOW, rr, signatureOf } from './signed-world.ts';
import { answerA, HOST, look, newWorld, type Row } from './three-zones.ts';

const day = 86_400;
const signatureRows: readonly Row[] = [
  {
    name: 'a whole chain',
    expect: 'secure',
    arrange: (world) => {
      answerA(world, {});
    },
  },
  {
    name: 'signed by the parent zone, an ancestor too',
    expect: 'secure',
    arrange: (world) => {
      answerA(world, {}, 'test');
    },
  },
  {
    name: 'signed by a sibling zone',
    expect: 'insecure',
    arrange: (world) => {
      answerA(world, {}, 'b.test');
    },
  },
  {
    name: 'expired a second ago',
    expect: 'bogus',
    arrange: (world) => {
      answerA(world, { expiration: NOW - 1 });
    },
  },
  {
    name: 'expires this second',
    expect: 'secure',
    arrange: (world) => {
      answerA(world, { expiration: NOW });
    },
  },
  {
    name: 'begins this second',
    expect: 'secure',
    arrange: (world) => {
      answerA(world, { inception: NOW });
    },
  },
  {
    name: 'begins in a second',
    expect: 'bogus',
    arrange: (world) => {
      answerA(world, { inception: NOW + 1 });
    },
  },
  {
    name: 'dates more than half the circle apart from now (RFC 1982)',
    expect: 'bogus',
    arrange: (world) => {
      answerA(world, { expiration: (NOW + 2 ** 31 + day) % 2 ** 32 });
    },
  },
  {
    name: 'ends before it begins, and now is between the two on the circle',
    expect: 'bogus',
    arrange: (world) => {
      answerA(world, { inception: (NOW + day + 2 ** 31) % 2 ** 32 });
    },
  },
  {
    name: 'labels field larger than the owner has',
    expect: 'insecure',
    arrange: (world) => {
      answerA(world, { labels: 4 });
    },
  },
  {
    name: 'labels field smaller than the signer has',
    expect: 'insecure',
    arrange: (world) => {
      answerA(world, { labels: 1 });
    },
  },
  {
    name: 'algorithm that does not count (5)',
    expect: 'insecure',
    arrange: (world) => {
      answerA(world, { algorithm: 5 });
    },
  },
  {
    name: 'another algorithm than the key has',
    expect: 'bogus',
    arrange: (world) => {
      answerA(world, { algorithm: 13 });
    },
  },
  {
    name: 'another key tag',
    expect: 'bogus',
    arrange: (world) => {
      answerA(world, { keyTag: 1 });
    },
  },
  {
    name: 'empty signature',
    expect: 'bogus',
    arrange: (world) => {
      answerA(world, { signature: Buffer.alloc(0) });
    },
  },
  {
    name: 'random signature',
    expect: 'bogus',
    arrange: (world) => {
      answerA(world, { signature: Buffer.alloc(64, 9) });
    },
  },
  {
    name: 'no signature',
    expect: 'insecure',
    arrange: (world) => {
      world.set(HOST, 'A', { answers: [rr(HOST, 'A', '192.0.2.1')] });
    },
  },
  {
    name: 'an unsigned record rides along in the set',
    expect: 'bogus',
    arrange: (world) => {
      const signed = world.signed('a.test', rr(HOST, 'A', '192.0.2.1'));
      world.set(HOST, 'A', { answers: [rr(HOST, 'A', '192.0.2.66'), ...signed] });
    },
  },
  {
    name: 'the signature covers another type',
    expect: 'insecure',
    arrange: (world) => {
      const text = rr(HOST, 'TXT', 'x');
      world.set(HOST, 'A', {
        answers: [rr(HOST, 'A', '192.0.2.1'), signatureOf('a.test', world.key('a.test'), [text])],
      });
    },
  },
  {
    name: 'duplicates count once (RFC 4034 6.3)',
    expect: 'secure',
    arrange: (world) => {
      const record = rr(HOST, 'A', '192.0.2.1');
      world.set(HOST, 'A', {
        answers: [record, record, signatureOf('a.test', world.key('a.test'), [record])],
      });
    },
  },
  {
    name: 'a TTL above the original one',
    expect: 'secure',
    arrange: (world) => {
      const signed = world.signed('a.test', rr(HOST, 'A', '192.0.2.1', 60));
      world.set(HOST, 'A', { answers: signed.map((record) => ({ ...record, ttl: 86_400 })) });
    },
  },
  {
    name: 'one good signature among bad ones',
    expect: 'secure',
    arrange: (world) => {
      const record = rr(HOST, 'A', '192.0.2.1');
      const key = world.key('a.test');
      const bad = signatureOf('a.test', key, [record], { signature: Buffer.alloc(64, 9) });
      world.set(HOST, 'A', { answers: [record, bad, bad, signatureOf('a.test', key, [record])] });
    },
  },
  {
    name: 'a good signature beside one by a sibling zone',
    expect: 'bogus',
    arrange: (world) => {
      const record = rr(HOST, 'A', '192.0.2.1');
      const foreign = signatureOf('b.test', world.key('b.test'), [record]);
      world.set(HOST, 'A', { answers: [...world.signed('a.test', record), foreign] });
    },
  },
  {
    name: 'a good signature beside one of an algorithm that does not count',
    expect: 'secure',
    arrange: (world) => {
      const record = rr(HOST, 'A', '192.0.2.1');
      const old = signatureOf('a.test', world.key('a.test'), [record], { algorithm: 5 });
      world.set(HOST, 'A', { answers: [...world.signed('a.test', record), old] });
    },
  },
  {
    name: 'a good signature beside an expired one',
    expect: 'secure',
    arrange: (world) => {
      const record = rr(HOST, 'A', '192.0.2.1');
      const old = signatureOf('a.test', world.key('a.test'), [record], { expiration: NOW - 1 });
      world.set(HOST, 'A', { answers: [...world.signed('a.test', record), old] });
    },
  },
];

for (const { name, expect, arrange } of signatureRows)
  test(`signature: ${name}: ${expect}`, async () => {
    const world = newWorld();
    arrange(world);
    const looked = await look(world, HOST, 'A');
    equal(looked.kind, expect, JSON.stringify(looked));
  });
