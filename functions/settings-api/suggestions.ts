/** What the last ninety days say for another level (suggestion-rules.ts), from so many deliveries and no more. */
import { z } from 'zod';

import type { HomeAddress } from '../../shared/address/alias.ts';
import type { Delivery } from '../../shared/store/delivery.ts';
import { Time } from './answers.ts';
import type { Dependencies } from './dependencies.ts';
import { reply, route } from './route.ts';
import { components, Level } from './schemas.ts';
import { suggest } from './suggestion-rules.ts';

const WINDOW_MILLISECONDS = 90 * 24 * 3600_000;
const PAGE = 100;
const MOST_PAGES = 5;

const Suggestion = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('stricter-level-works'),
      level: Level,
      domains: z.int(),
      messages: z.int(),
    }),
    z.object({
      kind: z.literal('level-made-mail-come-back'),
      domain: z.string(),
      level: Level,
      messages: z.int(),
      suggested: Level,
    }),
  ])
  .register(components, { id: 'Suggestion' });

const Suggestions = z
  .object({
    since: Time.describe('What was looked at: deliveries from then on.'),
    items: z.array(Suggestion),
  })
  .meta({
    examples: [
      {
        since: '2026-08-25T10:00:00Z',
        items: [
          { kind: 'stricter-level-works', level: 'dane-only', domains: 3, messages: 17 },
          {
            kind: 'level-made-mail-come-back',
            domain: 'plain.example',
            level: 'dane-only',
            messages: 2,
            suggested: 'encrypt',
          },
        ],
      },
    ],
  })
  .register(components, { id: 'Suggestions' });

/** The newest deliveries from a moment on, and the moment that they really reach back to. */
async function readSince(
  home: HomeAddress,
  since: number,
  { deliveries }: Dependencies,
): Promise<{ readonly found: readonly Delivery[]; readonly since: number }> {
  const found: Delivery[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await deliveries.list(home, null, cursor, PAGE);
    const recent = page.items.filter(({ createdAt }) => createdAt >= since);
    found.push(...recent);
    cursor = page.next;
    if (cursor === null || recent.length < page.items.length) return { found, since };
  }
  return { found, since: found.at(-1)?.createdAt ?? since };
}

export const getSuggestions = route(
  'GET',
  '/v1/suggestions',
  {
    summary: 'Other levels that the last ninety days of your deliveries speak for',
    description:
      `From the last ${MOST_PAGES * PAGE} deliveries at most. A weaker level is never suggested for a domain whose ` +
      'server showed an unexpected certificate or whose records did not verify.',
    access: 'user',
    answer: { status: 200, schema: Suggestions },
  },
  async ({ user }, dependencies) => {
    const { now, inside } = dependencies;
    const { found, since } = await readSince(user.home, now() - WINDOW_MILLISECONDS, dependencies);
    const outside = found.filter(({ domain }) => !inside(domain));
    return reply({ since: new Date(since).toISOString(), items: [...suggest(outside, user.alias)] });
  },
);
