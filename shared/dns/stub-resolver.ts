/**
 * A resolver that asks the configured recursive servers through Node's c-ares. It proves nothing: an answer
 * of its is good enough for the level `encrypt`, which does not depend on DNS being true.
 */
import { Resolver as CaresResolver } from 'node:dns/promises';

import type { Answer, Resolver } from './resolver.ts';

const TIMEOUT_MILLISECONDS = 3000;
const TRIES = 3;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

async function ask<Wire, Record>(
  question: string,
  query: () => Promise<readonly Wire[]>,
  convert: (wire: Wire) => Record,
): Promise<Answer<Record>> {
  try {
    const records = (await query()).map(convert);
    return records.length === 0 ? { kind: 'no-data' } : { kind: 'records', records };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENODATA') return { kind: 'no-data' };
    if (code === 'ENOTFOUND') return { kind: 'no-domain' };
    return { kind: 'failed', detail: `the DNS lookup of ${question} failed (${code})` };
  }
}

/** Takes servers as `address:port`; without any, those of the operating system are asked. */
export function stubResolver(servers: readonly string[]): Resolver {
  const cares = new CaresResolver({ timeout: TIMEOUT_MILLISECONDS, tries: TRIES });
  if (servers.length > 0) cares.setServers(servers);
  return {
    mx: (domain) =>
      ask(
        `${domain} MX`,
        () => cares.resolveMx(domain),
        ({ priority, exchange }) => ({ preference: priority, exchange: exchange.replace(/\.$/, '') }),
      ),
    addresses: (host, family) =>
      ask(
        `${host} ${family === 4 ? 'A' : 'AAAA'}`,
        () => (family === 4 ? cares.resolve4(host) : cares.resolve6(host)),
        (address) => address,
      ),
  };
}
