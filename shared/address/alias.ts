/**
 * Which addresses are ours. An organisation's home domain has an alias domain beside it; `me@example.org`
 * also gets `me@secure.example.org`. Subaddresses (`me+shop@`, RFC 5233) are the same person's.
 * `postmaster@` and `abuse@` of an alias domain exist without an owner (RFC 5321 section 4.5.1, RFC 2142)
 * and belong to the operators.
 */
import type { Domain } from './domain.ts';
import type { Mailbox } from './mailbox.ts';

declare const aliasBrand: unique symbol;
/** An alias in canonical form: lower-case, no subaddress. The key under which its settings are stored. */
export type AliasAddress = string & { readonly [aliasBrand]: true };

declare const homeBrand: unique symbol;
/** A user's first address in canonical form: lower-case, no subaddress. The user's identity everywhere. */
export type HomeAddress = string & { readonly [homeBrand]: true };

/** Alias domain → home domain, as ALIAS_DOMAINS names them. */
export type AliasDomains = ReadonlyMap<Domain, Domain>;

export type Destination =
  | { kind: 'alias'; alias: AliasAddress }
  | { kind: 'role'; role: 'postmaster' | 'abuse'; aliasDomain: Domain }
  | { kind: 'home'; home: HomeAddress }
  | { kind: 'elsewhere' };

const ROLES = ['postmaster', 'abuse'] as const;

/** Local part without its subaddress, lower-case: our own users' local parts are not case-sensitive. */
function canonicalLocalPart(localPart: string): string {
  const plain = localPart.toLowerCase();
  if (plain.startsWith('"')) return plain;
  const plus = plain.indexOf('+');
  return plus > 0 ? plain.slice(0, plus) : plain;
}

/** Says whose an address is. Total: every mailbox is one of the four kinds. */
export function classify(mailbox: Mailbox, domains: AliasDomains): Destination {
  const local = canonicalLocalPart(mailbox.localPart);
  if (domains.has(mailbox.domain)) {
    const role = ROLES.find((name) => name === local);
    if (role !== undefined) return { kind: 'role', role, aliasDomain: mailbox.domain };
    return { kind: 'alias', alias: `${local}@${mailbox.domain}` as AliasAddress };
  }
  for (const home of domains.values()) {
    if (home === mailbox.domain) return { kind: 'home', home: `${local}@${home}` as HomeAddress };
  }
  return { kind: 'elsewhere' };
}

/** The alias that belongs to a home address, or null where its domain has no alias domain. */
export function aliasOf(home: HomeAddress, domains: AliasDomains): AliasAddress | null {
  const at = home.lastIndexOf('@');
  for (const [aliasDomain, homeDomain] of domains) {
    if (home.slice(at + 1) === homeDomain) return `${home.slice(0, at)}@${aliasDomain}` as AliasAddress;
  }
  return null;
}

/** The home address behind an alias. Aliases are made by `classify` or `aliasOf`, so the domain is known. */
export function homeOf(alias: AliasAddress, domains: AliasDomains): HomeAddress {
  const at = alias.lastIndexOf('@');
  const home = domains.get(alias.slice(at + 1) as Domain);
  if (home === undefined) throw new Error('an alias outside the configured alias domains');
  return `${alias.slice(0, at)}@${home}` as HomeAddress;
}

/** The domain of an alias. */
export function aliasDomainOf(alias: AliasAddress): Domain {
  return alias.slice(alias.lastIndexOf('@') + 1) as Domain;
}
