import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new directory for one test; `dispose` removes it with all its content. */
export async function temporaryDirectory(): Promise<{ path: string; dispose: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'local-aws-'));
  return { path, dispose: () => rm(path, { recursive: true, force: true }) };
}
