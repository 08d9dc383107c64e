/**
 * How an entry of the trust store and a domain stand, from what is on file and what the servers show: for badges, and
 * for what to say before something is removed. Pure.
 */
import type { components } from '../../api/schema.d.ts';

export type TrustEntry = components['schemas']['TrustEntry'];
export type TrustPreview = components['schemas']['TrustPreview'];
export type TrustKind = components['schemas']['TrustKind'];

/** As the daily watch has it: the operators are told that long before. */
export const ENDING_DAYS = 21;
const DAY = 24 * 3_600_000;

export type EntryState =
  /** Its end has passed: it counts no more. */
  | 'ended'
  /** A private authority whose certificate has ended matches nothing. */
  | 'authority-ended'
  /** A server shows what it matches. */
  | 'shown'
  /** Servers answered, and show what no entry of the domain matches. */
  | 'changed'
  /** Servers answered and another entry matches: the one before or after a change of theirs. */
  | 'not-shown'
  /** No server showed a certificate. */
  | 'not-seen'
  /** It counts; nobody has looked at the servers just now. */
  | 'counts';

function hasPassed(end: string | null, now: number): boolean {
  return end !== null && Date.parse(end) <= now;
}

/** Whether mail may rest on it. */
export function counts(entry: TrustEntry, now: number): boolean {
  return (
    !hasPassed(entry.notAfter, now) && !(entry.kind === 'ca' && hasPassed(entry.certificateNotAfter, now))
  );
}

/** The servers that showed a certificate. */
function answered({ hosts }: TrustPreview): TrustPreview['hosts'] {
  return hosts.filter(({ certificates }) => certificates.length > 0);
}

/** `preview` is null where nobody has looked. */
export function stateOf(entry: TrustEntry, preview: TrustPreview | null, now: number): EntryState {
  if (hasPassed(entry.notAfter, now)) return 'ended';
  if (!counts(entry, now)) return 'authority-ended';
  if (preview === null) return 'counts';
  const hosts = answered(preview);
  if (hosts.length === 0) return 'not-seen';
  if (hosts.some(({ matches }) => matches.some(({ id }) => id === entry.id))) return 'shown';
  return hosts.some(({ matches }) => matches.length > 0) ? 'not-shown' : 'changed';
}

/** Whether it ends soon, so that somebody should do something. */
export function endsSoon(entry: TrustEntry, now: number): boolean {
  const ends = [entry.notAfter, entry.kind === 'ca' ? entry.certificateNotAfter : null];
  return counts(entry, now) && ends.some((end) => end !== null && Date.parse(end) - now <= ENDING_DAYS * DAY);
}

/** What becomes of mail under `verify` to the domain. */
export type Standing = 'not-trusted' | 'all-ended' | 'goes' | 'goes-by-some' | 'comes-back' | 'not-seen';

export function standingOf(preview: TrustPreview, now: number): Standing {
  if (preview.entries.length === 0) return 'not-trusted';
  if (!preview.entries.some((entry) => counts(entry, now))) return 'all-ended';
  const hosts = answered(preview);
  if (hosts.length === 0) return 'not-seen';
  const matched = hosts.filter(({ verdict }) => verdict === 'matched').length;
  if (matched === 0) return 'comes-back';
  return matched === preview.hosts.length ? 'goes' : 'goes-by-some';
}

/** What a removal does to mail under `verify`. */
export type Removal =
  /** It counts no more as it is. */
  | 'nothing'
  /** The servers show what no entry matches: mail comes back as it is. */
  | 'comes-back-already'
  /** No other entry counts. */
  | 'last'
  /** The servers show what only this one matches. */
  | 'only-match'
  /** Another entry matches what the servers show. */
  | 'others-match'
  /** Others count, and whether they match has not been seen. */
  | 'others-not-seen';

export function removalOf(
  entry: TrustEntry,
  entries: readonly TrustEntry[],
  preview: TrustPreview | null,
  now: number,
): Removal {
  if (!counts(entry, now)) return 'nothing';
  const hosts = preview === null ? [] : answered(preview);
  const matches = hosts.flatMap((host) => host.matches);
  if (hosts.length > 0 && matches.length === 0) return 'comes-back-already';
  if (!entries.some((other) => other.id !== entry.id && counts(other, now))) return 'last';
  if (matches.some(({ id }) => id !== entry.id)) return 'others-match';
  return matches.length > 0 ? 'only-match' : 'others-not-seen';
}

/** By domain, and within one the newest first: the list of the API has no order. */
export function inOrder(entries: readonly TrustEntry[]): TrustEntry[] {
  return [...entries].sort(
    (one, other) => one.domain.localeCompare(other.domain) || other.addedAt.localeCompare(one.addedAt),
  );
}

/** Those in which a text is found: domain, note, who added it, digest with or without colons. */
export function found(entries: readonly TrustEntry[], text: string): TrustEntry[] {
  const wanted = text.trim().toLowerCase();
  const digits = wanted.replaceAll(':', '');
  return entries.filter(
    ({ domain, note, addedBy, sha256 }) =>
      [domain, note, addedBy].some((place) => place.toLowerCase().includes(wanted)) ||
      (/^[0-9a-f]{6,}$/.test(digits) && sha256.startsWith(digits)),
  );
}
