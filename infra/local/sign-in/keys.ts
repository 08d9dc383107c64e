import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import { readIfThere, writeWhole } from '../whole-files.ts';

/**
 * The keys of the sign-in: one RSA key that signs tokens (RS256), and the secret that signs cookies. Made
 * at the first start and kept in `DATA_DIR/sign-in/keys.json` (mode 0600), so that tokens and sessions
 * outlive a restart.
 */
export interface SignInKeys {
  /** With the private part. */
  readonly signing: JWK & { readonly kid: string };
  readonly cookieSecret: string;
}

/** Reads the keys; null if there has been no start with this directory yet. */
export async function readKeys(dataDirectory: string): Promise<SignInKeys | null> {
  const text = await readIfThere(keysFile(dataDirectory));
  return text === null ? null : (JSON.parse(text) as SignInKeys);
}

/** Reads the keys, or makes and keeps new ones. */
export async function loadOrCreateKeys(dataDirectory: string): Promise<SignInKeys> {
  const kept = await readKeys(dataDirectory);
  if (kept) return kept;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomBytes(8).toString('hex');
  const keys: SignInKeys = {
    signing: { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' },
    cookieSecret: randomBytes(32).toString('base64url'),
  };
  await mkdir(join(dataDirectory, 'sign-in'), { recursive: true, mode: 0o700 });
  await writeWhole(keysFile(dataDirectory), JSON.stringify(keys));
  return keys;
}

/** The public part, for whoever checks tokens. */
export function publicKeys(keys: SignInKeys): JSONWebKeySet {
  const { kty = '', kid, alg = '', use = '', n = '', e = '' } = keys.signing;
  return { keys: [{ kty, kid, alg, use, n, e }] };
}

function keysFile(dataDirectory: string): string {
  return join(dataDirectory, 'sign-in', 'keys.json');
}
