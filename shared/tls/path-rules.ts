/**
 * What each certificate of a path must be (RFC 5280 section 6.1, as OpenSSL checks it for a TLS server): in
 * date, with no critical extension that is not understood, allowed for TLS servers, with a key and a
 * signature that nobody can forge; an authority must be one, within its path length and name constraints.
 *
 * Not checked: revocation (no CRL, no OCSP), certificate policies, Netscape's extensions.
 */
import { isSelfIssued, type Certificate } from './certificate.ts';
import { childrenOf, contextTag, readObjectIdentifier, readOne, TAG } from './der.ts';
import { comparisons, keepsToConstraints } from './name-constraints.ts';
import type { KeyObject } from 'node:crypto';

/** Why a path is refused; `expired` has a result type of its own in TLS reports (RFC 8460 section 4.3.2.2). */
export interface PathFault {
  readonly kind: 'expired' | 'refused';
  readonly detail: string;
}

export type Role = 'end' | 'intermediate';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** Checks an end certificate or an intermediate authority by itself. `place` names it in the detail. */
export function faultOf(certificate: Certificate, role: Role, place: string, now: Date): PathFault | null {
  return (
    commonFault(certificate, place) ??
    dateFault(certificate, place, now) ??
    (strongSignature(certificate) ? null : refused(`${place} is signed with a weak or unknown algorithm`)) ??
    (role === 'end' ? endFault(certificate, place) : noAuthority(certificate, place))
  );
}

/**
 * Checks a trust anchor that has a certificate. Its own signature does not matter. Like OpenSSL: its dates
 * count where it is self-issued or `datesCount`; without basicConstraints it passes as an authority where it
 * is a self-issued one of version 1, or its key usage says so.
 */
export function anchorFault(
  certificate: Certificate,
  place: string,
  now: Date,
  datesCount: boolean,
): PathFault | null {
  const { extensions, versionOne } = certificate;
  const selfIssued = isSelfIssued(certificate);
  const tolerated =
    extensions?.basicConstraints === null &&
    ((versionOne && selfIssued) || extensions.keyUsage?.certSign === true);
  return (
    commonFault(certificate, place) ??
    (datesCount || selfIssued ? dateFault(certificate, place, now) : null) ??
    (tolerated ? null : noAuthority(certificate, place))
  );
}

/** Checks an authority apart from any path and any time. */
export const authorityFault = (certificate: Certificate, place: string): PathFault | null =>
  commonFault(certificate, place) ?? noAuthority(certificate, place);

/** More comparisons of names than any real path needs: 200 names under authorities with 500 constraints. */
const MAX_COMPARISONS = 100_000;

/** Checks what depends on the whole path: `path` from the end certificate to the topmost authority. */
export function wholePathFault(path: readonly Certificate[]): PathFault | null {
  let authoritiesBelow = 0;
  let compared = 0;
  for (const [depth, certificate] of path.entries()) {
    if (depth === 0) continue;
    const { basicConstraints, nameConstraints } = certificate.extensions ?? {};
    // RFC 5280 section 4.2.1.9: authorities between this one and the end certificate, self-issued ones aside.
    if (authoritiesBelow > (basicConstraints?.pathLength ?? Infinity)) {
      return refused(`the path is longer than certificate ${depth} allows`);
    }
    if (!isSelfIssued(certificate)) authoritiesBelow += 1;
    if (nameConstraints === undefined || nameConstraints === null) continue;
    const bound = path.slice(0, depth).filter((below, index) => index === 0 || !isSelfIssued(below));
    for (const below of bound) compared += comparisons(below, nameConstraints);
    if (compared > MAX_COMPARISONS) return refused('the path has too many names and constraints to compare');
    if (!bound.every((below) => keepsToConstraints(below, nameConstraints, below === path[0]))) {
      return refused(`a name is outside of what certificate ${depth} may vouch for`);
    }
  }
  return null;
}

const refused = (detail: string): PathFault => ({ kind: 'refused', detail });

