import type { ServerResponse } from 'node:http';

/**
 * Errors that the front itself answers (RFC 9457), in the shape and with the names that the API uses, so
 * that a client need not know who refused it. They say nothing about what is inside.
 */
const problems = {
  'not-signed-in': { status: 401, title: 'Sign-in is needed' },
  'not-allowed': { status: 403, title: 'This is not yours to do' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This method is not used here' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'This content type is not understood here' },
  'invalid-request': { status: 422, title: 'Some parts of the request do not fit' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'try-again-later': { status: 503, title: 'We cannot answer right now' },
} as const;

/** Sends a problem and ends the response; does nothing if something was sent already. */
export function sendProblem(
  response: ServerResponse,
  name: keyof typeof problems,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent) return;
  const { status, title } = problems[name];
  const body = JSON.stringify({ type: `urn:secure-alias:problem:${name}`, title, status, detail });
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body);
}
