/**
 * Our verdicts beside somebody else's, domain by domain. Where they differ a table has to say so, and why; where
 * the table says so and they do not differ, that fails, too. docs/decisions/0014 explains the tables.
 */
import { equal, ok } from 'node:assert/strict';
import type { TestContext } from 'node:test';

import type { Level } from '../../shared/policy/level.ts';

export interface Difference {
  readonly ours: string;
  readonly theirs: string;
  /** One line. */
  readonly why: string;
}

/** By domain, then by level. */
export type Differences = Readonly<Record<string, Partial<Record<Level, Difference>>>>;

export interface Pair {
  readonly domain: string;
  readonly ours: string;
  readonly theirs: string;
  /** What both saw, for the message of a failure. */
  readonly because: string;
}

/** One subtest a domain. Every difference listed for the level has to be about a domain that was compared. */
export async function compare(
  t: TestContext,
  level: Level,
  pairs: readonly Pair[],
  differences: Differences,
): Promise<void> {
  for (const { domain, ours, theirs, because } of pairs) {
    const listed = differences[domain]?.[level];
    if (listed === undefined) {
      await t.test(`${domain}, ${level}: ${ours}`, () => {
        equal(ours, theirs, because);
      });
    } else {
      await t.test(`${domain}, ${level}: ${ours}, not ${theirs}: ${listed.why}`, () => {
        equal(`ours ${ours}, theirs ${theirs}`, `ours ${listed.ours}, theirs ${listed.theirs}`, because);
      });
    }
  }
  const compared = new Set(pairs.map(({ domain }) => domain));
  for (const [domain, levels] of Object.entries(differences)) {
    if (levels[level] !== undefined) ok(compared.has(domain), `${domain} is listed, but was not compared`);
  }
}

/** `task` for all of them, a few at a time, in their order. */
export async function inParallel<T, R>(things: readonly T[], task: (thing: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(things.length);
  const waiting = things.entries();
  const worker = async (): Promise<void> => {
    for (const [index, thing] of waiting) results[index] = await task(thing);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return results;
}
