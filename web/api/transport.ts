/**
 * How a request gets to the API: with a token that is good for a while, again after a renewal or a new sign-in where
 * the token is refused, and again by itself where only reading it, the network or the server was not there for a moment.
 * A request that changes something is never sent twice unless the server has refused the first one.
 */
import { freshAccessToken, renew } from '../sign-in/flow.ts';
import { askForSignIn } from '../sign-in/session.ts';
import { tokens } from '../sign-in/tokens.ts';
import { currentLanguage } from '../words/language.ts';
import { answered, connection } from './connection.ts';

/** The person does not want to sign in again now. */
export class SignedOutError extends Error {
  override name = 'SignedOutError';
}

const READS = new Set(['GET', 'HEAD']);
/** Milliseconds before each further try of a read. */
const WAITS = [400, 1500];
const LONGEST_WAIT = 5000;

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function token(): Promise<string> {
  const fresh = await freshAccessToken();
  if (fresh !== null) return fresh;
  if (!(await askForSignIn())) throw new SignedOutError();
  return token();
}

async function send(request: Request): Promise<Response> {
  // Cloned, because a body can be read only once and the request may have to go again.
  const attempt = request.clone();
  attempt.headers.set('authorization', `Bearer ${await token()}`);
  // The language of the pages, which need not be the browser's: what the API says stands among their words.
  attempt.headers.set('accept-language', currentLanguage());
  try {
    const response = await fetch(attempt);
    answered();
    return response;
  } catch (error) {
    if (error instanceof TypeError) connection.set(false);
    throw error;
  }
}

/** Sends it, and once more with a new token where the one we had is refused before its time. */
async function sendSignedIn(request: Request): Promise<Response> {
  const response = await send(request);
  if (response.status !== 401) return response;
  if (await renew()) return send(request);
  const current = tokens.get();
  // Marked as over, so that every request from now on waits for the new sign-in.
  if (current !== null) tokens.set({ ...current, expiresAt: 0 });
  return send(request);
}

function worthAnotherTry(response: Response): boolean {
  return response.status === 502 || response.status === 503 || response.status === 504;
}

/** `fetch` for the API. Rejects as fetch does, or with `SignedOutError`. */
export async function transport(request: Request): Promise<Response> {
  const waits = READS.has(request.method) ? WAITS : [];
  for (const wait of waits) {
    try {
      const response = await sendSignedIn(request);
      if (!worthAnotherTry(response)) return response;
      const asked = Number(response.headers.get('retry-after') ?? 0) * 1000;
      if (asked > LONGEST_WAIT) return response;
      await pause(Math.max(wait, asked));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await pause(wait);
    }
  }
  return sendSignedIn(request);
}

/**
 * `fetch` of the API for what is no JSON, with the token. Null where no answer was had: the network was not there,
 * or the person does not want to sign in again.
 */
export async function authorized(path: string, init: RequestInit = {}): Promise<Response | null> {
  try {
    return await transport(new Request(new URL(path, location.origin), init));
  } catch (error) {
    if (error instanceof SignedOutError || error instanceof TypeError) return null;
    throw error;
  }
}
