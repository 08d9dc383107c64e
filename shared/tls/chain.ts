/**
 * Is there a path from a server's certificate to a trust anchor (RFC 5280 section 6)? The anchors are the
 * caller's: certificates that DANE-TA records or trust entries name, or bare public keys. The certificates
 * that the server presents, in any order and with any others among them, are only material to build with.
 *
 * The search goes outward from the end certificate, one issuer after the other, and reaches each certificate
 * once, over sound certificates first. An issuer is one whose name and key identifier fit and whose key
 * verifies the signature, so a namesake leads nowhere. Work is bounded, whatever is presented: at most
 * MAX_CERTIFICATES of each origin are looked at and MAX_SIGNATURES verified.
 */
import type { KeyObject } from 'node:crypto';
import type { Certificate } from './certificate.ts';
import { anchorFault, faultOf, strongKey, wholePathFault, type PathFault } from './path-rules.ts';

export const MAX_CERTIFICATES = 100;
export const MAX_SIGNATURES = 100;

export interface PathQuestion<Anchor> {
  /** The end certificate first, then whatever else was presented. */
  readonly presented: readonly [Certificate, ...Certificate[]];
  /** Certificates of anchors, for a server that does not present them; tried before the presented ones. */
  readonly supplied: readonly Certificate[];
  /** What makes a certificate an anchor, or null. Never asked about the end certificate. */
  readonly anchorOf: (certificate: Certificate) => Anchor | null;
  /** Anchors of which only the key is known. */
  readonly keys: readonly { readonly key: KeyObject; readonly spki: Buffer; readonly anchor: Anchor }[];
  readonly now: Date;
  /** Whether an anchor that somebody else issued must be in date too. */
  readonly anchorDatesCount: boolean;
  /** One for all searches of one judgement, so that its work is bounded. @default of its own */
  readonly signatures?: Signatures;
}

export type PathAnswer<Anchor> =
  | {
      readonly kind: 'path';
      readonly anchor: Anchor;
      /** Of the anchor; for a bare key, of the certificate it signed. 0 is the end certificate. */
      readonly depth: number;
    }
  /** `fault` says what was wrong with a path that did lead to an anchor, or null where none did. */
  | { readonly kind: 'no-path'; readonly fault: PathFault | null };

interface Reached {
  readonly path: readonly [Certificate, ...Certificate[]];
  /** Why nothing above can be trusted by way of this certificate; kept to say why in the end. */
  readonly fault: PathFault | null;
}

/** Gives the first path found, or why there is none. Never throws, whatever the certificates are. */
export function findPath<Anchor>(question: PathQuestion<Anchor>): PathAnswer<Anchor> {
  const { presented, supplied, anchorOf, now } = question;
  const [end] = presented;
  const { signatures = new Signatures() } = question;
  const pool = [...supplied.slice(0, MAX_CERTIFICATES), ...presented.slice(1, MAX_CERTIFICATES)];
  const seen = new Set([end.sha256]);
  const reached: Reached[] = [{ path: [end], fault: faultOf(end, 'end', 'the end certificate', now) }];
  const waiting = { sound: reached.filter(isSound), faulty: reached.filter((entry) => !isSound(entry)) };
  let fault: PathFault | null = null;

  for (;;) {
    const from = waiting.sound.shift() ?? waiting.faulty.shift();
    if (from === undefined) break;
    const top = topOf(from);
    for (const issuer of pool) {
      if (seen.has(issuer.sha256) || !signatures.issued(issuer, top)) continue;
      seen.add(issuer.sha256);
      const path: Reached['path'] = [...from.path, issuer];
      const depth = from.path.length;
      const place = `certificate ${depth}`;
      const anchor = anchorOf(issuer);
      if (anchor !== null) {
        const why =
          from.fault ?? anchorFault(issuer, place, now, question.anchorDatesCount) ?? wholePathFault(path);
        if (why === null) return { kind: 'path', anchor, depth };
        fault ??= why;
      }
      const entry = { path, fault: from.fault ?? faultOf(issuer, 'intermediate', place, now) };
      reached.push(entry);
      (isSound(entry) ? waiting.sound : waiting.faulty).push(entry);
    }
  }

  // Bare keys last, as in OpenSSL: a certificate that holds the key says more than the key alone.
  for (const entry of reached) {
    for (const { key, spki, anchor } of question.keys) {
      if (!strongKey(key, spki) || !signatures.verified(topOf(entry), key)) continue;
      const why = entry.fault ?? wholePathFault(entry.path);
      if (why === null) return { kind: 'path', anchor, depth: entry.path.length - 1 };
      fault ??= why;
    }
  }
  return { kind: 'no-path', fault: fault ?? signatures.fault };
}

const isSound = ({ fault }: Reached): boolean => fault === null;
const topOf = ({ path }: Reached): Certificate => path.at(-1) ?? path[0];

/** Verifies each signature once, until the allowance is used up; then finds every further one wrong. */
export class Signatures {
  #left = MAX_SIGNATURES;
  readonly #known = new Map<string, boolean>();
  fault: PathFault | null = null;

  /** Name, key identifier and key usage fit (OpenSSL's X509_check_issued), and so does the signature. */
  issued(issuer: Certificate, subject: Certificate): boolean {
    const pair = `${issuer.sha256} ${subject.sha256}`;
    const known = this.#known.get(pair);
    if (known !== undefined) return known;
    const { publicKey } = issuer;
    const issued = publicKey !== null && fits(issuer, subject) && this.verified(subject, publicKey);
    this.#known.set(pair, issued);
    return issued;
  }

  verified(subject: Certificate, key: KeyObject): boolean {
    if (this.#left === 0) {
      this.fault = {
        kind: 'refused',
        detail: `the chain needs more than ${MAX_SIGNATURES} signatures checked`,
      };
      return false;
    }
    this.#left -= 1;
    try {
      return subject.x509.verify(key);
    } catch {
      // A key of a kind that cannot verify at all, such as X25519.
      return false;
    }
  }
}

const fits = (issuer: Certificate, subject: Certificate): boolean => subject.x509.checkIssued(issuer.x509);
