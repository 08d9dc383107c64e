/**
 * A base image made without a registry: the Node binary of node_modules where the official Node image has it, the
 * shared libraries that it names (from this machine's Debian), an empty /tmp, and nothing else.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import type { ContainerEngine } from './container-engine.ts';

const run = promisify(execFile);

/** Builds it as `tag`, with `folder` as a place to work. */
export async function buildNodeBase(engine: ContainerEngine, tag: string, folder: string): Promise<void> {
  const { stdout } = await run('ldd', [process.execPath]);
  const libraries = stdout.match(/\/\S+/g) ?? [];
  const files = new Map([...libraries.map((file) => [file, file] as const)]);
  files.set('/usr/local/bin/node', process.execPath);
  const context = path.join(folder, 'base');
  for (const [inside, outside] of files) {
    const target = path.join(context, inside);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(outside, target);
  }
  const dockerfile = path.join(folder, 'base.Dockerfile');
  await writeFile(dockerfile, 'FROM scratch\nCOPY . /\n');
  await engine.build(tag, dockerfile, context);
}
