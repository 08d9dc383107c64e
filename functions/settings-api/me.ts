/** Who is signed in, as pages need to know it: what to call them, in which language, and whether to show more. */
import { z } from 'zod';

import { reply, route } from './route.ts';
import { components } from './schemas.ts';

export const Me = z
  .object({
    home: z.string(),
    name: z.string(),
    operator: z.boolean().describe('Whether `/v1/admin` is open to them.'),
    language: z.enum(['en', 'de']),
  })
  .meta({ examples: [{ home: 'alice@example.org', name: 'Alice', operator: false, language: 'en' }] })
  .register(components, { id: 'Me' });

export const getMe = route(
  'GET',
  '/v1/me',
  { summary: 'Who you are here', access: 'user', answer: { status: 200, schema: Me } },
  ({ user: { home, operator, alias } }) =>
    reply({ home, name: alias.name, operator, language: alias.language }),
);
