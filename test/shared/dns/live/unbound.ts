/**
 * Unbound as a recursive resolver: one that validates, for its verdicts, or one that does not, for our
 * validator to ask. Its memory can be emptied, so that one answer does not colour the verdict on the next.
 */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { startDaemon, type Daemon } from './daemon.ts';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export interface UnboundOptions extends Endpoint {
  /** DS lines of the root; without them nothing is validated. */
  readonly anchors?: string;
  /** Zones and who serves them. */
  readonly stubs?: readonly (Endpoint & { readonly zone: string })[];
  /** Who is asked about everything instead. */
  readonly forwardTo?: Endpoint;
  /** For DNS over TLS on a port of its own. */
  readonly tls?: { readonly port: number; readonly certificatePem: string; readonly keyPem: string };
  /** Lines for the server section. */
  readonly settings?: readonly string[];
}

export interface Unbound extends Daemon {
  /** Forgets every record, message, key and server. */
  readonly flush: () => Promise<void>;
}

/** unbound-control's own words, without its certificates, over a socket that only we can open. */
async function control(path: string, command: string): Promise<void> {
  const socket = connect(path);
  await once(socket, 'connect');
  socket.write(`UBCT1 ${command}\n`);
  const answer = await text(socket);
  if (!answer.startsWith('ok')) throw new Error(`Unbound says to ${command}: ${answer}`);
}

async function tlsLines({ address, tls }: UnboundOptions, own: string): Promise<readonly string[]> {
  if (tls === undefined) return [];
  const [certificate, key] = [join(own, 'tls.crt'), join(own, 'tls.key')];
  await writeFile(certificate, tls.certificatePem);
  await writeFile(key, tls.keyPem);
  return [
    `  interface: ${address}@${tls.port}`,
    `  tls-port: ${tls.port}`,
    `  tls-service-pem: "${certificate}"`,
    `  tls-service-key: "${key}"`,
  ];
}

export async function startUnbound(directory: string, options: UnboundOptions): Promise<Unbound> {
  const { address, port, anchors, stubs = [], forwardTo, settings = [] } = options;
  const own = join(directory, `unbound-${address}`);
  await mkdir(own);
  const socket = join(own, 'control');
  if (anchors !== undefined) await writeFile(join(own, 'root.ds'), `${anchors}\n`);
  const lines = [
    'server:',
    `  directory: "${own}"`,
    '  chroot: ""',
    '  username: ""',
    '  pidfile: ""',
    '  use-syslog: no',
    '  num-threads: 1',
    `  interface: ${address}@${port}`,
    ...(await tlsLines(options, own)),
    `  outgoing-interface: ${address}`,
    '  access-control: 127.0.0.0/8 allow',
    '  do-ip6: no',
    '  do-not-query-localhost: no',
    '  local-zone: "test." nodefault',
    '  outgoing-range: 256',
    '  aggressive-nsec: no',
    '  prefetch: no',
    '  serve-expired: no',
    ...settings.map((line) => `  ${line}`),
    ...(anchors === undefined
      ? ['  module-config: "iterator"']
      : ['  module-config: "validator iterator"', `  trust-anchor-file: "${join(own, 'root.ds')}"`]),
    'remote-control:',
    '  control-enable: yes',
    '  control-use-cert: no',
    `  control-interface: "${socket}"`,
    ...stubs.flatMap(({ zone, ...server }) => [
      'stub-zone:',
      `  name: "${zone}."`,
      `  stub-addr: ${server.address}@${server.port}`,
      '  stub-prime: no',
    ]),
    ...(forwardTo === undefined
      ? []
      : ['forward-zone:', '  name: "."', `  forward-addr: ${forwardTo.address}@${forwardTo.port}`]),
  ];
  const file = join(own, 'unbound.conf');
  await writeFile(file, `${lines.join('\n')}\n`);
  const daemon = await startDaemon('/usr/sbin/unbound', ['-d', '-c', file], /start of service/);
  return {
    ...daemon,
    flush: async () => {
      await control(socket, 'flush_zone .');
      await control(socket, 'flush_infra all');
    },
  };
}
