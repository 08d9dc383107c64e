/** Records of one name and type with the signatures that cover them: what DNSSEC signs is always a set. */
import type { ResourceRecord } from '../wire/message.ts';
import type { Name } from '../wire/name.ts';
import type { RrsigData } from '../wire/rdata.ts';

export interface SignedSet {
  readonly name: Name;
  readonly type: number;
  /** The smallest of its records and their signatures (RFC 2181 section 5.2, RFC 4035 section 5.3.3). */
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
  const sets = new Map<string, { records: ResourceRecord[]; signatures: RrsigData[]; ttl: number }>();
  const slot = (name: Name, type: number) => {
    const key = `${name} ${type}`;
    const found = sets.get(key) ?? { records: [], signatures: [], ttl: Infinity };
    sets.set(key, found);
    return found;
  };
  for (const record of records) {
    const { data, name, type, ttl } = record;
    const set = slot(name, data.kind === 'RRSIG' ? data.typeCovered : type);
    if (data.kind === 'RRSIG') set.signatures.push(data);
    else set.records.push(record);
    set.ttl = Math.min(set.ttl, ttl);
  }
  const signed = [...sets].flatMap(([key, { records: members, signatures, ttl }]): [string, SignedSet][] => {
    const [first] = members;
    if (first === undefined) return [];
    return [[key, { name: first.name, type: first.type, ttl, records: members, signatures }]];
  });
  const byKey = new Map(signed);
  return {
    get: (name, type) => byKey.get(`${name} ${type}`),
    sets: [...byKey.values()],
    hasOrphans: byKey.size < sets.size,
  };
}
