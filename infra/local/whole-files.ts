/** Files that are there whole or not at all: a crash while writing never leaves half of one. */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';

/** The text of a file, or null when there is no such file. Every other error is thrown. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes a file under another name, flushes it to disk, then moves it into place. Owner-only by default. */
export async function writeWhole(file: string, text: string, mode = 0o600): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
