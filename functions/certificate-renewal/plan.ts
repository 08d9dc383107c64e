/**
 * What is to be done about the edge's certificate now: pure rules over plain facts. Each step leaves facts under
 * which the next one follows, so a run that is cut short is taken up by the next where it was.
 *
 * The key is kept when a certificate is renewed, so that TLSA records `3 1 1` stay true (RFC 7671 section 5.1). A
 * key is changed only where that is asked for, or where the present one does not fit. Then the next key's TLSA
 * records stand beside the present ones for two TTLs before it is used (RFC 6698 appendix A.4), and the old ones
 * for two TTLs after.
 *
 * Not done here: renewal information of the authority (ARI, RFC 9773), since the ACME library does not offer it.
 */

export type Why = 'none' | 'self-signed' | 'other-host' | 'ends' | 'other-directory' | 'key-change';

export type Step =
  | { readonly kind: 'keep' }
  /** Make the next key, if there is none yet, and publish its TLSA records beside the present ones. */
  | { readonly kind: 'publish-next' }
  /** Nothing before then: caches may still hold records without the next key, or clients may meet the old one. */
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'issue'; readonly key: 'current' | 'next'; readonly why: Why }
  /** The next key is the one in use: from now on it is counted until the old records go. */
  | { readonly kind: 'note-use' }
  /** Take the old key's TLSA records away. */
  | { readonly kind: 'retire-old' };

export interface CertificateFacts {
  readonly notBefore: number;
  readonly notAfter: number;
  readonly selfSigned: boolean;
  readonly coversHost: boolean;
  /** We had it from a directory other than the one that is configured now, such as a test one. */
  readonly otherDirectory: boolean;
}

export interface Facts {
  readonly now: number;
  /** The key in the edge's secret; null where there is none that can be read. */
  readonly current: { readonly digest: string; readonly fits: boolean } | null;
  /** The certificate in the edge's secret; null where there is none that belongs to the key. */
  readonly certificate: CertificateFacts | null;
  readonly next: {
    readonly digest: string;
    /** When its TLSA records were on all name servers. */
    readonly publishedAt: number | null;
    readonly usedSince: number | null;
  } | null;
  readonly keyChangeWanted: boolean;
  /** Milliseconds; null where no TLSA records are published, since the zone is not signed. */
  readonly tlsaTtl: number | null;
}

/** A third of its lifetime left, whatever that lifetime is: 30 of 90 days, 2 of 6. */
function isDue({ notBefore, notAfter }: CertificateFacts, now: number): boolean {
  return notAfter - now <= (notAfter - notBefore) / 3;
}

/** Why a certificate is to be issued; null where the present one will do. */
export function whyIssue(certificate: CertificateFacts | null, now: number): Why | null {
  if (certificate === null) return 'none';
  if (certificate.selfSigned) return 'self-signed';
  if (!certificate.coversHost) return 'other-host';
  if (certificate.otherDirectory) return 'other-directory';
  return isDue(certificate, now) ? 'ends' : null;
}

/** The one thing to do next. */
export function nextStep(facts: Facts): Step {
  const { now, current, certificate, next, keyChangeWanted, tlsaTtl } = facts;
  const twoTtls = 2 * (tlsaTtl ?? 0);
  const why = whyIssue(certificate, now);
  if (next !== null && current?.digest === next.digest) {
    if (next.usedSince === null) return { kind: 'note-use' };
    if (now >= next.usedSince + twoTtls) return { kind: 'retire-old' };
    return why === null
      ? { kind: 'wait', until: next.usedSince + twoTtls }
      : { kind: 'issue', key: 'current', why };
  }
  // A change that has begun is brought to its end, whether or not it is still asked for.
  if (next !== null || keyChangeWanted || current === null || !current.fits) {
    if (next === null || next.publishedAt === null) return { kind: 'publish-next' };
    const ready = next.publishedAt + twoTtls;
    if (now >= ready) return { kind: 'issue', key: 'next', why: why ?? 'key-change' };
    return { kind: 'wait', until: ready };
  }
  return why === null ? { kind: 'keep' } : { kind: 'issue', key: 'current', why };
}
