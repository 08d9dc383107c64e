/**
 * A lookup that takes a validating resolver's word, its AD bit (RFC 6840 section 5.8), for operators who run
 * one (`DNS_TRUST=ad`). Only over a path on which nobody can set that bit: loopback, or TLS with the
 * resolver's name verified. Before it is used, and every ten minutes after (watched-trust.ts), `findTrustFault`
 * asks it for a name that must come back with AD and for one that must not come back at all, so that a resolver
 * that does not validate is found.
 */
import { createCache } from './cache.ts';
import { aliasOf } from './alias.ts';
import type { Client } from './client.ts';
import type { Reply } from './dnssec/chain.ts';
import { groupRecords } from './dnssec/rrset.ts';
import type { AliasLink, Answered, Looked, Lookup, QueryType } from './lookup.ts';
import { isLoopback, type NameServer } from './name-servers.ts';
import { responseCodes, type Message } from './wire/message.ts';
import { parseName, type Name } from './wire/name.ts';
import { recordTypes } from './wire/record-types.ts';

export interface Canaries {
  /** A name in a signed zone, and a type that it has. */
  readonly signed: { readonly name: string; readonly type: QueryType };
  /** A name whose signatures are broken on purpose. */
  readonly broken: { readonly name: string; readonly type: QueryType };
}

export const publicCanaries: Canaries = {
  signed: { name: 'org', type: 'DS' },
  broken: { name: 'dnssec-failed.org', type: 'A' },
};

const LOOKUP_MILLISECONDS = 10_000;
const MOST_ALIASES = 8;
const MOST_SECONDS = 3600;

async function asked(
  client: Client,
  name: Name,
  type: number,
  checking: 'wanted' | 'disabled',
): Promise<Reply> {
  return client.ask({ name, type, checking }, LOOKUP_MILLISECONDS);
}

/** Why the servers' word is not to be taken; null where it may be. */
export async function findTrustFault(
  client: Client,
  servers: readonly NameServer[],
  canaries: Canaries = publicCanaries,
): Promise<string | null> {
  const open = servers.find(
    ({ address, transport, name }) => !isLoopback(address) && !(transport === 'tls' && name !== undefined),
  );
  if (open !== undefined)
    return `${open.address} is neither on loopback nor asked over TLS by a verified name`;
  const names = [parseName(canaries.signed.name), parseName(canaries.broken.name)] as const;
  if (names[0] === null || names[1] === null) return 'a canary is not a domain name';
  const signed = await asked(client, names[0], recordTypes[canaries.signed.type], 'wanted');
  if (signed.kind !== 'message') return `the signed canary ${names[0]} was not answered: ${signed.detail}`;
  if (!signed.authenticData || signed.responseCode !== responseCodes.noError || signed.answer.length === 0)
    return `the signed canary ${names[0]} came back without AD: the resolver does not validate`;
  const broken = await asked(client, names[1], recordTypes[canaries.broken.type], 'wanted');
  if (broken.kind !== 'message') return `the broken canary ${names[1]} was not answered: ${broken.detail}`;
  if (broken.responseCode !== responseCodes.servfail)
    return `the broken canary ${names[1]} was not refused: the resolver does not validate`;
  return null;
}

function readAnswer(message: Message, name: Name, type: number, now: number): Looked {
  const section = groupRecords(message.answer);
  const security = message.authenticData ? 'secure' : 'insecure';
  const aliases: AliasLink[] = [];
  let ttl = MOST_SECONDS;
  for (let current = name; ;) {
    const set = section.get(current, type);
    const alias = set === undefined ? aliasOf(section, current) : { kind: 'none' as const };
    if (alias.kind === 'broken') return { kind: 'failed', detail: alias.detail };
    if (set !== undefined && message.responseCode === responseCodes.nxdomain)
      return { kind: 'failed', detail: `${current}: the answer contradicts its response code` };
    if (alias.kind === 'none') {
      const negative = message.responseCode === responseCodes.nxdomain ? 'no-domain' : 'no-data';
      const soa = message.authority.find(({ data }) => data.kind === 'SOA');
      ttl = Math.min(ttl, set?.ttl ?? soa?.ttl ?? 0);
      const answered: Answered = {
        kind: security,
        found: set === undefined ? negative : 'records',
        records: set?.records.map(({ data }) => data) ?? [],
        canonicalName: current,
        aliases,
        expires: now + ttl * 1000,
        detail: security === 'secure' ? '' : 'the resolver did not set AD',
      };
      return answered;
    }
    if (aliases.length >= MOST_ALIASES) return { kind: 'failed', detail: `too many aliases from ${name}` };
    aliases.push({ from: current, to: alias.to, security });
    ttl = Math.min(ttl, alias.set.ttl);
    current = alias.to;
  }
}

/**
 * Takes a client whose servers findTrustFault has found fit. AD speaks of the whole answer, so every alias
 * has the answer's status. A SERVFAIL that goes away with checking disabled is `bogus`.
 */
export function trustingLookup(client: Client, clock: () => number = Date.now): Lookup {
  const answers = createCache<Looked>(4096, clock);
  const inquire = async (name: Name, type: number): Promise<Looked> => {
    const reply = await asked(client, name, type, 'wanted');
    if (reply.kind !== 'message') return { kind: 'failed', detail: `${name}: ${reply.detail}` };
    const { responseCode } = reply;
    if (responseCode === responseCodes.noError || responseCode === responseCodes.nxdomain)
      return readAnswer(reply, name, type, clock());
    const unchecked = await asked(client, name, type, 'disabled');
    return unchecked.kind === 'message' && unchecked.responseCode === responseCodes.noError
      ? { kind: 'bogus', detail: `${name}: the resolver refuses what it finds` }
      : { kind: 'failed', detail: `${name}: response code ${responseCode}` };
  };
  return {
    lookup: async (text, type) => {
      const name = parseName(text);
      if (name === null) return { kind: 'failed', detail: 'not a domain name' };
      const key = `${name} ${type}`;
      const known = answers.get(key);
      if (known !== null) return known;
      const looked = await inquire(name, recordTypes[type]);
      if ('expires' in looked) answers.put(key, looked, looked.expires);
      return looked;
    },
  };
}
