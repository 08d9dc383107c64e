/** Whether this function answers at all. It looks at no store: a broken table must not take the API down. */
import { Health } from './answers.ts';
import { reply, route } from './route.ts';

export const getHealth = route(
  'GET',
  '/healthz',
  { summary: 'Whether the API answers', access: 'public', answer: { status: 200, schema: Health } },
  () => reply({ status: 'ok' as const }),
);
