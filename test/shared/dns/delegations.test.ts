/** The chain from the root to a zone's keys (RFC 4035 section 5.2), each link broken once. */
import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { dnskeyOf, dsOf, makeKey, NOW, signatureOf, soa } from './signed-world.ts';
import { answerA, HOST, look, newWorld, type Row } from './three-zones.ts';

const chainRows: readonly Row[] = [
  {
    name: 'no DS record',
    expect: 'insecure',
    arrange: (world) => {
      world.set('a.test', 'DS', { authorities: [soa('test')] });
    },
  },
  {
    name: 'DS does not exist by NXDOMAIN',
    expect: 'insecure',
    arrange: (world) => {
      world.set('a.test', 'DS', { rcode: 3 });
    },
  },
  {
    name: 'DS not answered',
    expect: 'failed',
    arrange: (world) => {
      world.answers.delete('a.test/43');
    },
  },
  {
    name: 'DS answered SERVFAIL',
    expect: 'failed',
    arrange: (world) => {
      world.set('a.test', 'DS', { rcode: 2 });
    },
  },
  {
    name: 'DS unsigned',
    expect: 'insecure',
    arrange: (world) => {
      world.set('a.test', 'DS', { answers: [dsOf('a.test', world.key('a.test'))] });
    },
  },
  {
    name: 'DS signed by the child itself',
    expect: 'insecure',
    arrange: (world) => {
      world.set('a.test', 'DS', { answers: world.signed('a.test', dsOf('a.test', world.key('a.test'))) });
    },
  },
  {
    name: 'DS with SHA-1 only',
    expect: 'insecure',
    arrange: (world) => {
      world.setDs('a.test', [dsOf('a.test', world.key('a.test'), 1)]);
    },
  },
  {
    name: 'DS with SHA-384',
    expect: 'secure',
    arrange: (world) => {
      world.setDs('a.test', [dsOf('a.test', world.key('a.test'), 4)]);
    },
  },
  {
    name: 'DS: right by SHA-256, wrong by the stronger SHA-384',
    expect: 'bogus',
    arrange: (world) => {
      const wrong = dsOf('a.test', makeKey(), 4);
      const right = dsOf('a.test', world.key('a.test'));
      world.setDs('a.test', [
        right,
        { ...wrong, data: { ...(wrong.data as object), keyTag: world.key('a.test').keyTag } },
      ]);
    },
  },
  {
    name: 'DS of another key',
    expect: 'bogus',
    arrange: (world) => {
      world.setDs('a.test', [dsOf('a.test', makeKey())]);
    },
  },
  {
    name: 'no keys under a DS',
    expect: 'bogus',
    arrange: (world) => {
      world.set('a.test', 'DNSKEY', { authorities: [soa('a.test')] });
    },
  },
  {
    name: 'keys not answered',
    expect: 'failed',
    arrange: (world) => {
      world.answers.delete('a.test/48');
    },
  },
  {
    name: 'keys unsigned',
    expect: 'bogus',
    arrange: (world) => {
      world.set('a.test', 'DNSKEY', { answers: [dnskeyOf('a.test', world.key('a.test'))] });
    },
  },
  {
    name: 'keys signed by a key that the DS does not name',
    expect: 'bogus',
    arrange: (world) => {
      const [own, other] = [world.key('a.test'), makeKey()];
      const records = [dnskeyOf('a.test', own), dnskeyOf('a.test', other)];
      world.setKeys('a.test', records, signatureOf('a.test', other, records));
    },
  },
  {
    name: 'a revoked key (RFC 5011)',
    expect: 'bogus',
    arrange: (world) => {
      world.addZone('a.test', makeKey(257 | 128));
      answerA(world, {});
    },
  },
  {
    name: 'a key without the zone key flag',
    expect: 'bogus',
    arrange: (world) => {
      world.addZone('a.test', makeKey(1));
      answerA(world, {});
    },
  },
  {
    name: 'the parent’s DS signature has expired',
    expect: 'bogus',
    arrange: (world) => {
      const ds = dsOf('a.test', world.key('a.test'));
      world.set('a.test', 'DS', {
        answers: [ds, signatureOf('test', world.key('test'), [ds], { expiration: NOW - 1 })],
      });
    },
  },
  {
    name: 'the root’s keys are others than the anchors',
    expect: 'own-fault',
    arrange: (world) => {
      const stranger = makeKey();
      world.set('', 'DNSKEY', {
        answers: [dnskeyOf('', stranger), signatureOf('', stranger, [dnskeyOf('', stranger)])],
      });
    },
  },
  {
    name: 'the root’s keys are not signed at this time',
    expect: 'own-fault',
    arrange: (world) => {
      const key = world.key('');
      world.setKeys(
        '',
        [dnskeyOf('', key)],
        signatureOf('', key, [dnskeyOf('', key)], { expiration: NOW - 1 }),
      );
    },
  },
  {
    name: 'the root’s keys are not answered',
    expect: 'failed',
    arrange: (world) => {
      world.answers.delete('/48');
    },
  },
];

for (const { name, expect, arrange } of chainRows)
  test(`chain: ${name}: ${expect}`, async () => {
    const world = newWorld();
    answerA(world, {});
    arrange(world);
    const looked = await look(world, HOST, 'A');
    equal(looked.kind, expect, JSON.stringify(looked));
  });
