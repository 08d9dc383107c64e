import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { composeGatewayEvent, readGatewayResult } from '../../../../infra/local/http/gateway-event.ts';

const now = new Date('2026-11-23T10:15:04Z');
const compose = (
  request: { method?: string; url?: string; rawHeaders?: string[] },
  body: string | Buffer = '',
  authorizer: Parameters<typeof composeGatewayEvent>[2] = null,
) =>
  composeGatewayEvent(
    {
      method: 'GET',
      url: '/',
      rawHeaders: [],
      socket: { remoteAddress: '127.0.0.9' },
      ...request,
    },
    Buffer.from(body),
    authorizer,
    now,
  );

test('path and query go on as they came, and parameters joined', () => {
  const event = compose({ url: '/v1/messages/a%2Fb?folder=inbox&x=1&x=2&y=%C3%BC?' });
  equal(event.rawPath, '/v1/messages/a%2Fb');
  equal(event.rawQueryString, 'folder=inbox&x=1&x=2&y=%C3%BC?');
  deepEqual(event.queryStringParameters, { folder: 'inbox', x: '1,2', y: 'ü?' });
});

test('header names are in lower case, repeated ones joined, cookies apart', () => {
  const rawHeaders = [
    'Host',
    'localhost:1',
    'X-A',
    '1',
    'x-a',
    '2',
    'Cookie',
    'a=1; b=2',
    'X-Forwarded-For',
    'x',
  ];
  const event = compose({ rawHeaders });
  deepEqual(event.headers, { host: 'localhost:1', 'x-a': '1,2' });
  deepEqual(event.cookies, ['a=1', 'b=2']);
});

test('the context says who, when and how', () => {
  const { requestContext } = compose({ method: 'PUT', url: '/v1/alias?x' });
  equal(requestContext.http.method, 'PUT');
  equal(requestContext.http.path, '/v1/alias');
  equal(requestContext.http.sourceIp, '127.0.0.9');
  equal(requestContext.time, '23/Nov/2026:10:15:04 +0000');
  equal(requestContext.timeEpoch, now.getTime());
  equal('authorizer' in requestContext, false);
});

test('claims of the authorizer are where the gateway puts them', () => {
  const event = compose({}, '', { claims: { sub: 's', 'cognito:groups': '[operators]' }, scopes: null });
  deepEqual('authorizer' in event.requestContext && event.requestContext.authorizer.jwt, {
    claims: { sub: 's', 'cognito:groups': '[operators]' },
    scopes: null,
  });
});

const bodies: [type: string | null, body: Buffer, base64: boolean, why: string][] = [
  ['application/json', Buffer.from('{"a":"ü"}'), false, 'JSON is text'],
  ['text/plain; charset=utf-8', Buffer.from('ü'), false, 'text is text'],
  ['message/rfc822', Buffer.from('Subject: x\r\n\r\n'), true, 'all else travels in base64'],
  ['application/json', Buffer.from([0x22, 0xff, 0x22]), true, 'octets that are no text must not be bent'],
  [null, Buffer.from('x'), true, 'no type: octets'],
];
for (const [type, body, base64, why] of bodies)
  test(`a body of ${type ?? 'no type'}: ${why}`, () => {
    const event = compose({ rawHeaders: type === null ? [] : ['Content-Type', type] }, body);
    equal(event.isBase64Encoded, base64);
    deepEqual(Buffer.from(event.body ?? '', base64 ? 'base64' : 'utf8'), body);
  });

test('a result becomes status, header fields and octets', () => {
  const read = readGatewayResult({
    statusCode: 201,
    headers: { ETag: '"1"', 'Retry-After': 3 },
    cookies: ['a=1', 'b=2'],
    body: Buffer.from([0, 255]).toString('base64'),
    isBase64Encoded: true,
  });
  deepEqual(read, {
    status: 201,
    headers: { etag: '"1"', 'retry-after': '3', 'set-cookie': ['a=1', 'b=2'] },
    body: Buffer.from([0, 255]),
  });
});

const unusable: unknown[] = [{}, { statusCode: 99 }, { statusCode: '200' }, { statusCode: 200, body: {} }];
for (const result of unusable)
  test(`not a result: ${JSON.stringify(result)}`, () => {
    equal(readGatewayResult(result as APIGatewayProxyStructuredResultV2), null);
  });
