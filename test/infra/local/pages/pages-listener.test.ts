/** The pages in front of the API: files, every other address that a browser goes to, and what stays the API's. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

import { pageFile } from '../../../../infra/local/pages/page-files.ts';
import { createPages } from '../../../../infra/local/pages/pages-listener.ts';

const INDEX = '<!doctype html><title>pages</title>';
const SCRIPT = 'export const answer = 42;'.repeat(20);
const NAVIGATION = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

const script = Buffer.from(SCRIPT);
const encoded = { br: brotliCompressSync(script), gzip: gzipSync(script) };
const pages = createPages({
  files: new Map([
    ['/index.html', pageFile('/index.html', Buffer.from(INDEX))],
    ['/assets/main-abc.js', pageFile('/assets/main-abc.js', script, encoded)],
  ]),
  configuration: { issuer: 'https://localhost/oidc' },
  connectTo: ['https://store.example.org'],
  api: (_request, response) => {
    response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{}');
  },
});

describe('pages in front of the API', () => {
  const server = createServer((incoming, response) => void pages(incoming, response));
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => server.close());

  const get = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const { port } = server.address() as AddressInfo;
    const asking = request({ port, host: '127.0.0.1', path, headers, method, agent: false }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    const parts: Buffer[] = [];
    for await (const part of answer as AsyncIterable<Buffer>) parts.push(part);
    return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) };
  };

  /** What, asked how, is whose. */
  const rows: [string, string, Record<string, string>, 'page' | 'api'][] = [
    ['GET', '/', NAVIGATION, 'page'],
    ['GET', '/mail/inbox/1?x=y', NAVIGATION, 'page'],
    ['HEAD', '/mail', NAVIGATION, 'page'],
    ['POST', '/mail', NAVIGATION, 'api'],
    ['GET', '/mail', { accept: '*/*' }, 'api'],
    ['GET', '/mail', {}, 'api'],
    ['GET', '/assets/gone-123.js', { accept: '*/*' }, 'api'],
    ['GET', '/v1/alias', NAVIGATION, 'api'],
    ['GET', '/v1', NAVIGATION, 'api'],
    ['GET', '/healthz', NAVIGATION, 'api'],
    ['GET', '/why-refused', NAVIGATION, 'api'],
    ['GET', '/.well-known/autoconfig/mail/config-v1.1.xml', NAVIGATION, 'api'],
    ['GET', '/mail/config-v1.1.xml', NAVIGATION, 'api'],
    ['GET', '/autodiscover/autodiscover.xml', NAVIGATION, 'api'],
    ['GET', '/..%2f..%2fetc/passwd', {}, 'api'],
  ];
  for (const [method, path, headers, whose] of rows)
    test(`${method} ${path} as ${headers['accept'] ?? 'nothing in particular'}: ${whose}`, async () => {
      const answer = await get(path, headers, method);
      equal(answer.status, whose === 'page' ? 200 : 404);
      if (whose === 'page') equal(answer.body.toString(), method === 'HEAD' ? '' : INDEX);
      const policy = String(answer.headers['content-security-policy']);
      // Both are told the same, as CloudFront does.
      match(policy, /script-src 'self';.*style-src 'self'/);
      match(policy, /connect-src 'self' https:\/\/store.example.org;/);
      equal(answer.headers['x-content-type-options'], 'nosniff');
      // Would bind every other server on this machine's localhost to HTTPS.
      equal(answer.headers['strict-transport-security'], undefined);
    });

  test('files with a hash in their name are kept, all others are asked for again', async () => {
    const file = await get('/assets/main-abc.js');
    equal(file.headers['cache-control'], 'public, max-age=31536000, immutable');
    equal(file.headers['content-type'], 'text/javascript; charset=utf-8');
    const index = await get('/', NAVIGATION);
    equal(index.headers['cache-control'], 'no-cache');
    const again = await get('/', { ...NAVIGATION, 'if-none-match': index.headers.etag ?? '' });
    deepEqual([again.status, again.body.length], [304, 0]);
    const configuration = await get('/config.json');
    equal(configuration.headers['cache-control'], 'no-cache');
    deepEqual(JSON.parse(configuration.body.toString()), { issuer: 'https://localhost/oidc' });
  });

  /** Accept-Encoding → Content-Encoding. */
  const encodings: [string | undefined, string | undefined][] = [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', undefined],
    [undefined, undefined],
  ];
  for (const [accepted, expected] of encodings)
    test(`a browser that takes ${accepted ?? 'nothing'} gets ${expected ?? 'it plain'}`, async () => {
      const { headers, body } = await get(
        '/assets/main-abc.js',
        accepted ? { 'accept-encoding': accepted } : {},
      );
      equal(headers['content-encoding'], expected);
      equal(headers.vary, 'accept-encoding');
      equal(Number(headers['content-length']), body.length);
      const plain =
        expected === 'br' ? brotliDecompressSync(body) : expected === 'gzip' ? gunzipSync(body) : body;
      equal(plain.toString(), SCRIPT);
    });
});
