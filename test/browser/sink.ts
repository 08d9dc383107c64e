/**
 * Everybody outside, for a browser under watch: each name but our own leads here, and whatever is opened or asked is
 * written down. What the browser only looks up or connects to early is no request that a page is told of, so its own
 * log of the network is read as well.
 */
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

import { selfSigned } from '../../infra/local/internet/certificates.ts';

export interface Asked {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Sink {
  /** For Chromium's command line. */
  readonly browserOptions: readonly string[];
  readonly asked: readonly Asked[];
  /** Connections opened so far, asked over or not. */
  readonly connections: number;
  /** How often the browser has looked up a name outside, as far as it has written that down. */
  lookups(): Promise<number>;
  /** Gives the address of a page with this HTML, as a reader without any care would show it. */
  serve(html: string): string;
  close(): Promise<void>;
}

const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const SINK = 'sink.localhost';
const READER = 'careless-reader.example';

/** As Chromium writes down what its resolver was asked. */
const LOOKED_UP = new RegExp(`"host":"[^"]*${SINK}`);

export async function openSink(): Promise<Sink> {
  const { certificatePem: cert, keyPem: key } = await selfSigned({ names: ['tracker.evil.example'] });
  const asked: Asked[] = [];
  let connections = 0;
  let page = '';
  const server = createServer({ cert, key }, ({ method = '', url = '', headers }, response) => {
    if (headers.host === READER) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(url === '/' ? page : '');
      return;
    }
    asked.push({ method, host: headers.host ?? '', path: url, headers });
    response.setHeader('content-type', 'image/gif');
    // A tracker would mark whoever comes.
    response.setHeader('set-cookie', 'seen=1; SameSite=None; Secure; Path=/');
    response.end(PIXEL);
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const log = join(tmpdir(), `network-${randomUUID()}.json`);
  return {
    browserOptions: [
      // By another name, because a number is not looked up.
      `--host-resolver-rules=MAP * ${SINK}:${port}, EXCLUDE localhost`,
      `--log-net-log=${log}`,
    ],
    asked,
    get connections() {
      return connections;
    },
    async lookups() {
      return (await readFile(log, 'utf8')).split(LOOKED_UP).length - 1;
    },
    serve(html) {
      page = html;
      return `https://${READER}/`;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(log, { force: true });
    },
  };
}
