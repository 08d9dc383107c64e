/**
 * Mail in: CPU time of the edge's own process for each message that comes over STARTTLS, beside Postfix.
 *
 * Ours takes the message and hands it to the queue (SQS; its stand-in is another process and counts for
 * nobody, as on AWS). Postfix puts it on disk, synced. There are two of them: one that stops there, which is
 * the same stretch of the way, and one that then also delivers each message to its discard service.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ServerCertificate } from '../../infra/local/internet/certificates.ts';
import { eventually } from '../e2e/api-client.ts';
import { ALICE_ALIAS } from '../e2e/local-system.ts';
import { compare, type Comparison, type Contender } from './comparison.ts';
import type { House } from './house.ts';
import { startLoadGenerator, type Load, type LoadGenerator } from './load.ts';
import { startMeasuredPostfix, type MeasuredPostfix } from './postfix-contender.ts';

const SENDER = 'bob@good.example';
const DOMAIN = 'secure.example.org';
const CONCURRENCY = 4;

interface Workload {
  readonly messagesPerConnection: number;
  readonly messagesPerRound: number;
  readonly warmUpMessages: number;
}

/** The warm-up is long: a Node process goes on getting faster for some thousand messages. */
const WORKLOADS: readonly Workload[] = [
  { messagesPerConnection: 1, messagesPerRound: 300, warmUpMessages: 600 },
  { messagesPerConnection: 20, messagesPerRound: 1000, warmUpMessages: 2000 },
];

/** Is given each comparison as soon as it is there. */
type Take = (comparison: Comparison) => void;
type Send = (port: number, messages: number) => Promise<void>;

function edge(house: House, send: Send): Contender {
  return {
    name: 'smtp-edge',
    pid: house.pid('smtp-edge'),
    prepare: () => house.purge('home'),
    async work(messages) {
      await send(house.bench.system.ports.mx, messages);
      const queued = await house.queued('home');
      if (queued !== messages) throw new Error(`${queued} of ${messages} messages are in the queue`);
    },
  };
}

function postfixThatTakes(postfix: MeasuredPostfix, send: Send): Contender {
  return {
    name: 'Postfix, takes',
    pid: postfix.pid,
    prepare: () => postfix.command('postsuper', '-d', 'ALL', 'hold'),
    async work(messages) {
      await send(postfix.port, messages);
      const queued = await postfix.queued('hold');
      if (queued !== messages) throw new Error(`${queued} of ${messages} messages are in Postfix's queue`);
    },
  };
}

function postfixThatDiscards(postfix: MeasuredPostfix, send: Send): Contender {
  return {
    name: 'Postfix, takes and discards',
    pid: postfix.pid,
    prepare: () => Promise.resolve(),
    async work(messages) {
      await send(postfix.port, messages);
      await eventually(
        'an empty Postfix queue',
        async () => (await postfix.queued('incoming', 'active')) === 0,
      );
    },
  };
}

/** The very certificate that the edge presents. */
async function edgeCertificate(house: House): Promise<ServerCertificate> {
  const folder = join(house.bench.directory, 'tls');
  return {
    certificatePem: await readFile(join(folder, 'server.pem'), 'utf8'),
    keyPem: await readFile(join(folder, 'server-key.pem'), 'utf8'),
  };
}

async function compareWorkloads(
  house: House,
  generator: LoadGenerator,
  postfixes: { readonly taking: MeasuredPostfix; readonly discarding: MeasuredPostfix },
  rounds: number,
  take: Take,
): Promise<void> {
  for (const { messagesPerConnection, ...plan } of WORKLOADS) {
    const load: Omit<Load, 'port' | 'messages'> = {
      sender: SENDER,
      recipient: ALICE_ALIAS,
      messagesPerConnection,
      concurrency: CONCURRENCY,
    };
    const send: Send = (port, messages) => generator.send({ ...load, port, messages });
    const title = `In over STARTTLS, ${messagesPerConnection} message${messagesPerConnection === 1 ? '' : 's'} a connection`;
    take(
      await compare({ ...plan, title, rounds }, [
        edge(house, send),
        postfixThatTakes(postfixes.taking, send),
        postfixThatDiscards(postfixes.discarding, send),
      ]),
    );
  }
}

export async function measureInbound(house: House, rounds: number, take: Take): Promise<void> {
  await using stack = new AsyncDisposableStack();
  stack.defer(() => house.settle());
  house.hold('home-delivery');
  const generator = await startLoadGenerator();
  stack.defer(() => generator.stop());
  const certificate = await edgeCertificate(house);
  const postfix = async (settings: Record<string, string>): Promise<MeasuredPostfix> => {
    const started = await startMeasuredPostfix(certificate, { domains: [DOMAIN], settings });
    stack.defer(() => started.stop());
    return started;
  };
  const postfixes = {
    taking: await postfix({ smtpd_client_restrictions: 'check_client_access static:HOLD' }),
    discarding: await postfix({ virtual_transport: 'discard:' }),
  };
  await compareWorkloads(house, generator, postfixes, rounds, take);
}
