/** Who is signed in, as the API says (`/v1/me`): which claims of a token count is for it to decide. */
import { api, ask, type Answer } from '../api/client.ts';
import { connection } from '../api/connection.ts';
import { createStore, useStore, type Store } from '../store.ts';
import { setLanguage } from '../words/language.ts';
import { session, type Session } from './session.ts';
import { tokens } from './tokens.ts';

export interface Account {
  /** `late`: it could not be read yet, and is tried again. */
  readonly state: 'unknown' | 'late' | 'known';
  /** The home address. */
  readonly email: string;
  /** Shows the operators' pages; what they may really do the API decides at every request. */
  readonly operator: boolean;
}

const account = createStore<Account>({ state: 'unknown', email: '', operator: false });

/** Milliseconds before it is asked again. */
const AGAIN = 3000;

type Outcome = Session | { readonly kind: 'again'; readonly after: () => Promise<void> };

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function change(store: Store<unknown>): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = store.subscribe(() => {
      stop();
      resolve();
    });
  });
}

type Me = Extract<Awaited<ReturnType<typeof readMe>>, { kind: 'ok' }>['value'];

async function readMe() {
  return ask(api.GET('/v1/me'));
}

function take(answer: Answer<Me>): Outcome {
  switch (answer.kind) {
    case 'ok':
      account.set({ state: 'known', email: answer.value.home, operator: answer.value.operator });
      setLanguage(answer.value.language);
      return { kind: 'signed-in' };
    case 'problem':
    case 'changed': {
      const { status, detail } = answer.problem;
      // Such as an address that is none of ours: then no page could show anything.
      if (status < 500) return { kind: 'failed', detail };
      return { kind: 'again', after: () => pause(AGAIN) };
    }
    case 'busy':
      return { kind: 'again', after: () => pause(answer.retryAfter * 1000) };
    case 'offline':
      return { kind: 'again', after: () => (connection.get() ? pause(AGAIN) : change(connection)) };
    case 'signed-out':
      // Whoever did not want to sign in again is not asked until they do.
      return { kind: 'again', after: () => change(tokens) };
  }
}

async function readAgain(after: () => Promise<void>): Promise<void> {
  for (let wait = after; ;) {
    await wait();
    const outcome = take(await readMe());
    if (outcome.kind !== 'again') {
      session.set(outcome);
      return;
    }
    wait = outcome.after;
  }
}

/**
 * Asks who it is, after signing in; the language of the settings is the language of the pages from then on. Where it
 * cannot be read now, the pages go on without, and it is read again until it is there.
 */
export async function enter(): Promise<Session> {
  const outcome = take(await readMe());
  if (outcome.kind !== 'again') return outcome;
  account.set({ ...account.get(), state: 'late' });
  void readAgain(outcome.after);
  return { kind: 'signed-in' };
}

export function useAccount(): Account {
  return useStore(account);
}
