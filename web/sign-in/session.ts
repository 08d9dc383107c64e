/**
 * From the first moment of a page to its sign-out: which of these states it is in, and what leads from one to the
 * next. A page that needs nobody (a public one) never leaves `public`.
 */
import { createStore } from '../store.ts';
import { currentLanguage } from '../words/language.ts';
import { describe, finishReturn, redirectToSignIn, signInByPopup } from './flow.ts';
import { findIssuer, signOutAddress } from './issuer.ts';
import { tokens } from './tokens.ts';

export type Session =
  | { readonly kind: 'starting' }
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'signed-out' }
  /** This page is a popup whose work is done. */
  | { readonly kind: 'popup-done' }
  | { readonly kind: 'failed'; readonly detail: string };

export const session = createStore<Session>({ kind: 'starting' });

/** True while the sign-in has ended under an open page: the dialog asks for a new one. */
export const expired = createStore(false);

/** Kept for this tab: after a sign-out, the issuer's page must not come up by itself again. */
const SIGNED_OUT = 'signed-out';

/**
 * Decides where this page begins. `isPublic` says whether a path may be seen by anybody; `enter` finds out who has
 * signed in.
 */
export async function startSession(
  isPublic: (path: string) => boolean,
  enter: () => Promise<Session>,
): Promise<void> {
  try {
    const returned = await finishReturn();
    if (returned.kind === 'popup') session.set({ kind: 'popup-done' });
    else if (returned.kind === 'failed') session.set(returned);
    else if (returned.kind === 'signed-in') {
      history.replaceState(null, '', returned.goOn);
      session.set(await enter());
    } else if (isPublic(location.pathname)) session.set({ kind: 'public' });
    else if (sessionStorage.getItem(SIGNED_OUT) !== null) session.set({ kind: 'signed-out' });
    else await signIn();
  } catch (error) {
    session.set({ kind: 'failed', detail: describe(error) });
  }
}

/** Goes to the issuer and comes back to where we are. */
export async function signIn(): Promise<void> {
  sessionStorage.removeItem(SIGNED_OUT);
  try {
    await redirectToSignIn(location.pathname + location.search + location.hash, currentLanguage());
  } catch (error) {
    session.set({ kind: 'failed', detail: describe(error) });
  }
}

/** Windows of one browser tell each other here that somebody has signed out. */
const CHANNEL = 'signed-out';

/** A sign-out in another window ends this one, too: it begins anew, with nothing in its memory. */
export function watchSignOut(): void {
  new BroadcastChannel(CHANNEL).onmessage = () => {
    if (tokens.get() === null) return;
    sessionStorage.setItem(SIGNED_OUT, '1');
    location.reload();
  };
}

/** Forgets the tokens and ends the session at the issuer. */
export async function signOut(): Promise<void> {
  const identity = tokens.get()?.identity ?? null;
  sessionStorage.setItem(SIGNED_OUT, '1');
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
  try {
    const address = signOutAddress(await findIssuer(), identity);
    tokens.set(null);
    location.assign(address ?? '/');
  } catch {
    tokens.set(null);
    session.set({ kind: 'signed-out' });
  }
}

let waiting: { readonly promise: Promise<boolean>; readonly resolve: (renewed: boolean) => void } | undefined;

/** Asks the person to sign in again, without leaving the page; many requests wait for one answer. */
export async function askForSignIn(): Promise<boolean> {
  waiting ??= Promise.withResolvers<boolean>();
  expired.set(true);
  return waiting.promise;
}

function settle(renewed: boolean): void {
  expired.set(false);
  waiting?.resolve(renewed);
  waiting = undefined;
}

/**
 * What the dialog's button does. To be called from a click, or browsers block the popup. `owner`: whose page it is,
 * once somebody else has signed in there. `onGone`: the popup seems to be closed.
 */
export async function signInAgain(
  owner: string | null,
  onGone: () => void,
): Promise<'done' | 'blocked' | 'failed' | 'somebody-else'> {
  const popup = window.open('about:blank', '', 'popup,width=480,height=640');
  if (popup === null) return 'blocked';
  try {
    const outcome = await signInByPopup(popup, currentLanguage(), owner, onGone);
    if (outcome !== 'done') return outcome === 'unfinished' ? 'failed' : outcome;
  } catch {
    popup.close();
    return 'failed';
  }
  settle(true);
  return 'done';
}

/** The dialog was closed: what was asked for gets `signed-out`, and the page stays as it is. */
export function giveUpSignIn(): void {
  settle(false);
}
