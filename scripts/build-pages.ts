/**
 * Builds the pages (web/, docs/web.md) into `web/dist`: into a temporary directory first and then renamed, so that
 * nobody reads a half of it, with everything compressed beside it.
 */
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const COMPRESSIBLE = /\.(html|js|css|svg|json)$/;

async function compress(file: string): Promise<void> {
  const plain = await readFile(file);
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  for (const [ending, compressed] of [
    ['.br', brotliCompressSync(plain, brotli)],
    ['.gz', gzipSync(plain, { level: 9 })],
  ] as const) {
    if (compressed.length < plain.length) await writeFile(file + ending, compressed);
  }
}

/** Builds the pages into `destination`, in place of what is there. Throws with the compiler's words. */
export async function buildPages(destination = join(root, 'web/dist')): Promise<void> {
  const directory = await mkdtemp(join(destination, '..', '.pages-'));
  try {
    const made = join(directory, 'made');
    await build({
      configFile: join(root, 'web/vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: made },
    });
    for (const entry of await readdir(made, { recursive: true, withFileTypes: true }))
      if (entry.isFile() && COMPRESSIBLE.test(entry.name)) await compress(join(entry.parentPath, entry.name));
    await rename(destination, join(directory, 'before')).catch(ignoreMissing);
    await rename(made, destination);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

if (import.meta.main) await buildPages();
