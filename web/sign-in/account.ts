/** Who is signed in, as the API says (`/v1/me`): which claims of a token count is for it to decide. */
import { api, ask } from '../api/client.ts';
import { createStore, useStore } from '../store.ts';
import { setLanguage } from '../words/language.ts';
import { session } from './session.ts';

export interface Account {
  /** The home address. */
  readonly email: string;
  /** Shows the operators' pages; what they may really do the API decides at every request. */
  readonly operator: boolean;
}

const account = createStore<Account>({ email: '', operator: false });

/** Asks once, after signing in; the language of the settings is the language of the pages from then on. */
export async function loadAccount(): Promise<void> {
  const me = await ask(api.GET('/v1/me'));
  if (me.kind === 'ok') {
    account.set({ email: me.value.home, operator: me.value.operator });
    setLanguage(me.value.language);
  } else if (me.kind === 'problem') {
    // Such as an address that is none of ours: then no page could show anything.
    session.set({ kind: 'failed', detail: me.problem.detail });
  }
}

export function useAccount(): Account {
  return useStore(account);
}
