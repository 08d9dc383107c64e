/**
 * Under which names to look for TLSA records of an MX host, what to say in SNI, and which names its
 * certificate may have (RFC 7672 sections 2.2.2, 2.2.3, 3.2.2 and 8.1). Pure: takes what the lookups found,
 * and says what to look up next.
 *
 * An alias whose own record is proven vouches for itself, even where it leads into an unsigned zone: TLSA
 * records at the name in the MX record count then, but none at the name it leads to (section 2.2.2, and as in
 * Postfix). Only where the name itself is unproven there is nothing to look for.
 */

/** One name's way to its addresses, as found. */
export interface Expansion {
  /** The name asked for. */
  readonly name: string;
  /** The alias chain in order, each with whether its CNAME was proven; empty where the name is no alias. */
  readonly aliases: readonly { readonly target: string; readonly secure: boolean }[];
}

export interface MxHostLookup extends Expansion {
  /** Whether the address records at the end of the chain were proven. */
  readonly addressesSecure: boolean;
}

export interface NextHop extends Expansion {
  /** Whether the answer to the MX question was proven: MX records, or that there are none. */
  readonly secure: boolean;
}

export interface TlsaBase {
  /** The TLSA base domain; also the name for SNI (RFC 7672 section 8.1). */
  readonly base: string;
  /** Where its records are: `_25._tcp.` before the base domain. */
  readonly query: string;
  /** For DANE-TA(2): names of which the certificate must present one. */
  readonly references: readonly string[];
}

/**
 * The base domains to try, in order: the fully expanded name first where the way to its addresses is proven,
 * then the name in the MX record. The first one with secure TLSA records decides, and no further one is asked
 * then. Empty: no DANE with this host.
 */
export function tlsaBases(host: MxHostLookup, nextHop: NextHop, port = 25): TlsaBase[] {
  const { name, aliases, addressesSecure } = host;
  const proven = addressesSecure && aliases.every(({ secure }) => secure);
  if (!proven && aliases[0]?.secure !== true) return [];
  const bases = unique([...(proven ? aliases.slice(-1).map(({ target }) => target) : []), name]);
  const alsoNamed = nextHop.secure ? [nextHop.name, ...secureExpansion(nextHop)] : [];
  return bases.map((base) => ({
    base,
    query: `_${port}._tcp.${base}`,
    references: unique([base, ...alsoNamed]),
  }));
}

/** The name at the end of the alias chain, where every link is proven. */
function secureExpansion({ aliases }: Expansion): string[] {
  const last = aliases.at(-1);
  return last !== undefined && aliases.every(({ secure }) => secure) ? [bare(last.target)] : [];
}

const bare = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase();

const unique = (names: readonly string[]): string[] => [...new Set(names.map(bare))];
