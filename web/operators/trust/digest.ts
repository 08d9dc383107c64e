/**
 * A digest as somebody read it out, mailed it or had it on a website, compared with what servers show. Colons, spaces,
 * hyphens, case and what OpenSSL writes before it do not matter; neither does base64. Pure.
 */
import type { components } from '../../api/schema.d.ts';

export type PresentedHost = components['schemas']['PresentedHost'];

export type DigestReading =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'digest'; readonly hex: string }
  /** It is to be taken away from the page, and from wherever else it was pasted. */
  | { readonly kind: 'private-key' }
  | { readonly kind: 'not-hexadecimal' }
  | { readonly kind: 'wrong-length'; readonly digits: number; readonly looksLike: string | null };

const OTHER_DIGESTS: Readonly<Record<number, string>> = {
  32: 'MD5',
  40: 'SHA-1',
  96: 'SHA-384',
  128: 'SHA-512',
};

/** What stands before a digest: `sha256 Fingerprint=`, `SHA-256:`, `SHA2-256(stdin)=`, `sha256//`. */
const PREFIX = /^sha-?(?:2-)?256(?:\s*\([^)]*\))?(?:\s+fingerprint)?\s*(?:=|:|\/\/)?\s*/i;

function fromBase64(text: string): string | null {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) return null;
  return Array.from(atob(text), (octet) => octet.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** Reads what was pasted. 32 octets in base64 cannot be taken for hexadecimal: they end with `=`. */
export function readDigest(text: string): DigestReading {
  if (holdsPrivateKey(text)) return { kind: 'private-key' };
  const bare = text.trim().replace(PREFIX, '');
  const base64 = fromBase64(bare);
  if (base64 !== null) return { kind: 'digest', hex: base64 };
  const hex = bare.replace(/[\s:.\-\u2010-\u2013\u200b\ufeff]/g, '').toLowerCase();
  if (hex === '') return { kind: 'nothing' };
  if (!/^[0-9a-f]+$/.test(hex)) return { kind: 'not-hexadecimal' };
  if (hex.length === 64) return { kind: 'digest', hex };
  return { kind: 'wrong-length', digits: hex.length, looksLike: OTHER_DIGESTS[hex.length] ?? null };
}

/** Nothing of the kind is sent anywhere. */
export function holdsPrivateKey(text: string): boolean {
  return /PRIVATE KEY/i.test(text);
}

/** `C5:A1:…`, as OpenSSL and browsers show it. */
export function withColons(hex: string): string {
  return (hex.toUpperCase().match(/../g) ?? []).join(':');
}

/** Where a digest was found among what the servers show. */
export interface Place {
  readonly host: string;
  /** 0 is the server's own certificate. */
  readonly position: number;
  readonly of: 'certificate' | 'public-key';
}

export type Comparison =
  | Exclude<DigestReading, { kind: 'digest' }>
  | { readonly kind: 'same'; readonly hex: string; readonly places: readonly Place[] }
  | { readonly kind: 'different'; readonly hex: string };

/** Compares what was pasted with every digest that the servers show. */
export function compare(text: string, hosts: readonly PresentedHost[]): Comparison {
  const reading = readDigest(text);
  if (reading.kind !== 'digest') return reading;
  const { hex } = reading;
  const places = hosts.flatMap(({ host, certificates }) =>
    certificates.flatMap(({ sha256, spkiSha256 }, position): Place[] => [
      ...(sha256 === hex ? [{ host, position, of: 'certificate' as const }] : []),
      ...(spkiSha256 === hex ? [{ host, position, of: 'public-key' as const }] : []),
    ]),
  );
  return places.length > 0 ? { kind: 'same', hex, places } : { kind: 'different', hex };
}
