import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';

/**
 * API Gateway's HTTP API payload, format 2.0: the event made of a request, and the response made of a
 * function's answer (API Gateway developer guide, "Lambda proxy integrations for HTTP APIs"). Pure.
 */

/** A function's event, with the authorizer's claims where a token was asked for. */
export type GatewayEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

/** What the JWT authorizer hands on: claims as texts, and the token's scopes. */
export interface GatewayAuthorizer {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

/** Makes the event of a request whose body has been read. */
export function composeGatewayEvent(
  request: Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders'> & {
    readonly socket: Pick<Socket, 'remoteAddress'>;
  },
  body: Buffer,
  authorizer: GatewayAuthorizer | null,
  now: Date,
): GatewayEvent {
  const [rawPath = '/', ...query] = (request.url ?? '/').split('?');
  const rawQueryString = query.join('?');
  const { headers, cookies } = splitHeaders(request.rawHeaders);
  const parameters = joinRepeated([...new URLSearchParams(rawQueryString)]);
  const method = request.method ?? 'GET';
  const text = isText(headers['content-type']) && isUtf8(body);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(rawQueryString && { queryStringParameters: parameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      ...(authorizer && {
        authorizer: {
          principalId: '',
          integrationLatency: 0,
          jwt: { claims: { ...authorizer.claims }, scopes: authorizer.scopes as string[] },
        },
      }),
      domainName: headers['host'] ?? '',
      domainPrefix: (headers['host'] ?? '').split('.')[0] ?? '',
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** As in the common log format: `23/Nov/2026:10:15:04 +0000`. */
function logTime(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day ?? ''}/${month ?? ''}/${year ?? ''}:${time ?? ''} +0000`;
}

/** Names in lower case, repeated ones joined by commas, cookies apart. */
function splitHeaders(raw: readonly string[]): { headers: Record<string, string>; cookies: string[] } {
  const pairs: [string, string][] = [];
  for (let index = 0; index < raw.length; index += 2)
    pairs.push([(raw[index] ?? '').toLowerCase(), raw[index + 1] ?? '']);
  const cookies = pairs
    .filter(([name]) => name === 'cookie')
    .flatMap(([, value]) => value.split(';').map((cookie) => cookie.trim()))
    .filter(Boolean);
  // The caller's word on who it is; the real gateway puts its own there.
  const ignored = ['cookie', 'connection', 'keep-alive', 'transfer-encoding', 'x-forwarded-for'];
  return { headers: joinRepeated(pairs.filter(([name]) => !ignored.includes(name))), cookies };
}

function joinRepeated(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of pairs) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(joined);
}

/** The gateway hands these on as text and all others in base64. */
function isText(contentType: string | undefined): boolean {
  return /^(text\/|application\/(json|javascript|xml)\s*(;|$))/i.test(contentType ?? '');
}

/** Status, header fields and octets to send. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Reads a function's answer; null if it is none (API Gateway answers 500 then).
 *
 * It may come from another process, so its types are checked, not believed.
 */
export function readGatewayResult(result: APIGatewayProxyStructuredResultV2): HttpAnswer | null {
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  if (!Number.isInteger(statusCode) || Number(statusCode) < 200 || Number(statusCode) > 599) return null;
  if (typeof body !== 'string' || typeof headers !== 'object' || !Array.isArray(cookies)) return null;
  return {
    status: Number(statusCode),
    headers: {
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
      ),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}
