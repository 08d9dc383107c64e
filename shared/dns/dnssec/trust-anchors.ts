/**
 * What is trusted from the start: the root zone's keys. Built in are the two of IANA
 * (https://data.iana.org/root-anchors/, RFC 9718); a private root brings its own in a file.
 */
import { parseName } from '../wire/name.ts';
import type { DsData } from '../wire/rdata.ts';
import { keysVouchedFor, usableDs, type ZoneKey } from './zone-key.ts';
import { root } from '../wire/name.ts';

export interface TrustAnchors {
  readonly delegation: readonly DsData[];
  /** Whole DNSKEY records' data. */
  readonly keys: readonly Buffer[];
}

const ianaDs = (keyTag: number, digest: string): DsData => ({
  kind: 'DS',
  keyTag,
  algorithm: 8,
  digestType: 2,
  digest: Buffer.from(digest, 'hex'),
});

export const ianaRootAnchors: TrustAnchors = {
  delegation: [
    ianaDs(20326, 'E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D'),
    ianaDs(38696, '683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16'),
  ],
  keys: [],
};

export type ParsedAnchors =
  | { readonly kind: 'anchors'; readonly anchors: TrustAnchors }
  | { readonly kind: 'malformed'; readonly detail: string };

/** Unbound's own notes: keys seen but not yet trusted (1), revoked (4) and removed (5) do not count. */
const untrusted = (comment: string): boolean => /;;state=[0145]\b/.test(comment);

function anchorOf(line: string): DsData | Buffer | string | null {
  const words = line.replace(/;.*$/, '').trim().split(/\s+/);
  if (words[0] === '' || words[0] === undefined) return null;
  if (parseName(words[0]) !== root) return 'not about the root zone';
  const rest = words.slice(1);
  while (/^(?:\d+|in)$/i.test(rest[0] ?? '') && rest.length > 4) rest.shift();
  const [type, first, second, third, ...last] = rest;
  const numbers = [first, second, third];
  if (!numbers.every((word) => /^\d{1,5}$/.test(word ?? ''))) return 'not a DS or DNSKEY record';
  const [a, b, c] = numbers.map(Number) as [number, number, number];
  const data = last.join('');
  if (a > 65535 || b > 255 || c > 255) return 'a number out of range';
  if (type?.toUpperCase() === 'DS') {
    if (!/^(?:[0-9a-f]{2})+$/i.test(data)) return 'not a digest in hexadecimal';
    return { kind: 'DS', keyTag: a, algorithm: b, digestType: c, digest: Buffer.from(data, 'hex') };
  }
  if (type?.toUpperCase() !== 'DNSKEY') return 'not a DS or DNSKEY record';
  if (!/^[0-9a-z+/]+={0,2}$/i.test(data)) return 'not a key in base64';
  return Buffer.concat([Buffer.from([a >> 8, a & 255, b, c]), Buffer.from(data, 'base64')]);
}

/**
 * Reads DS and DNSKEY lines of the root zone in zone-file form, as in Unbound's root.key (one record a line,
 * comments after a semicolon). Anything else in the file, or no usable anchor at all, is malformed: a trust
 * anchor is not to be guessed.
 */
export function parseTrustAnchors(text: string): ParsedAnchors {
  const delegation: DsData[] = [];
  const keys: Buffer[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.startsWith('$') || untrusted(line)) continue;
    const anchor = anchorOf(line);
    if (anchor === null) continue;
    if (typeof anchor === 'string') return { kind: 'malformed', detail: `line ${index + 1}: ${anchor}` };
    if (Buffer.isBuffer(anchor)) keys.push(anchor);
    else delegation.push(anchor);
  }
  if (usableDs(delegation).length + keys.length === 0)
    return { kind: 'malformed', detail: 'no usable trust anchor' };
  return { kind: 'anchors', anchors: { delegation, keys } };
}

/** The root's keys that an anchor names. */
export function anchoredKeys(keys: readonly ZoneKey[], anchors: TrustAnchors): readonly ZoneKey[] {
  const byDigest = keysVouchedFor(root, keys, usableDs(anchors.delegation));
  return keys.filter(
    (key) => byDigest.includes(key) || anchors.keys.some((anchor) => anchor.equals(key.record)),
  );
}
