/**
 * Everything about a recipient domain that is known before the first connection: which addresses of which
 * hosts to try, in order, and what could prove each of them: TLSA records, the MTA-STS policy, entries of the
 * trust store. The delivery worker, the checks of the settings API and the watch over trusted providers all
 * start here, so that what a check says is what a delivery does.
 */
import { isIP, type BlockList } from 'node:net';

import type { Domain } from '../address/domain.ts';
import { resolveMxHosts, type LookupFailure, type MxHost } from '../dns/mx-hosts.ts';
import type { SecureResolver } from '../dns/secure-resolver.ts';
import type { StsLookup, StsPolicies } from '../mta-sts/policy.ts';
import type { Observation } from '../policy/judge.ts';
import type { Level } from '../policy/level.ts';
import { mayConnect } from '../smtp/allowed-networks.ts';
import type { DnssecSteps } from '../tls/evidence.ts';
import { currentEntries, type TrustEntry } from '../tls/trust.ts';
import { notAsked, planDane, type DanePlan, type PlannedDane } from './dane-plan.ts';

/** One connection to try. */
export interface Route {
  readonly host: string;
  readonly preference: number;
  readonly address: string;
  readonly dane: DanePlan;
  readonly dnssec: DnssecSteps;
}

export interface NextHopHosts {
  readonly kind: 'hosts';
  readonly domain: Domain;
  readonly routes: readonly Route[];
  /** What is known of hosts that need no connection: their lookup failed, or they are out of bounds. */
  readonly known: readonly Observation[];
  readonly sts: StsLookup;
  /** The domain's entries in the trust store that are in force. */
  readonly trust: readonly TrustEntry[];
}

export type NextHop =
  | NextHopHosts
  | { readonly kind: 'null-mx' }
  | { readonly kind: 'no-domain' }
  | { readonly kind: 'no-hosts'; readonly detail: string }
  | ({
      readonly kind: 'failed';
      readonly domain: Domain;
      readonly trust: readonly TrustEntry[];
    } & LookupFailure);

/** Entries of one recipient domain. */
export interface TrustStoreReader {
  entriesFor(domain: Domain): Promise<readonly TrustEntry[]>;
}

export interface NextHopSources {
  readonly resolver: SecureResolver;
  readonly sts: StsPolicies;
  readonly trust: TrustStoreReader;
  readonly allowedNetworks: BlockList;
  /** For whoever has to answer soon: how long lookups, and the fetch of a policy, may take. @default as they take */
  readonly patience?: { readonly lookups: number; readonly policy: number };
}

/** Addresses tried at most in one go, over all hosts: room for one of each family of every host. */
const MOST_ROUTES = 32;

/**
 * Looks up what the given levels ask for. Rejects only where our own trust store cannot be read; everything
 * that DNS or a policy host can do is an outcome.
 */
export async function lookUpNextHop(
  domain: Domain,
  levels: readonly Level[],
  sources: NextHopSources,
): Promise<NextHop> {
  const { resolver, allowedNetworks, patience } = sources;
  const [resolved, sts, entries] = await Promise.all([
    within(patience?.lookups, resolveMxHosts(domain, resolver), TOOK_TOO_LONG),
    levels.includes('encrypt')
      ? within(patience?.policy, sources.sts.policyOf(domain), POLICY_TOOK_TOO_LONG)
      : Promise.resolve<StsLookup>({ kind: 'none' }),
    levels.includes('verify') ? sources.trust.entriesFor(domain) : [],
  ]);
  const trust = currentEntries(entries, domain, new Date());
  if (resolved.kind === 'failed') return { ...resolved, domain, trust };
  if (resolved.kind !== 'hosts') return resolved;
  const { found } = resolved;
  const dane = levels.some((level) => level !== 'verify');
  const plan = async ({ host, preference, families }: MxHost): Promise<Route[]> => {
    const routes = families.map(async (family) => {
      const usable = family.addresses.filter((address) => mayConnect(address, allowedNetworks));
      if (usable.length === 0) return [];
      const planned: PlannedDane = dane
        ? await planDane(host, family, { domain, found }, resolver)
        : notAsked;
      const dnssec: DnssecSteps = { mx: found.security, address: family.security, tlsa: planned.tlsa };
      return usable.map((address) => ({ host, preference, address, dane: planned.plan, dnssec }));
    });
    return (await Promise.all(routes)).flat();
  };
  const perHost = await within(patience?.lookups, Promise.all(resolved.hosts.map(plan)), null);
  if (perHost === null) return { ...TOOK_TOO_LONG, domain, trust };
  return {
    kind: 'hosts',
    domain,
    routes: someOf(perHost),
    known: resolved.hosts.flatMap((host, index) => withoutConnection(host, perHost[index] ?? [])),
    sts,
    trust,
  };
}

const TOOK_TOO_LONG = {
  kind: 'failed',
  detail: 'the DNS lookups took too long to be waited for',
  security: null,
  ownFault: false,
} as const;

const POLICY_TOOK_TOO_LONG: StsLookup = {
  kind: 'unavailable',
  result: 'sts-policy-fetch-error',
  detail: 'the policy took too long to be waited for',
};

/** The result, or `otherwise` where it takes longer; what was begun goes on, and is remembered for the next time. */
async function within<T, U>(
  milliseconds: number | undefined,
  work: Promise<T>,
  otherwise: U,
): Promise<T | U> {
  if (milliseconds === undefined) return work;
  const { promise: late, resolve } = Promise.withResolvers<U>();
  const timer = setTimeout(() => {
    resolve(otherwise);
  }, milliseconds);
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}

/**
 * As many routes as are tried in one go, hosts in order. Where there are more, every host keeps its first addresses
 * before any keeps its next ones: a host with many must not push out the ones behind it.
 */
export function someOf(perHost: readonly (readonly Route[])[]): Route[] {
  const kept = new Set<Route>();
  const longest = Math.max(0, ...perHost.map((routes) => routes.length));
  for (let round = 0; round < longest; round += 1) {
    for (const routes of perHost) {
      const [six, four] = [6, 4].map((family) => routes.filter(({ address }) => isIP(address) === family));
      for (const route of [six?.[round], four?.[round]]) {
        if (route !== undefined && kept.size < MOST_ROUTES) kept.add(route);
      }
    }
  }
  return perHost.flat().filter((route) => kept.has(route));
}

function withoutConnection(
  { host, families, lookupFailure }: MxHost,
  routes: readonly Route[],
): Observation[] {
  if (lookupFailure !== null) {
    return [{ kind: 'lookup-failed', host, address: null, ...lookupFailure }];
  }
  if (routes.length > 0) return [];
  return [{ kind: 'address-not-allowed', host, address: families[0]?.addresses[0] ?? null }];
}
