/**
 * From a recipient domain to the hosts that take its mail, in the order in which to try them: RFC 5321
 * section 5.1 (MX, else the domain's own addresses; preference with random order among equals), RFC 7505
 * (null MX). Bounded: a hostile zone cannot make us look up or connect to more than a handful.
 */
import { parseDomain, type Domain } from '../address/domain.ts';
import type { Answer, MxRecord, Resolver } from './resolver.ts';

export interface MxHost {
  readonly host: string;
  readonly preference: number;
  /** IPv6 before IPv4. Empty where the lookup failed or found none. */
  readonly addresses: readonly string[];
  /** Why the addresses are incomplete, or null. A lookup that failed is temporary, whatever others say. */
  readonly lookupFailure: string | null;
}

export type MxHosts =
  | { readonly kind: 'hosts'; readonly hosts: readonly MxHost[] }
  | { readonly kind: 'null-mx' }
  | { readonly kind: 'no-domain' }
  /** The domain exists, but nothing of it can take mail. */
  | { readonly kind: 'no-hosts'; readonly detail: string }
  | { readonly kind: 'failed'; readonly detail: string };

const MOST_HOSTS = 16;
const MOST_ADDRESSES = 8;

/** Orders by preference; equals in random order. `chance` gives numbers in [0, 1). */
export function orderByPreference<T extends { readonly preference: number }>(
  records: readonly T[],
  chance: () => number,
): T[] {
  return records
    .map((record) => ({ record, draw: chance() }))
    .sort((one, other) => one.record.preference - other.record.preference || one.draw - other.draw)
    .map(({ record }) => record);
}

async function resolveHost(record: MxRecord, resolver: Resolver): Promise<MxHost | null> {
  const { exchange: host, preference } = record;
  const answers = await Promise.all([resolver.addresses(host, 6), resolver.addresses(host, 4)]);
  const addresses = answers
    .flatMap((answer: Answer<string>) => (answer.kind === 'records' ? answer.records : []))
    .slice(0, MOST_ADDRESSES);
  const failure = answers.find((answer) => answer.kind === 'failed');
  if (addresses.length === 0 && failure === undefined) return null;
  return { host, preference, addresses, lookupFailure: failure?.detail ?? null };
}

/** Never throws for anything that DNS can answer. */
export async function resolveMxHosts(
  domain: Domain,
  resolver: Resolver,
  chance: () => number = Math.random,
): Promise<MxHosts> {
  const answer = await resolver.mx(domain);
  let records: readonly MxRecord[];
  switch (answer.kind) {
    case 'failed':
      return answer;
    case 'no-domain':
      return answer;
    case 'no-data':
      records = [{ preference: 0, exchange: domain }];
      break;
    case 'records':
      if (answer.records.every(({ exchange }) => exchange === '')) return { kind: 'null-mx' };
      records = answer.records.filter(({ exchange }) => parseDomain(exchange) !== null);
      break;
  }
  const ordered = orderByPreference(records, chance).slice(0, MOST_HOSTS);
  const resolved = await Promise.all(ordered.map((record) => resolveHost(record, resolver)));
  const hosts = resolved.filter((host) => host !== null);
  if (hosts.length > 0) return { kind: 'hosts', hosts };
  const detail =
    answer.kind === 'no-data'
      ? `${domain} has neither an MX record nor an address`
      : `no MX host of ${domain} has an address`;
  return { kind: 'no-hosts', detail };
}
