/**
 * Everything about a recipient domain that is known before the first connection: which addresses of which
 * hosts to try, in order, and what could prove each of them: TLSA records, the MTA-STS policy, entries of the
 * trust store. The delivery worker, the checks of the settings API and the watch over trusted providers all
 * start here, so that what a check says is what a delivery does.
 */
import type { BlockList } from 'node:net';

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
  | ({ readonly kind: 'failed' } & LookupFailure);

/** Entries of one recipient domain. */
export interface TrustStoreReader {
  entriesFor(domain: Domain): Promise<readonly TrustEntry[]>;
}

export interface NextHopSources {
  readonly resolver: SecureResolver;
  readonly sts: StsPolicies;
  readonly trust: TrustStoreReader;
  readonly allowedNetworks: BlockList;
}

/** Addresses tried at most in one go, over all hosts. */
const MOST_ROUTES = 10;

/**
 * Looks up what the given levels ask for. Rejects only where our own trust store cannot be read; everything
 * that DNS or a policy host can do is an outcome.
 */
export async function lookUpNextHop(
  domain: Domain,
  levels: readonly Level[],
  sources: NextHopSources,
): Promise<NextHop> {
  const { resolver, allowedNetworks } = sources;
  const [resolved, sts, entries] = await Promise.all([
    resolveMxHosts(domain, resolver),
    levels.includes('encrypt') ? sources.sts.policyOf(domain) : Promise.resolve<StsLookup>({ kind: 'none' }),
    levels.includes('verify') ? sources.trust.entriesFor(domain) : [],
  ]);
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
  const perHost = await Promise.all(resolved.hosts.map(plan));
  return {
    kind: 'hosts',
    domain,
    routes: perHost.flat().slice(0, MOST_ROUTES),
    known: resolved.hosts.flatMap((host, index) => withoutConnection(host, perHost[index] ?? [])),
    sts,
    trust: currentEntries(entries, domain, new Date()),
  };
}

function withoutConnection(
  { host, families, lookupFailure }: MxHost,
  routes: readonly Route[],
): Observation[] {
  if (lookupFailure !== null) {
    const { detail, ownFault } = lookupFailure;
    return [{ kind: 'lookup-failed', host, address: null, detail, ownFault }];
  }
  if (routes.length > 0) return [];
  return [{ kind: 'address-not-allowed', host, address: families[0]?.addresses[0] ?? null }];
}
