/** Fetching a policy over real HTTPS: what counts as one, and what a failure is called (RFC 8461 section 3.3). */
import { deepEqual, equal } from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';

import { selfSigned } from '../../../infra/local/internet/certificates.ts';
import { policyFetcher } from '../../../shared/mta-sts/fetch-policy.ts';
import { authority, clientFor, startWebServer } from '../https/web-server.ts';

const host = 'mta-sts.there.example';
const certificate = await authority.issue({ names: [host] });
const text = 'version: STSv1\r\nmode: enforce\r\nmx: mx.there.example\r\nmax_age: 86400\r\n';
const serve =
  (body: string | Buffer, type: string | null = 'text/plain', status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status, type === null ? {} : { 'Content-Type': type }).end(body);
  };

test('a policy, from where it has to be', async (t) => {
  const server = await startWebServer(t, certificate, serve(text, 'text/plain; charset=utf-8'));
  const client = clientFor([server.address]);
  const fetch = policyFetcher({ ...client, port: server.port });
  deepEqual(await fetch('there.example', '42', Date.now() + 5000), {
    kind: 'policy',
    policy: { id: '42', mode: 'enforce', mx: ['mx.there.example'], maxAge: 86_400 },
  });
  deepEqual(client.asked, [host]);
  equal(server.requests[0]?.url, '/.well-known/mta-sts.txt');
});

const rows: readonly [string, RequestListener, string][] = [
  [
    'a redirect to a good policy',
    (request, response) => {
      if (request.url === '/policy.txt') response.writeHead(200, { 'Content-Type': 'text/plain' }).end(text);
      else response.writeHead(301, { Location: '/policy.txt' }).end();
    },
    'sts-policy-fetch-error',
  ],
  ['404', serve('not here', 'text/plain', 404), 'sts-policy-fetch-error'],
  ['500', serve(text, 'text/plain', 500), 'sts-policy-fetch-error'],
  ['204', serve('', 'text/plain', 204), 'sts-policy-fetch-error'],
  ['203: only 200 will do', serve(text, 'text/plain', 203), 'sts-policy-fetch-error'],
  ['HTML', serve(text, 'text/html'), 'sts-policy-invalid'],
  ['no media type', serve(text, null), 'sts-policy-invalid'],
  ['a policy with a mistake', serve('version: STSv1\n'), 'sts-policy-invalid'],
  ['not UTF-8', serve(Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe])])), 'sts-policy-invalid'],
  ['over 64 KiB', serve(text + 'x: y\r\n'.repeat(20_000)), 'sts-policy-invalid'],
  [
    'random octets',
    serve(Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256))),
    'sts-policy-invalid',
  ],
  ['a broken connection', (request) => request.socket.destroy(), 'sts-policy-fetch-error'],
  ['nothing at all', () => undefined, 'sts-policy-fetch-error'],
];
for (const [what, listener, result] of rows)
  test(`${what}: ${result}`, async (t) => {
    const server = await startWebServer(t, certificate, listener);
    const fetch = policyFetcher({ ...clientFor([server.address]), port: server.port });
    const patience = what === 'nothing at all' ? 300 : 10_000;
    const fetched = await fetch('there.example', '1', Date.now() + patience);
    equal(fetched.kind === 'unavailable' ? fetched.result : fetched.kind, result);
  });

test('a certificate that does not hold: sts-webpki-invalid', async (t) => {
  for (const bad of [
    await selfSigned({ names: [host] }),
    await authority.issue({ names: ['there.example'] }),
  ]) {
    const server = await startWebServer(t, bad, serve(text));
    const fetch = policyFetcher({ ...clientFor([server.address]), port: server.port });
    const fetched = await fetch('there.example', '1', Date.now() + 5000);
    equal(fetched.kind === 'unavailable' ? fetched.result : fetched.kind, 'sts-webpki-invalid');
  }
});

test('no address, or none that we connect to: sts-policy-fetch-error', async () => {
  for (const addresses of [[], ['127.0.0.1'], ['10.0.0.1']]) {
    const fetched = await policyFetcher(clientFor(addresses))('there.example', '1', Date.now() + 5000);
    equal(fetched.kind === 'unavailable' ? fetched.result : fetched.kind, 'sts-policy-fetch-error');
  }
});
