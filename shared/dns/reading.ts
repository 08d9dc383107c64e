/**
 * One answer of a resolver, read with suspicion: which of its sets are proven, whether what is missing is
 * proven to be, and whether anything stands in it that no zone would put there. An answer that somebody has
 * been at is not believed, even where the part that we need still verifies.
 */
import type { Chain, Inquiry, Proof } from './dnssec/chain.ts';
import { proveDenials, type Denial, type Denied } from './dnssec/denial.ts';
import { groupRecords, type Section, type SignedSet } from './dnssec/rrset.ts';
import { responseCodes, type Message } from './wire/message.ts';
import { isWithin, type Name } from './wire/name.ts';
import { recordTypes } from './wire/record-types.ts';

/** An answer with what proves its denials, which is worked out at the first need. */
export interface Reading {
  readonly message: Message;
  readonly answer: Section;
  readonly authority: Section;
  /** The zones that signed what was used of it so far, and whether that came from a wildcard. */
  readonly signers: Set<Name>;
  expanded: boolean;
  readonly denial: () => Promise<Denial>;
}

export interface Step {
  readonly chain: Chain;
  readonly inquiry: Inquiry;
  readonly clock: () => number;
}

export function read(message: Message, { chain, inquiry }: Step): Reading {
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
export async function proveAnswer(
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
export async function isWhole(name: Name, reading: Reading): Promise<boolean> {
  if (!hasCompany(reading)) return true;
  const { whole } = await reading.denial();
  return (
    reading.expanded && whole((zone) => reading.signers.has(zone) || isWithin(name, zone)).kind === 'proven'
  );
}

/**
 * True if the answer has more of the name than what it is used for (null: nothing). No zone answers so: beside
 * an alias there is nothing else (RFC 1034 section 3.6.2), and a question has one type. The CNAME that goes
 * with a DNAME is of use to others. An answer that is all negative has nothing at all.
 */
export function hasMoreOf(name: Name, { answer, signers }: Reading, used: SignedSet | null): boolean {
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

export const isNoDomain = ({ message }: Reading): boolean => message.responseCode === responseCodes.nxdomain;

/** What the answer proves about the lack of the name, or of the type, as its response code says. */
export async function denialOf(name: Name, type: number, reading: Reading): Promise<Denied> {
  const denial = await reading.denial();
  return isNoDomain(reading) ? denial.noName(name) : denial.noData(name, type);
}
