/**
 * The code of a function as an asset: one file, bundled in this process at synthesis, so that neither Docker nor
 * a build before it is needed. The AWS SDK is bundled as well: what runs is what was tested. The asset's hash is
 * that of the bundle, so a deployment changes a function only where its code has changed.
 */
import { join } from 'node:path';

import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

export const root = join(import.meta.dirname, '../..');

/** Bundles one entry, a path from the root of the repository, into `index.mjs`. */
export function bundle(entry: string, outputDirectory: string): void {
  buildSync({
    entryPoints: [join(root, entry)],
    outfile: join(outputDirectory, 'index.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Paths in it would differ from machine to machine, and so would the hash.
    sourcemap: false,
    absWorkingDir: root,
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    // CommonJS dependencies call require(), which an ES module has to make for itself.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

/** The code of the function whose entry this is. */
export function functionCode(entry: string): Code {
  return Code.fromAsset(root, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: bundling here cannot fail to be tried.
      image: DockerImage.fromRegistry('none'),
      // Tells the bundles apart: the CDK bundles only once what has equal options.
      command: [entry],
      local: {
        tryBundle: (outputDirectory) => {
          bundle(entry, outputDirectory);
          return true;
        },
      },
    },
  });
}
