/**
 * From a signature up to the root (RFC 4035 section 5): a set is proven by the keys of the zone that signed
 * it, those keys by the DS records that zone's parent signed, and so on to a trust anchor.
 *
 * Positive only. This walks from what was signed upwards, and asks for no proof that something is *not*
 * signed: without an unbroken chain a set is `insecure`, for whatever reason. `bogus` is said only where the
 * chain stands and the signatures fail. A fault at the root itself is neither: no recipient is to blame for
 * a root key that we do not know, or for our clock.
 */
import type { Cache } from '../cache.ts';
import type { Malformed, Message } from '../wire/message.ts';
import { responseCodes } from '../wire/message.ts';
import { root, type Name } from '../wire/name.ts';
import type { RrsigData } from '../wire/rdata.ts';
import { recordTypes } from '../wire/record-types.ts';
import type { Budget } from './budget.ts';
import { groupRecords, type SignedSet } from './rrset.ts';
import { isCandidate, isInDate, isMisplaced, verifySet, wildcardParent } from './signature.ts';
import { anchoredKeys, type TrustAnchors } from './trust-anchors.ts';
import { keysVouchedFor, usableDs, zoneKeysOf, type ZoneKey } from './zone-key.ts';

export type Unproven =
  | { readonly kind: 'insecure'; readonly detail: string }
  | { readonly kind: 'bogus'; readonly detail: string }
  | { readonly kind: 'failed'; readonly detail: string }
  /** Our own trouble: a root key that no anchor covers, or a clock that is wrong. Raise an alarm. */
  | { readonly kind: 'own-fault'; readonly detail: string };

export type Proof =
  | {
      readonly kind: 'secure';
      readonly signer: Name;
      /** The name below which the wildcard stands that the set was made from; null for an ordinary set. */
      readonly wildcardParent: Name | null;
      /** When the proof ends, in milliseconds: the least of TTLs, signatures and keys (RFC 4035 5.3.3). */
      readonly expires: number;
    }
  | Unproven;

export type ProvenKeys =
  { readonly kind: 'secure'; readonly keys: readonly ZoneKey[]; readonly expires: number } | Unproven;

export type Reply = Message | Malformed | { readonly kind: 'failed'; readonly detail: string };

/** Asks one question, within one lookup. */
export type Ask = (name: Name, type: number) => Promise<Reply>;

export interface Chain {
  readonly proveSet: (set: SignedSet, inquiry: Inquiry) => Promise<Proof>;
}

/** What belongs to one lookup: how it asks, and what it may still cost. */
export interface Inquiry {
  readonly ask: Ask;
  readonly budget: Budget;
}

export interface ChainOptions {
  readonly anchors: TrustAnchors;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly keys: Cache<ProvenKeys>;
}

/** Whatever their TTL says: a key that was given up has to be forgotten some day. */
const MOST_KEY_MILLISECONDS = 86_400_000;
/** A set of more keys takes more of the memory. */
const USUAL_KEYS = 8;
/** How long an unproven zone is not asked about again. */
const UNPROVEN_MILLISECONDS = 30_000;

const insecure = (detail: string): Unproven => ({ kind: 'insecure', detail });
const bogus = (detail: string): Unproven => ({ kind: 'bogus', detail });
const shown = (name: Name): string => (name === root ? 'the root' : name);

function fault(reply: Reply): string | null {
  if (reply.kind !== 'message') return reply.detail;
  const { responseCode } = reply;
  if (responseCode === responseCodes.noError || responseCode === responseCodes.nxdomain) return null;
  return `response code ${responseCode}`;
}

/** Gives the set, null where the answer has none, or why there is no answer. */
async function askForSet(
  inquiry: Inquiry,
  name: Name,
  type: number,
): Promise<{ readonly set: SignedSet | null } | Unproven> {
  const reply = await inquiry.ask(name, type);
  const detail = fault(reply);
  if (detail !== null || reply.kind !== 'message')
    return { kind: 'failed', detail: `a question about ${shown(name)} failed: ${detail ?? ''}` };
  const set = groupRecords(reply.answer).get(name, type) ?? null;
  if (set !== null && reply.responseCode === responseCodes.nxdomain)
    return { kind: 'failed', detail: `an answer about ${shown(name)} contradicts its response code` };
  return { set };
}

