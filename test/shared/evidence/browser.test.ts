/** The room as a page loads it: bundled for browsers, with nothing of Node in it, and run without any of it. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createContext, runInContext } from 'node:vm';

import { build } from 'esbuild';

import { memoryEvidenceSigner } from '../../doubles/evidence-key.ts';
import { claimsOf, ended, keySetOf } from './ended.ts';

const ENTRY = `
export { verifyEvidence } from './shared/evidence/verify.ts';
export { readDocument, compareDocument } from './shared/evidence/document.ts';
export { tellEvidence } from './shared/evidence/account.ts';
export { matchMessage } from './shared/evidence/message-match.ts';`;

test('verifying needs a browser and 20 kB', async () => {
  const { outputFiles, warnings } = await build({
    stdin: { contents: ENTRY, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'evidence',
  });
  deepEqual(warnings, []);
  const script = outputFiles[0]?.text ?? '';
  ok(gzipSync(script).length < 20_000, `${gzipSync(script).length} octets`);

  const signer = memoryEvidenceSigner();
  const jws = await signer.sign(claimsOf(ended()));
  // What a browser has, and no `process`, `Buffer` or `require`.
  const page = createContext({
    crypto,
    TextDecoder,
    TextEncoder,
    atob,
    btoa,
    Uint8Array,
    CryptoKey,
    DOMException,
  });
  runInContext(script, page);
  const call = 'evidence.verifyEvidence(jws, JSON.parse(keys)).then(({ kind }) => kind)';
  Object.assign(page, { jws, keys: JSON.stringify(await keySetOf(signer)) });
  equal(await runInContext(call, page), 'verified');
  Object.assign(page, { keys: JSON.stringify(await keySetOf(memoryEvidenceSigner())) });
  equal(await runInContext(call, page), 'refused');
});
