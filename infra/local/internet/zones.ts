/**
 * What a resolver answers from plain zone data: RFC 1034 section 4.3.2 without delegations, seen from the
 * outside as a recursive resolver would answer. Alias (CNAME) chains are followed across zones and given whole;
 * a name that does not exist is told from one that has no such record (RFC 2308), each with the SOA record.
 *
 * Not done here: wildcards, delegations, DNSSEC. Signed zones would come in as records (RRSIG, NSEC, …) beside
 * the data; `resolve` is the one place that would have to pick them.
 */
import type { Answer, OptAnswer, Question, RecordType } from 'dns-packet';

/** One resource record: `{ name, type, data, ttl? }`, data as dns-packet writes it for that type. */
export type ZoneRecord = Exclude<Answer, OptAnswer>;

/** A name that gives trouble instead of an answer; for one record type, or for all of them. */
export interface Trouble {
  readonly name: string;
  readonly type?: RecordType;
  readonly kind: 'servfail' | 'unanswered';
}

export interface Zone {
  /** The zone's name without the final dot; '' is the root. */
  readonly origin: string;
  /** An SOA record is added when there is none. */
  readonly records: readonly ZoneRecord[];
  readonly troubles?: readonly Trouble[];
}

export type Resolution =
  | {
      readonly kind: 'answered';
      readonly rcode: 'NOERROR' | 'NXDOMAIN';
      readonly answers: readonly ZoneRecord[];
      readonly authorities: readonly ZoneRecord[];
    }
  | { readonly kind: 'servfail' }
  | { readonly kind: 'unanswered' };

/** Seconds that a record without a TTL of its own may be cached: short, as this world changes at a click. */
export const defaultTtl = 30;
const longestAliasChain = 16;

export const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** Zones by name, ready to be asked; the root zone is always there, so that every question has an answer. */
export type ZoneTable = ReadonlyMap<string, Zone>;

/** Puts a zone in the form that `resolve` expects: canonical names, an SOA record, TXT strings of at most 255. */
export function prepareZone(zone: Zone): Zone {
  const origin = canonical(zone.origin);
  const records = zone.records.map(prepareRecord);
  if (!records.some((record) => record.type === 'SOA')) records.push(defaultSoa(origin));
  const troubles = (zone.troubles ?? []).map((trouble) => ({ ...trouble, name: canonical(trouble.name) }));
  return { origin, records, troubles };
}

/** What the resolver answers to one question, given everything there is in the world. */
export function resolve(zones: ZoneTable, question: Question): Resolution {
  const answers: ZoneRecord[] = [];
  let asked = question.name;
  for (let links = 0; links <= longestAliasChain; links++) {
    const name = canonical(asked);
    const zone = zoneOf(zones, name);
    const trouble = zone.troubles?.find(
      (one) => one.name === name && (one.type === undefined || one.type === question.type),
    );
    if (trouble) return { kind: trouble.kind };
    const here = zone.records.filter((record) => record.name === name);
    // The owner's spelling is the question's: some resolvers mix upper and lower case as a nonce.
    const matching = here.filter((record) => record.type === question.type);
    answers.push(...matching.map((record) => ({ ...record, name: asked })));
    if (matching.length > 0) return { kind: 'answered', rcode: 'NOERROR', answers, authorities: [] };
    const alias = here.find((record) => record.type === 'CNAME');
    if (alias?.type !== 'CNAME') {
      // RFC 6604: at the end of an alias chain, the code tells about the last name.
      const rcode = here.length > 0 || hasNamesBelow(zones, zone, name) ? 'NOERROR' : 'NXDOMAIN';
      return { kind: 'answered', rcode, answers, authorities: [soaOf(zone)] };
    }
    answers.push({ ...alias, name: asked });
    asked = alias.data;
  }
  return { kind: 'servfail' };
}

/** The zone that a name belongs to: the longest zone name that is the name itself or above it. */
function zoneOf(zones: ZoneTable, name: string): Zone {
  const labels = name.split('.');
  for (let skip = 0; skip < labels.length; skip++) {
    const zone = zones.get(labels.slice(skip).join('.'));
    if (zone) return zone;
  }
  return zones.get('') ?? prepareZone({ origin: '', records: [] });
}

/** Empty non-terminals exist: `_tcp.mx.a.example` does as soon as `_25._tcp.mx.a.example` has a record. */
function hasNamesBelow(zones: ZoneTable, zone: Zone, name: string): boolean {
  const below = name === '' ? '' : `.${name}`;
  return (
    zone.records.some((record) => record.name.endsWith(below)) ||
    [...zones.keys()].some((origin) => origin.endsWith(below))
  );
}

function soaOf(zone: Zone): ZoneRecord {
  return zone.records.find((record) => record.type === 'SOA') ?? defaultSoa(zone.origin);
}

function defaultSoa(origin: string): ZoneRecord {
  const inside = (label: string): string => (origin === '' ? label : `${label}.${origin}`);
  return {
    name: origin,
    type: 'SOA',
    ttl: defaultTtl,
    data: {
      mname: inside('ns'),
      rname: inside('hostmaster'),
      serial: 1,
      refresh: 3600,
      retry: 600,
      expire: 86400,
      minimum: defaultTtl,
    },
  };
}

function prepareRecord(record: ZoneRecord): ZoneRecord {
  const prepared = { ...record, name: canonical(record.name), ttl: record.ttl ?? defaultTtl };
  if (prepared.type === 'TXT' && typeof prepared.data === 'string') {
    // RFC 1035, 3.3.14: a TXT record is made of strings of at most 255 octets.
    return { ...prepared, data: prepared.data.match(/.{1,255}/gs) ?? [''] };
  }
  return prepared;
}
