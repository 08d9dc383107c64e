/** The levels of an import, set for owners over the API in requests of the size that it takes. */
import type { z } from 'zod';

import type { OverrideOutcomes } from '../../functions/settings-api/trust-answers.ts';
import { MOST_HOMES, MOST_IMPORTED_OVERRIDES } from '../../functions/settings-api/trust-schemas.ts';
import { plain } from './columns.ts';
import type { Desk } from './command.ts';
import { valueOf, type ApiAnswer, type CallApi } from './operator-api.ts';
import type { PlannedLevel } from './policy-import.ts';

type Outcomes = z.output<typeof OverrideOutcomes>;

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

/** Says what became of each alias; gives for how many nothing could be set. */
function printOutcomes({ items }: Outcomes, print: Desk['print']): number {
  let failures = 0;
  for (const { home, outcome, changed, kept } of items) {
    const owner = `  ${plain(home)}`;
    switch (outcome) {
      case 'unchanged':
        break;
      case 'changed':
        for (const { domain, from, to } of changed) {
          print(`${owner}: ${domain}: ${to}${from === null ? '' : ` (was ${from})`}`);
        }
        break;
      case 'unknown':
        failures += 1;
        print(`${owner}: nobody with this address has a secure address yet; nothing was set`);
        break;
      case 'too-many-overrides':
        failures += 1;
        print(`${owner}: has as many levels for single domains as there may be; nothing was set`);
        break;
      case 'changed-meanwhile':
        failures += 1;
        print(`${owner}: was changing the settings at the same moment; run the import again`);
    }
    for (const { domain, level, detail } of kept) print(`${owner}: ${domain}: stays ${level}: ${detail}`);
  }
  return failures;
}

/** Levels that the API does not refuse one by one, as it does for our own domains; the others are said. */
function withoutRefused(
  levels: readonly PlannedLevel[],
  { status, json }: ApiAnswer,
  print: Desk['print'],
): readonly PlannedLevel[] {
  if (status !== 422) return levels;
  const { errors = [] } = (json ?? {}) as { errors?: { pointer: string; detail: string }[] };
  return levels.filter(({ line }, at) => {
    const refused = errors.find(({ pointer }) => pointer.startsWith(`/overrides/${at}/`));
    if (refused !== undefined) print(`  line ${line}: ${plain(refused.detail)}`);
    return refused === undefined;
  });
}

async function setChunk(
  chunk: readonly PlannedLevel[],
  homes: readonly string[] | null,
  call: CallApi,
  print: Desk['print'],
): Promise<number> {
  let levels = chunk;
  let cursor: string | null = null;
  let failures = 0;
  while (levels.length > 0) {
    const overrides = levels.map(({ domain, level }) => ({ domain, level }));
    const answer = await call('POST', '/v1/admin/aliases/overrides', { homes, overrides, cursor });
    const accepted = withoutRefused(levels, answer, print);
    if (accepted.length < levels.length) {
      failures += levels.length - accepted.length;
      levels = accepted;
      continue;
    }
    const outcomes: Outcomes = valueOf(answer);
    failures += printOutcomes(outcomes, print);
    if (outcomes.next === null) break;
    cursor = outcomes.next;
  }
  return failures;
}

/**
 * Sets the levels for these owners, for every alias where none is named. Gives how many levels or aliases were
 * refused; throws `CommandFailure` where the API answers with anything else.
 */
export async function setLevels(
  levels: readonly PlannedLevel[],
  owners: readonly string[],
  call: CallApi,
  print: Desk['print'],
): Promise<number> {
  let failures = 0;
  for (const chunk of chunks(levels, MOST_IMPORTED_OVERRIDES)) {
    for (const homes of owners.length === 0 ? [null] : chunks(owners, MOST_HOMES)) {
      failures += await setChunk(chunk, homes, call, print);
    }
  }
  return failures;
}
