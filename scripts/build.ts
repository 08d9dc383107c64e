/**
 * `npm run build`: every bundle that leaves this repository, one file per function, minified names kept. The
 * AWS SDK is bundled as well: what runs is what was tested, not what a runtime happens to ship.
 */
import { statSync } from 'node:fs';

import { build } from 'esbuild';

const entries = {
  'smtp-edge': 'functions/smtp-edge/main.ts',
  'settings-api': 'functions/settings-api/handler.ts',
  'delivery-worker': 'functions/delivery-worker/handler.ts',
  'home-delivery': 'functions/home-delivery/handler.ts',
  'trust-watch': 'functions/trust-watch/handler.ts',
  'tls-reports': 'functions/tls-reports/handler.ts',
};

for (const [name, entry] of Object.entries(entries)) {
  const outfile = `dist/${name}/index.mjs`;
  await build({
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
    // CommonJS dependencies call require(), which an ES module has to make for itself.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  console.log(`${outfile}  ${Math.round(statSync(outfile).size / 1024)} KiB`);
}
