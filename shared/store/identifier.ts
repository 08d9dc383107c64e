/**
 * Identifiers that sort by time: ULIDs (github.com/ulid/spec), 48 bits of milliseconds and 80 random bits in
 * Crockford's base 32. Sort keys in the tables rely on the order; nothing relies on them being secret.
 */
import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Octets in Crockford's base 32, five bits of each: enough for what is random or a digest. */
export function encodeBase32(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += ALPHABET.charAt(octet & 31);
  return text;
}

export function createIdentifier(at: number = Date.now()): string {
  let time = '';
  for (let rest = at, i = 0; i < 10; i += 1, rest = Math.floor(rest / 32)) {
    time = ALPHABET.charAt(rest % 32) + time;
  }
  return time + encodeBase32(randomBytes(16));
}

/**
 * An identifier that follows from another one: the same seed and name always give the same result, with the
 * seed's place in time. Work that is done again after a crash so meets its own traces.
 */
export function deriveIdentifier(seed: string, name: string): string {
  const digest = createHash('sha256').update(`${seed}\n${name}`).digest();
  return seed.slice(0, 10) + encodeBase32(digest.subarray(0, 16));
}

/** First and last of what `deriveIdentifier` may make of a seed: its millisecond. */
export function derivedRange(seed: string): readonly [first: string, last: string] {
  const time = seed.slice(0, 10);
  return [time + '0'.repeat(16), time + 'Z'.repeat(16)];
}

/** Whether a text from outside has the form of an identifier; anything else cannot name an item. */
export function isIdentifier(text: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text);
}
