/** What the functions say, in one file that does not grow without end. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

const LARGEST_LOG = 50 * 1024 * 1024;

/** Opens `log/functions.log` in the data directory; a large one of before is kept beside it, once. */
export async function openLog(
  dataDirectory: string,
): Promise<{ file: string; stream: NodeJS.WritableStream }> {
  const folder = join(dataDirectory, 'log');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'functions.log');
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST_LOG) await rename(file, `${file}.1`);
  return { file, stream: createWriteStream(file, { flags: 'a', mode: 0o600 }) };
}
