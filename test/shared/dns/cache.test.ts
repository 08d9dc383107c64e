import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { createCache } from '../../../shared/dns/cache.ts';

test('a value is there until it expires, and not at that moment', () => {
  let now = 1000;
  const cache = createCache<string>(10, () => now);
  cache.put('a', 'one', 2000);
  equal(cache.get('a'), 'one');
  now = 1999;
  equal(cache.get('a'), 'one');
  now = 2000;
  equal(cache.get('a'), null);
  now = 1000;
  equal(cache.get('a'), null);
});

test('what has expired already is not kept, and takes the place of nothing', () => {
  const cache = createCache<string>(10, () => 1000);
  cache.put('a', 'one', 1000);
  equal(cache.get('a'), null);
});

test('at the limit the least recently used goes', () => {
  const cache = createCache<number>(2, () => 0);
  cache.put('a', 1, 10);
  cache.put('b', 2, 10);
  cache.get('a');
  cache.put('c', 3, 10);
  equal(cache.get('b'), null);
  equal(cache.get('a'), 1);
  equal(cache.get('c'), 3);
});

test('a heavy value takes the place of several, one heavier than all is not kept', () => {
  const cache = createCache<number>(4, () => 0);
  for (const [index, key] of ['a', 'b', 'c'].entries()) cache.put(key, index, 10);
  cache.put('heavy', 9, 10, 3);
  equal(cache.get('a'), null);
  equal(cache.get('b'), null);
  equal(cache.get('c'), 2);
  cache.put('heavy', 9, 10, 5);
  equal(cache.get('heavy'), null);
  for (const key of ['d', 'e', 'f']) cache.put(key, 1, 10);
  equal(cache.get('c'), 2);
});
