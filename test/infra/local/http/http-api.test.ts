import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { connect } from 'node:tls';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import type { GatewayEvent } from '../../../../infra/local/http/gateway-event.ts';
import { createHttpApi } from '../../../../infra/local/http/http-api.ts';
import { startHttpsServer, type HttpsServer } from '../../../../infra/local/http/https-server.ts';
import { createJwtAuthorizer } from '../../../../infra/local/http/jwt-authorizer.ts';
import { createAuthority, type Authority } from '../../../../infra/local/internet/certificates.ts';
import { ask, type Question } from './https-client.ts';

const issuer = 'https://localhost/oidc';
const audience = 'secure-alias-api';

interface TokenParts {
  key?: CryptoKey;
  issuer?: string;
  audience?: string;
  expires?: string;
  type?: string;
  claims?: Record<string, unknown>;
}

const isAuthorized = (event: GatewayEvent): event is APIGatewayProxyEventV2WithJWTAuthorizer =>
  'authorizer' in event.requestContext;

describe('the HTTPS front of the API', () => {
  let authority: Authority;
  let server: HttpsServer;
  let keys: { privateKey: CryptoKey; publicKey: CryptoKey };
  let invoke: (event: GatewayEvent) => Promise<APIGatewayProxyStructuredResultV2>;
  const faults: unknown[] = [];
  const events: GatewayEvent[] = [];

  const token = (parts: TokenParts = {}) =>
    new SignJWT({ sub: 's', email: 'alice@example.org', ...parts.claims })
      .setProtectedHeader({ alg: 'RS256', typ: parts.type ?? 'at+jwt', kid: 'k' })
      .setIssuer(parts.issuer ?? issuer)
      .setAudience(parts.audience ?? audience)
      .setExpirationTime(parts.expires ?? '5m')
      .sign(parts.key ?? keys.privateKey);
  const get = (path: string, question: Question = {}) =>
    ask(server.origin + path, authority.certificatePem, question);
  const bearer = async (parts: TokenParts = {}) => ({ authorization: `Bearer ${await token(parts)}` });

  before(async () => {
    authority = await createAuthority({ commonName: 'Test' });
    const certificate = await authority.issue({ names: ['localhost'] });
    keys = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(keys.publicKey)), kty: 'RSA', kid: 'k', alg: 'RS256' };
    const onError = (error: unknown) => faults.push(error);
    server = await startHttpsServer({ address: '127.0.0.1', port: 0, certificate, onError });
    const api = createHttpApi({
      authorizer: createJwtAuthorizer({ issuer, audience, keys: { keys: [jwk] } }),
      isPublic: (path) => path === '/healthz',
      invoke: (event) => {
        events.push(event);
        return invoke(event);
      },
      largestBody: 1000,
      timeout: 200,
      onError,
    });
    server.mount('/v1', api);
    server.mount('/healthz', api);
  });
  after(() => server.close());

  const echo = () =>
    Promise.resolve({ statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'hi' });

  test('passes a request with a good token on, with its claims as texts', async () => {
    invoke = echo;
    const claims = { 'cognito:groups': ['operators', 'staff'], admin: true, scope: 'a b' };
    const answer = await get('/v1/alias', { headers: await bearer({ claims }) });
    equal(answer.status, 200);
    equal(answer.text, 'hi');
    const event = events.at(-1);
    ok(event && isAuthorized(event));
    const { jwt } = event.requestContext.authorizer;
    equal(jwt.claims['email'], 'alice@example.org');
    equal(jwt.claims['cognito:groups'], '[operators staff]');
    equal(jwt.claims['admin'], 'true');
    match(String(jwt.claims['exp']), /^\d+$/);
    deepEqual(jwt.scopes, ['a', 'b']);
  });

  test('public paths need no token, and a bad one does not matter there', async () => {
    invoke = echo;
    equal((await get('/healthz')).status, 200);
    equal((await get('/healthz', { headers: { authorization: 'Bearer x.y.z' } })).status, 200);
    equal((await get('/healthz/x')).status, 401);
    equal((await get('/v1/../healthz')).status, 200, 'the URL has been normalised by the client');
    equal((await get('/v1/%2e%2e/healthz', {})).status, 200);
  });

  const encode = (part: object | string) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const refused: [name: string, header: () => Promise<string>][] = [
    ['for another audience', async () => `Bearer ${await token({ audience: 'other' })}`],
    ['of another issuer', async () => `Bearer ${await token({ issuer: 'https://evil.example' })}`],
    ['that has expired', async () => `Bearer ${await token({ expires: '-1m' })}`],
    ['that is an ID token', async () => `Bearer ${await token({ type: 'JWT' })}`],
    [
      'signed by somebody else',
      async () => `Bearer ${await token({ key: (await generateKeyPair('RS256')).privateKey })}`,
    ],
    [
      'with the algorithm none',
      async () => {
        const [, payload = ''] = (await token()).split('.');
        return `Bearer ${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`;
      },
    ],
    [
      'signed with the public key as a secret',
      async () => {
        const [, payload = ''] = (await token()).split('.');
        const signed = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'k' })}.${payload}`;
        const mac = createHmac('sha256', await exportSPKI(keys.publicKey)).update(signed);
        return `Bearer ${signed}.${mac.digest('base64url')}`;
      },
    ],
    [
      'with changed claims',
      async () => {
        const [header = '', , signature = ''] = (await token()).split('.');
        return `Bearer ${header}.${encode({ iss: issuer, aud: audience, sub: 'x', exp: 4e9 })}.${signature}`;
      },
    ],
    ['that is no token', () => Promise.resolve('Bearer abc')],
  ];
  for (const [name, header] of refused)
    test(`refuses a token ${name}`, async () => {
      const answer = await get('/v1/alias', { headers: { authorization: await header() } });
      equal(answer.status, 401);
      equal(answer.headers['www-authenticate'], 'Bearer error="invalid_token"');
      equal(answer.headers['content-type'], 'application/problem+json');
      equal((JSON.parse(answer.text) as { status: number }).status, 401);
    });

  for (const headers of [{}, { authorization: 'Basic YTpi' }, { authorization: 'Bearer' }])
    test(`asks for a token: ${JSON.stringify(headers)}`, async () => {
      const answer = await get('/v1/alias', { headers });
      equal(answer.status, 401);
      equal(answer.headers['www-authenticate'], 'Bearer');
      equal((JSON.parse(answer.text) as { type: string }).type, 'urn:secure-alias:problem:not-signed-in');
    });

  test('takes a body up to the limit and refuses one octet more, announced or not', async () => {
    invoke = echo;
    const headers = await bearer();
    const post = (length: number, more = {}) =>
      get('/v1/messages', { method: 'POST', headers: { ...headers, ...more }, body: randomBytes(length) });
    equal((await post(1000)).status, 200);
    equal(Buffer.from(events.at(-1)?.body ?? '', 'base64').length, 1000);
    for (const more of [{}, { 'transfer-encoding': 'chunked' }]) {
      const answer = await post(1001, more);
      equal(answer.status, 413);
      equal((JSON.parse(answer.text) as { type: string }).type, 'urn:secure-alias:problem:too-large');
    }
    equal((await post(3_000_000)).status, 413);
  });

  test('HEAD has no body, OPTIONS needs no token, and 204 has no length', async () => {
    invoke = echo;
    const head = await get('/healthz', { method: 'HEAD' });
    equal(head.text, '');
    equal(events.at(-1)?.requestContext.http.method, 'HEAD');
    const asked = await get('/v1/alias', { method: 'OPTIONS' });
    equal(asked.status, 204);
    match(asked.headers.allow ?? '', /PUT/);
    invoke = () => Promise.resolve({ statusCode: 204 });
    const empty = await get('/healthz');
    equal(empty.status, 204);
    equal(empty.headers['content-length'], undefined);
  });

  test('says nothing of what went wrong inside', async () => {
    invoke = () => Promise.reject(new Error('secret table name'));
    const thrown = await get('/healthz');
    equal(thrown.status, 500);
    ok(!thrown.text.includes('secret'));
    equal((faults.at(-1) as Error).message, 'secret table name');
    invoke = () => Promise.resolve({ statusCode: 0 });
    equal((await get('/healthz')).status, 500);
    invoke = () => new Promise(() => undefined);
    equal((await get('/healthz')).status, 503);
  });

  test('mounts parts by the longest path, and answers 404 for the rest', async () => {
    invoke = echo;
    server.mount('/healthz/inner', (_request, response) => {
      response.end('inner');
    });
    equal((await get('/healthz/inner/x?y')).text, 'inner');
    equal((await get('/healthz?x')).text, 'hi');
    equal((await get('/healthzz')).status, 404);
    server.mount('/faulty', () => {
      throw new Error('inside');
    });
    equal((await get('/faulty')).status, 500);
  });

  test('presents a new certificate to new connections', async () => {
    const present = async () => {
      const socket = connect({
        host: '127.0.0.1',
        port: server.port,
        ca: authority.certificatePem,
        servername: 'localhost',
      });
      await once(socket, 'secureConnect');
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return fingerprint256;
    };
    const before = await present();
    server.setCertificate(await authority.issue({ names: ['localhost'] }));
    ok((await present()) !== before);
  });
});
