/** What a level knows without a connection: then none is made, and nobody is told that we would have come. */
import type { Observation } from '../policy/judge.ts';
import type { Level } from '../policy/level.ts';
import type { NextHopHosts, Route } from './next-hop.ts';

/** `verify` sends to listed domains only: known for the whole domain. Null where a connection is to decide. */
export function beforeAnyConnection(
  level: Level,
  { domain, trust }: Pick<NextHopHosts, 'domain' | 'trust'>,
): Observation | null {
  if (level !== 'verify' || trust.length > 0) return null;
  const detail = `${domain} is not among the providers in the trust store`;
  return { kind: 'domain-not-listed', host: domain, address: null, detail };
}

/** `dane-only` needs records to match (RFC 7672 section 2.2): known for each address. */
export function beforeConnecting(level: Level, { host, address, dane }: Route): Observation | null {
  if (level !== 'dane-only' || dane.kind === 'records') return null;
  return { kind: 'dane-unavailable', host, address, dane };
}
