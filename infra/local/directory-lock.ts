/**
 * One system per data directory. The lock is a listening socket in Linux's abstract name space, named after
 * the directory: the kernel gives it up with the process, however that ends, so there is never a stale one.
 * Elsewhere a socket file in the temporary folder takes its place, removed when nobody answers on it.
 */
import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DirectoryLock {
  release(): void;
}

function socketName(directory: string): string {
  const digest = createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 32);
  return process.platform === 'linux'
    ? `\0secure-alias-${digest}`
    : join(tmpdir(), `secure-alias-${digest}.sock`);
}

async function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** Takes the lock, or gives null where another process has it. The directory must exist. */
export async function lockDirectory(directory: string): Promise<DirectoryLock | null> {
  const path = socketName(directory);
  if (!path.startsWith('\0') && !(await isAnswered(path))) rmSync(path, { force: true });
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(path, () => {
      server.unref();
      resolve({ release: () => server.close() });
    });
  });
}
