/** Whose mail the local system handles: the users with an address at a home domain, and their aliases. */
import type { AliasDomains } from '../../shared/address/alias.ts';
import { aliasOf, classify, type HomeAddress } from '../../shared/address/alias.ts';
import { parseMailbox } from '../../shared/address/mailbox.ts';
import { aliasStore } from '../../shared/store/aliases.ts';
import { UsersFileError, type User } from './sign-in/users.ts';

export interface Inhabitant {
  readonly user: User;
  readonly home: HomeAddress;
}

/** Home addresses of users, in canonical form; those outside the home domains have no alias here. */
export function homesOf(users: readonly User[], domains: AliasDomains): Inhabitant[] {
  return users.flatMap((user) => {
    const mailbox = parseMailbox(user.email);
    const destination = mailbox === null ? null : classify(mailbox, domains);
    return destination?.kind === 'home' ? [{ user, home: destination.home }] : [];
  });
}

/** Who reads postmaster's mail: the operators, or the first user where nobody is one. Never nobody. */
export function operatorsAmong(homes: readonly Inhabitant[], domains: AliasDomains): readonly HomeAddress[] {
  const operators = homes.filter(({ user }) => user.operator);
  const chosen = operators.length > 0 ? operators : homes.slice(0, 1);
  if (chosen.length === 0) {
    const [homeDomain = 'example.org'] = domains.values();
    throw new UsersFileError([
      `USERS_FILE: no user has an address at a home domain of ALIAS_DOMAINS; write for example ` +
        `[{"email":"alice@${homeDomain}","password":"…","operator":true}] into a file and name it in USERS_FILE`,
    ]);
  }
  return chosen.map(({ home }) => home);
}

/** `alice@…` is shown as "Alice" until there is a better name. */
function displayName(home: HomeAddress): string {
  const local = home.slice(0, home.indexOf('@'));
  return local.charAt(0).toUpperCase() + local.slice(1);
}

/** Makes sure that every home has its alias, switched off where it is new. */
export async function provisionAliases(
  table: string,
  homes: readonly HomeAddress[],
  domains: AliasDomains,
): Promise<void> {
  const aliases = aliasStore(table);
  for (const home of homes) {
    const address = aliasOf(home, domains);
    if (address !== null) await aliases.provision(address, home, displayName(home));
  }
}
