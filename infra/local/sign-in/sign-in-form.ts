import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { InteractionDetails } from 'oidc-provider';
import type { Attempts } from './attempts.ts';
import { errorPage, languageOf, sendPage, signInPage, tooManyAttemptsPage } from './pages.ts';
import { findByPassword, type User } from './users.ts';

/**
 * The one question of the sign-in: who are you? oidc-provider leads the browser here and binds the form to
 * it with a cookie for just this path, so that another site's form cannot answer it.
 */

const largestForm = 4096;

/** Shows the form, or takes what was filled in. Consent is not asked for: the application is our own. */
export async function answerSignInForm(
  provider: Provider,
  users: readonly User[],
  attempts: Attempts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const language = languageOf(request.headers['accept-language']);
  let details: InteractionDetails;
  try {
    details = await provider.interactionDetails(request, response);
  } catch {
    const error = { code: 'session_not_found', description: 'no sign-in has been started, or it is over' };
    sendPage(response, 400, errorPage(language, error));
    return;
  }
  if (details.prompt.name === 'consent') {
    await provider.interactionFinished(request, response, { consent: {} });
    return;
  }
  const formTargets = originOf(details.params['redirect_uri']);
  const show = (form: { email: string; wrong: boolean }) => {
    sendPage(response, form.wrong ? 403 : 200, signInPage(language, form), { formTargets });
  };
  if (request.method !== 'POST') {
    const hint = details.params['login_hint'];
    show({ email: typeof hint === 'string' ? hint.slice(0, 254) : '', wrong: false });
    return;
  }
  const form = await readForm(request);
  const email = form.get('email') ?? '';
  const address = request.socket.remoteAddress ?? '';
  const seconds = attempts.wait(email, address);
  if (seconds > 0) {
    const headers = { 'retry-after': String(seconds) };
    sendPage(response, 429, tooManyAttemptsPage(language, seconds), { headers });
    return;
  }
  const user = findByPassword(users, email, form.get('password') ?? '');
  if (!user) {
    attempts.failed(email, address);
    show({ email: email.slice(0, 254), wrong: true });
    return;
  }
  await provider.interactionFinished(request, response, {
    login: { accountId: user.subject, amr: ['pwd'] },
  });
}

function originOf(uri: unknown): string[] {
  return typeof uri === 'string' && URL.canParse(uri) ? [new URL(uri).origin] : [];
}

/** What is longer than any form of ours counts as empty. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= largestForm) parts.push(part);
  }
  return new URLSearchParams(size <= largestForm ? Buffer.concat(parts).toString() : '');
}
