/** All aliases, for operators. */
import { viewAlias } from './alias.ts';
import { Aliases } from './answers.ts';
import { reply, route } from './route.ts';
import { AliasesQuery } from './schemas.ts';

export const getAdminAliases = route(
  'GET',
  '/v1/admin/aliases',
  {
    summary: 'Every user and their secure address, in no particular order',
    access: 'operator',
    query: AliasesQuery,
    answer: { status: 200, schema: Aliases },
  },
  async ({ query: { cursor = null, limit, prefix } }, { aliases }) => {
    const { items, next } = await aliases.list(cursor, limit, prefix);
    return reply({ items: items.map((alias) => ({ ...viewAlias(alias), name: alias.name })), next });
  },
);
