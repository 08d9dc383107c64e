/**
 * The signature algorithms and digests of DNSSEC that count as proof: RSA with SHA-2 (RFC 5702), ECDSA
 * (RFC 6605), Ed25519 and Ed448 (RFC 8080). Those built on SHA-1 or MD5, GOST and unknown ones do not: what
 * only they sign is unproven (RFC 8624, RFC 9905).
 */
import { createPublicKey, hash, verify, type JsonWebKey, type KeyObject } from 'node:crypto';

interface SignatureAlgorithm {
  readonly digest: 'sha256' | 'sha384' | 'sha512' | null;
  /** Octets of a signature; null where the key decides. */
  readonly signatureOctets: number | null;
  /** About the microseconds one verification takes on a slow core. */
  readonly price: number;
  readonly jwk: (publicKey: Buffer) => JsonWebKey | null;
}

/** RFC 3110 section 2: exponent length in one or three octets, exponent, modulus. */
function rsaJwk(publicKey: Buffer): JsonWebKey | null {
  const [first] = publicKey;
  if (first === undefined || publicKey.length < 3) return null;
  const start = first === 0 ? 3 : 1;
  const exponentOctets = first === 0 ? publicKey.readUInt16BE(1) : first;
  const exponent = publicKey.subarray(start, start + exponentOctets);
  const modulus = publicKey.subarray(start + exponentOctets);
  // Up to 2^32 + 1, which BIND once made for "large exponent"; a huge one would make one verification cost as
  // much as hundreds.
  if (exponent.length < 1 || exponent.length > 5 || exponent[0] === 0) return null;
  const e = exponent.readUIntBE(0, exponent.length);
  if (e < 3 || e % 2 === 0) return null;
  if (modulus.length < 128 || modulus.length > 512 || modulus[0] === 0) return null;
  return { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') };
}

const ecJwk = (crv: string, octets: number) => (publicKey: Buffer) =>
  publicKey.length === 2 * octets
    ? {
        kty: 'EC',
        crv,
        x: publicKey.subarray(0, octets).toString('base64url'),
        y: publicKey.subarray(octets).toString('base64url'),
      }
    : null;

const edJwk = (crv: string, octets: number) => (publicKey: Buffer) =>
  publicKey.length === octets ? { kty: 'OKP', crv, x: publicKey.toString('base64url') } : null;

const algorithms: ReadonlyMap<number, SignatureAlgorithm> = new Map([
  [8, { digest: 'sha256', signatureOctets: null, price: 100, jwk: rsaJwk }],
  [10, { digest: 'sha512', signatureOctets: null, price: 100, jwk: rsaJwk }],
  [13, { digest: 'sha256', signatureOctets: 64, price: 250, jwk: ecJwk('P-256', 32) }],
  [14, { digest: 'sha384', signatureOctets: 96, price: 1000, jwk: ecJwk('P-384', 48) }],
  [15, { digest: null, signatureOctets: 64, price: 200, jwk: edJwk('Ed25519', 32) }],
  [16, { digest: null, signatureOctets: 114, price: 400, jwk: edJwk('Ed448', 57) }],
]);

export function isSupportedAlgorithm(algorithm: number): boolean {
  return algorithms.has(algorithm);
}

export function verificationPrice(algorithm: number): number {
  return algorithms.get(algorithm)?.price ?? Infinity;
}

/** The key of a DNSKEY record's data; null where the octets are no usable key of the algorithm. */
export function importPublicKey(algorithm: number, publicKey: Buffer): KeyObject | null {
  const jwk = algorithms.get(algorithm)?.jwk(publicKey) ?? null;
  if (jwk === null) return null;
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    // A point that is not on the curve, and the like: the octets are a stranger's.
    return null;
  }
}

/** One public-key operation. False for any signature that does not verify, however malformed. */
export function verifySignature(
  algorithm: number,
  key: KeyObject,
  signedData: Buffer,
  signature: Buffer,
): boolean {
  const rules = algorithms.get(algorithm);
  if (rules === undefined) return false;
  if (rules.signatureOctets !== null && signature.length !== rules.signatureOctets) return false;
  try {
    return verify(rules.digest, signedData, { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}

/** DS digest types: SHA-256 (RFC 4509) and SHA-384 (RFC 6605). SHA-1 proves nothing here. */
const digests: ReadonlyMap<number, 'sha256' | 'sha384'> = new Map([
  [2, 'sha256'],
  [4, 'sha384'],
]);

export function isSupportedDigest(digestType: number): boolean {
  return digests.has(digestType);
}

export function digestOf(digestType: number, data: Buffer): Buffer | null {
  const name = digests.get(digestType);
  return name === undefined ? null : hash(name, data, 'buffer');
}
