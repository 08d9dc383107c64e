/** A domain, or the address of somebody there, where a domain is asked for. */
import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { domainIn } from '../../../web/levels/domain.ts';

for (const [typed, expected] of [
  ['pinned.example', 'pinned.example'],
  [' pinned.example ', 'pinned.example'],
  ['bob@pinned.example', 'pinned.example'],
  ['@pinned.example', 'pinned.example'],
  ['"a@b"@pinned.example', 'pinned.example'],
  ['Bob <bob@pinned.example> ', 'pinned.example'],
  ['not a domain', 'not a domain'],
  ['bob@', ''],
  ['', ''],
] as const)
  test(`${JSON.stringify(typed)}: ${JSON.stringify(expected)}`, () => {
    equal(domainIn(typed), expected);
  });
