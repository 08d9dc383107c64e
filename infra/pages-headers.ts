/**
 * What browsers are told with every page: one list for the local system and for AWS, so that what is tried here is what
 * is allowed there. Pure.
 */

export interface PolicySources {
  /** Origins beside their own that pages may send requests to: sign-in, and object stores for uploads. */
  readonly connectTo?: readonly string[];
}

/**
 * The Content-Security-Policy of the pages: code and style from their own files only. Pictures may be `data:` and
 * `blob:` (attachments shown from memory), and frames are for mail, each under a stricter policy of its own.
 */
export function contentSecurityPolicy({ connectTo = [] }: PolicySources = {}): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...connectTo].join(' '),
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

/** The others that both send; Strict-Transport-Security is for real names only, so AWS alone adds it. */
export const pagesHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/** The documents that mail is shown in, by path, and where each may have pictures from. */
const FRAMES: Readonly<Record<string, string>> = {
  '/frames/message.html': 'data: blob:',
  '/frames/message-with-images.html': 'data: blob: https:',
};

/** Paths of the documents that mail is shown in. */
export const FRAME_PATHS: readonly string[] = Object.keys(FRAMES);

/**
 * The Content-Security-Policy of a document that mail is shown in: no script, and nothing is fetched but pictures
 * from where its name says. Null for every other path.
 */
export function framePolicy(path: string): string | null {
  const pictures = Object.hasOwn(FRAMES, path) ? FRAMES[path] : undefined;
  if (pictures === undefined) return null;
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src ${pictures}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}

/**
 * The others of such a document, beside its policy. Pictures are fetched without cookies: who has an account with the
 * sender is not known to have read the message by that alone.
 */
export const frameHeaders = {
  ...pagesHeaders,
  'x-frame-options': 'SAMEORIGIN',
  'cross-origin-embedder-policy': 'credentialless',
  'x-dns-prefetch-control': 'off',
} as const;

/** For files with a hash in their name. */
export const CACHE_FOREVER = 'public, max-age=31536000, immutable';
/** For index.html, config.json and all others: asked for again each time, and mostly answered 304. */
export const CACHE_CHECKED = 'no-cache';
/** The folder of the files with a hash in their name. */
export const HASHED_FILES = 'assets/';
