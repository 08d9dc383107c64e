/**
 * What a resolver answers from plain zone data: RFC 1034 section 4.3.2 without delegations, seen from the
 * outside as a recursive resolver would answer. Alias (CNAME) chains are followed across zones and given whole;
 * a name that does not exist is told from one that has no such record (RFC 2308), each with the SOA record.
 *
 * Signed zones (signed-zone.ts) have their signatures and denials among their records; whoever asks for DNSSEC
 * gets them along (RFC 4035 section 3.1), as from a resolver that leaves the checking to the asker.
 *
 * Not done here: wildcards, addresses of name servers (nobody goes from server to server in this world).
 */
import type { Answer, OptAnswer, Question, RecordType } from 'dns-packet';
import { denialOf } from './denial.ts';
import { canonical, isBelow } from './names.ts';

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
  /** SOA and NS records are added when there are none. */
  readonly records: readonly ZoneRecord[];
  readonly troubles?: readonly Trouble[];
  /** Whether it is published with DNSSEC signatures; only where the name server has keys. */
  readonly signed?: boolean;
  /** Types of records whose signatures are wrong. */
  readonly brokenSignatures?: readonly RecordType[];
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

/** Zones by name, ready to be asked; the root zone is always there, so that every question has an answer. */
export type ZoneTable = ReadonlyMap<string, Zone>;

/** Puts a zone in the form that `resolve` expects: canonical names, SOA and NS records, short TXT strings. */
export function prepareZone(zone: Zone): Zone {
  const origin = canonical(zone.origin);
  const records = zone.records.map(prepareRecord);
  const has = (type: RecordType): boolean =>
    records.some((record) => record.name === origin && record.type === type);
  if (!has('SOA')) records.push(defaultSoa(origin));
  if (!has('NS')) records.push(nameServerOf(origin));
  const troubles = (zone.troubles ?? []).map((trouble) => ({ ...trouble, name: canonical(trouble.name) }));
  return { ...zone, origin, records, troubles };
}

/**
 * What the resolver answers to one question, given everything there is in the world. With `dnssec` the records
 * of signed zones come with their signatures, and a denial with its proof.
 */
export function resolve(
  zones: ZoneTable,
  question: Question,
  options: { readonly dnssec: boolean } = { dnssec: false },
): Resolution {
  const answers: ZoneRecord[] = [];
  let asked = question.name;
  for (let links = 0; links <= longestAliasChain; links++) {
    const name = canonical(asked);
    const zone = zoneOf(zones, name, question.type);
    const trouble = zone.troubles?.find(
      (one) => one.name === name && (one.type === undefined || one.type === question.type),
    );
    if (trouble) return { kind: trouble.kind };
    const here = zone.records.filter((record) => record.name === name);
    // The owner's spelling is the question's: some resolvers mix upper and lower case as a nonce.
    const spelled = asked;
    const give = (type: RecordType): void => {
      const wanted = options.dnssec ? setOf(here, type) : here.filter((record) => record.type === type);
      answers.push(...wanted.map((record) => ({ ...record, name: spelled })));
    };
    if (here.some((record) => record.type === question.type)) {
      give(question.type);
      return { kind: 'answered', rcode: 'NOERROR', answers, authorities: [] };
    }
    const alias = here.find((record) => record.type === 'CNAME');
    if (alias?.type !== 'CNAME') {
      // RFC 6604: at the end of an alias chain, the code tells about the last name.
      const rcode = here.length > 0 || hasNamesBelow(zones, zone, name) ? 'NOERROR' : 'NXDOMAIN';
      const authorities = options.dnssec ? provenDenial(zone, name) : [soaOf(zone)];
      return { kind: 'answered', rcode, answers, authorities };
    }
    give('CNAME');
    asked = alias.data;
  }
  return { kind: 'servfail' };
}

/** The records of one type among those of a name, and the signatures that cover them. */
function setOf(records: readonly ZoneRecord[], type: RecordType): ZoneRecord[] {
  return [
    ...records.filter((record) => record.type === type),
    ...records.filter((record) => record.type === 'RRSIG' && record.data.typeCovered === type),
  ];
}

/** RFC 4035, 3.1.3: the SOA record and the NSEC records that prove it, all with their signatures. */
function provenDenial(zone: Zone, name: string): ZoneRecord[] {
  const at = (owner: string): ZoneRecord[] => zone.records.filter((record) => record.name === owner);
  return [
    ...setOf(at(zone.origin), 'SOA'),
    ...denialOf(zone, name).flatMap((nsec) => setOf(at(nsec.name), 'NSEC')),
  ];
}

/**
 * The zone that a name belongs to: the longest zone name that is the name itself or above it. The DS records of
 * a zone are its parent's (RFC 4035, 3.1.4.1).
 */
function zoneOf(zones: ZoneTable, name: string, type: RecordType): Zone {
  const labels = name.split('.');
  for (let skip = type === 'DS' ? 1 : 0; skip < labels.length; skip++) {
    const zone = zones.get(labels.slice(skip).join('.'));
    if (zone) return zone;
  }
  return zones.get('') ?? prepareZone({ origin: '', records: [] });
}

/** Empty non-terminals exist: `_tcp.mx.a.example` does as soon as `_25._tcp.mx.a.example` has a record. */
function hasNamesBelow(zones: ZoneTable, zone: Zone, name: string): boolean {
  return (
    zone.records.some((record) => isBelow(record.name, name)) ||
    [...zones.keys()].some((origin) => isBelow(origin, name))
  );
}

function soaOf(zone: Zone): ZoneRecord {
  return zone.records.find((record) => record.type === 'SOA') ?? defaultSoa(zone.origin);
}

const inside = (origin: string, label: string): string => (origin === '' ? label : `${label}.${origin}`);

/** The NS record of a zone, in itself and in its parent. */
export function nameServerOf(origin: string): ZoneRecord {
  return { name: origin, type: 'NS', ttl: defaultTtl, data: inside(origin, 'ns') };
}

function defaultSoa(origin: string): ZoneRecord {
  return {
    name: origin,
    type: 'SOA',
    ttl: defaultTtl,
    data: {
      mname: inside(origin, 'ns'),
      rname: inside(origin, 'hostmaster'),
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
