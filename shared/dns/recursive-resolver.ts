/**
 * The resolver that the functions use, put together from its parts: a client for the configured servers, and
 * either validation in the process or, where the operator says so, the servers' own word. One for the
 * process: its connections, answers and zone keys are shared by everything that asks.
 */
import { createClient } from './client.ts';
import type { TrustAnchors } from './dnssec/trust-anchors.ts';
import type { Lookup } from './lookup.ts';
import type { NameServer } from './name-servers.ts';
import { withOutages } from './outage.ts';
import { secureResolver, type SecureResolver } from './secure-resolver.ts';
import { findTrustFault, publicCanaries, trustingLookup, type Canaries } from './trusting-lookup.ts';
import { validatingLookup } from './validating-lookup.ts';
import { whileTrusted } from './watched-trust.ts';

export interface RecursiveResolverOptions {
  readonly servers: readonly NameServer[];
  /** `validate`: prove every answer here; `ad`: believe the servers, while the canaries pass. */
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

/** Throws RangeError for servers that are not to be asked that way. */
export function recursiveResolver(options: RecursiveResolverOptions): RecursiveResolver {
  const { servers, trust, anchors, certificateAuthorities } = options;
  const client = createClient({
    servers,
    ...(certificateAuthorities === undefined ? {} : { certificateAuthorities }),
  });
  const lookup =
    trust === 'ad'
      ? whileTrusted(trustingLookup(client), () =>
          findTrustFault(client, servers, options.canaries ?? publicCanaries),
        )
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
