import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import type { Effort } from '../../../shared/dns/dnssec/budget.ts';
import { validatingLookup } from '../../../shared/dns/validating-lookup.ts';
import { recordedAnchors, recordedCases, recordedClock, replay } from './recorded-world.ts';

const options = { anchors: recordedAnchors, clock: recordedClock };

test('there are 56 recorded cases', () => {
  equal(recordedCases.length, 56);
});

for (const [name, type, unbound, secure] of recordedCases)
  test(`${name} ${type}: ${unbound}${secure === unbound.startsWith('secure') ? '' : ', though not to us'}`, async () => {
    const efforts: Effort[] = [];
    const { lookup } = validatingLookup({
      ...options,
      ask: replay(),
      observe: (effort) => efforts.push(effort),
    });
    const looked = await lookup(name, type);
    // "secure NXDOMAIN" and "secure NODATA" are expected not to be a secure positive answer.
    equal(looked.kind === 'secure' && looked.found === 'records', secure, JSON.stringify(looked));
    if (unbound.startsWith('BOGUS')) ok(looked.kind === 'bogus' || looked.kind === 'insecure', looked.kind);
    if (unbound === 'insecure') equal(looked.kind, 'insecure');
    if (unbound === 'secure NXDOMAIN') ok(looked.kind === 'secure' && looked.found === 'no-domain');
    if (unbound === 'secure NODATA') ok(looked.kind === 'secure' && looked.found === 'no-data');
    for (const { verifications, queries } of efforts) ok(verifications <= 20 && queries <= 20);
  });

test('in one process, every case again from memory: same verdicts, no public-key operation', async () => {
  const efforts: Effort[] = [];
  const { lookup } = validatingLookup({
    ...options,
    ask: replay(),
    observe: (effort) => efforts.push(effort),
  });
  const first = await Promise.all(recordedCases.map(([name, type]) => lookup(name, type)));
  efforts.length = 0;
  for (const [index, [name, type]] of recordedCases.entries()) {
    const again = await lookup(name, type);
    equal(again.kind, first[index]?.kind, `${name} ${type}`);
  }
  equal(
    efforts.reduce((sum, { verifications }) => sum + verifications, 0),
    0,
  );
});
