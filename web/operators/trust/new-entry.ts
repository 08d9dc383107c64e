/**
 * What an operator may choose to trust of what the servers show, and what is sent to the API for a choice. Pure.
 */
import type { components } from '../../api/schema.d.ts';
import { readDigest, type PresentedHost } from './digest.ts';
import type { TrustEntry, TrustKind } from './standing.ts';

export type NewTrustEntry = components['schemas']['NewTrustEntry'];

/** One way of trusting what is shown; servers that share it share the line. */
export interface Candidate {
  readonly kind: TrustKind;
  readonly sha256: string;
  readonly pem: string;
  readonly subject: string | null;
  /** Of the certificate. */
  readonly notAfter: string | null;
  readonly hosts: readonly string[];
  /** Whether the trust store has it already. */
  readonly onFile: boolean;
}

/** The key and the certificate of each server, then the authorities of the chains. */
export function candidatesOf(
  hosts: readonly PresentedHost[],
  entries: readonly Pick<TrustEntry, 'kind' | 'sha256'>[],
): Candidate[] {
  const known = new Map<string, Candidate>();
  const offer = (kind: TrustKind, sha256: string | null, host: PresentedHost, position: number): void => {
    const certificate = host.certificates[position];
    if (sha256 === null || certificate === undefined) return;
    const key = keyOf({ kind, sha256 });
    const before = known.get(key);
    const { pem, subject, notAfter } = certificate;
    known.set(key, {
      kind,
      sha256,
      pem,
      subject,
      notAfter,
      hosts: [...new Set([...(before?.hosts ?? []), host.host])],
      onFile: entries.some((entry) => entry.kind === kind && entry.sha256 === sha256),
    });
  };
  for (const host of hosts) {
    host.certificates.forEach(({ sha256, spkiSha256, authority }, position) => {
      if (position === 0) {
        offer('public-key', spkiSha256, host, position);
        offer('certificate', sha256, host, position);
      }
      if (authority) offer('ca', sha256, host, position);
    });
  }
  const order: readonly TrustKind[] = ['public-key', 'certificate', 'ca'];
  return [...known.values()].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

/** Names a candidate among the choices. */
export function keyOf({ kind, sha256 }: Pick<Candidate, 'kind' | 'sha256'>): string {
  return `${kind} ${sha256}`;
}

/** The choice to trust what no server shows yet: the next certificate, or an authority that is not sent along. */
export const OTHER = 'other';

export interface Form {
  /** `keyOf` a candidate, `OTHER`, or '' for none yet. */
  readonly choice: string;
  /** For `OTHER`: PEM, or a digest. */
  readonly pasted: string;
  readonly kind: TrustKind;
  /** As a field for a date gives it; '' for no end. */
  readonly until: string;
  readonly note: string;
}

export const EMPTY_FORM: Form = { choice: '', pasted: '', kind: 'public-key', until: '', note: '' };

/** An entry ends with its last day, as this browser reckons days; null for no end. */
export function endOfDay(date: string): string | null {
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) ? null : end.toISOString();
}

/** Whether the last day was over before `now`, in milliseconds; no end never is. */
export function hasPassed(date: string, now: number): boolean {
  const end = endOfDay(date);
  return end !== null && Date.parse(end) <= now;
}

/** The day of an end as a field for a date shows it; '' for no end. */
export function dayOf(end: string | null): string {
  if (end === null) return '';
  const date = new Date(end);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/**
 * What is sent; null where nothing was chosen. What a server shows goes as PEM, so that the entry knows when its
 * certificate ends. What cannot be read as a digest goes as it is: the API says what is wrong with it.
 */
export function bodyOf(domain: string, form: Form, candidates: readonly Candidate[]): NewTrustEntry | null {
  const common = { domain, note: form.note.trim(), notAfter: endOfDay(form.until) };
  if (form.choice === OTHER) {
    const { kind, pasted } = form;
    if (pasted.includes('-----BEGIN')) return { ...common, kind, pem: pasted.trim() };
    const reading = readDigest(pasted);
    return { ...common, kind, sha256: reading.kind === 'digest' ? reading.hex : pasted.trim() };
  }
  const chosen = candidates.find((candidate) => keyOf(candidate) === form.choice);
  return chosen === undefined ? null : { ...common, kind: chosen.kind, pem: chosen.pem };
}

/** The digest that a choice rests on, where it is known without reading a PEM. */
export function digestOf(form: Form, candidates: readonly Candidate[]): string | null {
  if (form.choice !== OTHER) return candidates.find((each) => keyOf(each) === form.choice)?.sha256 ?? null;
  const reading = readDigest(form.pasted);
  return reading.kind === 'digest' ? reading.hex : null;
}

export type Wish = Pick<TrustEntry, 'note' | 'notAfter'>;

/** What somebody wants an entry to be. An end that was not touched stays to the second. */
export function wishOf(entry: TrustEntry, { until, note }: Pick<Form, 'until' | 'note'>): Wish {
  const notAfter = until === dayOf(entry.notAfter) ? entry.notAfter : endOfDay(until);
  return { note: note.trim(), notAfter };
}

/** What is sent over what is saved. An end that is saved so already is not sent: the API takes none that has passed. */
export function changeOf(saved: Wish, { note, notAfter }: Wish): components['schemas']['TrustEntryChange'] {
  return notAfter === saved.notAfter ? { note } : { note, notAfter };
}
