/** DKIM keys in DNS (RFC 6376 section 3.6.1, RFC 8463): published, readable, and the ones that sign. Pure. */
import { createPublicKey } from 'node:crypto';

import type { SigningKey } from './deployment.ts';
import type { Look } from './dns.ts';
import { about, type Finding } from './finding.ts';

const YEARS = 3;
const LETTERS = ['a', 'b'];

/** Selectors that the keys of this system have, by kind and the year they were made in. */
export function usualSelectors(now: Date): string[] {
  const year = now.getUTCFullYear();
  return Array.from({ length: YEARS }, (_, ago) => year - ago).flatMap((made) =>
    LETTERS.flatMap((letter) => [`rsa-${made}${letter}`, `ed-${made}${letter}`]),
  );
}

function tagsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(';').flatMap((part): [string, string][] => {
      const at = part.indexOf('=');
      return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).replace(/\s+/g, '')]];
    }),
  );
}

/** Why a record is no key; null where it is one. */
export function keyFault(text: string): string | null {
  const tags = tagsOf(text);
  const version = tags.get('v');
  if (version !== undefined && version !== 'DKIM1') return 'its version is not DKIM1';
  const octets = Buffer.from(tags.get('p') ?? '', 'base64');
  if (octets.length === 0) return tags.has('p') ? 'the key is revoked (empty p=)' : 'it has no key (p=)';
  const kind = tags.get('k') ?? 'rsa';
  if (kind === 'ed25519') return octets.length === 32 ? null : 'its Ed25519 key has not 32 octets';
  if (kind !== 'rsa') return `its kind of key, ${kind}, is not known`;
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: octets, format: 'der', type: 'spki' });
    const bits = asymmetricKeyDetails?.modulusLength ?? 0;
    return bits >= 1024 ? null : `its RSA key has ${bits} bits; receivers want 1024 at least (RFC 8301)`;
  } catch {
    // What a zone holds is read as it comes; that it is no key is the answer.
    return 'its RSA key cannot be read';
  }
}

/** In zone-file form, long texts in strings of at most 255 octets (RFC 1035 section 3.3). */
export function keyLine({ name, value }: SigningKey): string {
  const strings = value.match(/.{1,255}/g) ?? [];
  return `${name}. 3600 IN TXT ${strings.map((part) => `"${part}"`).join(' ')}`;
}

/** A key that is known to sign. */
export function judgeKey(key: SigningKey, seen: Look<string>): Finding {
  const say = about('DKIM', key.name);
  const wanted = [keyLine(key)];
  if (seen.kind === 'failed') return say('unseen', seen.detail);
  if (seen.kind === 'none') return say('missing', 'the key that signs is not published', wanted);
  const [text = ''] = seen.records;
  if (seen.records.length > 1)
    return say('wrong', `${seen.records.length} records; one key to a name`, wanted);
  const fault = keyFault(text);
  if (fault !== null) return say('wrong', fault, wanted);
  return tagsOf(text).get('p') === tagsOf(key.value).get('p')
    ? say('ok', 'published, and the key that signs')
    : say('wrong', 'another key is published than the one that signs: every signature fails', wanted);
}

/** Without sight of the keys: what is published under the usual selectors. */
export function judgeSelectors(alias: string, seen: ReadonlyMap<string, Look<string>>): Finding[] {
  const found: Finding[] = [];
  const failed: string[] = [];
  for (const [name, one] of seen) {
    if (one.kind === 'failed') failed.push(one.detail);
    if (one.kind !== 'records') continue;
    const fault = one.records.length > 1 ? 'more than one record' : keyFault(one.records[0] ?? '');
    found.push(
      fault === null
        ? about('DKIM', name)(
            'ok',
            'published, and a key; whether it is the one that signs was not looked at',
          )
        : about('DKIM', name)('wrong', fault),
    );
  }
  if (found.length > 0) return found;
  const say = about('DKIM', alias);
  if (failed[0] !== undefined) return [say('unseen', failed[0])];
  const selectors = [...seen.keys()].map((name) => name.split('.')[0]).join(', ');
  return [
    say(
      'missing',
      `no key under any of ${selectors}; npm run admin -- dkim prints the records (set DKIM_SECRET)`,
    ),
  ];
}
