import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Recent } from '../../../../infra/local/internet/transcript.ts';

test('of many things the last ones are kept, and all are counted', () => {
  const recent = new Recent<number>({ things: 3, weight: Infinity });
  for (let thing = 1; thing <= 10; thing++) recent.add(thing);
  assert.deepEqual(recent.all, [8, 9, 10]);
  assert.equal(recent.count, 10);
});

test('of heavy things fewer are kept, but never none', () => {
  const recent = new Recent<number>({ things: 10, weight: 20 }, (thing) => thing);
  for (const thing of [5, 5, 5, 12]) recent.add(thing);
  assert.deepEqual(recent.all, [5, 12]);
  recent.add(50);
  assert.deepEqual(recent.all, [50]);
  recent.add(1);
  assert.deepEqual(recent.all, [1]);
});
