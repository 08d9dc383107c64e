import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { sendProblem } from './problem.ts';

/**
 * The one HTTPS server of the local system. Its parts (API, sign-in, web pages) are mounted by path, each
 * a listener that does not know of the others; the longest matching path decides.
 */

export interface Certificate {
  /** The chain, leaf first, in PEM. */
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** Answers a request. It sees the whole path; rejecting is a fault, answered 500. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface HttpsServer {
  readonly port: number;
  /** `https://localhost:<port>`, the origin that browsers use. */
  readonly origin: string;
  /** Gives all requests at `path` and under it to the listener; `/` takes what nobody else does. */
  mount(path: string, listener: Listener): void;
  /** New connections get this certificate; open ones go on with theirs. */
  setCertificate(certificate: Certificate): void;
  /** Takes no new connections; running requests get `patience` milliseconds to finish. */
  close(patience?: number): Promise<void>;
}

/** Starts the server; port 0 picks a free one. Throws if the address cannot be listened on. */
export async function startHttpsServer(options: {
  readonly address: string;
  readonly port: number;
  readonly certificate: Certificate;
  /** Told of faults of listeners, whose text no client sees. */
  readonly onError?: (error: unknown) => void;
}): Promise<HttpsServer> {
  const mounts: { path: string; listener: Listener }[] = [];
  const tls = ({ certificatePem, keyPem }: Certificate) => ({
    cert: certificatePem,
    key: keyPem,
    minVersion: 'TLSv1.2' as const,
  });

  const server = createServer(
    { ...tls(options.certificate), maxHeaderSize: 32 * 1024 },
    (request, response) => {
      const path = (request.url ?? '/').split('?')[0] ?? '/';
      const mount = mounts.find((each) => isUnder(path, each.path));
      void (async () => {
        try {
          if (mount) await mount.listener(request, response);
          else sendProblem(response, 'not-found', 'There is nothing at this address.');
        } catch (error) {
          options.onError?.(error);
          sendProblem(response, 'internal-error', 'This is our fault, not yours. Please try again later.');
          response.destroy();
        }
      })();
    },
  );
  // A slow sender must not hold a connection for ever; 25 MiB on a slow line are well within this.
  server.requestTimeout = 120_000;
  server.headersTimeout = 20_000;

  server.listen(options.port, options.address);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `https://localhost:${port}`,
    mount: (path, listener) => {
      mounts.push({ path, listener });
      mounts.sort((a, b) => b.path.length - a.path.length);
    },
    setCertificate: (certificate) => {
      server.setSecureContext(tls(certificate));
    },
    close: async (patience = 2000) => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const timer = setTimeout(() => {
        server.closeAllConnections();
      }, patience);
      await closed;
      clearTimeout(timer);
    },
  };
}

function isUnder(path: string, mount: string): boolean {
  return mount === '/' || path === mount || path.startsWith(`${mount}/`);
}
