/**
 * What the provisioner does: looks into a secret, fills it where it is still empty, and gives back the public part
 * of it, which goes into DNS. Repeating it changes nothing.
 */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

import {
  dkimDnsRecord,
  generateDkimKeys,
  parseDkimKeys,
  type DkimKey,
} from '../../../shared/mail/dkim-keys.ts';
import { selfSigned } from '../../local/internet/certificates.ts';

export type Wish =
  | { readonly kind: 'dkim'; readonly secret: string; readonly domain: string }
  | { readonly kind: 'certificate'; readonly secret: string; readonly host: string };

export interface SecretStore {
  get(secret: string): Promise<string>;
  put(secret: string, text: string): Promise<void>;
}

const TEN_YEARS = 3650 * 24 * 3600 * 1000;

/** CloudFormation makes every secret with some random text in it; that is as good as empty. */
function isMade(text: string): boolean {
  if (!/^\S{0,100}$/.test(text)) return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

async function fillDkim(secret: string, domain: string, store: SecretStore): Promise<Record<string, string>> {
  const text = await store.get(secret);
  const before: readonly DkimKey[] = isMade(text) ? [] : parseDkimKeys(text);
  let keys = before.filter((key) => key.domain === domain);
  if (keys.length === 0) {
    keys = generateDkimKeys(domain, new Date());
    await store.put(secret, JSON.stringify([...before, ...keys]));
  }
  const published: Record<string, string> = {};
  // Of several keys of a kind the newest: the last one in the list.
  for (const key of keys) {
    const { name, strings } = dkimDnsRecord(key);
    const kind = key.algorithm === 'rsa-sha256' ? 'Rsa' : 'Ed25519';
    published[`${kind}Name`] = name;
    published[`${kind}Text`] = strings.map((part) => `"${part}"`).join(' ');
  }
  return published;
}

async function fillCertificate(
  secret: string,
  host: string,
  store: SecretStore,
): Promise<Record<string, string>> {
  let text = await store.get(secret);
  if (!text.includes('PRIVATE KEY')) {
    const made = await selfSigned({ names: [host], notAfter: new Date(Date.now() + TEN_YEARS) });
    text = `${made.certificatePem.trim()}\n${made.keyPem.trim()}\n`;
    await store.put(secret, text);
  }
  const spki = createPublicKey(createPrivateKey(text)).export({ type: 'spki', format: 'der' });
  return { KeyDigest: createHash('sha256').update(spki).digest('hex') };
}

/** Fills what is wished for; gives what is public about it. Throws where the secret holds something else. */
export async function fill(wish: Wish, store: SecretStore): Promise<Record<string, string>> {
  switch (wish.kind) {
    case 'dkim':
      return fillDkim(wish.secret, wish.domain, store);
    case 'certificate':
      return fillCertificate(wish.secret, wish.host, store);
  }
}
