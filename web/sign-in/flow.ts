/**
 * The authorization code flow with PKCE (RFC 6749 section 4.1, RFC 7636), in two shapes: the whole page goes to the
 * issuer and comes back, or a popup does while the page with everything that was typed waits.
 *
 * What must survive the redirect (verifier, state, where to go on) lies in sessionStorage until it is used, once;
 * a code without its verifier is worth nothing, and no token ever lies there.
 */
import * as oauth from 'oauth4webapi';
import { findIssuer, returnAddress, scopeFor, type Issuer } from './issuer.ts';
import { tokens, type Tokens } from './tokens.ts';

interface Attempt {
  readonly state: string;
  readonly verifier: string;
  readonly nonce: string;
}

const PENDING = 'sign-in';
/** States of popups begin so: the page that sees one come back knows that another page waits for it. */
const POPUP = 'popup-';
/** Renewed this long before the end, so that no request meets it. */
const MARGIN = 60_000;

/** Milliseconds that a popup which seems to be closed is waited for. */
const LONGEST_IN_POPUP = 300_000;

/** How a return from the issuer ended. */
export type Return =
  | { readonly kind: 'none' }
  | { readonly kind: 'signed-in'; readonly goOn: string }
  | { readonly kind: 'popup' }
  | { readonly kind: 'failed'; readonly detail: string };

function newAttempt(prefix = ''): Attempt {
  return {
    state: prefix + oauth.generateRandomState(),
    verifier: oauth.generateRandomCodeVerifier(),
    nonce: oauth.generateRandomNonce(),
  };
}

async function authorizationAddress(
  issuer: Issuer,
  attempt: Attempt,
  language: string,
  further: Readonly<Record<string, string>> = {},
): Promise<URL> {
  const { server, client } = issuer;
  if (server.authorization_endpoint === undefined)
    throw new Error('the issuer names no authorization_endpoint');
  const url = new URL(server.authorization_endpoint);
  const parameters = {
    client_id: client.client_id,
    redirect_uri: returnAddress(),
    response_type: 'code',
    scope: scopeFor(server),
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
    ui_locales: language,
    ...further,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}

/** Keeps the tokens that the answer at `address` leads to; false where they are not `owner`'s, null being anybody. */
async function exchange(
  issuer: Issuer,
  attempt: Attempt,
  address: URL,
  owner: string | null,
): Promise<boolean> {
  const { server, client } = issuer;
  const parameters = oauth.validateAuthResponse(server, client, address, attempt.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    returnAddress(),
    attempt.verifier,
  );
  const answer = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: attempt.nonce,
    requireIdToken: true,
  });
  if (owner !== null && oauth.getValidatedIdTokenClaims(answer)?.sub !== owner) return false;
  keep(answer, null);
  return true;
}

function keep(answer: oauth.TokenEndpointResponse, before: Tokens | null): void {
  tokens.set({
    access: answer.access_token,
    refresh: answer.refresh_token ?? before?.refresh ?? null,
    identity: answer.id_token ?? before?.identity ?? null,
    subject: oauth.getValidatedIdTokenClaims(answer)?.sub ?? before?.subject ?? null,
    expiresAt: Date.now() + (answer.expires_in ?? 300) * 1000,
  });
}

/** Leaves for the issuer; comes back to `goOn` with tokens. With a session there, nobody is asked anything. */
export async function redirectToSignIn(goOn: string, language: string): Promise<void> {
  const issuer = await findIssuer();
  const attempt = newAttempt();
  sessionStorage.setItem(PENDING, JSON.stringify({ ...attempt, goOn }));
  location.assign(await authorizationAddress(issuer, attempt, language));
}

