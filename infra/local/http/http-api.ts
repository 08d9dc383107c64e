import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import {
  composeGatewayEvent,
  readGatewayResult,
  type GatewayAuthorizer,
  type GatewayEvent,
} from './gateway-event.ts';
import type { Listener } from './https-server.ts';
import type { Authorizer } from './jwt-authorizer.ts';
import { sendProblem } from './problem.ts';

/**
 * API Gateway's HTTP API in front of a function: asks for a token, turns the request into an event
 * (payload format 2.0), invokes the function, wherever it runs, and sends its answer.
 *
 * Not done: CORS (pages and API have one origin), throttling, routes and path parameters (all requests go
 * to `$default`), WebSockets.
 */

/** Thrown by `invoke` where the function was not reached: it is being started again, and nothing has happened. */
export class FunctionUnavailableError extends Error {
  override name = 'FunctionUnavailableError';
}

export interface HttpApiOptions {
  readonly authorizer: Authorizer;
  /** Whether a path may be asked for without a token, such as `/healthz`. */
  readonly isPublic: (path: string) => boolean;
  readonly invoke: (event: GatewayEvent) => Promise<APIGatewayProxyStructuredResultV2>;
  /** Octets; longer bodies get 413. */
  readonly largestBody: number;
  /** Milliseconds until a function that has not answered gets the client a 503. */
  readonly timeout: number;
  /** Told of what went wrong inside; clients are not. */
  readonly onError?: (error: unknown) => void;
}

const allowed = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/** Makes the listener, to be mounted on the server. */
export function createHttpApi(options: HttpApiOptions): Listener {
  return async (request, response) => {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { allow: allowed }).end();
      return;
    }
    const authorized = await authorize(options, request, response);
    if (!authorized) return;
    const body = await readBody(request, options.largestBody);
    switch (body.kind) {
      case 'cut-off':
        response.destroy();
        return;
      case 'too-large':
        sendProblem(response, 'too-large', `The body may be up to ${options.largestBody} octets long.`);
        return;
      case 'whole':
    }
    const event = composeGatewayEvent(request, body.octets, authorized.authorizer, new Date());
    await answer(options, event, response);
  };
}

/** Null when the request has been answered already. The token is looked at before any body is read. */
async function authorize(
  options: HttpApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<{ authorizer: GatewayAuthorizer | null } | null> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (options.isPublic(path)) return { authorizer: null };
  const authorization = await options.authorizer(request.headers.authorization);
  switch (authorization.kind) {
    case 'accepted':
      return authorization;
    case 'missing':
      // RFC 6750 section 3.1: without any token, no error code.
      sendProblem(response, 'not-signed-in', 'Send an access token as Authorization: Bearer TOKEN.', {
        'www-authenticate': 'Bearer',
      });
      return null;
    case 'refused':
      sendProblem(response, 'not-signed-in', 'The access token is not valid here, or no longer.', {
        'www-authenticate': 'Bearer error="invalid_token"',
      });
      return null;
  }
}

type Body =
  | { readonly kind: 'whole'; readonly octets: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'cut-off' };

/** What is beyond the limit is read and dropped, so that the sender gets to read the answer. */
async function readBody(request: IncomingMessage, largest: number): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > largest) return { kind: 'too-large' };
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.length;
      if (size <= largest) parts.push(part);
    }
  } catch {
    return { kind: 'cut-off' };
  }
  return size <= largest ? { kind: 'whole', octets: Buffer.concat(parts) } : { kind: 'too-large' };
}

async function answer(options: HttpApiOptions, event: GatewayEvent, response: ServerResponse): Promise<void> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => {
    late.resolve('late');
  }, options.timeout);
  try {
    const result = await Promise.race([options.invoke(event), late.promise]);
    if (result === 'late') {
      sendProblem(response, 'try-again-later', 'This took too long. Please try again in a moment.');
      return;
    }
    const read = readGatewayResult(result);
    if (!read) throw new Error('the function gave no usable answer');
    // RFC 9110 section 8.6: these two have no body, and so no length.
    const length = [204, 304].includes(read.status) ? {} : { 'content-length': read.body.length };
    response.writeHead(read.status, { ...read.headers, ...length }).end(read.body);
  } catch (error) {
    options.onError?.(error);
    if (error instanceof FunctionUnavailableError) {
      const detail = 'Nothing has been done. Please try again in a moment.';
      sendProblem(response, 'try-again-later', detail, { 'retry-after': '1' });
      return;
    }
    sendProblem(response, 'internal-error', 'This is our fault, not yours. Please try again later.');
  } finally {
    clearTimeout(timer);
  }
}
