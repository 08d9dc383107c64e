/**
 * The API, typed by its own description (schema.d.ts): `ask(api.GET('/v1/alias'))` gives what came of it as a value.
 * What goes wrong on the way is dealt with in transport.ts, for all pages alike.
 */
import createClient from 'openapi-fetch';
import type { paths } from './schema.d.ts';
import { SignedOutError, transport } from './transport.ts';

export interface FieldError {
  /** RFC 6901, into the body that was sent; header and query are named by `in`. */
  readonly pointer: string;
  readonly detail: string;
  readonly in?: string;
}

export interface Problem {
  /** The last part of its type: `expert-mode-required`. */
  readonly name: string;
  readonly title: string;
  /** A sentence for the person in front of the page. */
  readonly detail: string;
  readonly status: number;
  readonly errors: readonly FieldError[];
}

export type Answer<Value> =
  | { readonly kind: 'ok'; readonly value: Value; readonly etag: string | null }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** 412: it is not any more what it was when it was read. */
  | { readonly kind: 'changed'; readonly problem: Problem }
  | { readonly kind: 'offline' }
  | { readonly kind: 'signed-out' }
  /** 429 and 503: seconds to wait. */
  | { readonly kind: 'busy'; readonly retryAfter: number; readonly problem: Problem };

export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'https://localhost' : location.origin,
  fetch: transport,
});

/** The header for a change that must not undo somebody else's. */
export function ifMatch(etag: string | null): { 'If-Match'?: string } {
  return etag === null ? {} : { 'If-Match': etag };
}

/** A fresh key for a request that must not be done twice (`Idempotency-Key`). */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}

const PREFIX = 'urn:secure-alias:problem:';

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Reads an RFC 9457 document; an answer of something in between is a problem, too. */
export function readProblem(body: unknown, status: number): Problem {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const errors = Array.isArray(fields['errors']) ? (fields['errors'] as FieldError[]) : [];
  const title = text(fields['title']) || `HTTP ${status}`;
  return {
    name: text(fields['type']).replace(PREFIX, '') || 'unknown',
    title,
    detail: text(fields['detail']) || title,
    status,
    errors,
  };
}

/** Seconds from a Retry-After header, which may be a date, too (RFC 9110 section 10.2.3). */
export function secondsToWait(header: string | null, now = Date.now()): number {
  if (header === null) return 5;
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now) / 1000);
  return Number.isFinite(seconds) ? Math.max(1, seconds) : 5;
}

/** Waits for a call of the API and says what came of it; never rejects but for a bug. */
export async function ask<Value>(
  call: Promise<{ data?: Value; error?: unknown; response: Response }>,
): Promise<Answer<Value>> {
  try {
    const { data, error, response } = await call;
    const { status, headers } = response;
    if (response.ok) return { kind: 'ok', value: data as Value, etag: headers.get('etag') };
    const problem = readProblem(error, status);
    if (status === 401) return { kind: 'signed-out' };
    if (status === 412) return { kind: 'changed', problem };
    if (status === 429 || status === 503)
      return { kind: 'busy', retryAfter: secondsToWait(headers.get('retry-after')), problem };
    return { kind: 'problem', problem };
  } catch (error) {
    if (error instanceof SignedOutError) return { kind: 'signed-out' };
    // What fetch rejects with when no answer was had, by its own specification.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'AbortError'))
      return { kind: 'offline' };
    throw error;
  }
}
