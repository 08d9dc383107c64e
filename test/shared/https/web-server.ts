/** HTTPS servers for tests on loopback addresses of their own, and resolvers that lead to them. */
import { createServer, type ServerOptions } from 'node:https';
import type { RequestListener } from 'node:http';
import { BlockList } from 'node:net';
import type { TestContext } from 'node:test';

import { createAuthority, type ServerCertificate } from '../../../infra/local/internet/certificates.ts';
import { listen } from '../../../infra/local/internet/listening.ts';
import type { Resolver } from '../../../shared/dns/resolver.ts';
import type { HttpsClient } from '../../../shared/https/request.ts';

export const authority = await createAuthority({ commonName: 'Test authority' });

export interface WebServer {
  readonly address: string;
  readonly port: number;
  /** Requests seen so far. */
  readonly requests: { readonly method: string; readonly url: string; readonly host: string }[];
}

/** Starts a server that ends with the test. */
export async function startWebServer(
  t: TestContext,
  { certificatePem, keyPem }: ServerCertificate,
  listener: RequestListener,
  { address = '127.20.0.1', port = 0, ...options }: ServerOptions & { address?: string; port?: number } = {},
): Promise<WebServer> {
  const requests: WebServer['requests'] = [];
  const server = createServer({ cert: certificatePem, key: keyPem, ...options }, (request, response) => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, host: headers.host ?? '' });
    listener(request, response);
  });
  server.on('tlsClientError', () => undefined);
  const bound = await listen(server, address, port);
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { address, port: bound, requests };
}

/** A client whose names lead to the given IPv4 addresses, in the networks that tests run in. */
export function clientFor(
  addresses: readonly string[],
  networks = '127.20.0.0/16',
): HttpsClient & {
  readonly asked: string[];
} {
  const allowedNetworks = new BlockList();
  const [network = '', prefix] = networks.split('/');
  allowedNetworks.addSubnet(network, Number(prefix), 'ipv4');
  const asked: string[] = [];
  const resolver: Pick<Resolver, 'addresses'> = {
    addresses: (host, family) => {
      if (family === 6) return Promise.resolve({ kind: 'no-data' });
      asked.push(host);
      return Promise.resolve(
        addresses.length === 0 ? { kind: 'no-domain' } : { kind: 'records', records: addresses },
      );
    },
  };
  return { resolver, allowedNetworks, authorities: authority.certificatePem, asked };
}
