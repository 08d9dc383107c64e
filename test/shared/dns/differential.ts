/**
 * `node test/shared/dns/differential.ts [--cases 5000] [--seed 1] [--examples]`: as many altered answers to our validator
 * and to Unbound, and how the verdicts go together. Fails if one is secure to us and not to Unbound.
 */
import { parseArgs } from 'node:util';

import { compareOnAltered } from './live/differential.ts';
import { startLiveWorld } from './live/live-world.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    examples: { type: 'boolean', default: false },
  },
});
const began = performance.now();
await using world = await startLiveWorld();
const outcome = await compareOnAltered(world, { cases: Number(values.cases), seed: Number(values.seed) });
for (const [verdict, count] of [...outcome.verdicts].sort(([, one], [, other]) => other - one))
  console.log(`${count.toString().padStart(7)}  ${verdict}`);
if (values.examples)
  for (const [reason, { count, example }] of [...outcome.reasons].sort(([, a], [, b]) => b.count - a.count))
    console.log(`${count.toString().padStart(7)}  ${reason} (${example})`);
for (const conflict of outcome.conflicts) console.log(`CONFLICT ${conflict}`);
const seconds = (performance.now() - began) / 1000;
console.log(`${outcome.cases} cases, ${outcome.conflicts.length} conflicts, ${seconds.toFixed(0)} s`);
if (outcome.conflicts.length > 0) process.exitCode = 1;
