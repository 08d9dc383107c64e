/**
 * CPU time of a validated lookup: cold, from the root's keys down to the records, and warm, from memory. With
 * answers that are there at once, and through a resolver on loopback, where `unbound-host` proves the same
 * names in the same run. `node test/bench/validated-lookup.ts`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClient } from '../../shared/dns/client.ts';
import type { Lookup, QueryType } from '../../shared/dns/lookup.ts';
import { validatingLookup } from '../../shared/dns/validating-lookup.ts';
import { needs } from '../peers/debian-packages.ts';
import { startLiveWorld } from '../shared/dns/live/live-world.ts';
import { recordedAnchors, recordedCases, recordedClock, replay } from '../shared/dns/recorded-world.ts';
import { measureUnboundHost, type UnboundHostCost } from './unbound-host.ts';

export interface LookupCost {
  readonly coldMilliseconds: number;
  readonly warmMilliseconds: number;
  /** Of the dearest case: its name, and its time. */
  readonly dearest: { readonly name: string; readonly milliseconds: number };
}

export interface LiveCost {
  /** Questions and answers through sockets included. */
  readonly coldMilliseconds: number;
  readonly unboundHost: UnboundHostCost;
}

type Questions = readonly (readonly [name: string, type: QueryType])[];

const options = { anchors: recordedAnchors, clock: recordedClock, ask: replay() };
const cpuMilliseconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

/** Each question `rounds` times, every time to a lookup that knows nothing; the second series counts. */
async function measureCold(
  questions: Questions,
  rounds: number,
  fresh: () => Lookup,
): Promise<{ name: string; milliseconds: number }[]> {
  const times: { name: string; milliseconds: number }[] = [];
  for (const counts of [false, true])
    for (const [name, type] of questions) {
      const start = process.cpuUsage();
      for (let round = 0; round < rounds; round++) {
        const { kind } = await fresh().lookup(name, type);
        if (kind !== 'secure') throw new Error(`${name} ${type} is ${kind}`);
      }
      if (counts) times.push({ name: `${name} ${type}`, milliseconds: cpuMilliseconds(start) / rounds });
    }
  return times;
}

const mean = (times: readonly { readonly milliseconds: number }[]): number =>
  times.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / times.length;

/** Over all recorded cases that are secure, `rounds` times each. */
export async function measureLookups(rounds: number): Promise<LookupCost> {
  const questions = recordedCases
    .filter(([, , , secure]) => secure)
    .map(([name, type]) => [name, type] as const);
  const times = await measureCold(questions, rounds, () => validatingLookup(options));
  const warm = validatingLookup(options);
  for (const [name, type] of questions) await warm.lookup(name, type);
  const warmRounds = rounds * 100;
  const start = process.cpuUsage();
  for (let round = 0; round < warmRounds; round++)
    for (const [name, type] of questions) await warm.lookup(name, type);
  const warmMilliseconds = cpuMilliseconds(start) / warmRounds / questions.length;
  const [dearest = { name: '', milliseconds: 0 }] = times.toSorted(
    (one, other) => other.milliseconds - one.milliseconds,
  );
  return { coldMilliseconds: mean(times), warmMilliseconds, dearest };
}

/** Beside unbound-host, through a resolver that keeps the answers of a signed world in its memory. */
export async function measureBesideUnbound(rounds: number): Promise<LiveCost> {
  await using world = await startLiveWorld();
  await using open = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'unbound-host-'));
  open.defer(() => rm(directory, { recursive: true }));
  const client = createClient({ servers: [{ ...world.plain, transport: 'udp' }] });
  open.defer(client.close);
  const questions = ['ec', 'rsa', 'ed', 'p384', 'dual', 'bigtlsa'].map(
    (zone) => [`_25._tcp.mx.${zone}.test`, 'TLSA'] as const,
  );
  const times = await measureCold(questions, rounds, () =>
    validatingLookup({
      anchors: world.anchors,
      ask: (name, type, milliseconds) => client.ask({ name, type, checking: 'disabled' }, milliseconds),
    }),
  );
  const { anchors } = world.signed;
  const unboundHost = await measureUnboundHost(directory, anchors, world.plain, questions, rounds);
  return { coldMilliseconds: mean(times), unboundHost };
}

/** For people. */
export function lookupLines(cost: LookupCost, live: LiveCost | null): string[] {
  const { coldMilliseconds, warmMilliseconds, dearest } = cost;
  const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;
  return [
    'A validated lookup, root to records: CPU',
    `  cold, answers at hand          ${milliseconds(coldMilliseconds)} (dearest: ${milliseconds(dearest.milliseconds)}, ${dearest.name})`,
    `  warm, from memory              ${warmMilliseconds.toFixed(4)} ms`,
    ...(live === null
      ? ['  unbound-host, nsd, unbound or bind9-utils is not here: no comparison']
      : [
          `  cold, through a resolver       ${milliseconds(live.coldMilliseconds)}`,
          `  unbound-host, the same         ${milliseconds(live.unboundHost.lookup)}, of which its start ${milliseconds(live.unboundHost.start)}`,
        ]),
    '',
  ];
}

export const liveNeeds = (): false | string => needs('nsd', 'unbound', 'bind9-utils', 'unbound-host');

if (import.meta.main) {
  const cost = await measureLookups(20);
  const live = liveNeeds() === false ? await measureBesideUnbound(20) : null;
  console.log(lookupLines(cost, live).join('\n'));
}
