/**
 * The key that signs evidence: in KMS on AWS, which never hands it out; a JWK in Secrets Manager elsewhere. Both
 * look the same from here: what to sign goes in, a JWS comes out, and the public keys are there for everybody.
 * Several keys may be named; the first one signs, the others are only published, so that what they signed can
 * still be verified (docs/receipts.md, rotation). The rules of the document itself are in shared/evidence.
 */
import { createHash, createPublicKey } from 'node:crypto';

import { EVIDENCE_ALGORITHM, EVIDENCE_TYPE, type EvidenceClaims } from '../evidence/claims.ts';
import type { KeyLocation } from './configuration.ts';
import { kmsKeys } from './kms.ts';
import { secretKeys } from './secret.ts';

/** A public P-256 key as it is published (RFC 7517, RFC 7518 section 6.2.1). */
export interface PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  /** JWK thumbprint (RFC 7638): whoever has the key can tell that it is the one that the document names. */
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: typeof EVIDENCE_ALGORITHM;
}

/** What a place that holds keys can do. */
export interface KeyHolder {
  /** The key that signs first. Throws where it cannot be had. */
  publicKeys(): Promise<readonly [PublicKey, ...PublicKey[]]>;
  /** Signs a SHA-256 digest with the first key; r and s, 32 octets each (RFC 7518 section 3.4). */
  sign(signingInput: Buffer): Promise<Buffer>;
}

export interface EvidenceSigner {
  /** The document, as a JWS in compact form (RFC 7515 section 7.1). Throws where the key cannot be used. */
  sign(claims: EvidenceClaims): Promise<string>;
  /** All that have signed evidence and are still good. */
  publicKeys(): Promise<readonly PublicKey[]>;
}

/** Makes the public key of its DER SubjectPublicKeyInfo. Throws where it is no P-256 key. */
export function publicKeyOf(spki: Uint8Array): PublicKey {
  const jwk = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }).export({
    format: 'jwk',
  });
  return describeKey(jwk);
}

/** Makes the public key of a JWK; its private part, where it has one, is left behind. */
export function describeKey(jwk: { readonly kty?: string; crv?: string; x?: string; y?: string }): PublicKey {
  const { kty, crv, x, y } = jwk;
  if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined) {
    throw new Error(`the key that signs evidence has to be an EC key on P-256, and this is ${kty ?? 'none'}`);
  }
  // RFC 7638 section 3.2: these members, in this order, without blanks.
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { kty, crv, x, y, kid, use: 'sig', alg: EVIDENCE_ALGORITHM };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A signer with the keys of a holder. */
export function evidenceSigner(holder: KeyHolder): EvidenceSigner {
  return {
    publicKeys: () => holder.publicKeys(),
    async sign(claims) {
      const [{ kid }] = await holder.publicKeys();
      const input = `${encode({ alg: EVIDENCE_ALGORITHM, typ: EVIDENCE_TYPE, kid })}.${encode(claims)}`;
      const signature = await holder.sign(Buffer.from(input));
      return `${input}.${signature.toString('base64url')}`;
    },
  };
}

/** The signer with the keys at a place. Nothing is fetched before it is needed. */
export function evidenceSignerAt(location: KeyLocation): EvidenceSigner {
  switch (location.kind) {
    case 'kms':
      return evidenceSigner(kmsKeys(location.keys));
    case 'secret':
      return evidenceSigner(secretKeys(location.name));
  }
}
