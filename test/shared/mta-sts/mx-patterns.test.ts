/** RFC 8461 section 4.1. */
import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { findMxPattern } from '../../../shared/mta-sts/mx-patterns.ts';

const mx = ['mail.example.com', '*.example.net', '*.sub.example.org'];

const rows: readonly [string, string | null, string][] = [
  ['mail.example.com', 'mail.example.com', 'the name itself'],
  ['MAIL.Example.Com', 'mail.example.com', 'in any case'],
  ['mail.example.com.', 'mail.example.com', 'with the final dot'],
  ['other.example.com', null, 'another name'],
  ['xmail.example.com', null, 'no part of a label'],
  ['mx1.example.net', '*.example.net', 'one label for the star'],
  ['example.net', null, 'none for the star'],
  ['a.mx1.example.net', null, 'two for the star'],
  ['.example.net', null, 'an empty one'],
  ['*.example.net', null, 'a star is no host name'],
  ['mx.sub.example.org', '*.sub.example.org', 'a longer pattern'],
  ['sub.example.org', null, 'its parent'],
  ['', null, 'nothing'],
];
for (const [host, pattern, why] of rows)
  test(`${host}: ${pattern ?? 'not named'} (${why})`, () => {
    equal(findMxPattern({ mx }, host), pattern);
  });
