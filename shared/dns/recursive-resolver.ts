/**
 * The resolver that the functions use, put together from its parts: a client for the configured servers, and
 * either validation in the process or, where the operator says so, the servers' own word. One for the
 * process: its connections, answers and zone keys are shared by everything that asks.
 */
import { createClient, type Client } from './client.ts';
import type { TrustAnchors } from './dnssec/trust-anchors.ts';
import type { Looked, Lookup } from './lookup.ts';
import type { NameServer } from './name-servers.ts';
import { withOutages } from './outage.ts';
import { secureResolver, type SecureResolver } from './secure-resolver.ts';
import { findTrustFault, publicCanaries, trustingLookup, type Canaries } from './trusting-lookup.ts';
import { validatingLookup } from './validating-lookup.ts';

export interface RecursiveResolverOptions {
  readonly servers: readonly NameServer[];
  /** `validate`: prove every answer here; `ad`: believe the servers, once the canaries have passed. */
  readonly trust: 'validate' | 'ad';
  readonly anchors: TrustAnchors;
  /** For `ad`. @default names of the public DNS */
  readonly canaries?: Canaries;
  /** PEM of the authorities of a private resolver. @default the public ones */
  readonly certificateAuthorities?: readonly string[];
}

export interface RecursiveResolver {
  readonly resolver: SecureResolver;
  readonly lookup: Lookup;
  readonly close: () => void;
}

/** How long a failed test of the servers stands before they are tested again. */
const FAULT_MILLISECONDS = 60_000;

/** Throws RangeError for servers that are not to be asked that way. */
export function recursiveResolver(options: RecursiveResolverOptions): RecursiveResolver {
  const { servers, trust, anchors, certificateAuthorities } = options;
  const client = createClient({
    servers,
    ...(certificateAuthorities === undefined ? {} : { certificateAuthorities }),
  });
  const lookup =
    trust === 'ad'
      ? onceTrusted(client, servers, options.canaries ?? publicCanaries)
      : validatingLookup({
          ask: (name, type, milliseconds) => client.ask({ name, type, checking: 'disabled' }, milliseconds),
          anchors,
        });
  const watched = withOutages(lookup, client);
  return {
    resolver: secureResolver(watched),
    lookup: watched,
    close: () => {
      client.close();
    },
  };
}

/** Answers nothing while the canaries fail: a resolver that stopped validating must not be believed. */
function onceTrusted(client: Client, servers: readonly NameServer[], canaries: Canaries): Lookup {
  const trusting = trustingLookup(client);
  let testing: Promise<string | null> | null = null;
  let testAgainAt = 0;
  const fault = async (): Promise<string | null> => {
    if (testing === null || Date.now() >= testAgainAt) {
      testAgainAt = Infinity;
      testing = findTrustFault(client, servers, canaries);
      const found = await testing;
      testAgainAt = found === null ? Infinity : Date.now() + FAULT_MILLISECONDS;
      return found;
    }
    return testing;
  };
  return {
    lookup: async (name, type): Promise<Looked> => {
      const found = await fault();
      return found === null ? trusting.lookup(name, type) : { kind: 'own-fault', detail: found };
    },
  };
}
