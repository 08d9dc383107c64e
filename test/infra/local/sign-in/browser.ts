import { createHash, randomBytes } from 'node:crypto';
import { ask, type Answer, type Question } from '../http/https-client.ts';

/** A browser without a screen: keeps cookies, follows redirects within the origin, sends forms. */
export class Browser {
  readonly #authority: string;
  readonly #origin: string;
  readonly #cookies = new Map<string, { value: string; path: string }>();
  /** Where the last answer came from. */
  location = '';

  constructor(origin: string, authority: string) {
    this.#origin = origin;
    this.#authority = authority;
  }

  /** Asks, and follows redirects as long as `stop` does not match where they lead. */
  async go(url: string, question: Question = {}, stop = /[?&]code=/): Promise<Answer> {
    const { pathname } = new URL(url);
    const cookies = [...this.#cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`);
    const answer = await ask(url, this.#authority, {
      ...question,
      headers: { ...question.headers, ...(cookies.length > 0 && { cookie: cookies.join('; ') }) },
    });
    for (const cookie of answer.headers['set-cookie'] ?? []) this.#keep(cookie);
    this.location = url;
    const { location } = answer.headers;
    if (!location || answer.status < 300 || answer.status > 399) return answer;
    const next = new URL(location, url).href;
    this.location = next;
    return stop.test(next) || !next.startsWith(this.#origin) ? answer : this.go(next, {}, stop);
  }

  /** Fills in the form at the present location and sends it. */
  submit(form: Record<string, string>, stop?: RegExp): Promise<Answer> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(form).toString();
    return this.go(this.location, { method: 'POST', headers, body }, stop);
  }

  #keep(header: string): void {
    const [pair = '', ...attributes] = header.split(/; */);
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/';
    if (value) this.#cookies.set(name, { value, path });
    else this.#cookies.delete(name);
  }
}

/** What an application keeps between asking for a code and redeeming it. */
export interface Proof {
  readonly verifier: string;
  readonly url: string;
}

/** The first step of the authorization code flow with PKCE. */
export function authorizationRequest(
  issuer: string,
  redirectUri: string,
  more: Record<string, string> = {},
): Proof {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'secure-alias-web',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid email',
    state: 'state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  return { verifier, url: `${issuer}/auth?${query.toString()}` };
}
