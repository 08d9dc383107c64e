/**
 * Recorded answers, damaged octet by octet or altered record by record: no exception, no lookup that costs more
 * than it may, and `secure` only with the very records that the recording proves.
 */
import { deepEqual, ok } from 'node:assert/strict';

import type { Looked } from '../../../shared/dns/lookup.ts';
import { validatingLookup } from '../../../shared/dns/validating-lookup.ts';
import { alterations } from './live/alterations.ts';
import { putTogether, takeApart } from './live/loose-message.ts';
import { mutate } from './octet-mutations.ts';
import { randomFrom, type Random } from './random.ts';
import { recordedAnchors, recordedAnswers, recordedCases, recordedClock, replay } from './recorded-world.ts';

export interface Fuzzed {
  readonly cases: number;
  readonly verdicts: ReadonlyMap<string, number>;
  /** CPU of the dearest lookup, in milliseconds. */
  readonly dearest: number;
}

/** What a hostile answer may cost, in milliseconds of CPU. */
const MOST_MILLISECONDS = 50;

const options = { anchors: recordedAnchors, clock: recordedClock };
const donors = [...recordedAnswers.values()];
const keys = [...recordedAnswers.keys()];
const names = Object.keys(alterations);

function damage(octets: Buffer, random: Random): Buffer {
  if (random.onceIn(2)) return mutate(octets, donors, random);
  let message = takeApart(octets);
  const donor = () => takeApart(random.pick(donors));
  for (let times = 0; times === 0 || (times < 4 && random.onceIn(2)); times++)
    message = alterations[random.pick(names)]?.(message, { random, donor }) ?? message;
  return random.onceIn(3) ? mutate(putTogether(message), donors, random) : putTogether(message);
}

const essence = (looked: Looked) =>
  'found' in looked
    ? {
        found: looked.found,
        name: looked.canonicalName,
        records: [...new Set(looked.records.map((data) => JSON.stringify(data)))].sort(),
      }
    : looked.kind;

/**
 * Each recorded case with what it asks and what comes of it. Left out is the one in which the record was
 * changed and the signature is good: the right record, which others have too, would rightly make it secure.
 */
async function unharmed() {
  const cases = [];
  for (const [name, type] of recordedCases) {
    if (name.endsWith('tampered.test') && type === 'TLSA') continue;
    const asked: string[] = [];
    const { lookup } = validatingLookup({
      ...options,
      ask: (question, number) => {
        asked.push(`${question}/${number}`);
        return replay()(question, number);
      },
    });
    const looked = await lookup(name, type);
    cases.push({ name, type, looked, asked: asked.filter((key) => recordedAnswers.has(key)) });
  }
  return cases;
}

/** Goes on until told, from a seed. Throws with the octets in question where something must not be. */
export async function fuzz(seed: number, isOver: (cases: number) => boolean): Promise<Fuzzed> {
  const random = randomFrom(seed);
  const cases = await unharmed();
  const verdicts = new Map<string, number>();
  let count = 0;
  let dearest = 0;
  for (; !isOver(count); count++) {
    const { name, type, looked: before, asked } = random.pick(cases);
    // One of the answers that this case needs, or any; sometimes two.
    const answers = new Map(recordedAnswers);
    for (let times = 0; times === 0 || (times < 2 && random.onceIn(4)); times++) {
      const key = random.pick(asked.length > 0 && !random.onceIn(8) ? asked : keys);
      answers.set(key, damage(recordedAnswers.get(key) ?? Buffer.alloc(12), random));
    }
    const look = async (): Promise<readonly [Looked, number]> => {
      const start = process.cpuUsage();
      const looked = await validatingLookup({ ...options, ask: replay(answers) }).lookup(name, type);
      const { user, system } = process.cpuUsage(start);
      return [looked, (user + system) / 1000];
    };
    const hint = () =>
      `case ${count} of seed ${seed}, ${name} ${type}: ${[...answers]
        .filter(([key, octets]) => recordedAnswers.get(key) !== octets)
        .map(([key, octets]) => `${key} ${octets.toString('base64')}`)
        .join(', ')}`;
    const [looked, first] = await look();
    let milliseconds = first;
    // Memory that was collected meanwhile is not the answer's cost: what costs, costs every time.
    for (let again = 0; again < 3 && milliseconds > MOST_MILLISECONDS / 5; again++)
      milliseconds = Math.min(milliseconds, (await look())[1]);
    ok(milliseconds < MOST_MILLISECONDS, `${milliseconds} ms, ${hint()}`);
    dearest = Math.max(dearest, milliseconds);
    verdicts.set(looked.kind, (verdicts.get(looked.kind) ?? 0) + 1);
    if (looked.kind !== 'secure') continue;
    ok(before.kind === 'secure', hint());
    deepEqual(essence(looked), essence(before), hint());
  }
  return { cases: count, verdicts, dearest };
}
