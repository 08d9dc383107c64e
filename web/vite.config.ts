/**
 * How the pages are built: `web/dist`, with hashes in the names of everything but index.html. Nothing is inlined,
 * because the Content-Security-Policy forbids inline script and style, and each route is a file of its own.
 */
import { defineConfig } from 'vite';

/** Where `npm start` listens; `npm run web:dev` hands everything but the pages on to it. */
const system = process.env['SYSTEM_ORIGIN'] ?? 'https://localhost:8443';
const toSystem = { target: system, secure: false };

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: process.env['PAGES_DIRECTORY'] ?? 'dist',
    emptyOutDir: true,
    target: ['chrome120', 'firefox121', 'safari17'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: {
    port: 5173,
    proxy: {
      '/v1': toSystem,
      '/simulation/': toSystem,
      '/healthz': toSystem,
      '/why-refused': toSystem,
      '/.well-known': toSystem,
      '/oidc': toSystem,
      '/config.json': toSystem,
    },
  },
});
