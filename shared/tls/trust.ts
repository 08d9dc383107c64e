/**
 * The level `verify`: does a mail server present what an operator has checked by hand? An entry belongs to
 * one recipient domain, subdomains not included, and is one of three kinds:
 *
 * - `certificate`: the end certificate itself, by the SHA-256 digest of its DER;
 * - `public-key`: the end certificate's key, by the SHA-256 digest of its SubjectPublicKeyInfo;
 * - `ca`: a private authority. The chain must verify to it, be in date up to and including it, and name the
 *   MX host or the recipient domain (RFC 5280, RFC 6125). Given as a certificate, the server need not present
 *   it; given as a digest, it must.
 *
 * A pinned certificate or key is trusted as it is, whatever its names and dates say, like Postfix's
 * `fingerprint` level: the entry's own end is what limits it. Several entries stand for a rotation: one match
 * suffices. What an operator may enter is read by trust-material.ts.
 */
import { createHash } from 'node:crypto';
import { readCertificate, type Certificate } from './certificate.ts';
import { findPath, MAX_CERTIFICATES, Signatures, type PathQuestion } from './chain.ts';
import { findReference } from './names.ts';

export const TRUST_KINDS = ['certificate', 'public-key', 'ca'] as const;
export type TrustKind = (typeof TRUST_KINDS)[number];

export interface TrustEntry {
  readonly id: string;
  /** The recipient domain: lower-case A-labels. */
  readonly domain: string;
  readonly kind: TrustKind;
  /** Lower-case hex: over the certificate's DER, or for `public-key` over the SubjectPublicKeyInfo. */
  readonly sha256: string;
  /** The authority's certificate, where it was given; other kinds need none. */
  readonly pem: string | null;
  /** When the entry ends, ISO 8601; null for never. */
  readonly notAfter: string | null;
}

export interface TrustQuestion {
  /** Entries of any domain; those of others do not count. */
  readonly entries: readonly TrustEntry[];
  /** The certificates as presented, DER, the end certificate first. */
  readonly chain: readonly Uint8Array[];
  readonly mxHost: string;
  readonly domain: string;
  readonly now: Date;
}

export type TrustVerdict =
  | { readonly kind: 'matched'; readonly entry: TrustEntry; readonly depth: number; readonly detail: string }
  /** The domain has no entry, or none that has not ended: known before any connection. */
  | { readonly kind: 'not-listed'; readonly detail: string }
  | { readonly kind: 'no-match'; readonly tried: readonly TriedEntry[]; readonly detail: string };

export interface TriedEntry {
  readonly id: string;
  readonly why: string;
}

/** The entries that a domain has at a time. Without any, no connection needs to be made. */
export function currentEntries(entries: readonly TrustEntry[], domain: string, now: Date): TrustEntry[] {
  // An end that cannot be read (NaN) has passed.
  return entries.filter(
    (entry) =>
      entry.domain === domain &&
      (entry.notAfter === null || now.getTime() < new Date(entry.notAfter).getTime()),
  );
}

/** Judges what a server presented by the entries of the recipient domain. Total, like verifyDane. */
export function verifyTrust(question: TrustQuestion): TrustVerdict {
  const { entries, domain, now } = question;
  const current = currentEntries(entries, domain, now);
  if (current.length === 0) {
    const ended = entries.some((entry) => entry.domain === domain);
    return {
      kind: 'not-listed',
      detail: ended
        ? `every entry of ${domain} in the trust store has ended`
        : `${domain} is not in the trust store`,
    };
  }
  const presented = readPresented(question.chain, current);
  const signatures = new Signatures();
  const tried: TriedEntry[] = [];
  for (const entry of current) {
    const outcome = tryEntry(entry, presented, signatures, question);
    if (outcome.kind === 'matched') return { ...outcome, entry };
    tried.push({ id: entry.id, why: outcome.why });
  }
  const reasons = [...new Set(tried.map(({ why }) => why))].join('; ');
  return { kind: 'no-match', tried, detail: `no entry of ${domain} in the trust store matches: ${reasons}` };
}

type Outcome =
  | { readonly kind: 'matched'; readonly depth: number; readonly detail: string }
  | { readonly kind: 'not-matched'; readonly why: string };

type Presented = PathQuestion<true>['presented'];

/** The certificates that can be read, above the end certificate only where an authority is looked for. */
function readPresented(
  [first, ...others]: readonly Uint8Array[],
  entries: readonly TrustEntry[],
): Presented | null {
  const end = first === undefined ? null : readCertificate(first);
  if (end === null) return null;
  if (!entries.some(({ kind }) => kind === 'ca')) return [end];
  const above = others.slice(0, MAX_CERTIFICATES).map(readCertificate);
  return [end, ...above.filter((certificate) => certificate !== null)];
}

function tryEntry(
  entry: TrustEntry,
  presented: Presented | null,
  signatures: Signatures,
  question: TrustQuestion,
): Outcome {
  if (presented === null)
    return { kind: 'not-matched', why: 'the server presented no certificate that can be read' };
  const [end] = presented;
  switch (entry.kind) {
    case 'certificate':
      return end.sha256 === entry.sha256
        ? { kind: 'matched', depth: 0, detail: "the server's certificate is the one in the trust store" }
        : { kind: 'not-matched', why: 'the server presented another certificate' };
    case 'public-key':
      return createHash('sha256').update(end.spki).digest('hex') === entry.sha256
        ? { kind: 'matched', depth: 0, detail: "the server's public key is the one in the trust store" }
        : { kind: 'not-matched', why: 'the server presented another public key' };
    case 'ca':
      return tryAuthority(entry, presented, signatures, question);
  }
}

function tryAuthority(
  { sha256, pem }: TrustEntry,
  presented: Presented,
  signatures: Signatures,
  { mxHost, domain, now }: TrustQuestion,
): Outcome {
  const authority = pem === null ? null : readPemCertificate(pem);
  const answer = findPath<true>({
    presented,
    supplied: authority === null ? [] : [authority],
    anchorOf: (certificate) => (certificate.sha256 === sha256 ? true : null),
    keys: [],
    now,
    anchorDatesCount: true,
    signatures,
  });
  if (answer.kind === 'no-path') {
    const why = answer.fault?.detail ?? 'the chain does not lead to the authority';
    return { kind: 'not-matched', why };
  }
  const name = findReference(presented[0], [mxHost, domain]);
  return name === null
    ? { kind: 'not-matched', why: `the certificate names neither ${mxHost} nor ${domain}` }
    : {
        kind: 'matched',
        depth: answer.depth,
        detail: `the authority in the trust store vouches for ${name}`,
      };
}

/** The certificate of a PEM text that holds exactly one block; null for anything else. */
export function readPemCertificate(pem: string): Certificate | null {
  const body = /^\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----\s*$/.exec(
    pem,
  )?.[1];
  return body === undefined ? null : readCertificate(Buffer.from(body, 'base64'));
}
