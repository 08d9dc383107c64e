/**
 * The DKIM keys of our alias domains, one secret: `{"secure.example.org": [{"selector", "algorithm",
 * "privateKey"}]}`, private keys as PKCS #8 PEM. Read by the one function that signs.
 */
import type { DkimKey } from '../mail/dkim-keys.ts';
import { readSecret } from './secrets.ts';

/** Gives the keys of a domain. Throws where it has none: unsigned mail from an alias never leaves. */
export async function dkimKeysFor(secret: string, domain: string): Promise<readonly DkimKey[]> {
  const keys = (JSON.parse(await readSecret(secret)) as Partial<Record<string, DkimKey[]>>)[domain];
  if (keys === undefined || keys.length === 0) throw new Error(`no DKIM key for ${domain} in its secret`);
  return keys;
}
