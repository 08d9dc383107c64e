/**
 * `npm run build`: every bundle that leaves this repository, in `dist`, each with its bill of materials
 * (bundle.ts, sbom.ts), and the pages in `web/dist`. `npm run build -- smtp-edge pages` makes only the named ones.
 */
import { buildPages } from './build-pages.ts';
import { bundle } from './bundle.ts';

const entries = {
  'smtp-edge': 'functions/smtp-edge/main.ts',
  'settings-api': 'functions/settings-api/handler.ts',
  'delivery-worker': 'functions/delivery-worker/handler.ts',
  'home-delivery': 'functions/home-delivery/handler.ts',
  'trust-watch': 'functions/trust-watch/handler.ts',
  'tls-reports': 'functions/tls-reports/handler.ts',
};

const named = process.argv.slice(2);
const PAGES = 'pages';
const unknown = named.filter((name) => name !== PAGES && !Object.hasOwn(entries, name));
if (unknown.length > 0) {
  console.error(
    `Nothing is called ${unknown.join(', ')}; there are ${Object.keys(entries).join(', ')}, ${PAGES}.`,
  );
  process.exit(1);
}
for (const [name, entry] of Object.entries(entries)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const outfile = `dist/${name}/index.mjs`;
  const octets = await bundle(name, entry, outfile);
  console.log(`${outfile}  ${Math.round(octets / 1024)} KiB`);
}
if (named.length === 0 || named.includes(PAGES)) {
  await buildPages();
  console.log('web/dist');
}
