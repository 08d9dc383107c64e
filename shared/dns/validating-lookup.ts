/**
 * A lookup that proves its answer in the process (RFC 4035 section 5), from the root's trust anchors down to
 * the records, along the whole alias chain. The resolver that it asks is trusted for nothing: whatever it
 * says comes out as `secure` only with an unbroken chain of signatures, and within a fixed budget.
 *
 * It is positive only (dnssec/chain.ts): it does not tell an unsigned zone from one whose signatures were
 * taken out on the way. Both are `insecure`, and whoever needs more must ask for `secure`.
 */
import { createCache } from './cache.ts';
import { aliasOf } from './alias.ts';
import { Budget, type Effort } from './dnssec/budget.ts';
import { createChain, type Proof, type ProvenKeys, type Reply } from './dnssec/chain.ts';
import type { SignedSet } from './dnssec/rrset.ts';
import type { TrustAnchors } from './dnssec/trust-anchors.ts';
import type { AliasLink, Looked, Lookup, QueryType } from './lookup.ts';
import {
  denialOf,
  hasMoreOf,
  isNoDomain,
  isWhole,
  proveAnswer,
  read,
  type Reading,
  type Step,
} from './reading.ts';
import { responseCodes } from './wire/message.ts';
import { parseName, type Name } from './wire/name.ts';
import { classInternet, recordTypes } from './wire/record-types.ts';

export interface ValidatingOptions {
  /** Asks a recursive resolver with checking disabled, and gives up after `milliseconds`. Never rejects. */
  readonly ask: (name: Name, type: number, milliseconds: number) => Promise<Reply>;
  readonly anchors: TrustAnchors;
  /** Milliseconds since 1970; signatures are judged by it. */
  readonly clock?: () => number;
  readonly lookupMilliseconds?: number;
  /** How many answers, and how many zones' keys, are remembered. */
  readonly capacity?: number;
  /** Told what each lookup cost that was not answered from memory. */
  readonly observe?: (effort: Effort) => void;
}

const MOST_ALIASES = 8;
const MOST_SECONDS = 3600;
const MOST_NEGATIVE_SECONDS = 900;
const BOGUS_SECONDS = 30;
const UNSTATED_NEGATIVE_SECONDS = 60;
/** A cold lookup reads about as much, a warm one less. */
const USUAL_OCTETS = 8192;

/** Where the lookup stands: the name it has come to, and how it came there. */
interface Path {
  name: Name;
  readonly links: AliasLink[];
  expires: number;
  detail: string;
  /** What the answer with the last alias has proven of the name already; asked itself it has to say the same. */
  announced: 'no-data' | 'no-domain' | null;
  /** False once an answer on the way had something in it that does not belong there. */
  whole: boolean;
}

function conclude(
  path: Path,
  found: 'records' | 'no-data' | 'no-domain',
  records: SignedSet['records'],
  secure: boolean,
): Looked {
  const isAsAnnounced = path.announced === null || path.announced === found;
  if (!isAsAnnounced && path.detail === '')
    path.detail = `${path.name}: it is there, and the answer before it denied it`;
  const proven =
    secure && path.whole && isAsAnnounced && path.links.every(({ security }) => security === 'secure');
  return {
    kind: proven ? 'secure' : 'insecure',
    found,
    records: records.map(({ data }) => data),
    canonicalName: path.name,
    aliases: path.links,
    expires: path.expires,
    detail: proven ? '' : path.detail,
  };
}

/** Takes a proof into the path. Gives the end of the lookup where the proof ends it, else whether it is secure. */
function weigh(path: Path, proof: Proof, set: SignedSet, clock: () => number): Looked | boolean {
  if (proof.kind !== 'secure' && proof.kind !== 'insecure') return proof;
  const expires = proof.kind === 'secure' ? proof.expires : clock() + set.ttl * 1000;
  path.expires = Math.min(path.expires, expires);
  if (proof.kind === 'insecure' && path.detail === '') path.detail = proof.detail;
  return proof.kind === 'secure';
}

async function concludeNegative(path: Path, type: number, reading: Reading, step: Step): Promise<Looked> {
  const negative = await denialOf(path.name, type, reading);
  if (negative.kind === 'unproven' && negative.because.kind !== 'insecure') return negative.because;
  const authority = reading.authority.sets.find(({ type: of }) => of === recordTypes.SOA);
  const soa = authority?.records[0]?.data;
  // RFC 2308 section 5. An SOA that is not proven can only make the time shorter.
  const stated = soa?.kind === 'SOA' ? Math.min(authority?.ttl ?? 0, soa.minimum) : null;
  const seconds = Math.min(stated ?? UNSTATED_NEGATIVE_SECONDS, MOST_NEGATIVE_SECONDS);
  path.expires = Math.min(path.expires, step.clock() + seconds * 1000);
  const stray = hasMoreOf(path.name, reading, null);
  if (negative.kind === 'proven') path.expires = Math.min(path.expires, negative.expires);
  if (stray && path.detail === '') path.detail = `${path.name}: the answer has records that nobody asked for`;
  if (negative.kind === 'unproven' && path.detail === '')
    path.detail = `${path.name}: ${negative.because.detail}`;
  return conclude(
    path,
    isNoDomain(reading) ? 'no-domain' : 'no-data',
    [],
    negative.kind === 'proven' && !stray,
  );
}

