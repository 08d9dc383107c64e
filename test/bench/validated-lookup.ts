/**
 * CPU time of a validated lookup, with answers that are there at once: cold, from the root's keys down to
 * the TLSA records, and warm, from memory. `node test/bench/validated-lookup.ts`
 */
import { validatingLookup } from '../../shared/dns/validating-lookup.ts';
import { recordedAnchors, recordedCases, recordedClock, replay } from '../shared/dns/recorded-world.ts';

export interface LookupCost {
  readonly coldMilliseconds: number;
  readonly warmMilliseconds: number;
  /** Of the dearest case: its name, and its time. */
  readonly dearest: { readonly name: string; readonly milliseconds: number };
}

const options = { anchors: recordedAnchors, clock: recordedClock, ask: replay() };
const cpuMilliseconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

/** Over all recorded cases that are secure, `rounds` times each. */
export async function measureLookups(rounds: number): Promise<LookupCost> {
  const cases = recordedCases.filter(([, , , secure]) => secure);
  const times: { name: string; milliseconds: number }[] = [];
  // Twice, so that the code is compiled when it counts.
  for (const counts of [false, true])
    for (const [name, type] of cases) {
      const start = process.cpuUsage();
      for (let round = 0; round < rounds; round++) await validatingLookup(options).lookup(name, type);
      if (counts) times.push({ name: `${name} ${type}`, milliseconds: cpuMilliseconds(start) / rounds });
    }
  const warm = validatingLookup(options);
  for (const [name, type] of cases) await warm.lookup(name, type);
  const warmRounds = rounds * 100;
  const start = process.cpuUsage();
  for (let round = 0; round < warmRounds; round++)
    for (const [name, type] of cases) await warm.lookup(name, type);
  const warmMilliseconds = cpuMilliseconds(start) / warmRounds / cases.length;
  const [dearest = { name: '', milliseconds: 0 }] = times.toSorted(
    (one, other) => other.milliseconds - one.milliseconds,
  );
  const total = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return { coldMilliseconds: total / times.length, warmMilliseconds, dearest };
}

if (import.meta.main) {
  const { coldMilliseconds, warmMilliseconds, dearest } = await measureLookups(20);
  console.log(
    `cold  ${coldMilliseconds.toFixed(2)} ms of CPU (dearest: ${dearest.milliseconds.toFixed(2)} ms, ${dearest.name})`,
  );
  console.log(`warm  ${warmMilliseconds.toFixed(4)} ms of CPU`);
}
