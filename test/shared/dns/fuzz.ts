/** `node test/shared/dns/fuzz.ts [--minutes 6] [--seed N]`: damages recorded answers for so many minutes of CPU. */
import { parseArgs } from 'node:util';

import { fuzz } from './fuzzing.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '6' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const microseconds = Number(values.minutes) * 60e6;
const used = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const { cases, verdicts, dearest } = await fuzz(Number(values.seed), () => used() >= microseconds);
console.log(
  `seed ${values.seed}: ${cases} cases, ${Math.round(cases / (used() / 1e6))} a second of CPU, ` +
    `the dearest ${dearest.toFixed(1)} ms; ${JSON.stringify(Object.fromEntries(verdicts))}`,
);
