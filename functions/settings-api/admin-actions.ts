/** The log of operators' actions, for operators: who did what, and the history of one domain's entries. */
import { z } from 'zod';

import { isIdentifier } from '../../shared/store/identifier.ts';
import { ACTION_OUTCOMES, OPERATOR_ACTIONS } from '../../shared/store/operator-actions.ts';
import { Identifier, Next, Time } from './answers.ts';
import { reply, route } from './route.ts';
import { components, cursor, Domain, Limit } from './schemas.ts';

export const ActionsQuery = z.strictObject({
  domain: Domain.optional().describe('Only what concerns this domain.'),
  cursor: cursor(isIdentifier),
  limit: Limit,
});

const State = z.record(z.string(), z.string().nullable()).nullable();

export const OperatorActions = z
  .object({
    items: z.array(
      z.object({
        id: Identifier,
        at: Time,
        operator: z.string(),
        action: z.enum(OPERATOR_ACTIONS),
        subject: z.string().describe('The id of a trust entry, or a secure address.'),
        domains: z.array(z.string()),
        before: State.describe('As it was; null where there was nothing.'),
        after: State.describe('As it was going to be; null where nothing was to be left.'),
        outcome: z
          .enum(ACTION_OUTCOMES)
          .describe(
            '`done`; `not-done` where somebody else was first or it was there already; `begun` where what ' +
              'became of it could not be recorded.',
          ),
      }),
    ),
    next: Next,
  })
  .meta({
    examples: [
      {
        items: [
          {
            id: '01KAQ3Y8M4T0Z5N6R7S8V9W1X2',
            at: '2026-11-23T10:00:00.000Z',
            operator: 'operator@example.org',
            action: 'trust-entry-changed',
            subject: '6V2K8ZP4N0QWXE1R5T7Y3M9ABC',
            domains: ['bank.example'],
            before: { note: 'compared by telephone', notAfter: null },
            after: { note: 'compared by telephone', notAfter: '2027-01-31T23:59:59.000Z' },
            outcome: 'done',
          },
        ],
        next: null,
      },
    ],
  })
  .register(components, { id: 'OperatorActions' });

export const getAdminActions = route(
  'GET',
  '/v1/admin/actions',
  {
    summary: 'What operators did, newest first',
    description: 'Kept for 400 days. With `domain`, a page may be short although `next` leads on.',
    access: 'operator',
    query: ActionsQuery,
    answer: { status: 200, schema: OperatorActions },
  },
  async ({ query: { domain = null, cursor: at = null, limit } }, { operatorActions }) => {
    const { items, next } = await operatorActions.list(domain, at, limit);
    return reply({
      items: items.map(({ domains, ...action }) => ({ ...action, domains: [...domains] })),
      next,
    });
  },
);
