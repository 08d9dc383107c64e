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
