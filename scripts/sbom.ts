/**
 * The bill of materials of a bundle: CycloneDX 1.6 in JSON. What esbuild really put into the file decides what
 * is named, not what package.json asks for; version, licence and integrity of each come from the lock. The same
 * sources give the same octets: no time of making, and a serial number that follows from the content.
 *
 * Not in it: Node itself and the libraries of the base image, which scanners find there.
 */
import { createHash } from 'node:crypto';

import type { Metafile } from 'esbuild';

/** What is read of package-lock.json (lockfileVersion 3): the root under '', packages under their folder. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
}

/** The bundle that the bill is about. */
export interface Bundle {
  /** Of the function: `smtp-edge`. */
  readonly name: string;
  readonly content: Buffer;
}

interface Hash {
  readonly alg: string;
  readonly content: string;
}

interface Component {
  readonly type: 'library' | 'application';
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly hashes?: readonly Hash[];
  readonly licenses?: readonly (
    { readonly expression: string } | { readonly license: { readonly id: string } }
  )[];
}

export interface BillOfMaterials {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly serialNumber: string;
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const ALGORITHMS = new Map([
  ['sha1', 'SHA-1'],
  ['sha256', 'SHA-256'],
  ['sha384', 'SHA-384'],
  ['sha512', 'SHA-512'],
]);

/** The package folder that a source file is in, as the lock names it; null for our own sources. */
function packageFolderOf(sourceFile: string): string | null {
  return /(?:^|\/)(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(sourceFile)?.[1] ?? null;
}

/** Subresource Integrity, as the lock has it, in hexadecimal. */
function hashesOf(integrity: string): Hash[] {
  return integrity.split(/\s+/).flatMap((text) => {
    const dash = text.indexOf('-');
    const alg = ALGORITHMS.get(text.slice(0, dash));
    if (alg === undefined) return [];
    return [{ alg, content: Buffer.from(text.slice(dash + 1), 'base64').toString('hex') }];
  });
}

function licensesOf(license: string): NonNullable<Component['licenses']> {
  return / (?:OR|AND|WITH) /.test(license) ? [{ expression: license }] : [{ license: { id: license } }];
}

/** Throws where the lock does not know the folder: then the bundle was not made of what is locked. */
function componentOf(folder: string, lock: Lock): Component {
  const { version, license, integrity } = lock.packages[folder] ?? {};
  if (version === undefined) throw new Error(`${folder} is in the bundle and not in package-lock.json`);
  const fullName = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const slash = fullName.indexOf('/');
  const purl = `pkg:npm/${fullName.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    ...(slash > 0 && { group: fullName.slice(0, slash) }),
    name: fullName.slice(slash + 1),
    version,
    purl,
    ...(integrity !== undefined && { hashes: hashesOf(integrity) }),
    ...(license !== undefined && { licenses: licensesOf(license) }),
  };
}

/** The files with at least one octet in the output: what was shaken out of the bundle is not in its bill. */
function bundledFiles({ outputs }: Metafile): Set<string> {
  return new Set(
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  );
}

/** A UUID (version 8, RFC 9562 section 5.8) that follows from the content. */
function serialNumberOf(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Composes the bill of one bundle. Pure. */
export function billOfMaterials(bundle: Bundle, metafile: Metafile, lock: Lock): BillOfMaterials {
  const subject: Component = {
    type: 'application',
    'bom-ref': `secure-alias/${bundle.name}`,
    group: 'secure-alias',
    name: bundle.name,
    version: lock.packages['']?.version ?? '0',
    hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(bundle.content).digest('hex') }],
    ...(lock.packages['']?.license !== undefined && { licenses: licensesOf(lock.packages[''].license) }),
  };
  const components = new Map<string, Component>();
  for (const file of bundledFiles(metafile)) {
    const folder = packageFolderOf(file);
    if (folder !== null) components.set(folder, componentOf(folder, lock));
  }
  /** Null for a package of which nothing is in the bundle. */
  const refOf = (file: string): string | null => {
    const folder = packageFolderOf(file);
    return folder === null ? subject['bom-ref'] : (components.get(folder)?.['bom-ref'] ?? null);
  };
  const dependsOn = new Map(
    [subject, ...components.values()].map((one) => [one['bom-ref'], new Set<string>()]),
  );
  // Files that only pass on what others export leave no octet, and still tell who needs whom.
  for (const [file, { imports }] of Object.entries(metafile.inputs)) {
    const ref = refOf(file);
    for (const imported of imports) {
      const other = imported.external === true ? null : refOf(imported.path);
      if (ref !== null && other !== null && other !== ref) dependsOn.get(ref)?.add(other);
    }
  }
  // Two folders of the same package and version are one component.
  const distinct = new Map([...components.values()].map((one) => [one['bom-ref'], one]));
  const sorted = [...distinct.values()].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
  const content = {
    metadata: { component: subject },
    components: sorted,
    dependencies: [...dependsOn]
      .map(([ref, others]) => ({ ref, dependsOn: [...others].sort() }))
      .sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumberOf(JSON.stringify(content)),
    version: 1,
    ...content,
  };
}
