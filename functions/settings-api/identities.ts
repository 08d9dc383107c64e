/** The addresses that the owner may write from now: what a mail program offers in its From menu. */
import { Identities } from './answers.ts';
import { reply, route } from './route.ts';

export const getIdentities = route(
  'GET',
  '/v1/identities',
  {
    summary: 'The addresses you can send from; none while your secure address is switched off',
    access: 'user',
    answer: { status: 200, schema: Identities },
  },
  ({ user: { alias } }) =>
    reply({ identities: alias.enabled ? [{ address: alias.address, name: alias.name }] : [] }),
);
