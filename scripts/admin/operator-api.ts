/**
 * The HTTPS API as an operator calls it: of the deployment that SECURE_ALIAS_API names, with the access token
 * in SECURE_ALIAS_TOKEN; else of the local system that runs on DATA_DIR, as the first operator among its users.
 */
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { resolve } from 'node:path';

import { findRunning } from '../../infra/local/running.ts';
import { mintAccessToken } from '../../infra/local/sign-in/access-token.ts';
import { loadUsers, UsersFileError } from '../../infra/local/sign-in/users.ts';
import { CommandFailure } from './command.ts';

export interface ApiAnswer {
  readonly status: number;
  /** Undefined where there is no body, or none that is JSON. */
  readonly json: unknown;
}

/** Calls one route; every status is an answer. Throws `CommandFailure` where the API cannot be reached. */
export type CallApi = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** An answer that is not a success, in words for the operator. */
export function refusalText({ status, json }: ApiAnswer): string {
  const { title = 'The API refused', detail = '', errors = [] } = (json ?? {}) as Problem;
  const parts = errors
    .filter((error) => error.detail !== detail)
    .map((error) => `  ${error.pointer}: ${error.detail}`);
  return [`${title} (${status}). ${detail}`.trim(), ...parts].join('\n');
}

/** The answer's JSON, taken for what the route promises; a refusal is thrown as `CommandFailure`. */
// The type stands for the route's schema.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function valueOf<T>(answer: ApiAnswer): T {
  if (answer.status >= 200 && answer.status < 300) return answer.json as T;
  throw new CommandFailure(refusalText(answer));
}

interface Access {
  readonly origin: string;
  readonly token: string;
  /** Of a private authority; null for the public ones. */
  readonly authority: string | null;
}

/** Looking at a provider's servers takes its time. */
const PATIENCE = 60_000;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function callWith({ origin, token, authority }: Access): CallApi {
  return (method, path, body) => {
    const { promise, resolve: answer, reject } = Promise.withResolvers<ApiAnswer>();
    const fail = (error: Error): void => {
      reject(new CommandFailure(`${origin} could not be reached: ${error.message}`));
    };
    const call = request(new URL(path, origin), {
      method,
      timeout: PATIENCE,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(authority === null ? {} : { ca: authority }),
    });
    call.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        answer({ status: response.statusCode ?? 0, json: parseJson(Buffer.concat(chunks).toString()) });
      });
    });
    call.on('timeout', () => call.destroy(new Error('there was no answer within a minute')));
    call.on('error', fail);
    call.end(body === undefined ? undefined : JSON.stringify(body));
    return promise;
  };
}

async function localAccess(dataDirectory: string): Promise<Access> {
  const running = await findRunning(dataDirectory);
  if (running === null) {
    throw new CommandFailure(
      `No system is running on ${dataDirectory}: start it with npm start (or set DATA_DIR). ` +
        'For a deployment on AWS set SECURE_ALIAS_API and SECURE_ALIAS_TOKEN.',
    );
  }
  const usersFile = running.usersFile ?? undefined;
  const users = await loadUsers({ dataDirectory, usersFile });
  const operator = users.find((user) => user.operator);
  if (operator === undefined) {
    throw new CommandFailure('None of the users is an operator: set "operator": true for one in USERS_FILE.');
  }
  const { issuer, origin, authorityFile } = running;
  const minted = await mintAccessToken({ dataDirectory, email: operator.email, issuer, usersFile });
  if (minted.kind !== 'token') throw new CommandFailure(minted.message);
  return { origin, token: minted.token, authority: await readFile(authorityFile, 'utf8') };
}

function remoteAccess(api: string, token: string | undefined): Access {
  const url = URL.parse(api);
  if (url?.protocol !== 'https:') {
    throw new CommandFailure('SECURE_ALIAS_API is no https URL; for example https://mail.example.org');
  }
  if (token === undefined || token === '') {
    throw new CommandFailure('SECURE_ALIAS_TOKEN is not set: it takes the access token of an operator.');
  }
  if (!/^[\x21-\x7e]+$/.test(token)) throw new CommandFailure('SECURE_ALIAS_TOKEN is no access token.');
  return { origin: url.origin, token, authority: null };
}

/** Signs in as the environment says. Throws `CommandFailure`. */
export async function signIn(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<CallApi> {
  const api = environment['SECURE_ALIAS_API'];
  try {
    return callWith(
      api === undefined || api === ''
        ? await localAccess(resolve(environment['DATA_DIR'] ?? '.data'))
        : remoteAccess(api, environment['SECURE_ALIAS_TOKEN']),
    );
  } catch (error) {
    if (error instanceof UsersFileError) throw new CommandFailure(error.message);
    throw error;
  }
}
