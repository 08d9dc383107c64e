/**
 * The pages as they are in this tree: built when there are none yet, or when a source is newer than they are. Several
 * systems may start at once (tests do); one builds, the others wait for it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { lockDirectory } from '../directory-lock.ts';

const root = join(import.meta.dirname, '../../..');
const sources = join(root, 'web');
const BUILT = join(sources, 'dist');
/** What the pages are made of, beside web/ itself. */
const FURTHER = [
  'shared/mail/words',
  'shared/policy',
  'shared/address',
  'shared/evidence',
  'package-lock.json',
];

/** The pages could not be built; `words` is what the build said. */
export class PagesBuildError extends Error {
  override name = 'PagesBuildError';
  readonly words: string;

  constructor(words: string) {
    super('the pages (web/) could not be built');
    this.words = words;
  }
}

async function modified(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.mtimeMs ?? 0;
}

/** Of a file or of everything in a directory, but for what a build makes; directories count, for what was removed. */
async function newest(place: string): Promise<number> {
  const times = [await modified(place)];
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    // The top of web/ changes with every build that is put there.
    if (!/^(dist|\.pages-)/.test(relative(sources, path))) times.push(await modified(path));
  }
  return Math.max(...(place === sources ? times.slice(1) : times));
}

async function isFresh(): Promise<boolean> {
  const built = await modified(join(BUILT, 'index.html'));
  if (built === 0) return false;
  const changed = await Promise.all([sources, ...FURTHER.map((place) => join(root, place))].map(newest));
  return built > Math.max(...changed);
}

async function runBuild(): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'scripts/build-pages.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const words: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => words.push(chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new PagesBuildError(words.join('').trim());
}

/** The directory with the pages, up to date. Throws `PagesBuildError`. */
export async function builtPages(): Promise<string> {
  while (!(await isFresh())) {
    const lock = await lockDirectory(sources);
    if (lock === null) {
      await pause(100);
      continue;
    }
    try {
      if (!(await isFresh())) await runBuild();
    } finally {
      lock.release();
    }
    return BUILT;
  }
  return BUILT;
}
