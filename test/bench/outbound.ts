/**
 * Mail out: CPU time of the delivery worker for each message that goes to one mail server over STARTTLS,
 * beside Postfix's delivery. Both begin with all messages in their queue: ours are accepted over the API while
 * the worker is held still, Postfix's over SMTP into its hold queue. Acceptance is not counted on either side.
 *
 * Ours does more on the way: it looks up the MX in DNS, signs with DKIM (RSA-2048 and Ed25519), keeps a record
 * and a receipt in the table, and files a copy for Sent. Its event source (receiving from SQS and deleting)
 * runs in the worker's process here and is counted; on AWS it is Lambda's.
 */
import { createAuthority } from '../../infra/local/internet/certificates.ts';
import { eventually } from '../e2e/api-client.ts';
import { ALICE_ALIAS } from '../e2e/local-system.ts';
import { compare, type Comparison, type Contender } from './comparison.ts';
import type { House } from './house.ts';
import { startLoadGenerator, type LoadGenerator } from './load.ts';
import { composeMessage } from './message.ts';
import { startMeasuredPostfix, type MeasuredPostfix } from './postfix-contender.ts';
import { startSink, type Sink } from './sink.ts';

const DOMAIN = 'sink.example';
const MX = `mx.${DOMAIN}`;
const RECIPIENT = `bob@${DOMAIN}`;
const SINK_ADDRESS = '127.10.78.1';
const MESSAGES_PER_ROUND = 250;
const WARM_UP_MESSAGES = 750;
const UPLOADS_AT_A_TIME = 4;

async function upload(house: House, messages: number): Promise<void> {
  let left = messages;
  const oneAfterTheOther = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const answer = await house.alice('/v1/messages', {
        body: composeMessage(ALICE_ALIAS, RECIPIENT, crypto.randomUUID()),
        headers: { 'content-type': 'message/rfc822' },
      });
      if (answer.status !== 202) throw new Error(`${answer.status} ${answer.body.toString()}`);
    }
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_A_TIME }, oneAfterTheOther));
}

/** Lets `work` begin and waits until the sink has all messages and the queue is empty. */
async function deliverAll(
  sink: Sink,
  messages: number,
  begin: () => Promise<void>,
  queued: () => Promise<number>,
): Promise<void> {
  const before = await sink.report();
  await begin();
  await eventually('an empty queue', async () => (await queued()) === 0, 60_000);
  const taken = (await sink.report()).messages - before.messages;
  if (taken !== messages) throw new Error(`the sink took ${taken} messages instead of ${messages}`);
}

function worker(house: House, sink: Sink): Contender {
  return {
    name: 'delivery-worker',
    pid: house.pid('delivery-worker'),
    async prepare(messages) {
      house.hold('delivery-worker');
      await house.purge('home');
      await upload(house, messages);
    },
    work: (messages) =>
      deliverAll(
        sink,
        messages,
        () => {
          house.release('delivery-worker');
          return Promise.resolve();
        },
        () => house.queued('outbound'),
      ),
  };
}

function postfixClient(
  name: string,
  postfix: MeasuredPostfix,
  generator: LoadGenerator,
  sink: Sink,
): Contender {
  return {
    name,
    pid: postfix.pid,
    prepare: (messages) =>
      generator.send({
        port: postfix.port,
        sender: ALICE_ALIAS,
        recipient: RECIPIENT,
        messages,
        messagesPerConnection: 20,
        concurrency: 2,
      }),
    work: (messages) =>
      deliverAll(
        sink,
        messages,
        async () => {
          await postfix.command('postsuper', '-H', 'ALL');
          await postfix.command('postqueue', '-f');
        },
        () => postfix.queued('hold', 'incoming', 'active', 'deferred'),
      ),
  };
}

export async function measureOutbound(house: House, rounds: number): Promise<Comparison> {
  await using stack = new AsyncDisposableStack();
  stack.defer(() => house.settle());
  house.hold('home-delivery');
  const generator = await startLoadGenerator();
  stack.defer(() => generator.stop());
  const authority = await createAuthority({ commonName: 'Benchmark authority' });
  const { smtpPort: port, nameServer } = house.bench.world;
  const certificate = await authority.issue({ names: [MX] });
  const sink = await startSink({ ...certificate, address: SINK_ADDRESS, port });
  stack.defer(() => sink.stop());
  nameServer.setRecords({
    origin: DOMAIN,
    records: [
      { name: DOMAIN, type: 'MX', data: { preference: 10, exchange: MX } },
      { name: MX, type: 'A', data: SINK_ADDRESS },
    ],
  });
  const own = await authority.issue({ names: ['mail.postfix.example'] });
  const postfix = async (settings: Record<string, string>): Promise<MeasuredPostfix> => {
    const started = await startMeasuredPostfix(own, {
      routes: { [DOMAIN]: `[${SINK_ADDRESS}]:${port}` },
      settings: {
        smtpd_relay_restrictions: 'permit_mynetworks, reject',
        smtpd_client_restrictions: 'check_client_access static:HOLD',
        smtp_tls_security_level: 'encrypt',
        ...settings,
      },
      services: ['tlsproxy unix - - n - 0 tlsproxy'],
    });
    stack.defer(() => started.stop());
    return started;
  };
  return await compare(
    {
      title: 'Out over STARTTLS to one mail server, from a full queue',
      rounds,
      warmUpMessages: WARM_UP_MESSAGES,
      messagesPerRound: MESSAGES_PER_ROUND,
    },
    [
      worker(house, sink),
      postfixClient('Postfix, a connection a message', await postfix({}), generator, sink),
      postfixClient(
        'Postfix, smtp_tls_connection_reuse=yes',
        await postfix({ smtp_tls_connection_reuse: 'yes' }),
        generator,
        sink,
      ),
    ],
  );
}
