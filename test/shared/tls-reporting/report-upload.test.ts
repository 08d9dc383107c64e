/** Reports to HTTPS receivers over real sockets (RFC 8460 section 5.4). */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';

import { selfSigned } from '../../../infra/local/internet/certificates.ts';
import { uploadReport } from '../../../shared/tls-reporting/report-upload.ts';
import { authority, clientFor, startWebServer } from '../https/web-server.ts';

const host = 'reports.there.example';
const certificate = await authority.issue({ names: [host] });
const gzip = gzipSync('{"report":1}');
const soon = (): number => Date.now() + 10_000;

test('one POST of the compressed report', async (t) => {
  const bodies: string[] = [];
  const types: (string | undefined)[] = [];
  const server = await startWebServer(t, certificate, (request, response) => {
    const chunks: Buffer[] = [];
    types.push(request.headers['content-type']);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(gunzipSync(Buffer.concat(chunks)).toString());
      response.writeHead(201).end('thanks');
    });
  });
  const url = new URL(`https://${host}:${server.port}/v1/tlsrpt?x=y`);
  deepEqual(await uploadReport(url, gzip, soon(), clientFor([server.address])), { kind: 'taken' });
  deepEqual(bodies, ['{"report":1}']);
  deepEqual(types, ['application/tlsrpt+gzip']);
  deepEqual(
    server.requests.map(({ method, url: path }) => `${method} ${path}`),
    ['POST /v1/tlsrpt?x=y'],
  );
});

for (const status of [301, 307, 400, 404, 500, 503])
  test(`status ${status}: not taken, and nothing else is asked`, async (t) => {
    const server = await startWebServer(t, certificate, (_request, response) => {
      response.writeHead(status, { Location: '/elsewhere' }).end();
    });
    const url = new URL(`https://${host}:${server.port}/`);
    const outcome = await uploadReport(url, gzip, soon(), clientFor([server.address]));
    equal(outcome.kind, 'failed');
    equal(server.requests.length, 1);
  });

test('a receiver that cannot prove its name, or is where we do not connect to, gets nothing', async (t) => {
  const impostor = await selfSigned({ names: [host] });
  const server = await startWebServer(t, impostor, (_request, response) => response.end());
  const url = new URL(`https://${host}:${server.port}/`);
  equal((await uploadReport(url, gzip, soon(), clientFor([server.address]))).kind, 'failed');
  equal((await uploadReport(url, gzip, soon(), clientFor(['127.0.0.1']))).kind, 'failed');
  deepEqual(server.requests, []);
});

test('a receiver that never answers: given up at the deadline', async (t) => {
  const server = await startWebServer(t, certificate, () => undefined);
  const url = new URL(`https://${host}:${server.port}/`);
  equal((await uploadReport(url, gzip, Date.now() + 300, clientFor([server.address]))).kind, 'failed');
});
