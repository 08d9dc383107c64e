/**
 * Where simulated domains publish their MTA-STS policies (RFC 8461): `https://mta-sts.DOMAIN`, all at one
 * address and port as with a hosting company, each with a certificate of its own.
 */
import { createServer, type Server } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { ServerCertificate } from './certificates.ts';
import { listen } from './listening.ts';
import type { ZoneRecord } from './zones.ts';

/** What a domain's policy says. */
export interface StsPlan {
  readonly mode: 'enforce' | 'testing' | 'none';
  /** Patterns for its mail servers. @default the names of its MX hosts */
  readonly mx?: readonly string[];
  /** Seconds. @default a week */
  readonly maxAge?: number;
  /** @default '1' */
  readonly id?: string;
}

interface Site {
  readonly text: string;
  readonly context: SecureContext;
}

const WEEK = 7 * 24 * 3600;
const policyPath = '/.well-known/mta-sts.txt';

/** The records that announce a policy, and lead to its host. */
export function stsRecords(
  { domain, sts }: { readonly domain: string; readonly sts?: StsPlan },
  address: string,
): ZoneRecord[] {
  if (sts === undefined) return [];
  return [
    { name: `_mta-sts.${domain}`, type: 'TXT', data: `v=STSv1; id=${sts.id ?? '1'};` },
    { name: `mta-sts.${domain}`, type: 'A', data: address },
  ];
}

export class PolicyHost {
  readonly port: number;
  readonly #server: Server;
  readonly #sites: Map<string, Site>;

  private constructor(server: Server, port: number, sites: Map<string, Site>) {
    this.#server = server;
    this.port = port;
    this.#sites = sites;
  }

  /** Listens at once, with nothing to serve yet. Rejects with the system's error. */
  static async start(address: string, port: number): Promise<PolicyHost> {
    const sites = new Map<string, Site>();
    const SNICallback = (
      name: string,
      done: (error: Error | null, context?: SecureContext) => void,
    ): void => {
      const site = sites.get(name.toLowerCase());
      if (site === undefined) done(new Error('nobody of that name is here'));
      else done(null, site.context);
    };
    const server = createServer({ SNICallback, minVersion: 'TLSv1.2' }, (request, response) => {
      const host = (request.headers.host ?? '').replace(/:.*$/, '').toLowerCase();
      const site = sites.get(host);
      if (site === undefined || request.url !== policyPath) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end(site.text);
    });
    return new PolicyHost(server, await listen(server, address, port), sites);
  }

  /** Publishes a domain's policy, or another one in its place. */
  publish(
    domain: string,
    plan: StsPlan,
    hosts: readonly { readonly name: string }[],
    { certificatePem, keyPem }: ServerCertificate,
  ): void {
    const patterns = plan.mx ?? hosts.map(({ name }) => name);
    const lines = [
      'version: STSv1',
      `mode: ${plan.mode}`,
      ...patterns.map((pattern) => `mx: ${pattern}`),
      `max_age: ${plan.maxAge ?? WEEK}`,
      '',
    ];
    const context = createSecureContext({ cert: certificatePem, key: keyPem, minVersion: 'TLSv1.2' });
    this.#sites.set(`mta-sts.${domain}`, { text: lines.join('\r\n'), context });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
