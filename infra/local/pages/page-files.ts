/**
 * The built pages in memory: a few hundred kilobytes, read whole at the start, so that a new build beside a running
 * system never serves half of the old and half of the new.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

import { CACHE_CHECKED, CACHE_FOREVER, HASHED_FILES } from '../../pages-headers.ts';

export interface PageFile {
  readonly type: string;
  readonly cacheControl: string;
  readonly entityTag: string;
  readonly plain: Buffer;
  /** As compressed at the build, where that made it smaller. */
  readonly encoded: Readonly<Partial<Record<Encoding, Buffer>>>;
}

export type Encoding = 'br' | 'gzip';

export const ENCODINGS: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** A file of the pages from its octets; `path` begins with a slash. */
export function pageFile(path: string, plain: Buffer, encoded: PageFile['encoded'] = {}): PageFile {
  return {
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    cacheControl: path.startsWith(`/${HASHED_FILES}`) ? CACHE_FOREVER : CACHE_CHECKED,
    entityTag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    encoded,
  };
}

/** Reads all files under a directory, by their path as browsers ask for it. Throws where there are none. */
export async function readPageFiles(directory: string): Promise<ReadonlyMap<string, PageFile>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const octets = new Map<string, Buffer>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    octets.set(`/${relative(directory, file).split(sep).join('/')}`, await readFile(file));
  }
  const files = new Map<string, PageFile>();
  for (const [path, plain] of octets) {
    if (/\.(br|gz)$/.test(path)) continue;
    const encoded: Partial<Record<Encoding, Buffer>> = {};
    for (const [encoding, ending] of Object.entries(ENCODINGS) as [Encoding, string][]) {
      const compressed = octets.get(path + ending);
      if (compressed !== undefined) encoded[encoding] = compressed;
    }
    files.set(path, pageFile(path, plain, encoded));
  }
  return files;
}
