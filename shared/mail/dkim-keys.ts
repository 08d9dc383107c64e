/**
 * The keys that sign for an alias domain, one RSA and one Ed25519 (RFC 8463 section 3: receivers that do not
 * know the new algorithm check the old one), each under a selector that tells its kind and year, and the DNS
 * records that publish them (RFC 6376 section 3.6.1). Kept in the secret store as JSON.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

import { z } from 'zod';

import { parseDomain } from '../address/domain.ts';

const DkimKeyForm = z.strictObject({
  domain: z.string().refine((text) => parseDomain(text) === text, 'not a domain in A-label form'),
  selector: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/),
  algorithm: z.enum(['rsa-sha256', 'ed25519-sha256']),
  /** PKCS #8 in PEM. */
  privateKey: z.string().startsWith('-----BEGIN PRIVATE KEY-----'),
});

export type DkimKey = Readonly<z.infer<typeof DkimKeyForm>>;

export interface DkimDnsRecord {
  readonly name: string;
  /** The TXT record's text. */
  readonly value: string;
  /** The same cut into character-strings of at most 255 octets, as DNS carries it (RFC 1035 section 3.3). */
  readonly strings: readonly string[];
}

const RSA_BITS = 2048;
const ED25519_OCTETS = 32;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The first selector `prefix-year-letter` that is free. */
function freeSelector(prefix: string, now: Date, taken: readonly string[]): string {
  for (const letter of LETTERS) {
    const selector = `${prefix}-${now.getUTCFullYear()}${letter}`;
    if (!taken.includes(selector)) return selector;
  }
  throw new Error(`all ${prefix} selectors of this year are taken`);
}

/**
 * Makes a new pair of keys; takes a second or so. `taken`: selectors that exist already, so that old and new
 * keys can stand beside each other while they are changed.
 */
export function generateDkimKeys(domain: string, now: Date, taken: readonly string[] = []): DkimKey[] {
  const rsa = generateKeyPairSync('rsa', { modulusLength: RSA_BITS }).privateKey;
  const ed25519 = generateKeyPairSync('ed25519').privateKey;
  const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return [
    {
      domain,
      selector: freeSelector('rsa', now, taken),
      algorithm: 'rsa-sha256',
      privateKey: pem(rsa),
    },
    {
      domain,
      selector: freeSelector('ed', now, taken),
      algorithm: 'ed25519-sha256',
      privateKey: pem(ed25519),
    },
  ];
}

/** Reads what the secret store holds. Throws where it is not a JSON list of keys; says where, never what. */
export function parseDkimKeys(json: string): DkimKey[] {
  let form: unknown;
  try {
    form = JSON.parse(json);
  } catch {
    throw new Error('the DKIM keys are not JSON');
  }
  const keys = z.array(DkimKeyForm).safeParse(form);
  if (keys.success) return keys.data;
  const places = keys.error.issues.map((issue) => issue.path.join('.') || 'the list');
  throw new Error(`the DKIM keys are malformed at ${places.join(', ')}`);
}

const opened = new WeakMap<DkimKey, KeyObject>();

/** The key ready to sign; parsed once per key object. */
export function privateKeyOf(key: DkimKey): KeyObject {
  let known = opened.get(key);
  if (known === undefined) {
    known = createPrivateKey(key.privateKey);
    opened.set(key, known);
  }
  return known;
}

/** What to publish for a key. RSA: SubjectPublicKeyInfo; Ed25519: the bare 32 octets (RFC 8463 section 4). */
export function dkimDnsRecord(key: DkimKey): DkimDnsRecord {
  const der = createPublicKey(privateKeyOf(key)).export({ type: 'spki', format: 'der' });
  const [kind, octets] =
    key.algorithm === 'rsa-sha256' ? ['rsa', der] : ['ed25519', der.subarray(-ED25519_OCTETS)];
  const value = `v=DKIM1; k=${kind}; p=${octets.toString('base64')}`;
  return {
    name: `${key.selector}._domainkey.${key.domain}`,
    value,
    strings: value.match(/.{1,255}/g) ?? [],
  };
}
