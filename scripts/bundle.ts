/**
 * One bundle: one file per function, minified with names kept, and its bill of materials beside it. The AWS SDK
 * is bundled as well: what runs is what was tested, not what a runtime happens to ship.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { build } from 'esbuild';

import { billOfMaterials, type Lock } from './sbom.ts';

const root = join(import.meta.dirname, '..');

export const BILL_OF_MATERIALS = 'sbom.cdx.json';

/** Bundles `entry` (from the root of the repository) into `outfile`. Gives its size in octets. */
export async function bundle(name: string, entry: string, outfile: string): Promise<number> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: 'linked',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    metafile: true,
    // CommonJS dependencies call require(), which an ES module has to make for itself.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  const content = await readFile(outfile);
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const bill = billOfMaterials({ name, content }, metafile, lock);
  const folder = dirname(outfile);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, BILL_OF_MATERIALS), `${JSON.stringify(bill, null, 2)}\n`);
  return content.length;
}
