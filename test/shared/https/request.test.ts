/** Requests to strangers over real sockets: whom we connect to, whom we believe, and what we read. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { selfSigned, type ServerCertificate } from '../../../infra/local/internet/certificates.ts';
import type { Resolver } from '../../../shared/dns/resolver.ts';
import { askOverHttps, type HttpsOutcome, type HttpsRequest } from '../../../shared/https/request.ts';
import { authority, clientFor, startWebServer } from './web-server.ts';

const host = 'web.there.example';
const certificate = await authority.issue({ names: [host] });
const plain = (port: number, more: Partial<HttpsRequest> = {}): HttpsRequest => ({
  method: 'GET',
  host,
  port,
  path: '/x?y=z',
  most: 1000,
  deadline: Date.now() + 5000,
  ...more,
});
const stepOf = (outcome: HttpsOutcome): string => (outcome.kind === 'failed' ? outcome.step : outcome.kind);

test('the answer of a server whose certificate is good', async (t) => {
  const server = await startWebServer(t, certificate, (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'Text/Plain; charset=utf-8' }).end('hello');
  });
  const outcome = await askOverHttps(plain(server.port), clientFor([server.address]));
  deepEqual(outcome, { kind: 'answered', status: 200, mediaType: 'text/plain', body: Buffer.from('hello') });
  deepEqual(server.requests, [{ method: 'GET', url: '/x?y=z', host: `${host}:${server.port}` }]);
});

const day = 24 * 3_600_000;
const untrusted: readonly [string, () => Promise<ServerCertificate>][] = [
  ['self-signed', () => selfSigned({ names: [host] })],
  ['for another name', () => authority.issue({ names: ['other.there.example'] })],
  ['for the address only', () => authority.issue({ names: ['x.example'], addresses: ['127.20.0.1'] })],
  ['for a wildcard one label up', () => authority.issue({ names: ['*.example'] })],
  [
    'expired',
    () =>
      authority.issue({
        names: [host],
        notBefore: new Date(Date.now() - 9 * day),
        notAfter: new Date(Date.now() - day),
      }),
  ],
];
for (const [what, make] of untrusted)
  test(`a certificate that is ${what}: nothing is sent`, async (t) => {
    const server = await startWebServer(t, await make(), (_request, response) => response.end('no'));
    const outcome = await askOverHttps(plain(server.port), clientFor([server.address]));
    equal(stepOf(outcome), 'certificate');
    deepEqual(server.requests, []);
  });

test('an authority that was not given is not believed', async (t) => {
  const server = await startWebServer(t, certificate, (_request, response) => response.end('no'));
  const { resolver, allowedNetworks } = clientFor([server.address]);
  equal(stepOf(await askOverHttps(plain(server.port), { resolver, allowedNetworks })), 'certificate');
});

test('TLS 1.1 is too old', async (t) => {
  const server = await startWebServer(t, certificate, (_request, response) => response.end('no'), {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  equal(stepOf(await askOverHttps(plain(server.port), clientFor([server.address]))), 'connection');
});

test('a redirect is an answer, and is not followed', async (t) => {
  const server = await startWebServer(t, certificate, (_request, response) => {
    response.writeHead(302, { Location: `https://${host}:1/` }).end();
  });
  const client = clientFor([server.address]);
  const outcome = await askOverHttps(plain(server.port), client);
  equal(outcome.kind === 'answered' ? outcome.status : null, 302);
  equal(server.requests.length, 1);
  deepEqual(client.asked, [host]);
});

test('a body over the limit is not read to its end', async (t) => {
  const server = await startWebServer(t, certificate, (_request, response) => {
    const pump = (): void => {
      while (response.write(Buffer.alloc(16_384)));
      response.once('drain', pump);
    };
    pump();
  });
  equal(stepOf(await askOverHttps(plain(server.port), clientFor([server.address]))), 'too-large');
});

const slow: readonly [string, (t: TestContext) => Promise<number>][] = [
  [
    'a body that trickles',
    async (t) => {
      const server = await startWebServer(t, certificate, (_request, response) => {
        const timer = setInterval(() => response.write('x'), 20);
        response.on('close', () => {
          clearInterval(timer);
        });
      });
      return server.port;
    },
  ],
  ['no answer', async (t) => (await startWebServer(t, certificate, () => undefined)).port],
];
for (const [what, start] of slow)
  test(`${what}: over at the deadline`, async (t) => {
    const port = await start(t);
    const started = Date.now();
    const outcome = await askOverHttps(plain(port, { deadline: started + 300 }), clientFor(['127.20.0.1']));
    equal(stepOf(outcome), 'deadline');
    ok(Date.now() - started < 2000);
  });

test('a resolver that never answers: over at the deadline', async () => {
  const resolver: Pick<Resolver, 'addresses'> = { addresses: () => new Promise(() => undefined) };
  const client = { ...clientFor([]), resolver };
  equal(stepOf(await askOverHttps(plain(1, { deadline: Date.now() + 100 }), client)), 'deadline');
});

test('a deadline that has passed: nothing is asked', async () => {
  equal(stepOf(await askOverHttps(plain(1, { deadline: 0 }), clientFor(['127.20.0.1']))), 'deadline');
});

test('an answer that is cut off is none', async (t) => {
  const server = await startWebServer(t, certificate, (_request, response) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('part');
    setTimeout(() => response.destroy(), 20);
  });
  equal(stepOf(await askOverHttps(plain(server.port), clientFor([server.address]))), 'answer');
});

test('what is no HTTP, and a switch of protocols, are no answers', async (t) => {
  for (const line of [
    '220 mail.example ESMTP\r\n',
    'HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
  ]) {
    const server = await startWebServer(t, certificate, (request) => {
      request.socket.end(line);
    });
    equal(stepOf(await askOverHttps(plain(server.port), clientFor([server.address]))), 'answer', line);
  }
});

test('addresses that we do not connect to are left out, whatever else there is', async (t) => {
  const server = await startWebServer(t, certificate, (_request, response) => response.end('here'));
  const elsewhere = await startWebServer(t, certificate, (_request, response) => response.end('no'), {
    address: '127.21.0.1',
    port: server.port,
  });
  const outcome = await askOverHttps(plain(server.port), clientFor([elsewhere.address, server.address]));
  equal(outcome.kind === 'answered' ? outcome.body.toString() : null, 'here');
  deepEqual(elsewhere.requests, []);
  for (const address of ['127.21.0.1', '169.254.169.254', '10.0.0.1', 'not an address']) {
    equal(stepOf(await askOverHttps(plain(server.port), clientFor([address]))), 'address', address);
  }
});

test('rebinding: a name is looked up once, and what was checked is what is connected to', async (t) => {
  const server = await startWebServer(t, certificate, (_request, response) => response.end('here'));
  const trap = await startWebServer(t, certificate, (_request, response) => response.end('trap'), {
    address: '127.21.0.1',
    port: server.port,
  });
  const { allowedNetworks, authorities } = clientFor([]);
  let lookups = 0;
  const resolver: Pick<Resolver, 'addresses'> = {
    addresses: (_host, family) => {
      if (family === 6) return Promise.resolve({ kind: 'no-data' });
      lookups += 1;
      return Promise.resolve({ kind: 'records', records: [lookups === 1 ? server.address : trap.address] });
    },
  };
  const client = { resolver, allowedNetworks, ...(authorities !== undefined && { authorities }) };
  const outcome = await askOverHttps(plain(server.port), client);
  equal(outcome.kind === 'answered' ? outcome.body.toString() : null, 'here');
  equal(lookups, 1);
  deepEqual(trap.requests, []);
});

test('the next address is tried where nobody listens at the first', async (t) => {
  const server = await startWebServer(t, certificate, (_request, response) => response.end('here'));
  const outcome = await askOverHttps(plain(server.port), clientFor(['127.20.0.9', server.address]));
  equal(outcome.kind, 'answered');
});

test('nobody listens, or the name has no address', async (t) => {
  const server = await startWebServer(t, certificate, (_request, response) => response.end('here'));
  const refused = await askOverHttps(plain(server.port), clientFor(['127.20.0.9']));
  equal(stepOf(refused), 'connection');
  match(refused.kind === 'failed' ? refused.detail : '', /ECONNREFUSED/);
  equal(stepOf(await askOverHttps(plain(server.port), clientFor([]))), 'name');
});

test('a body is sent whole', async (t) => {
  const received: Buffer[] = [];
  const server = await startWebServer(t, certificate, (request, response) => {
    request.on('data', (chunk: Buffer) => received.push(chunk));
    request.on('end', () => response.writeHead(201).end());
  });
  const body = Buffer.alloc(200_000, 7);
  const outcome = await askOverHttps(
    plain(server.port, { method: 'POST', body }),
    clientFor([server.address]),
  );
  equal(outcome.kind === 'answered' ? outcome.status : null, 201);
  deepEqual(Buffer.concat(received), body);
});
