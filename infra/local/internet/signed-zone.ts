/**
 * Makes a signed zone of a plain one (RFC 4035 section 2): the zone's key, a signature for every record set, and
 * the chain of NSEC records that denies what is not there. The result is plain data again, so `resolve` answers
 * from it as from any other zone.
 *
 * At a delegation only the DS set and the NSEC record are the parent's to sign; the NS set is the child's
 * (RFC 4035, 2.2). Not done here: NSEC3, more than one key.
 */
import type { NsecAnswer } from 'dns-packet';
import { compareNames, isBelow } from './names.ts';
import { signRecordSet } from './signer.ts';
import type { ZoneKey } from './zone-keys.ts';
import type { Zone, ZoneRecord } from './zones.ts';

type RecordSet = [ZoneRecord, ...ZoneRecord[]];

/**
 * The zone with DNSKEY, NSEC and RRSIG records, sorted in canonical order. `cuts` are the names of the zones
 * that are delegated from it; their NS and DS records are among the zone's, whatever is below them is left out.
 */
export function signZone(
  zone: Zone,
  options: { readonly key: ZoneKey; readonly cuts: ReadonlySet<string>; readonly now: Date },
): Zone {
  const { key, cuts, now } = options;
  const nodes = nodesOf([...zone.records, key.dnskey], cuts);
  const owners = [...nodes.keys()].sort(compareNames);
  const records = owners.flatMap((name, i) => {
    const sets = nodes.get(name) ?? [];
    const types = sets.map(([first]) => first.type);
    const nsec: NsecAnswer = {
      name,
      type: 'NSEC',
      ttl: negativeTtl(zone),
      // The last name points back to the first one, the zone's own.
      data: { nextDomain: owners[i + 1] ?? zone.origin, rrtypes: [...types, 'RRSIG', 'NSEC'] },
    };
    const all: RecordSet[] = [...sets, [nsec]];
    const signatures = all
      .filter(([first]) => !(cuts.has(name) && first.type === 'NS'))
      .map((set) => {
        const broken = zone.brokenSignatures?.includes(set[0].type) ?? false;
        return signRecordSet(set, key, { now, broken });
      });
    return [...all.flat(), ...signatures];
  });
  return { ...zone, records };
}

/** The record sets of every name, each with one TTL (RFC 2181, 5.2): the shortest of its records. */
function nodesOf(records: readonly ZoneRecord[], cuts: ReadonlySet<string>): Map<string, RecordSet[]> {
  const belowCut = (name: string): boolean => [...cuts].some((cut) => isBelow(name, cut));
  const nodes = new Map<string, RecordSet[]>();
  for (const record of records) {
    if (belowCut(record.name)) continue;
    const sets = nodes.get(record.name) ?? [];
    const set = sets.find(([first]) => first.type === record.type);
    if (set) set.push(record);
    else sets.push([record]);
    nodes.set(record.name, sets);
  }
  for (const sets of nodes.values()) {
    for (const set of sets) {
      const ttl = Math.min(...set.map((record) => record.ttl ?? 0));
      set.forEach((record, i) => (set[i] = { ...record, ttl }));
    }
  }
  return nodes;
}

/** RFC 9077: NSEC records live as long as any other denial, the lesser of the SOA's TTL and its minimum. */
function negativeTtl(zone: Zone): number {
  const soa = zone.records.find((record) => record.type === 'SOA');
  return soa?.type === 'SOA' ? Math.min(soa.ttl ?? 0, soa.data.minimum ?? 0) : 0;
}
