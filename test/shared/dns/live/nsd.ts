/** NSD as the authoritative server of some zones. It binds any address of 127.0.0.0/8, which named does not. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startDaemon, type Daemon } from './daemon.ts';
import { fileOf } from './zone-signing.ts';

export async function startNsd(
  directory: string,
  { address, port }: { readonly address: string; readonly port: number },
  served: readonly string[],
): Promise<Daemon> {
  const own = join(directory, `nsd-${address}`);
  await mkdir(own);
  const lines = [
    'server:',
    `  ip-address: ${address}@${port}`,
    '  server-count: 1',
    '  username: ""',
    '  chroot: ""',
    '  database: ""',
    '  pidfile: ""',
    `  zonesdir: "${join(directory, 'zones')}"`,
    `  xfrdir: "${own}"`,
    `  xfrdfile: "${join(own, 'xfrd')}"`,
    `  zonelistfile: "${join(own, 'zonelist')}"`,
    'remote-control:',
    '  control-enable: no',
    ...served.flatMap((zone) => [
      'zone:',
      `  name: "${zone === '' ? '.' : zone}"`,
      `  zonefile: "${fileOf(zone)}.signed"`,
    ]),
  ];
  const file = join(own, 'nsd.conf');
  await writeFile(file, `${lines.join('\n')}\n`);
  return startDaemon('/usr/sbin/nsd', ['-d', '-c', file], /nsd started/);
}
