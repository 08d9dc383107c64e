/** Keys in a secret: a JWK Set (RFC 7517 section 5) with private P-256 keys, the one that signs first. */
import { createPrivateKey, generateKeyPairSync, sign, type JsonWebKey } from 'node:crypto';

import { readSecret } from '../store/secrets.ts';
import { describeKey, type KeyHolder, type PublicKey } from './signer.ts';

/** The text of a secret with one new key. */
export function generateKeySet(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' });
  return JSON.stringify({ keys: [{ ...jwk, kid: describeKey(jwk).kid }] });
}

function parseKeySet(text: string, name: string): readonly [JsonWebKey, ...JsonWebKey[]] {
  let keys: unknown;
  try {
    ({ keys } = JSON.parse(text) as { keys?: unknown });
  } catch {
    // The parser's own message would quote the secret.
    keys = null;
  }
  const [signing, ...retired] = Array.isArray(keys) ? (keys as JsonWebKey[]) : [];
  if (signing?.d === undefined) {
    throw new Error(`the secret ${name} is no JWK Set that begins with a private key`);
  }
  return [signing, ...retired];
}

/** The keys in the secret of this name; `readText` gives its text. */
export function secretKeys(
  name: string,
  readText: (name: string) => Promise<string> = readSecret,
): KeyHolder {
  const read = async (): Promise<readonly [JsonWebKey, ...JsonWebKey[]]> =>
    parseKeySet(await readText(name), name);
  return {
    async publicKeys() {
      const [signing, ...retired] = await read();
      return [describeKey(signing), ...retired.map(describeKey)] satisfies [PublicKey, ...PublicKey[]];
    },
    async sign(signingInput) {
      const [signing] = await read();
      const key = createPrivateKey({ key: signing, format: 'jwk' });
      return sign('sha256', signingInput, { key, dsaEncoding: 'ieee-p1363' });
    },
  };
}
