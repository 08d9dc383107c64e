/** Mail to the owner's alias that was turned away for want of encryption: nothing vanishes silently. */
import { Refusals } from './answers.ts';
import { reply, route } from './route.ts';
import { RefusalsQuery } from './schemas.ts';

export const getRefusals = route(
  'GET',
  '/v1/refusals',
  {
    summary: 'Attempts to reach you that were refused, newest first',
    description: 'Repeated tries of one server within an hour are one item with a count. Kept for 90 days.',
    access: 'user',
    query: RefusalsQuery,
    answer: { status: 200, schema: Refusals },
  },
  async ({ user, query: { cursor = null, limit } }, { refusals }) => {
    const { items, next } = await refusals.list(user.alias.address, cursor, limit);
    return reply({
      items: items.map(({ at, firstAt, count, recipient, sender, client, reason }) => ({
        at,
        firstAt,
        count,
        recipient,
        sender,
        client: { address: client.address, helo: client.helo },
        reason,
      })),
      next,
    });
  },
);
