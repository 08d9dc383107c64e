/** The HTTPS API as an outside program calls it, with the local authority as the only trusted one. */
import { equal, match, ok } from 'node:assert/strict';
import { request } from 'node:https';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** The body as JSON, taken for what the caller expects; throws where it is none. */
  // The type stands for the contract that the calling test checks.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  json<T>(): T;
}

export interface ApiCall {
  readonly method?: string;
  readonly json?: unknown;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Api = (path: string, call?: ApiCall) => Promise<ApiAnswer>;

/** Calls as one user; `token` null calls without signing in. */
export function apiClient(origin: string, authority: string, token: string | null): Api {
  return (path, { method, json, body, headers = {} } = {}) => {
    const octets = json === undefined ? body : JSON.stringify(json);
    const { promise, resolve, reject } = Promise.withResolvers<ApiAnswer>();
    const call = request(
      new URL(path, origin),
      {
        method: method ?? (octets === undefined ? 'GET' : 'POST'),
        ca: authority,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const whole = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: whole,
            json: () => JSON.parse(whole.toString()) as never,
          });
        });
      },
    );
    call.on('error', reject);
    call.end(octets);
    return promise;
  };
}

/**
 * Asks again and again until `look` gives something, for what an outside program can only find out by
 * asking. Fails after `milliseconds` with what was last seen.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  milliseconds = 30_000,
): Promise<T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** Checks that an answer is a problem of this name (RFC 9457), and gives it. */
export function problem(answer: ApiAnswer, status: number, name?: string): Problem {
  equal(answer.status, status, answer.body.toString());
  match(String(answer.headers['content-type']), /^application\/problem\+json/);
  const body = answer.json<Problem>();
  equal(body.status, status);
  ok(body.title.length > 0 && body.detail.length > 0);
  if (name !== undefined) equal(body.type, `urn:secure-alias:problem:${name}`);
  return body;
}

/** Where its errors point. */
export function pointers({ errors = [] }: Problem): string[] {
  return errors.map(({ pointer }) => pointer);
}
