/**
 * Levels for single domains, set by operators for their users, as an import from another system asks for: a
 * bounded number of aliases a request. Doing it twice changes nothing more. An owner may change them again.
 */
import type { z } from 'zod';

import { classify, type HomeAddress } from '../../shared/address/alias.ts';
import type { Mailbox } from '../../shared/address/mailbox.ts';
import type { Alias } from '../../shared/store/aliases.ts';
import type { Dependencies } from './dependencies.ts';
import { mergeOverrides, type Override } from './override-merge.ts';
import { problem, type FieldError, type Problem } from './problem.ts';
import { recorded } from './recorded.ts';
import { reply, route } from './route.ts';
import { MAX_OVERRIDES } from './schemas.ts';
import { OverrideOutcomes } from './trust-answers.ts';
import { AliasOverrides, MOST_HOMES } from './trust-schemas.ts';
import { say } from './words/say.ts';

type Outcome = z.input<typeof OverrideOutcomes>['items'][number];

/** How often a merge is tried anew on top of what the owner has just changed. */
const MERGE_TRIES = 3;

function refuseDomains(overrides: readonly Override[], { inside }: Dependencies): Problem | null {
  const errors = overrides.flatMap(({ domain }, index): FieldError[] => {
    const first = overrides.findIndex((other) => other.domain === domain);
    const detail = inside(domain)
      ? say('{domain} is our own domain: mail to it never leaves the house.', { domain })
      : first < index
        ? say('{domain} has a level already, at /overrides/{index}.', { domain, index: first })
        : null;
    return detail === null ? [] : [{ in: 'body', pointer: `/overrides/${index}/domain`, detail }];
  });
  const [first] = errors;
  return first === undefined ? null : problem('invalid-request', first.detail, { errors });
}

async function mergeInto(
  seen: Alias,
  imported: readonly Override[],
  operator: HomeAddress,
  dependencies: Dependencies,
): Promise<Outcome | Problem> {
  const { aliases, now } = dependencies;
  const about = { home: seen.home, address: seen.address };
  for (let tries = 0; tries < MERGE_TRIES; tries += 1) {
    const alias = tries === 0 ? seen : await aliases.get(seen.address);
    if (alias === null) break;
    const { overrides, changed, kept } = mergeOverrides(alias, imported);
    if (changed.length === 0) return { ...about, outcome: 'unchanged', changed: [], kept: [...kept] };
    if (overrides.length > MAX_OVERRIDES) {
      return { ...about, outcome: 'too-many-overrides', changed: [], kept: [] };
    }
    const { enabled, level, language } = alias;
    const settings = { enabled, expert: true, level, overrides, language };
    const acted = await recorded(
      dependencies,
      {
        operator,
        action: 'overrides-set',
        subject: alias.address,
        domains: changed.map(({ domain }) => domain),
        before: {
          expert: String(alias.expert),
          ...Object.fromEntries(changed.map(({ domain, from }) => [domain, from])),
        },
        after: { expert: 'true', ...Object.fromEntries(changed.map(({ domain, to }) => [domain, to])) },
      },
      () => aliases.change(alias, settings, new Date(now())),
      (stored) => stored !== null,
    );
    if (acted.kind === 'problem') return acted;
    if (acted.value !== null) {
      return { ...about, outcome: 'changed', changed: [...changed], kept: [...kept] };
    }
  }
  return { ...about, outcome: 'changed-meanwhile', changed: [], kept: [] };
}

const unknown = (home: string): Outcome => ({
  home,
  address: null,
  outcome: 'unknown',
  changed: [],
  kept: [],
});

/** Whose it is, by home address or by alias; the address itself where nobody is known by it. */
async function ownerOf(
  mailbox: Mailbox,
  { aliases, domains }: Dependencies,
): Promise<Alias | HomeAddress | string> {
  const destination = classify(mailbox, domains);
  if (destination.kind === 'alias') return (await aliases.get(destination.alias)) ?? destination.alias;
  if (destination.kind !== 'home') return mailbox.address;
  return (await aliases.ofHome(destination.home)) ?? destination.home;
}

export const postAliasOverrides = route(
  'POST',
  '/v1/admin/aliases/overrides',
  {
    summary: 'Set levels for single domains in the settings of users',
    description:
      'Merges the levels into the settings of the owners named, or of every alias (then `next` leads to the ' +
      `next ${MOST_HOMES}), and switches expert mode on where it sets one. Never weakens what an owner has set.`,
    access: 'operator',
    body: AliasOverrides,
    answer: { status: 200, schema: OverrideOutcomes },
    problems: ['not-recorded'],
  },
  async ({ user, body: { homes, overrides, cursor } }, dependencies) => {
    const { aliases, observer } = dependencies;
    const refusal = refuseDomains(overrides, dependencies);
    if (refusal !== null) return refusal;
    const page = homes === null ? await aliases.list(cursor, MOST_HOMES) : null;
    const found =
      page?.items ?? (await Promise.all((homes ?? []).map((home) => ownerOf(home, dependencies))));
    const items: Outcome[] = [];
    // One after the other: a home that is named twice is merged twice, and the second time changes nothing.
    for (const alias of found) {
      const outcome =
        typeof alias === 'string'
          ? unknown(alias)
          : await mergeInto(alias, overrides, user.home, dependencies);
      if ('kind' in outcome) return outcome;
      items.push(outcome);
    }
    const changed = items.filter(({ outcome }) => outcome === 'changed');
    observer.info('levels set for users', {
      operator: user.home,
      aliases: items.length,
      changed: changed.length,
      homes: changed.map(({ home }) => observer.hash(home)),
      levels: overrides.map(({ domain, level }) => `${domain} ${level}`),
    });
    return reply({ items, next: page?.next ?? null });
  },
);