/** Follows the answer from name to name until it has the records, ends, or leaves what it contains. */
async function follow(path: Path, type: number, reading: Reading, step: Step): Promise<Looked | 'ask-on'> {
  for (let first = true; ; first = false) {
    const set = reading.answer.get(path.name, type);
    if (set !== undefined) {
      if (reading.message.responseCode === responseCodes.nxdomain)
        return { kind: 'failed', detail: `${path.name}: the answer contradicts its response code` };
      const secure = weigh(path, await proveAnswer(path.name, set, reading, step), set, step.clock);
      return typeof secure === 'boolean' ? conclude(path, 'records', set.records, secure) : secure;
    }
    const alias = aliasOf(reading.answer, path.name);
    if (alias.kind === 'broken') return { kind: 'failed', detail: alias.detail };
    if (alias.kind === 'none') {
      if (first) return concludeNegative(path, type, reading, step);
      if ((await denialOf(path.name, type, reading)).kind === 'proven')
        path.announced = isNoDomain(reading) ? 'no-domain' : 'no-data';
      else if (!(await isWhole(path.name, reading))) {
        path.whole = false;
        if (path.detail === '') path.detail = `${path.name}: the answer before it has more than the alias`;
      }
      return 'ask-on';
    }
    const secure = weigh(path, await proveAnswer(path.name, alias.set, reading, step), alias.set, step.clock);
    if (typeof secure !== 'boolean') return secure;
    const { to } = alias;
    if (to === path.name || path.links.some(({ from }) => from === to) || path.links.length >= MOST_ALIASES)
      return { kind: 'failed', detail: `the aliases of ${path.links[0]?.from ?? path.name} lead nowhere` };
    path.links.push({ from: path.name, to, security: secure ? 'secure' : 'insecure' });
    path.name = to;
  }
}

async function resolve(name: Name, type: number, step: Step): Promise<Looked> {
  const path: Path = {
    name,
    links: [],
    expires: step.clock() + MOST_SECONDS * 1000,
    detail: '',
    announced: null,
    whole: true,
  };
  for (;;) {
    const reply = await step.inquiry.ask(path.name, type);
    if (reply.kind !== 'message') return { kind: 'failed', detail: `${path.name}: ${reply.detail}` };
    const { responseCode } = reply;
    if (responseCode !== responseCodes.noError && responseCode !== responseCodes.nxdomain)
      return { kind: 'failed', detail: `${path.name}: response code ${responseCode}` };
    const looked = await follow(path, type, read(reply, step), step);
    if (looked !== 'ask-on') return looked;
  }
}

/** One for the process: what it proves it remembers, answers and zone keys alike. */
export function validatingLookup(options: ValidatingOptions): Lookup {
  const clock = options.clock ?? Date.now;
  const capacity = options.capacity ?? 4096;
  const keys = createCache<ProvenKeys>(capacity, clock);
  const answers = createCache<Looked>(capacity, clock);
  const underWay = new Map<string, Promise<Looked>>();
  const chain = createChain({ anchors: options.anchors, clock, keys });

  async function inquire(name: Name, type: QueryType): Promise<Looked> {
    const budget = new Budget();
    const deadline = performance.now() + (options.lookupMilliseconds ?? 10_000);
    const ask = async (asked: Name, askedType: number): Promise<Reply> => {
      if (!budget.takeQuery()) return { kind: 'failed', detail: 'too many questions for one lookup' };
      const left = deadline - performance.now();
      if (left <= 0) return { kind: 'failed', detail: 'the lookup took too long' };
      const reply = await options.ask(asked, askedType, left);
      if (reply.kind !== 'message') return reply;
      budget.countOctets(reply.octets);
      const { question } = reply;
      const fits = question.name === asked && question.type === askedType && question.class === classInternet;
      if (!fits || !reply.response) return { kind: 'failed', detail: 'the answer is to another question' };
      return reply.truncated ? { kind: 'failed', detail: 'the answer is cut short' } : reply;
    };
    const looked = await resolve(name, recordTypes[type], { chain, clock, inquiry: { ask, budget } });
    const { effort } = budget;
    options.observe?.(effort);
    // A hostile answer of 60 KB is not to take as little of the memory as any other.
    if ('expires' in looked)
      answers.put(`${name} ${type}`, looked, looked.expires, Math.ceil(effort.octets / USUAL_OCTETS));
    else if (looked.kind === 'bogus') answers.put(`${name} ${type}`, looked, clock() + BOGUS_SECONDS * 1000);
    return looked;
  }

  return {
    lookup: async (text, type) => {
      const name = parseName(text);
      if (name === null) return { kind: 'failed', detail: 'not a domain name' };
      const key = `${name} ${type}`;
      const known = answers.get(key);
      if (known !== null) return known;
      const running = underWay.get(key);
      if (running !== undefined) return running;
      const started = inquire(name, type).finally(() => underWay.delete(key));
      underWay.set(key, started);
      return started;
    },
  };
}
