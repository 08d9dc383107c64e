/** The bill of materials names what is in the bundle: no more, no less, with the lock's words. */
import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import type { Metafile } from 'esbuild';

import { BILL_OF_MATERIALS, bundle } from '../../scripts/bundle.ts';
import { billOfMaterials, type BillOfMaterials, type Lock } from '../../scripts/sbom.ts';

const lock: Lock = {
  packages: {
    '': { version: '1.2.3', license: 'MIT' },
    'node_modules/outer': { version: '2.0.0', license: 'ISC', integrity: 'sha512-AAEC sha1-/w==' },
    'node_modules/outer/node_modules/@scope/inner': { version: '3.0.0', license: '(MIT OR Apache-2.0)' },
    'node_modules/shaken': { version: '9.9.9', license: 'MIT' },
  },
};
const input = (...paths: string[]) => ({
  bytes: 1,
  imports: paths.map((one) => ({ path: one, kind: 'import-statement' as const })),
});
const inner = 'node_modules/outer/node_modules/@scope/inner/index.js';

function metafileWith(bytesInOutput: Readonly<Record<string, number>>): Metafile {
  return {
    inputs: {
      'functions/main.ts': input('node_modules/outer/barrel.js', 'node_modules/shaken/index.js'),
      'node_modules/outer/barrel.js': input('node_modules/outer/index.js'),
      'node_modules/outer/index.js': input(inner),
      [inner]: input(),
      'node_modules/shaken/index.js': input(),
    },
    outputs: {
      'dist/index.mjs': {
        bytes: 10,
        exports: [],
        imports: [],
        inputs: Object.fromEntries(
          Object.entries(bytesInOutput).map(([file, bytes]) => [file, { bytesInOutput: bytes }]),
        ),
      },
    },
  };
}

const bundled = {
  'functions/main.ts': 4,
  'node_modules/outer/index.js': 3,
  [inner]: 3,
  'node_modules/shaken/index.js': 0,
};
const subject = { name: 'edge', content: Buffer.from('the bundle') };

test('names, versions, licences and hashes as the lock has them; what was shaken out is not named', () => {
  const { components, metadata } = billOfMaterials(subject, metafileWith(bundled), lock);
  deepEqual(components, [
    {
      type: 'library',
      'bom-ref': 'pkg:npm/%40scope/inner@3.0.0',
      group: '@scope',
      name: 'inner',
      version: '3.0.0',
      purl: 'pkg:npm/%40scope/inner@3.0.0',
      licenses: [{ expression: '(MIT OR Apache-2.0)' }],
    },
    {
      type: 'library',
      'bom-ref': 'pkg:npm/outer@2.0.0',
      name: 'outer',
      version: '2.0.0',
      purl: 'pkg:npm/outer@2.0.0',
      hashes: [
        { alg: 'SHA-512', content: '000102' },
        { alg: 'SHA-1', content: 'ff' },
      ],
      licenses: [{ license: { id: 'ISC' } }],
    },
  ]);
  equal(metadata.component.version, '1.2.3');
});

test('who depends on whom, also through files that only pass on', () => {
  const { dependencies } = billOfMaterials(subject, metafileWith(bundled), lock);
  deepEqual(dependencies, [
    { ref: 'pkg:npm/%40scope/inner@3.0.0', dependsOn: [] },
    { ref: 'pkg:npm/outer@2.0.0', dependsOn: ['pkg:npm/%40scope/inner@3.0.0'] },
    { ref: 'secure-alias/edge', dependsOn: ['pkg:npm/outer@2.0.0'] },
  ]);
});

test('a package that is not in the lock stops the build', () => {
  throws(
    () => billOfMaterials(subject, metafileWith({ 'node_modules/stranger/index.js': 1 }), lock),
    /node_modules\/stranger is in the bundle and not in package-lock\.json/,
  );
});

test('of the edge: each component is locked, has a licence and a hash, and twice the same octets', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'bundle-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const make = async (): Promise<string> => {
    await bundle('smtp-edge', 'functions/smtp-edge/main.ts', path.join(folder, 'index.mjs'));
    return readFile(path.join(folder, BILL_OF_MATERIALS), 'utf8');
  };
  const text = await make();
  equal(await make(), text);
  const bill = JSON.parse(text) as BillOfMaterials;
  match(bill.serialNumber, /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const names = bill.components.map(({ purl }) => purl?.replace(/@[^@]*$/, ''));
  for (const expected of ['pkg:npm/smtp-server', 'pkg:npm/%40aws-sdk/client-sqs'])
    ok(names.includes(expected));
  for (const never of ['pkg:npm/esbuild', 'pkg:npm/eslint', 'pkg:npm/fauxqs']) ok(!names.includes(never));
  for (const { purl, licenses, hashes } of bill.components) {
    ok(licenses !== undefined, purl);
    equal(hashes?.[0]?.alg, 'SHA-512', purl);
  }
  const refs = new Set([bill.metadata.component, ...bill.components].map((one) => one['bom-ref']));
  for (const { ref, dependsOn } of bill.dependencies)
    for (const one of [ref, ...dependsOn]) ok(refs.has(one));
});
