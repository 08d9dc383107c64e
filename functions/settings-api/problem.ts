/**
 * What an answer that is not a success looks like (RFC 9457). Every problem has a name from one closed list,
 * which fixes its status; `errors` points at the parts of the request that did not fit (RFC 6901 pointers).
 * A problem is a value that routes return, never an exception. Its sentences are said in the reader's language.
 */
import { say } from './words/say.ts';
import type { Sentence } from './words/sentence.ts';

export const PROBLEMS = {
  'unparsable-json': { status: 400, title: 'The body is not JSON' },
  'not-signed-in': { status: 401, title: 'Sign-in is needed' },
  'not-allowed': { status: 403, title: 'This is not yours to do' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This method is not used here' },
  'too-many-app-passwords': { status: 409, title: 'There are as many app passwords as one user may have' },
  'too-many-uploads': { status: 409, title: 'There are as many open uploads as one user may have' },
  'nothing-came-back': { status: 409, title: 'There is nothing to send again' },
  'copy-is-gone': { status: 409, title: 'The copy of this message has been deleted' },
  'trust-entry-exists': { status: 409, title: 'This is in the trust store already' },
  'too-many-trust-entries': { status: 409, title: 'There are as many entries as one domain may have' },
  'delivery-not-finished': { status: 409, title: 'This delivery has not ended yet' },
  'incoming-server-unknown': { status: 409, title: 'Where your mail is read is not known here' },
  'changed-meanwhile': { status: 409, title: 'It was being changed by somebody else' },
  'precondition-failed': { status: 412, title: 'It has changed since you read it' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'This content type is not understood here' },
  'invalid-request': { status: 422, title: 'Some parts of the request do not fit' },
  'expert-mode-required': { status: 422, title: 'This setting needs expert mode' },
  'alias-disabled': { status: 422, title: 'Your secure address is switched off' },
  'idempotency-key-reused': { status: 422, title: 'This key belongs to another request' },
  'too-many-requests': { status: 429, title: 'This was asked too often in a short time' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'not-recorded': { status: 503, title: 'It could not be recorded, and was not done' },
  'try-again-later': { status: 503, title: 'The message could not be taken over right now' },
} as const;

export type ProblemName = keyof typeof PROBLEMS;

export interface FieldError {
  /** Which part of the request the pointer walks in; header names are in lower case. */
  readonly in: 'body' | 'query' | 'header';
  readonly pointer: string;
  readonly detail: Sentence;
}

export interface Problem {
  readonly kind: 'problem';
  readonly name: ProblemName;
  readonly detail: Sentence;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes a problem. `detail` is a sentence for the person who sent the request. */
export function problem(
  name: ProblemName,
  detail: Sentence,
  more: { errors?: readonly FieldError[]; headers?: Readonly<Record<string, string>> } = {},
): Problem {
  return { kind: 'problem', name, detail, errors: more.errors ?? [], headers: more.headers ?? {} };
}

/** A problem with one part of the body; its sentence is the detail of the whole, too. */
export function bodyProblem(name: ProblemName, pointer: string, detail: Sentence): Problem {
  return problem(name, detail, { errors: [{ in: 'body', pointer, detail }] });
}

/** Another user's things and things that never were answer alike. */
export function notFound(): Problem {
  return problem('not-found', say('There is nothing at this address, or it is not yours.'));
}

export function problemType(name: ProblemName): string {
  return `urn:secure-alias:problem:${name}`;
}

/** The document of a problem (RFC 9457 section 3), with its sentences still to be said. */
export function problemDocument({ name, detail, errors }: Problem): Record<string, unknown> {
  const { status, title } = PROBLEMS[name];
  return {
    type: problemType(name),
    title: say(title),
    status,
    detail,
    ...(errors.length === 0 ? {} : { errors }),
  };
}

/** An RFC 6901 pointer from the keys that lead to a place. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