/** Looks whether this page is a return from the issuer, and finishes it. Rejects where the network fails. */
export async function finishReturn(): Promise<Return> {
  const address = new URL(location.href);
  const { searchParams: query, pathname } = address;
  const state = query.get('state');
  if (pathname !== '/' || state === null || !(query.has('code') || query.has('error')))
    return { kind: 'none' };
  if (state.startsWith(POPUP)) {
    const channel = new BroadcastChannel(state);
    channel.postMessage(address.href);
    channel.close();
    window.close();
    return { kind: 'popup' };
  }
  const text = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  // Without an attempt of ours it is somebody else's link, or a page that was gone back to.
  history.replaceState(null, '', '/');
  if (text === null) return { kind: 'none' };
  const { goOn, ...attempt } = JSON.parse(text) as Attempt & { goOn: string };
  try {
    await exchange(await findIssuer(), attempt, address, null);
    return { kind: 'signed-in', goOn };
  } catch (error) {
    return { kind: 'failed', detail: describe(error) };
  }
}

/**
 * Signs in again in a popup; `unfinished` where it was closed. What waits on the page was asked for by its owner, so
 * nobody else's tokens are taken: not of a colleague at the same desk, nor of a session that the issuer still has.
 * `owner` makes the issuer ask in any case, with this address filled in. `onGone` is called where the popup seems to be
 * closed; it is waited for a while longer, because one whose issuer isolates itself (COOP) looks closed while it is open.
 */
export async function signInByPopup(
  popup: Window,
  language: string,
  owner: string | null,
  onGone: () => void,
): Promise<'done' | 'unfinished' | 'somebody-else'> {
  const issuer = await findIssuer();
  const attempt = newAttempt(POPUP);
  const channel = new BroadcastChannel(attempt.state);
  let watch: ReturnType<typeof setInterval> | undefined;
  try {
    const returned = new Promise<string | null>((resolve) => {
      watch = setInterval(() => {
        if (!popup.closed) return;
        clearInterval(watch);
        onGone();
        setTimeout(resolve, LONGEST_IN_POPUP, null);
      }, 500);
      // One that has come back closes itself, and that is no news.
      channel.onmessage = ({ data }: MessageEvent<string>) => {
        clearInterval(watch);
        resolve(data);
      };
    });
    const further = owner === null ? {} : { prompt: 'login', login_hint: owner };
    popup.location.href = (await authorizationAddress(issuer, attempt, language, further)).href;
    const address = await returned;
    if (address === null) return 'unfinished';
    const subject = tokens.get()?.subject ?? null;
    return (await exchange(issuer, attempt, new URL(address), subject)) ? 'done' : 'somebody-else';
  } finally {
    clearInterval(watch);
    channel.close();
  }
}

let renewal: Promise<boolean> | undefined;

async function renewOnce(): Promise<boolean> {
  const before = tokens.get();
  if (before === null || before.refresh === null) return false;
  const { server, client } = await findIssuer();
  const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), before.refresh);
  try {
    keep(await oauth.processRefreshTokenResponse(server, client, response), before);
    return true;
  } catch (error) {
    // invalid_grant: used up, revoked, or too old (RFC 6749 section 5.2). Anything else is no verdict.
    if (!(error instanceof oauth.ResponseBodyError) || response.status >= 500) throw error;
    tokens.set({ ...before, refresh: null });
    return false;
  }
}

/** New tokens by the refresh token; false where the sign-in is over. Many callers share one renewal. */
export async function renew(): Promise<boolean> {
  renewal ??= renewOnce().finally(() => {
    renewal = undefined;
  });
  return renewal;
}

/** An access token that is good for a while, or null where the user has to sign in again. */
export async function freshAccessToken(): Promise<string | null> {
  const current = tokens.get();
  if (current === null) return null;
  if (current.expiresAt - Date.now() > MARGIN) return current.access;
  return (await renew()) ? (tokens.get()?.access ?? null) : null;
}

export function describe(error: unknown): string {
  if (error instanceof oauth.AuthorizationResponseError) return error.error_description ?? error.error;
  return error instanceof Error ? error.message : String(error);
}
