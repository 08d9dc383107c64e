/**
 * `npm run bench:usage`: what one message makes of requests to AWS, counted on the local system, for the table of
 * costs. Written to scripts/costs/measured.json with date and machine.
 *
 * One message at a time, each followed to its end: mail in over SMTP into the mailbox; mail out over submission to
 * one provider; mail read over the API (one list and the message). Two sizes, as bodies above a limit go through S3.
 *
 * Not counted here: what AWS adds by itself (empty polls of event sources, KMS, X-Ray).
 */
import { stat, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

import { ALICE, ALICE_ALIAS, startBench, type Bench } from '../e2e/local-system.ts';
import { eventually, type Api } from '../e2e/api-client.ts';
import { connectEncrypted, connectImplicit, plain } from '../e2e/mail-client.ts';
import { startCountingProxies, type Call, type CountingProxies } from './counting-proxies.ts';
import type { Measured, MessageUsage, Usage } from '../../scripts/costs/measured.ts';

const MESSAGES = 20;
const SIZES = [20_000, 200_000];
const CHUNK = 64 * 1024;
const FILE = new URL('../../scripts/costs/measured.json', import.meta.url);

const proxies = await startCountingProxies();
const bench = await startBench();

function message(from: string, to: string, subject: string, octets: number): string {
  const header = [
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    'Date: Mon, 23 Nov 2026 10:00:00 +0000',
    `Message-ID: <${crypto.randomUUID()}@bench.example>`,
    '',
    '',
  ].join('\r\n');
  const line = `${'x'.repeat(74)}\r\n`;
  return header + line.repeat(Math.ceil((octets - header.length) / line.length));
}

async function moveOut(password: string, subject: string, octets: number): Promise<void> {
  const client = await connectImplicit(bench.system.ports.submissions, bench.authority);
  await client.command(`AUTH PLAIN ${plain(ALICE, password)}`);
  await client.send(
    ALICE_ALIAS,
    ['bob@good.example'],
    message(ALICE_ALIAS, 'bob@good.example', subject, octets),
  );
  client.close();
  await bench.world.awaitMessage('good.example', ({ raw }) => raw.includes(`Subject: ${subject}\r\n`));
}

/** Nothing happens any more: no call but polls for a while. */
async function quiet({ calls }: CountingProxies): Promise<void> {
  await eventually('no more calls', async () => {
    const before = calls.filter(({ operation }) => operation !== 'ReceiveMessage').length;
    await new Promise((resolve) => setTimeout(resolve, 400));
    return calls.filter(({ operation }) => operation !== 'ReceiveMessage').length === before;
  });
}

const chunksOf = ({ sent, received }: Call): number =>
  Math.max(1, Math.ceil(Math.max(sent, received) / CHUNK));

/** Time from a received batch to its deletion: the invocation, seen from outside. */
function invocationMilliseconds(calls: readonly Call[]): number {
  const taken = calls.filter(({ operation, messages }) => operation === 'ReceiveMessage' && messages > 0);
  const deleted = calls.filter(({ operation }) => operation === 'DeleteMessageBatch');
  return deleted.reduce(
    (sum, { at, milliseconds }, index) => sum + Math.max(0, at - milliseconds - (taken[index]?.at ?? at)),
    0,
  );
}

/** What happened on average, without the polls that found nothing. */
function usageOf(calls: readonly Call[], count: number, logOctets: number): MessageUsage {
  const useful = calls.filter(({ operation, messages }) => operation !== 'ReceiveMessage' || messages > 0);
  const of = (service: string): Call[] => useful.filter((call) => call.service === service);
  const each = (total: number): number => Math.round((total / count) * 1000) / 1000;
  const sum = (some: readonly Call[], value: (call: Call) => number): number =>
    some.reduce((total, call) => total + value(call), 0);
  const isEventSource = ({ operation }: Call): boolean => /^(Receive|Delete)Message/.test(operation);
  const s3 = of('S3');
  const calledFromVpc = useful.filter(({ service }) => service === 'SQS' || service === 'SECRETS_MANAGER');
  return {
    sqsRequests: each(sum(of('SQS'), chunksOf)),
    dynamoReadUnits: each(sum(useful, ({ readUnits }) => readUnits)),
    dynamoWriteUnits: each(sum(useful, ({ writeUnits }) => writeUnits)),
    s3Writes: each(s3.filter(({ operation }) => operation === 'PUT' || operation === 'POST').length),
    s3Reads: each(s3.filter(({ operation }) => operation === 'GET' || operation === 'HEAD').length),
    secretRequests: each(of('SECRETS_MANAGER').length),
    invocations: each(
      useful.filter(({ operation, messages }) => operation === 'ReceiveMessage' && messages > 0).length,
    ),
    lambdaMilliseconds: each(invocationMilliseconds(useful)),
    awsCalls: each(useful.filter((call) => !isEventSource(call)).length),
    natAwsOctets: each(
      sum(
        calledFromVpc.filter((call) => !isEventSource(call)),
        ({ sent, received }) => sent + received,
      ),
    ),
    logOctets: each(logOctets),
  };
}

async function measure({ system }: Bench, what: (subject: string) => Promise<void>): Promise<MessageUsage> {
  await what(`Warm up ${crypto.randomUUID()}`);
  await quiet(proxies);
  proxies.calls.length = 0;
  const before = (await stat(system.logFile)).size;
  for (let n = 0; n < MESSAGES; n++) await what(`Measured ${crypto.randomUUID()}`);
  await quiet(proxies);
  return usageOf(proxies.calls, MESSAGES, (await stat(system.logFile)).size - before);
}

async function measureReading(alice: Api): Promise<MessageUsage> {
  return measure(bench, async () => {
    const answer = await alice('/v1/messages?folder=inbox&limit=20');
    const [first] = answer.json<{ items: { id: string }[] }>().items;
    await alice(`/v1/messages/${first?.id ?? ''}/raw`);
  });
}

try {
  const alice = await bench.as(ALICE);
  await alice('/v1/alias', { method: 'PUT', json: { enabled: true } });
  const password = await bench.appPassword(ALICE);
  const usage: Usage[] = [];
  for (const octets of SIZES) {
    // Waiting for the mail in the inbox would be counted as well: in the mailbox it is when nothing happens any more.
    const receive = async (subject: string): Promise<void> => {
      const client = await connectEncrypted(bench.system.ports.mx, bench.authority);
      await client.send(
        'carol@good.example',
        [ALICE_ALIAS],
        message('carol@good.example', ALICE_ALIAS, subject, octets),
      );
      client.close();
      await quiet(proxies);
    };
    usage.push({
      octets,
      in: await measure(bench, receive),
      out: await measure(bench, async (subject) => {
        await moveOut(password, subject, octets);
        await quiet(proxies);
      }),
      read: await measureReading(alice),
    });
  }
  const measured: Measured = {
    at: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`,
    messages: MESSAGES,
    usage,
  };
  await writeFile(FILE, `${JSON.stringify(measured, null, 2)}\n`);
  console.log(JSON.stringify(measured, null, 2));
} finally {
  await bench.close();
  await proxies.close();
}
