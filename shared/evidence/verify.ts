/**
 * Whether a JWS is evidence signed by one of the keys in a key set (RFC 7515 section 5.2). Nothing in the document
 * chooses how it is verified: the algorithm is ES256 and the key is one of those given, whatever its header says
 * about algorithms, keys or addresses of keys (RFC 8725 sections 3.1 and 3.11). No clock is looked at: a receipt
 * does not expire, and the times in it are the issuer's word.
 *
 * For browsers as well as Node: WebCrypto through jose, nothing else.
 */
import { compactVerify, decodeProtectedHeader, errors, importJWK, type JWK } from 'jose';

import { EVIDENCE_ALGORITHM, EVIDENCE_TYPE, type EvidenceClaims } from './claims.ts';
import { readClaims } from './read-claims.ts';

export type Refusal =
  /** Not three parts of base64url with a JSON header in front. */
  | 'not-a-jws'
  | 'wrong-algorithm'
  /** A token of another kind. */
  | 'wrong-type'
  /** The header asks for something that a verifier must understand and this one does not (RFC 7515 4.1.11). */
  | 'unknown-extension'
  /** None of the keys has this `kid`: another issuer's document, or another time's keys. */
  | 'unknown-key'
  /** The set has no usable key at all. */
  | 'no-keys'
  /** Something was changed after it was signed, or it was signed by somebody else. */
  | 'signature-invalid'
  /** The signature is right, the content is not evidence of this version. */
  | 'unreadable-claims';

export type Verification =
  | { readonly kind: 'verified'; readonly claims: EvidenceClaims; readonly keyId: string }
  | { readonly kind: 'refused'; readonly why: Refusal; readonly keyId: string | null };

const COMPACT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
/** No signature there: RFC 7515 appendix A.5 writes `none` so. */
const UNSECURED = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.$/;

/** Public P-256 keys for signatures; a private one has no business in a key set, and none is taken from it. */
function isUsable(key: JWK): boolean {
  return (
    key.kty === 'EC' &&
    key.crv === 'P-256' &&
    key.d === undefined &&
    (key.use ?? 'sig') === 'sig' &&
    (key.alg ?? EVIDENCE_ALGORITHM) === EVIDENCE_ALGORITHM
  );
}

/** The keys of a JWK Set (RFC 7517 section 5) that can have signed evidence; empty where it is none. */
export function usableKeys(keySet: unknown): JWK[] {
  if (typeof keySet !== 'object' || keySet === null || !('keys' in keySet)) return [];
  if (!Array.isArray(keySet.keys)) return [];
  return keySet.keys.filter(
    (key: unknown): key is JWK => typeof key === 'object' && key !== null && isUsable(key),
  );
}

/** Verifies one document against a key set, as parsed from JSON. Never throws for what either holds. */
export async function verifyEvidence(jws: string, keySet: unknown): Promise<Verification> {
  const refused = (why: Refusal, keyId: string | null = null): Verification => ({
    kind: 'refused',
    why,
    keyId,
  });
  if (!COMPACT.test(jws) && !UNSECURED.test(jws)) return refused('not-a-jws');
  let header: Record<string, unknown>;
  try {
    header = decodeProtectedHeader(jws);
  } catch {
    return refused('not-a-jws');
  }
  const keyId = typeof header['kid'] === 'string' ? header['kid'] : null;
  if (header['alg'] !== EVIDENCE_ALGORITHM) return refused('wrong-algorithm', keyId);
  if (header['typ'] !== EVIDENCE_TYPE) return refused('wrong-type', keyId);
  if (header['crit'] !== undefined || header['b64'] !== undefined) return refused('unknown-extension', keyId);
  const keys = usableKeys(keySet);
  if (keys.length === 0) return refused('no-keys', keyId);
  const candidates = keys.filter(({ kid }) => kid !== undefined && kid === keyId);
  if (keyId === null || candidates.length === 0) return refused('unknown-key', keyId);
  for (const candidate of candidates) {
    const payload = await payloadUnder(jws, candidate);
    if (payload === null) continue;
    const claims = readClaims(payload);
    return claims === null ? refused('unreadable-claims', keyId) : { kind: 'verified', claims, keyId };
  }
  return refused('signature-invalid', keyId);
}

/** The payload, if this key signed it; null where it did not, or where the key is not a point of the curve. */
async function payloadUnder(jws: string, key: JWK): Promise<Uint8Array | null> {
  try {
    const imported = await importJWK(key, EVIDENCE_ALGORITHM);
    const { payload } = await compactVerify(jws, imported, { algorithms: [EVIDENCE_ALGORITHM] });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof DOMException || error instanceof TypeError) {
      return null;
    }
    throw error;
  }
}
