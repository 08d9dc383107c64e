/** A large message passes through to the object store; it is never held. */
import { equal, match, ok } from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';

import { ALICE } from './edge-world.ts';
import { SmtpClient } from './smtp-client.ts';

const MIB = 1024 * 1024;
const LINE = `${'0123456789'.repeat(7)}\r\n`;

/** Multipart uploads of S3, as far as the octets of their parts; each part takes its time. */
function slowObjectStore(received: { octets: number }) {
  return createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const isPart = url.searchParams.has('partNumber');
      for await (const chunk of request as AsyncIterable<Buffer>) if (isPart) received.octets += chunk.length;
      // Long enough for a client that nobody holds back to fill the memory.
      if (isPart) await delay(50);
      response.writeHead(200, { etag: '"etag"', 'content-type': 'application/xml' });
      if (url.searchParams.has('uploads')) {
        response.end(
          '<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>',
        );
      } else if (isPart) response.end();
      else
        response.end('<CompleteMultipartUploadResult><ETag>"whole"</ETag></CompleteMultipartUploadResult>');
    })();
  });
}

test('25 MiB, as fast as the client can: memory in use grows by less than 10 MiB', async (t) => {
  const received = { octets: 0 };
  const store = slowObjectStore(received);
  store.listen(0, '127.0.0.1');
  await once(store, 'listening');
  const child = fork(new URL('memory-child.ts', import.meta.url), {
    execArgv: ['--expose-gc'],
    env: {
      PATH: process.env['PATH'],
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(store.address() as AddressInfo).port}`,
    },
  });
  t.after(async () => {
    child.disconnect();
    await once(child, 'exit');
    store.close();
    store.closeAllConnections();
  });
  const next = async (): Promise<Record<string, unknown>> => {
    const [message] = (await once(child, 'message')) as [Record<string, unknown>];
    return message;
  };
  const { port } = await next();
  const client = await SmtpClient.secure(Number(port));

  /** Sends a message of this size; gives the growth. */
  const send = async (size: number): Promise<number> => {
    child.send('measure');
    equal((await next())['kind'], 'ready');
    const taken = next();
    const body = LINE.repeat(Math.floor(size / LINE.length));
    match(await client.send('bob@good.example', [ALICE], `Subject: large\r\n\r\n${body}`), /^250 2\.0\.0 /);
    return Number((await taken)['growth']);
  };
  // The first one pays for code and buffers that stay.
  await send(6 * MIB);
  received.octets = 0;
  const growth = await send(25 * MIB);
  t.diagnostic(`memory in use grew by ${(growth / MIB).toFixed(1)} MiB at most`);
  ok(received.octets > 24.9 * MIB, `the object store got ${received.octets} octets`);
  ok(growth < 10 * MIB, `grew by ${growth} octets`);
  client.close();
});
