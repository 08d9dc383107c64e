/**
 * From a recipient domain to the hosts that take its mail, in the order in which to try them: RFC 5321
 * section 5.1 (MX, else the domain's own addresses; preference with random order among equals), RFC 7505
 * (null MX). Each answer keeps its DNSSEC status, so that a level that asks for proof can be held to it.
 * Bounded: a hostile zone cannot make us look up or connect to more than a handful.
 */
import { parseDomain, type Domain } from '../address/domain.ts';
import type { AliasLink } from './lookup.ts';
import type { MxRecord } from './resolver.ts';
import type { SecureAnswer, SecureResolver } from './secure-resolver.ts';

export interface LookupFailure {
  readonly detail: string;
  /** `bogus`: signatures that do not verify. Null: no answer, and nothing is known. */
  readonly security: 'bogus' | null;
  /** The trouble is ours (trust anchor, clock), and says nothing about the recipient. */
  readonly ownFault: boolean;
}

/** How a name was found: whether the answer is proven, and the aliases on the way. */
export interface Found {
  readonly security: 'secure' | 'insecure';
  readonly aliases: readonly AliasLink[];
}

/** The addresses of one family. */
export interface FoundAddresses extends Found {
  readonly addresses: readonly string[];
}

export interface MxHost {
  readonly host: string;
  readonly preference: number;
  /** IPv6 before IPv4; only families in which there are addresses. */
  readonly families: readonly FoundAddresses[];
  /** Why the addresses are incomplete, or null. A lookup that failed is temporary, whatever others say. */
  readonly lookupFailure: LookupFailure | null;
}

export type MxHosts =
  | {
      readonly kind: 'hosts';
      readonly hosts: readonly MxHost[];
      /** The MX answer itself, or the proof that there is none. */
      readonly found: Found;
    }
  | { readonly kind: 'null-mx' }
  | { readonly kind: 'no-domain' }
  /** The domain exists, but nothing of it can take mail. */
  | { readonly kind: 'no-hosts'; readonly detail: string }
  | ({ readonly kind: 'failed' } & LookupFailure);

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

function addressesIn(answer: SecureAnswer<string>): FoundAddresses[] {
  if (answer.kind !== 'records' || answer.records.length === 0) return [];
  const { records, security, aliases } = answer;
  return [{ addresses: records.slice(0, MOST_ADDRESSES), security, aliases }];
}

async function resolveHost(record: MxRecord, resolver: SecureResolver): Promise<MxHost | null> {
  const { exchange: host, preference } = record;
  const answers = await Promise.all([resolver.addresses(host, 6), resolver.addresses(host, 4)]);
  const families = answers.flatMap(addressesIn);
  const failure = answers.find((answer) => answer.kind === 'failed');
  if (families.length === 0 && failure === undefined) return null;
  const lookupFailure = failure === undefined ? null : failureOf(failure);
  return { host, preference, families, lookupFailure };
}

function failureOf({ detail, security, ownFault }: LookupFailure): LookupFailure {
  return { detail, security, ownFault };
}

/** Never throws for anything that DNS can answer. */
export async function resolveMxHosts(
  domain: Domain,
  resolver: SecureResolver,
  chance: () => number = Math.random,
): Promise<MxHosts> {
  const answer = await resolver.mx(domain);
  let records: readonly MxRecord[];
  switch (answer.kind) {
    case 'failed':
      return { kind: 'failed', ...failureOf(answer) };
    case 'no-domain':
      return { kind: 'no-domain' };
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
  const { security, aliases } = answer;
  if (hosts.length > 0) return { kind: 'hosts', hosts, found: { security, aliases } };
  const detail =
    answer.kind === 'no-data'
      ? `${domain} has neither an MX record nor an address`
      : `no MX host of ${domain} has an address`;
  return { kind: 'no-hosts', detail };
}