export function createChain({ anchors, clock, keys: cache }: ChainOptions): Chain {
  const seconds = (): number => Math.floor(clock() / 1000);

  function endOfProof(set: SignedSet, signature: RrsigData, keysExpire: number): number {
    const now = seconds();
    const signatureLeft = (signature.expiration - (now >>> 0)) | 0;
    const left = Math.min(set.ttl, signature.originalTtl, signatureLeft);
    return Math.min(now * 1000 + left * 1000, keysExpire);
  }

  function verified(
    set: SignedSet,
    signatures: readonly RrsigData[],
    keys: readonly ZoneKey[],
    keysExpire: number,
    inquiry: Inquiry,
  ): Proof {
    // A true signature may stand beside an old one, but a set that somebody has been at is not believed.
    if (set.signatures.some((signature) => isMisplaced(set, signature)))
      return bogus(`${shown(set.name)}: a signature that its zone cannot have made`);
    const verdict = verifySet(set, signatures, keys, seconds(), inquiry.budget);
    if (verdict.kind === 'invalid') return bogus(`${shown(set.name)}: ${verdict.detail}`);
    const { signature } = verdict;
    return {
      kind: 'secure',
      signer: signature.signer,
      wildcardParent: wildcardParent(set, signature),
      expires: endOfProof(set, signature, keysExpire),
    };
  }

  /** The keys of a set that its trusted members signed (RFC 4035 section 5.2). */
  function keysOfSet(
    zone: Name,
    set: SignedSet,
    trusted: readonly ZoneKey[],
    expires: number,
    inquiry: Inquiry,
  ): ProvenKeys {
    const candidates = set.signatures.filter((signature) => isCandidate(set, signature));
    const proof = verified(set, candidates, trusted, expires, inquiry);
    if (proof.kind !== 'secure') return bogus(`the keys of ${shown(zone)} are not signed by a trusted key`);
    return { kind: 'secure', keys: zoneKeysOf(set.records), expires: proof.expires };
  }

  async function rootKeys(inquiry: Inquiry): Promise<ProvenKeys> {
    const answer = await askForSet(inquiry, root, recordTypes.DNSKEY);
    if ('kind' in answer) return answer;
    if (answer.set === null) return { kind: 'failed', detail: 'no answer has the keys of the root' };
    const trusted = anchoredKeys(zoneKeysOf(answer.set.records), anchors);
    if (trusted.length === 0) return { kind: 'own-fault', detail: 'no trust anchor covers a root key' };
    const proven = keysOfSet(root, answer.set, trusted, Infinity, inquiry);
    if (proven.kind === 'secure') return proven;
    return { kind: 'own-fault', detail: 'the root keys are not validly signed at this time' };
  }

  async function delegatedKeys(zone: Name, inquiry: Inquiry): Promise<ProvenKeys> {
    // Asked for at the same time, and waited for only if they count.
    const keysAnswer = askForSet(inquiry, zone, recordTypes.DNSKEY);
    const delegation = await askForSet(inquiry, zone, recordTypes.DS);
    if ('kind' in delegation) return delegation;
    if (delegation.set === null) return insecure(`${zone} has no DS record`);
    const proof = await proveSet(delegation.set, inquiry);
    if (proof.kind !== 'secure') return proof;
    const ds = usableDs(delegation.set.records.map(({ data }) => data).filter((data) => data.kind === 'DS'));
    if (ds.length === 0) return insecure(`${zone} has no DS record of a supported algorithm and digest`);
    const own = await keysAnswer;
    if ('kind' in own) return own;
    if (own.set === null) return bogus(`${zone} has a DS record and no keys`);
    const trusted = keysVouchedFor(zone, zoneKeysOf(own.set.records), ds);
    if (trusted.length === 0) return bogus(`no key of ${zone} fits its DS record`);
    return keysOfSet(zone, own.set, trusted, proof.expires, inquiry);
  }

  async function provenKeys(zone: Name, inquiry: Inquiry): Promise<ProvenKeys> {
    const known = cache.get(zone);
    if (known !== null) return known;
    const found = zone === root ? await rootKeys(inquiry) : await delegatedKeys(zone, inquiry);
    if (found.kind === 'secure')
      cache.put(
        zone,
        found,
        Math.min(found.expires, clock() + MOST_KEY_MILLISECONDS),
        Math.ceil(found.keys.length / USUAL_KEYS),
      );
    // A lookup that ran out of its budget says nothing about the zone, and a fault passes by itself.
    else if (found.kind === 'insecure') cache.put(zone, found, clock() + UNPROVEN_MILLISECONDS);
    return found;
  }

  async function proveSet(set: SignedSet, inquiry: Inquiry): Promise<Proof> {
    const candidates = set.signatures.filter((signature) => isCandidate(set, signature));
    if (candidates.length === 0)
      return insecure(`${shown(set.name)}: ${set.signatures.length === 0 ? 'not' : 'not usably'} signed`);
    const [signer = root, ...others] = new Set(candidates.map((candidate) => candidate.signer));
    if (others.length > 0) return bogus(`${shown(set.name)}: signed by several zones`);
    const keys = await provenKeys(signer, inquiry);
    if (keys.kind === 'secure') return verified(set, candidates, keys.keys, keys.expires, inquiry);
    if (keys.kind === 'failed' && !candidates.some((signature) => isInDate(signature, seconds())))
      return insecure(`${shown(set.name)}: signatures out of date, and ${keys.detail}`);
    return keys;
  }

  return { proveSet };
}
