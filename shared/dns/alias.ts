/**
 * One step along an alias in an answer: CNAME (RFC 1034 section 3.6.2) or DNAME (RFC 6672). The CNAME that a
 * resolver makes from a DNAME carries no signature, so where a DNAME stands above an unsigned CNAME the
 * DNAME is what counts, and the target is worked out here.
 */
import type { Section, SignedSet } from './dnssec/rrset.ts';
import { parentOf, substitute, type Name } from './wire/name.ts';
import { recordTypes } from './wire/record-types.ts';

export type AliasStep =
  | { readonly kind: 'alias'; readonly set: SignedSet; readonly to: Name }
  | { readonly kind: 'none' }
  | { readonly kind: 'broken'; readonly detail: string };

function dnameAbove(section: Section, name: Name): SignedSet | undefined {
  for (let above = parentOf(name); above !== null; above = parentOf(above)) {
    const set = section.get(above, recordTypes.DNAME);
    if (set !== undefined) return set;
  }
  return undefined;
}

/** Gives the set that makes `name` an alias, and where it leads. */
export function aliasOf(section: Section, name: Name): AliasStep {
  const cname = section.get(name, recordTypes.CNAME);
  const dname = cname === undefined || cname.signatures.length === 0 ? dnameAbove(section, name) : undefined;
  const set = dname ?? cname;
  if (set === undefined) return { kind: 'none' };
  // Exactly one record (RFC 2181 section 10.1, RFC 6672 section 2.4); twice the same is none that a zone sends.
  const [target, ...others] = set.records.flatMap(({ data }) => ('target' in data ? [data.target] : []));
  if (target === undefined || others.length > 0)
    return { kind: 'broken', detail: `${set.name} is an alias of several names` };
  const to = set === cname ? target : substitute(name, set.name, target);
  if (to === null) return { kind: 'broken', detail: `the alias of ${name} is too long a name` };
  return { kind: 'alias', set, to };
}
