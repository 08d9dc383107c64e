/** Figures are only as good as their arithmetic. */
import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';

import { median, percentile, ratiosOf, spreadOf, written } from './statistics.ts';

test('the median is the middle value, or lies between the two in the middle', () => {
  equal(median([9, 1, 5]), 5);
  equal(median([10, 9, 1, 5]), 7);
  throws(() => median([]));
});

test('a percentile is a value that was measured, by the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  equal(percentile(hundred, 0.95), 95);
  equal(percentile(hundred, 1), 100);
  equal(percentile(hundred, 0), 1);
  equal(percentile([3, 1, 2], 0.5), 2);
  throws(() => percentile([], 0.5));
});

test('ratios are taken round by round, so that a slow round of both does not show', () => {
  deepEqual(ratiosOf([4, 8, 4], [2, 4, 2]), [2, 2, 2]);
  equal(written(spreadOf(ratiosOf([3, 8, 4], [2, 4, 2]))), '2.00 (1.50–2.00)');
});
