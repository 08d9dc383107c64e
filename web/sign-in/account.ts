/** Who is signed in. */
import { createStore, useStore } from '../store.ts';
import { claimsOf, tokens } from './tokens.ts';

export interface Account {
  /** The home address. */
  readonly email: string;
  /** Shows the operators' pages; what they may really do the API decides at every request. */
  readonly operator: boolean;
}

const nobody: Account = { email: '', operator: false };
const account = createStore<Account>(nobody);

/** From the claims of the access token, by the rule of the API (settings-api/caller.ts): the one place to change. */
function readAccount(accessToken: string): Account {
  const { email, 'cognito:groups': groups } = claimsOf(accessToken);
  const names: readonly unknown[] = Array.isArray(groups)
    ? groups
    : typeof groups === 'string'
      ? groups.replace(/^\[(.*)\]$/, '$1').split(' ')
      : [];
  return { email: typeof email === 'string' ? email : '', operator: names.includes('operators') };
}

tokens.subscribe(() => {
  const current = tokens.get();
  const next = current === null ? nobody : readAccount(current.access);
  const { email, operator } = account.get();
  if (next.email !== email || next.operator !== operator) account.set(next);
});

export function currentAccount(): Account {
  return account.get();
}

export function useAccount(): Account {
  return useStore(account);
}
