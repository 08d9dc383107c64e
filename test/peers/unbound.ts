/**
 * Debian's Unbound as a validating resolver between other people's mail servers and the simulated internet: it
 * forwards every question to the simulation's name server and proves the answers from the simulation's root.
 * Mail servers read a resolver's address but no port from resolv.conf, so it is at port 53, on a loopback
 * address of its own. Takes root.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { SimulatedInternet } from '../../infra/local/internet/simulation.ts';

export interface Unbound {
  readonly address: string;
  /** A resolv.conf(5) that points to it, and says that its AD bit may be believed. */
  readonly resolvConf: string;
  stop(): Promise<void>;
}

const configuration = (directory: string, address: string, world: SimulatedInternet): string => `
server:
  interface: ${address}
  port: 53
  access-control: 127.0.0.0/8 allow
  directory: "${directory}"
  chroot: ""
  username: ""
  pidfile: ""
  do-daemonize: no
  use-syslog: no
  verbosity: 1
  num-threads: 1
  msg-cache-size: 1m
  rrset-cache-size: 2m
  do-ip6: no
  do-not-query-localhost: no
  qname-minimisation: no
  module-config: "validator iterator"
  trust-anchor-file: "${world.trustAnchorsFile}"
remote-control:
  control-enable: no
forward-zone:
  name: "."
  forward-addr: ${world.dnsServers.replace(':', '@')}
`;

/** Starts it on `address`, port 53. Throws with Unbound's own words where it does not start. */
export async function startUnbound(world: SimulatedInternet, address: string): Promise<Unbound> {
  const directory = await mkdtemp(join(tmpdir(), 'unbound-'));
  const configFile = join(directory, 'unbound.conf');
  const resolvConf = join(directory, 'resolv.conf');
  await writeFile(configFile, configuration(directory, address, world));
  await writeFile(resolvConf, `nameserver ${address}\noptions trust-ad edns0\n`);
  // Without us it has no purpose: it ends with us, however we end.
  const child = spawn(
    '/usr/bin/setpriv',
    ['--pdeathsig', 'KILL', '/usr/sbin/unbound', '-d', '-p', '-c', configFile],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(child, 'exit');
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr });
  const serving = new Promise<boolean>((resolve) => {
    lines.on('line', (line) => {
      said.push(line);
      if (line.includes('start of service')) resolve(true);
    });
    lines.on('close', () => {
      resolve(false);
    });
  });
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  if (!(await serving)) {
    await stop();
    throw new Error(`Unbound did not start: ${said.join('\n')}`);
  }
  return { address, resolvConf, stop };
}
