/**
 * Recorded answers, damaged at random with a fixed seed: no crash, and `secure` only with the very records
 * that the recording proves. `DNS_MUTATION_SECONDS` runs for that long, from the seed `DNS_MUTATION_SEED`.
 */
import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';

import type { Looked } from '../../../shared/dns/lookup.ts';
import { validatingLookup } from '../../../shared/dns/validating-lookup.ts';
import { recordedAnchors, recordedAnswers, recordedCases, recordedClock, replay } from './recorded-world.ts';

const ROUNDS = 1500;
const seconds = Number(process.env['DNS_MUTATION_SECONDS'] ?? '0');
const seed = Number(process.env['DNS_MUTATION_SEED'] ?? '20261124');

/** Mulberry32: small, and the same everywhere. */
function randomNumbers(start: number): (below: number) => number {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const donors = [...recordedAnswers.values()];

function mutate(octets: Buffer, random: (below: number) => number): Buffer {
  const changed = Buffer.from(octets);
  const place = () => random(changed.length);
  switch (random(8)) {
    case 0:
      changed[place()] = random(256);
      return changed;
    case 1: {
      const at = place();
      changed[at] = (changed[at] ?? 0) ^ (1 << random(8));
      return changed;
    }
    case 2:
      return changed.subarray(0, place());
    case 3:
      // Header: response code, flags, counts.
      changed[2 + random(10)] = random(256);
      return changed;
    case 4: {
      const donor = donors[random(donors.length)] ?? changed;
      donor.copy(changed, place(), random(donor.length));
      return changed;
    }
    case 5: {
      const [from, to] = [place(), place()];
      changed.copy(changed, to, from, Math.min(changed.length, from + random(64)));
      return changed;
    }
    case 6:
      // Sections exchanged: answers told as authority, and the other way round.
      octets.copy(changed, 6, 8, 10);
      octets.copy(changed, 8, 6, 8);
      return changed;
    default:
      for (let times = 0; times < 4; times++) changed[place()] = random(256);
      return changed;
  }
}

const essence = (looked: Looked) =>
  'found' in looked
    ? {
        found: looked.found,
        name: looked.canonicalName,
        records: looked.records.map((data) => JSON.stringify(data)).sort(),
      }
    : looked.kind;

test('damaged answers never become secure with other records', async () => {
  const random = randomNumbers(seed);
  const options = { anchors: recordedAnchors, clock: recordedClock };
  const proven = new Map<string, Looked>();
  for (const [name, type] of recordedCases) {
    const { lookup } = validatingLookup({ ...options, ask: replay() });
    proven.set(`${name} ${type}`, await lookup(name, type));
  }
  const keys = [...recordedAnswers.keys()];
  const until = performance.now() + seconds * 1000;
  const verdicts = new Map<string, number>();
  for (let round = 0; seconds > 0 ? performance.now() < until : round < ROUNDS; round++) {
    const [name, type] = recordedCases[random(recordedCases.length)] ?? ['ec.test', 'MX' as const];
    // One of the answers that this case's lookup needs, or any.
    const asked: string[] = [];
    const listening = validatingLookup({
      ...options,
      ask: (question, number) => {
        asked.push(`${question}/${number}`);
        return replay()(question, number);
      },
    });
    if (round % 4 !== 0) await listening.lookup(name, type);
    const pool = asked.filter((key) => recordedAnswers.has(key));
    const key = (pool.length > 0 ? pool : keys)[random(pool.length > 0 ? pool.length : keys.length)] ?? '';
    const damaged = mutate(recordedAnswers.get(key) ?? Buffer.alloc(0), random);
    const { lookup } = validatingLookup({
      ...options,
      ask: replay(new Map(recordedAnswers).set(key, damaged)),
    });
    const looked = await lookup(name, type);
    verdicts.set(looked.kind, (verdicts.get(looked.kind) ?? 0) + 1);
    if (looked.kind !== 'secure') continue;
    const before = proven.get(`${name} ${type}`);
    const hint = `${name} ${type}, ${key} damaged to ${damaged.toString('base64')}`;
    ok(before?.kind === 'secure', hint);
    deepEqual(essence(looked), essence(before), hint);
  }
  // The damage reached every kind of verdict: a test of which all answers failed to parse would say nothing.
  for (const kind of ['secure', 'insecure', 'bogus', 'failed'])
    ok((verdicts.get(kind) ?? 0) > 0, `${kind} never came up`);
  if (seconds > 0) console.log(Object.fromEntries(verdicts));
});
