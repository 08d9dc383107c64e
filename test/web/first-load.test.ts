/** What a browser must load before it shows anything is small: measured on the build itself. */
import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { builtPages } from '../../infra/local/pages/built-pages.ts';
import { readPageFiles, type PageFile } from '../../infra/local/pages/page-files.ts';

/** Of script and style, compressed with gzip, in all: for a phone on a slow line. */
const BUDGET = 80_000;
/** A page on top of the frame. */
const PAGE_BUDGET = 40_000;

const files = await readPageFiles(await builtPages());

function size(file: PageFile): number {
  return gzipSync(file.plain, { level: 9 }).length;
}

/** A file and everything that it imports at once, not what it may load later. */
function withImports(path: string, found = new Set<string>()): Set<string> {
  const file = files.get(path);
  if (file === undefined || found.has(path)) return found;
  found.add(path);
  const text = file.plain.toString();
  for (const [, name] of text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+)["']/g))
    withImports(`/assets/${name ?? ''}`, found);
  return found;
}

test(`the frame and the first page are under ${BUDGET} octets of gzip`, () => {
  const index = files.get('/index.html')?.plain.toString() ?? '';
  const named = [...index.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
  ok(named.some((path) => path.endsWith('.js')) && named.some((path) => path.endsWith('.css')));
  const frame = new Set(named.flatMap((path) => [...withImports(path)]));
  const octets = (paths: Iterable<string>): number =>
    [...paths].reduce((sum, path) => sum + size(files.get(path) as PageFile), 0);
  const total = octets(frame);
  ok(total + PAGE_BUDGET <= BUDGET, `the frame alone has ${total}`);
  const pages = [...files.keys()].filter((path) => /^\/assets\/page-.*\.js$/.test(path));
  ok(pages.length > 10);
  for (const page of pages) {
    const own = octets([...withImports(page)].filter((path) => !frame.has(path)));
    ok(own <= PAGE_BUDGET, `${page} adds ${own}`);
  }
});

test('nothing is inlined: no script, no style, no handler in index.html', () => {
  const index = files.get('/index.html')?.plain.toString() ?? '';
  equal(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/i.exec(index), null);
});
