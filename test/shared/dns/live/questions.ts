/** What there is to ask about the live world: every name of it, and names that its wildcards and aliases make. */
import type { QueryType } from '../../../../shared/dns/lookup.ts';

export type Question = readonly [name: string, type: QueryType];

const everywhere: readonly QueryType[] = ['A', 'AAAA', 'MX', 'TLSA', 'TXT'];

/** Owner names of a zone file in the form that zones.ts writes, or dnssec-signzone (one record a line). */
export function ownersIn(zone: string, text: string): readonly string[] {
  const owners = text.split('\n').flatMap((line) => {
    const [, owner, type] = /^(\S+)\s+(?:\d+\s+)?(?:IN\s+)?([A-Z][A-Z0-9]+|A)\s/.exec(line) ?? [];
    if (owner === undefined || owner.startsWith(';') || owner.startsWith('$')) return [];
    if (type === 'RRSIG' || type === 'NSEC' || type === 'NSEC3') return [];
    if (owner === '@') return [zone];
    return [owner.endsWith('.') ? owner.slice(0, -1) : `${owner}.${zone}`];
  });
  return [...new Set(owners)];
}

/** Names that a resolver would answer by a wildcard or an alias, and some that are not there. */
function namesAround(zone: string, owners: readonly string[]): readonly string[] {
  const below = (name: string): string => (zone === '' ? name : `${name}.${zone}`);
  const made = owners.flatMap((owner) => (owner.startsWith('*.') ? [`any${owner.slice(1)}`] : []));
  const inside = owners.flatMap((owner) => (owner.startsWith('_25._tcp.') ? [owner.slice(4)] : []));
  return [...made, ...inside, below('nothing'), below('_25._tcp.nothing'), below('any._tcp.mx')];
}

export function questionsAbout(texts: ReadonlyMap<string, string>): readonly Question[] {
  const all = [...texts].flatMap(([zone, text]): Question[] => {
    const owners = ownersIn(zone, text);
    const names = [...owners, ...namesAround(zone, owners)];
    const apex: Question[] = [
      [zone, 'DNSKEY'],
      [zone, 'DS'],
    ];
    return [...names.flatMap((name) => everywhere.map((type): Question => [name, type])), ...apex];
  });
  const renamed: Question[] = [
    'mx.dn.ec.test',
    '_25._tcp.mx.dn.ec.test',
    'nothing.dn.ec.test',
    'dn.ec.test',
  ].flatMap((name) => everywhere.map((type): Question => [name, type]));
  const distinct = new Map([...all, ...renamed].map((question) => [question.join(' '), question]));
  return [...distinct.values()];
}
