/**
 * The DKIM keys of our alias domains: one secret, a JSON list (shared/mail/dkim-keys.ts has its form). Read
 * by the one function that signs.
 */
import { parseDkimKeys, type DkimKey } from '../mail/dkim-keys.ts';
import { readSecret } from './secrets.ts';

/** The keys as last parsed: a key object that stays the same need not be opened again for every message. */
let last: { readonly text: string; readonly keys: readonly DkimKey[] } | undefined;

/** Gives the keys of a domain. Throws where it has none: unsigned mail from an alias never leaves. */
export async function dkimKeysFor(secret: string, domain: string): Promise<readonly DkimKey[]> {
  const text = await readSecret(secret);
  if (last?.text !== text) last = { text, keys: parseDkimKeys(text) };
  const keys = last.keys.filter((key) => key.domain === domain);
  if (keys.length === 0) throw new Error(`no DKIM key for ${domain} in its secret`);
  return keys;
}
