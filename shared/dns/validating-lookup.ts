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
import {
  createChain,
  type Chain,
  type Inquiry,
  type Proof,
  type ProvenKeys,
  type Reply,
} from './dnssec/chain.ts';
import { proveDenials, type Denial, type Denied } from './dnssec/denial.ts';
import { groupRecords, type Section, type SignedSet } from './dnssec/rrset.ts';
import type { TrustAnchors } from './dnssec/trust-anchors.ts';
import type { AliasLink, Looked, Lookup, QueryType } from './lookup.ts';
import { responseCodes, type Message } from './wire/message.ts';
import { isWithin, parseName, type Name } from './wire/name.ts';
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

/** Where the lookup stands: the name it has come to, and how it came there. */
interface Path {
  name: Name;
  readonly links: AliasLink[];
  expires: number;
  detail: string;
  /** False once an answer on the way had something in it that does not belong there. */
  whole: boolean;
}

/** An answer with what proves its denials, which is worked out at the first need. */
interface Reading {
  readonly message: Message;
  readonly answer: Section;
  readonly authority: Section;
  /** The zones that signed what was used of it so far, and whether that came from a wildcard. */
  readonly signers: Set<Name>;
  expanded: boolean;
  readonly denial: () => Promise<Denial>;
}

interface Step {
  readonly chain: Chain;
  readonly inquiry: Inquiry;
  readonly clock: () => number;
}

function read(message: Message, { chain, inquiry }: Step): Reading {
  const authority = groupRecords(message.authority);
  let denial: Promise<Denial> | null = null;
  return {
    message,
    answer: groupRecords(message.answer),
    authority,
    signers: new Set(),
    expanded: false,
    denial: () => (denial ??= proveDenials(authority, chain, inquiry)),
  };
}

/** Something in the authority section that has to be proven, whether the answer needs it or not. */
const hasCompany = ({ authority }: Reading): boolean =>
  authority.hasOrphans || authority.sets.some(({ type }) => type !== recordTypes.NS);

/**
 * Proves a set of an answer, an alias or the records. One made from a wildcard needs the proof that nothing
 * closer exists too. What stands beside the records has to hold like a denial (denial.ts): an answer that
 * somebody has been at is not believed. What stands beside an alias is about where it leads (isWhole).
 */
async function proveAnswer(
  name: Name,
  set: SignedSet,
  reading: Reading,
  { chain, inquiry }: Step,
): Promise<Proof> {
  const proof = await chain.proveSet(set, inquiry);
  if (proof.kind !== 'secure') return proof;
  const { wildcardParent, signer } = proof;
  reading.signers.add(signer);
  if (hasMoreOf(name, reading, set))
    return { kind: 'insecure', detail: `${name}: the answer has more than what was asked for` };
  const needed: Denied[] = [];
  if (wildcardParent !== null) {
    reading.expanded = true;
    needed.push((await reading.denial()).expansion(signer, set.name, wildcardParent));
  }
  if (set.type !== recordTypes.CNAME && set.type !== recordTypes.DNAME && hasCompany(reading))
    needed.push((await reading.denial()).whole((zone) => reading.signers.has(zone)));
  let { expires } = proof;
  for (const denied of needed)
    if (denied.kind === 'proven') expires = Math.min(expires, denied.expires);
    else if (denied.because.kind !== 'insecure') return denied.because;
    else return { kind: 'insecure', detail: `${set.name}: what stands beside it does not prove it` };
  return { ...proof, expires };
}

/** Whether all beside an alias that leads out of the answer belongs there: the zones on the way signed it. */
async function isWhole(path: Path, reading: Reading): Promise<boolean> {
  if (!hasCompany(reading)) return true;
  const { whole } = await reading.denial();
  return (
    reading.expanded &&
    whole((zone) => reading.signers.has(zone) || isWithin(path.name, zone)).kind === 'proven'
  );
}

function conclude(
  path: Path,
  found: 'records' | 'no-data' | 'no-domain',
  records: SignedSet['records'],
  secure: boolean,
): Looked {
  const proven = secure && path.whole && path.links.every(({ security }) => security === 'secure');
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

/**
 * True if the answer has more of the name than what it is used for (null: nothing). No zone answers so: beside
 * an alias there is nothing else (RFC 1034 section 3.6.2), and a question has one type. The CNAME that goes
 * with a DNAME is of use to others. An answer that is all negative has nothing at all.
 */
function hasMoreOf(name: Name, { answer, signers }: Reading, used: SignedSet | null): boolean {
  const isNegative = used === null && signers.size === 0;
  return (
    answer.hasOrphans ||
    answer.sets.some(
      (set) =>
        set !== used &&
        (set.name === name || isNegative) &&
        !(set.type === recordTypes.CNAME && used?.type === recordTypes.DNAME),
    )
  );
}

/** Takes a proof into the path. Gives the end of the lookup where the proof ends it, else whether it is secure. */
function weigh(path: Path, proof: Proof, set: SignedSet, clock: () => number): Looked | boolean {
  if (proof.kind !== 'secure' && proof.kind !== 'insecure') return proof;
  const expires = proof.kind === 'secure' ? proof.expires : clock() + set.ttl * 1000;
  path.expires = Math.min(path.expires, expires);
  if (proof.kind === 'insecure' && path.detail === '') path.detail = proof.detail;
  return proof.kind === 'secure';
}

const isNoDomain = ({ message }: Reading): boolean => message.responseCode === responseCodes.nxdomain;

async function denied(path: Path, type: number, reading: Reading): Promise<Denied> {
  const denial = await reading.denial();
  return isNoDomain(reading) ? denial.noName(path.name) : denial.noData(path.name, type);
}

async function concludeNegative(path: Path, type: number, reading: Reading, step: Step): Promise<Looked> {
  const negative = await denied(path, type, reading);
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
  if (denied.kind === 'unproven' && path.detail === '')
    path.detail = `${path.name}: ${denied.because.detail}`;
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
      if (first || (await denied(path, type, reading)).kind === 'proven')
        return concludeNegative(path, type, reading, step);
      path.whole &&= await isWhole(path, reading);
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
    options.observe?.(budget.effort);
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
      const looked = await started;
      if ('expires' in looked) answers.put(key, looked, looked.expires);
      else if (looked.kind === 'bogus') answers.put(key, looked, clock() + BOGUS_SECONDS * 1000);
      return looked;
    },
  };
}
