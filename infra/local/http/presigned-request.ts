import { createHmac, createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request is one that the holder of the keys has presigned: AWS Signature Version 4 in the query
 * (Amazon S3 API reference, "Authenticating Requests: Using Query Parameters"). Every header field that the
 * signature covers has to be there with the value that was signed. Pure.
 */

export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

export interface PresignedRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export type Verdict =
  | { readonly kind: 'signed'; readonly headers: readonly string[]; readonly query: URLSearchParams }
  | { readonly kind: 'refused'; readonly detail: string };

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** A week, the longest that S3 takes; and clocks that differ. */
const LONGEST_SECONDS = 604_800;
const SKEW_MILLISECONDS = 15 * 60_000;

const refused = (detail: string): Verdict => ({ kind: 'refused', detail });

/** RFC 3986 section 2.3: everything but the unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

/** `20261123T101504Z` in milliseconds; NaN for anything else. */
function readTime(text: string): number {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (parts === null) return NaN;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function signature(text: string, scope: readonly string[], { secretAccessKey }: SigningKeys): string {
  let key: Buffer | string = `AWS4${secretAccessKey}`;
  for (const part of scope) key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(text).digest('hex');
}

function equalTexts(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

/** Checks form, dates and signature, in this order. */
export function verifyPresigned(request: PresignedRequest, keys: SigningKeys, now: number): Verdict {
  const [path = '', search = ''] = request.url.split('?', 2);
  const query = new URLSearchParams(search);
  const names = [...query.keys()];
  if (new Set(names).size !== names.length) return refused('a parameter stands there twice');
  const value = (name: string): string => query.get(name) ?? '';
  if (value('X-Amz-Algorithm') !== ALGORITHM) return refused('this is no presigned request');
  const signedAt = readTime(value('X-Amz-Date'));
  const seconds = /^\d{1,6}$/.test(value('X-Amz-Expires')) ? Number(value('X-Amz-Expires')) : NaN;
  if (Number.isNaN(signedAt) || !(seconds >= 1 && seconds <= LONGEST_SECONDS))
    return refused('its dates cannot be read');
  if (signedAt > now + SKEW_MILLISECONDS) return refused('it is from the future');
  if (now > signedAt + seconds * 1000) return refused('it has expired');
  const scope = [value('X-Amz-Date').slice(0, 8), keys.region, 's3', 'aws4_request'];
  if (value('X-Amz-Credential') !== [keys.accessKeyId, ...scope].join('/'))
    return refused('its keys are unknown here');
  const signed = value('X-Amz-SignedHeaders').split(';');
  if (!signed.includes('host')) return refused('its host is not signed');
  const lines = signed.map((name) => {
    const given = request.headers[name];
    return `${name}:${String(given ?? '')
      .trim()
      .replaceAll(/ +/g, ' ')}\n`;
  });
  const canonical = [
    request.method,
    path,
    canonicalQuery(query),
    lines.join(''),
    signed.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = [ALGORITHM, value('X-Amz-Date'), scope.join('/'), digest].join('\n');
  return equalTexts(signature(text, scope, keys), value('X-Amz-Signature'))
    ? { kind: 'signed', headers: signed, query }
    : refused('its signature is for another request');
}
