import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The shell of a small stand-in: a server on a free port of 127.0.0.1 that reads one whole request, asks a
 * function for the answer, and sends it. What goes wrong inside is answered 500, without its text.
 */

/** One request, read to its end. */
export interface ProtocolRequest {
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What is sent back. */
export interface ProtocolAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export interface ProtocolServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** SES takes messages of up to 40 MB, in base64. */
const largestBody = 64 * 1024 * 1024;

/** Starts the server; `answer` may throw only for faults of its own. */
export async function startProtocolServer(
  answer: (request: ProtocolRequest) => Promise<ProtocolAnswer>,
): Promise<ProtocolServer> {
  const server = createServer((request, response) => {
    void (async () => {
      let result: ProtocolAnswer;
      try {
        result = await answer({ headers: request.headers, body: await readBody(request) });
      } catch {
        result = { status: 500, type: 'text/plain', body: 'InternalFailure' };
      }
      response.writeHead(result.status, { 'content-type': result.type }).end(result.body);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) throw new Error('request body too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
