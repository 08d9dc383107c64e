/** Writes the zones and signs them with BIND's tools, children before parents, so that DS records go up. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { addCollidingSignatures, collidingKeys } from './colliding-keys.ts';
import { parentZone, stamp, zones, type Servers, type Zone } from './zones.ts';

const run = promisify(execFile);
const tool = async (name: string, ...parameters: readonly string[]): Promise<string> =>
  (await run(`/usr/bin/${name}`, parameters)).stdout.trim();

export const fileOf = (zone: string): string => (zone === '' ? 'root' : zone);
const depth = (zone: string): number => (zone === '' ? 0 : zone.split('.').length);

/** DS lines for a zone's keys that sign keys, as the parent is to have them. */
async function delegationOf({ keys = [], digests, delegation }: Zone, files: readonly string[]) {
  const lines: string[] = [];
  for (const [index, file] of files.entries())
    if (keys[index]?.includes('KSK') === true)
      for (const digest of digests ?? ['SHA-256'])
        lines.push(await tool('dnssec-dsfromkey', '-a', digest, `${file}.key`));
  return delegation === undefined ? lines : delegation(lines);
}

async function sign(zone: string, spec: Zone, file: string, folder: string): Promise<void> {
  const [inception, expiration] = spec.window ?? [stamp(-1), stamp(30)];
  await tool(
    'dnssec-signzone',
    ...['-q', '-P', '-S', ...(spec.signing ?? []), '-O', 'full', '-K', folder, '-d', folder],
    ...['-s', inception, '-e', expiration, '-o', zone === '' ? '.' : zone, '-f', `${file}.signed`, file],
  );
  let signed = await readFile(`${file}.signed`, 'utf8');
  if (spec.collidingKeys !== undefined) signed = addCollidingSignatures(signed, spec.collidingKeys);
  await writeFile(`${file}.signed`, spec.edit?.(signed) ?? signed);
}

export interface SignedZones {
  /** The root's DS lines. */
  readonly anchors: string;
  /** Each zone as it is served. */
  readonly texts: ReadonlyMap<string, string>;
  readonly keyFolder: (zone: string) => string;
}

export async function writeZones(directory: string, servers: Servers): Promise<SignedZones> {
  const keyFolder = (zone: string): string => join(directory, 'keys', fileOf(zone));
  const delegations = new Map<string, readonly string[]>();
  const texts = new Map<string, string>();
  await mkdir(join(directory, 'zones'));
  for (const [zone, spec] of Object.entries(zones).sort(([a], [b]) => depth(b) - depth(a))) {
    const folder = keyFolder(zone);
    await mkdir(folder, { recursive: true });
    const names: string[] = [];
    for (const key of spec.keys ?? [])
      names.push(await tool('dnssec-keygen', '-q', '-K', folder, ...key, zone === '' ? '.' : zone));
    const files = names.map((name) => join(folder, name));
    delegations.set(zone, await delegationOf(spec, files));
    const children = Object.keys(zones).filter((other) => other !== zone && parentZone(other) === zone);
    const body = spec.body(zone, servers);
    const cuts = children.flatMap((child) => [
      `${child}. NS ${child === 'test' ? 'nstest.test.' : 'ns.test.'}`,
      ...(delegations.get(child) ?? []),
    ]);
    const file = join(directory, 'zones', fileOf(zone));
    await writeFile(file, [body, ...cuts, ...collidingKeys(spec.collidingKeys ?? 0), ''].join('\n'));
    if (spec.keys === undefined) await writeFile(`${file}.signed`, await readFile(file));
    else await sign(zone, spec, file, folder);
    texts.set(zone, await readFile(`${file}.signed`, 'utf8'));
  }
  return { anchors: (delegations.get('') ?? []).join('\n'), texts, keyFolder };
}
