/**
 * DNS for reports: who wants them, and where an HTTPS receiver is. Nothing here has to be proven: mail goes
 * out by the worker's rules, and an HTTPS receiver proves itself by its certificate.
 */
import { Resolver as CaresResolver } from 'node:dns/promises';

import type { Answer, Resolver } from '../../shared/dns/resolver.ts';
import { stubResolver } from '../../shared/dns/stub-resolver.ts';

export interface ReportNames extends Pick<Resolver, 'addresses'> {
  /** Each record's strings joined. */
  txt(name: string): Promise<Answer<string>>;
}

/** Takes servers as `address:port`. */
export function reportNames(servers: readonly string[]): ReportNames {
  const cares = new CaresResolver({ timeout: 3000, tries: 3 });
  cares.setServers(servers);
  const stub = stubResolver(servers);
  return {
    addresses: (host, family) => stub.addresses(host, family),
    async txt(name) {
      try {
        return {
          kind: 'records',
          records: (await cares.resolveTxt(name)).map((strings) => strings.join('')),
        };
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        if (code === 'ENODATA') return { kind: 'no-data' };
        if (code === 'ENOTFOUND') return { kind: 'no-domain' };
        return { kind: 'failed', detail: `the DNS lookup of ${name} TXT failed (${code})` };
      }
    },
  };
}
