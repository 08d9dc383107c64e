/**
 * Postfix as a contender: a private instance as Debian ships it, but for what the comparison asks for. Looking
 * up the client's name is off, since our edge does none; everything else that costs CPU time is as it comes.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { ServerCertificate } from '../../infra/local/internet/certificates.ts';
import { needs } from '../peers/debian-packages.ts';
import { startPostfix, type PostfixOptions } from '../peers/postfix.ts';

const run = promisify(execFile);

export interface MeasuredPostfix {
  readonly port: number;
  readonly pid: number;
  /** Messages in these queues (directories of the Postfix queue). */
  queued(...queues: readonly string[]): Promise<number>;
  /** One of Postfix's own commands, outside of what is measured. */
  command(program: 'postsuper' | 'postqueue', ...parameters: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts one that takes mail over TLS, with the certificate given. */
export async function startMeasuredPostfix(
  certificate: ServerCertificate,
  options: Omit<PostfixOptions, 'listen'>,
): Promise<MeasuredPostfix> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-postfix-'));
  const chain = join(folder, 'chain.pem');
  await writeFile(chain, `${certificate.keyPem}\n${certificate.certificatePem}`);
  await chmod(chain, 0o600);
  const port = await freePort();
  const postfix = await startPostfix({
    ...options,
    listen: `127.0.0.1:${port}`,
    settings: {
      smtpd_tls_security_level: 'encrypt',
      smtpd_tls_chain_files: chain,
      smtpd_peername_lookup: 'no',
      ...options.settings,
    },
  });
  const pid = await postfix.masterPid();
  // Where the benchmark is cut off, no mail server is left behind.
  const abandon = (): void => {
    process.kill(pid, 'SIGTERM');
    for (const each of [postfix.directory, folder]) rmSync(each, { recursive: true, force: true });
  };
  process.once('exit', abandon);
  return {
    port,
    pid,
    async queued(...queues) {
      let count = 0;
      for (const queue of queues) {
        const entries = await readdir(join(postfix.directory, 'queue', queue), {
          recursive: true,
          withFileTypes: true,
        });
        count += entries.filter((entry) => entry.isFile()).length;
      }
      return count;
    },
    async command(program, ...parameters) {
      await run(`/usr/sbin/${program}`, ['-c', join(postfix.directory, 'etc'), ...parameters]);
    },
    async stop() {
      process.off('exit', abandon);
      await postfix.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Null where there is none. */
export async function postfixVersion(): Promise<string | null> {
  if (needs('postfix') !== false) return null;
  return (await run('/usr/sbin/postconf', ['-dh', 'mail_version'])).stdout.trim();
}
