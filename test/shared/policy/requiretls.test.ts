/** REQUIRETLS under each level, row by row. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { judge, type Observation } from '../../../shared/policy/judge.ts';
import type { Level } from '../../../shared/policy/level.ts';
import { dane, encrypted, sts, trust } from './findings.ts';

function check(level: Level, observation: Observation, verdict: 'met' | 'requiretls'): void {
  const outcome = judge({ level, requireTls: true }, observation);
  const said = outcome.kind === 'policy' ? [outcome.reason, outcome.status] : [outcome.kind];
  deepEqual(said, verdict === 'met' ? ['met'] : ['requiretls', '5.7.30']);
}

/** RFC 8689 section 4.2.1: the next hop must be verified, and must offer REQUIRETLS. */
const hops = {
  nothing: encrypted({ offersRequireTls: true }),
  dane: encrypted({ offersRequireTls: true, dane: dane.matched }),
  'dane, MX unsigned': encrypted({
    offersRequireTls: true,
    dane: dane.matched,
    dnssec: { mx: 'insecure', address: 'secure', tlsa: 'secure' },
  }),
  sts: encrypted({ offersRequireTls: true, sts: sts.satisfied }),
  entry: encrypted({ offersRequireTls: true, trust: trust.matched }),
};
const requireTlsRows: [level: Level, proven: keyof typeof hops, used: boolean][] = [
  ['encrypt', 'nothing', false],
  ['encrypt', 'dane', true],
  ['encrypt', 'dane, MX unsigned', false],
  ['encrypt', 'sts', true],
  ['encrypt', 'entry', false],
  ['dane-only', 'dane', true],
  ['verify', 'entry', true],
];
for (const [level, proven, used] of requireTlsRows) {
  test(`${level}, REQUIRETLS offered, proven by ${proven}: ${used ? 'used' : 'not used'}`, () => {
    const outcome = judge({ level, requireTls: false }, hops[proven]);
    equal(outcome.kind === 'met' && outcome.evidence.requireTls, used);
    check(level, hops[proven], used ? 'met' : 'requiretls');
    check(level, { ...hops[proven], offersRequireTls: false }, 'requiretls');
  });
}