function commonFault({ extensions, publicKey, spki }: Certificate, place: string): PathFault | null {
  if (extensions === null) return refused(`${place} has malformed extensions`);
  if (extensions.proxy) return refused(`${place} is a proxy certificate`);
  if (extensions.unknownCritical !== null) {
    return refused(`${place} has the critical extension ${extensions.unknownCritical}, unknown here`);
  }
  // As in OpenSSL, "any purpose" does not include a TLS server.
  if (extensions.extendedKeyUsage?.includes(SERVER_AUTH) === false) {
    return refused(`${place} is not for TLS servers (extended key usage)`);
  }
  return strongKey(publicKey, spki) ? null : refused(`${place} has a weak or unknown kind of key`);
}

function dateFault({ notBefore, notAfter }: Certificate, place: string, now: Date): PathFault | null {
  if (notBefore === null || notAfter === null) return refused(`${place} has a date that cannot be read`);
  // Comparisons with a clock that cannot be read (NaN) are false: nothing is in date then.
  if (!(notBefore.getTime() <= now.getTime())) {
    return { kind: 'expired', detail: `${place} is not yet valid` };
  }
  if (!(now.getTime() < notAfter.getTime())) {
    return { kind: 'expired', detail: `${place} has expired` };
  }
  return null;
}

function endFault({ extensions }: Certificate, place: string): PathFault | null {
  return extensions?.keyUsage?.tls === false ? refused(`${place} is not for TLS (key usage)`) : null;
}

function noAuthority({ extensions, x509 }: Certificate, place: string): PathFault | null {
  if (extensions?.basicConstraints?.ca !== true) return refused(`${place} is not an authority's`);
  if (extensions.keyUsage?.certSign === false) {
    return refused(`${place} may not sign certificates (key usage)`);
  }
  // OpenSSL's own reading, which includes extensions that are not read here, such as key identifiers.
  return x509.ca ? null : refused(`${place} has malformed extensions`);
}

const CURVES: ReadonlySet<string> = new Set([
  'secp224r1',
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'secp256k1',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
]);

const STRONG_KINDS = /^(?:ed25519|ed448|ml-dsa-(?:44|65|87))$/;

/**
 * At least 112 bits of security, as OpenSSL's security level 2 asks for. A curve must be given by its name in
 * the key's own encoding: one spelled out may have any generator (CVE-2020-0601).
 */
export function strongKey(key: KeyObject | null, spki: Buffer): boolean {
  if (key === null) return false;
  const kind = key.asymmetricKeyType ?? '';
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  if (kind === 'rsa' || kind === 'rsa-pss') return modulusLength >= 2048;
  if (kind !== 'ec') return STRONG_KINDS.test(kind);
  const [algorithm] = childrenOf(readOne(spki), TAG.sequence) ?? [];
  const parameters = childrenOf(algorithm, TAG.sequence)?.[1];
  return parameters?.tag === TAG.objectIdentifier && CURVES.has(namedCurve);
}

const RSA_PSS = '1.2.840.113549.1.1.10';
/** Ed25519, Ed448; RSA and ECDSA with SHA-2. SHA-1 and MD5 are missing on purpose. */
const SIGNATURES = /^(?:1\.3\.101\.11[23]|1\.2\.840\.113549\.1\.1\.1[1-4]|1\.2\.840\.10045\.4\.3\.[1-4])$/;
/** NIST's arcs of SHA-2 and SHA-3, and of signatures made with them. */
const NIST_HASH = /^2\.16\.840\.1\.101\.3\.4\.2\.(?:[1-9]|10)$/;
const NIST_SIGNATURE = /^2\.16\.840\.1\.101\.3\.4\.3\.\d+$/;

function strongSignature({ signatureAlgorithm }: Certificate): boolean {
  const [kind, parameters] = childrenOf(signatureAlgorithm, TAG.sequence) ?? [];
  const oid = readObjectIdentifier(kind) ?? '';
  if (oid !== RSA_PSS) return SIGNATURES.test(oid) || NIST_SIGNATURE.test(oid);
  // RFC 4055 section 3.1: the hash is `[0]`, and SHA-1 where it is left out.
  const [hash] = childrenOf(parameters, TAG.sequence) ?? [];
  const [algorithm] = childrenOf(hash, contextTag(0, true)) ?? [];
  return NIST_HASH.test(readObjectIdentifier(childrenOf(algorithm, TAG.sequence)?.[0]) ?? '');
}
