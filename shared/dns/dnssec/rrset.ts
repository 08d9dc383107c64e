/** Records of one name and type with the signatures that cover them: what DNSSEC signs is always a set. */
import type { ResourceRecord } from '../wire/message.ts';
import type { Name } from '../wire/name.ts';
import type { RrsigData } from '../wire/rdata.ts';

export interface SignedSet {
  readonly name: Name;
  readonly type: number;
  /** The smallest of its records, signatures left out (RFC 2181 section 5.2). */
  readonly ttl: number;
  readonly records: readonly ResourceRecord[];
  readonly signatures: readonly RrsigData[];
}

export interface Section {
  readonly get: (name: Name, type: number) => SignedSet | undefined;
  readonly sets: readonly SignedSet[];
  /** True if a signature covers no record of the section: something was taken out. */
  readonly hasOrphans: boolean;
}

/** Groups a section's records. A signature belongs to the set of its owner and its covered type only. */
export function groupRecords(records: readonly ResourceRecord[]): Section {
  const sets = new Map<string, { records: ResourceRecord[]; signatures: RrsigData[] }>();
  const slot = (name: Name, type: number) => {
    const key = `${name} ${type}`;
    const found = sets.get(key) ?? { records: [], signatures: [] };
    sets.set(key, found);
    return found;
  };
  for (const record of records)
    if (record.data.kind === 'RRSIG') slot(record.name, record.data.typeCovered).signatures.push(record.data);
    else slot(record.name, record.type).records.push(record);
  const signed = [...sets].flatMap(([key, { records: members, signatures }]): [string, SignedSet][] => {
    const [first] = members;
    if (first === undefined) return [];
    const ttl = members.reduce((least, member) => Math.min(least, member.ttl), first.ttl);
    return [[key, { name: first.name, type: first.type, ttl, records: members, signatures }]];
  });
  const byKey = new Map(signed);
  return {
    get: (name, type) => byKey.get(`${name} ${type}`),
    sets: [...byKey.values()],
    hasOrphans: byKey.size < sets.size,
  };
}
