/**
 * The questions that are saved for operators, asked of what the functions really log: a message is accepted by the
 * edge, split, tried, put off and brought home by the functions as they are deployed, on queues and tables of the AWS
 * stand-ins, and bears one trace all the way; and some clients are turned away.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, describe, mock, test } from 'node:test';

import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient, type Message } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';

import { startEdge, type Edge } from '../../../functions/smtp-edge/edge.ts';
import { createLambdaContext } from '../../../infra/local/aws/lambda-context.ts';
import { composeSqsEvent } from '../../../infra/local/aws/sqs-event.ts';
import { createObserver } from '../../../shared/observe/observer.ts';
import { rootOf, type TraceHeader } from '../../../shared/observe/trace.ts';
import { queue, type HomeItem, type OutboundItem } from '../../../shared/store/queues.ts';
import { startWorld, type World } from '../../functions/smtp-edge/edge-world.ts';
import { SmtpClient } from '../../functions/smtp-edge/smtp-client.ts';
import { startEmbeddedStores, type EmbeddedStores } from '../../shared/store/embedded-stores.ts';
import { ask, type Answer, type LogLine } from './logs-insights.ts';
import { resourcesOf, wholeStack } from './templates.ts';

const questions = new Map(
  [...resourcesOf(wholeStack().template, 'AWS::Logs::QueryDefinition').values()].map(({ Properties }) => [
    String(Properties['Name']).split('/')[1] ?? '',
    String(Properties['QueryString']),
  ]),
);

type Handler = (event: SQSEvent, context: Context) => Promise<unknown>;

describe('the saved questions', () => {
  let services: EmbeddedStores;
  let world: World;
  let edge: Edge;
  let sqs: SQSClient;
  const lines: LogLine[] = [];

  before(async () => {
    services = await startEmbeddedStores();
    Object.assign(process.env, services.names, {
      ALIAS_DOMAINS: 'secure.example.org=example.org',
      OPERATOR_ADDRESSES: 'operator@example.org',
      HOST_NAME: 'mx.secure.example.org',
      // Nothing answers there, which is a fault of our own: everything to others is put off.
      DNS_SERVERS: '127.0.0.1:9',
      RETRY_SCHEDULE: '1s',
    });
    // Errors go to the one, all else to the other; Lambda and Fargate take both.
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream);
      mock.method(stream, 'write', (chunk: string | Uint8Array, ...more: []) => {
        // The rest is the test runner's own.
        if (typeof chunk !== 'string' || !chunk.startsWith('{')) return write(chunk, ...more);
        lines.push(JSON.parse(chunk) as LogLine);
        return true;
      });
    }
    sqs = new SQSClient({});
    world = await startWorld();
    edge = await startEdge(
      { ...world.configuration, limits: { ...world.configuration.limits, connectionsPerClient: 4 } },
      {
        ...world.dependencies,
        observer: await createObserver('smtp-edge', services.name('LOG_HASH_SECRET')),
        outbound: queue<OutboundItem>(services.name('OUTBOUND_QUEUE_URL')),
        home: queue<HomeItem>(services.name('HOME_QUEUE_URL')),
      },
    );
  });
  after(async () => {
    await edge.drain();
    await world.close();
    mock.restoreAll();
    sqs.destroy();
    await services.close();
  });

  const take = async (variable: string): Promise<Message> => {
    const QueueUrl = services.name(variable);
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, MessageSystemAttributeNames: ['All'] }),
      );
      const [message] = Messages;
      if (message === undefined) continue;
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      return message;
    }
  };
  const work = async (functionName: string, handler: Handler, message: Message): Promise<void> => {
    const event = composeSqsEvent([message], { arn: 'arn:aws:sqs:eu-central-1:000000000000:it', region: '' });
    const answer = await handler(event, createLambdaContext({ functionName, timeout: 30_000 }));
    deepEqual(answer, { batchItemFailures: [] });
  };
  const traceOf = ({ Attributes }: Message): string => Attributes?.['AWSTraceHeader'] ?? 'none';
  const kindOf = ({ Body = '{}' }: Message): string => (JSON.parse(Body) as OutboundItem | HomeItem).kind;

  /** Every field that is asked for has a value in some line at least. */
  const allThere = ({ fields, rows }: Answer): void => {
    for (const field of fields)
      ok(
        rows.some((row) => row[field] !== undefined && row[field] !== null),
        `no line has ${field}`,
      );
  };
  const questionOf = (name: string): string => questions.get(name) ?? '';

  test('follow one message: one trace, from the final dot through a retry and into the mailbox', async () => {
    const client = await SmtpClient.greet(edge.ports.submissions, { tls: true });
    const credentials = Buffer.from(`\0alice@secure.example.org\0${world.password}`).toString('base64');
    match(await client.command(`AUTH PLAIN ${credentials}`), /^235/);
    await client.command('MAIL FROM:<alice@secure.example.org>');
    for (const to of ['bob@good.example', 'postmaster@secure.example.org'])
      match(await client.command(`RCPT TO:<${to}>`), /^250/);
    await client.command('DATA');
    const taken = await client.command('From: alice@secure.example.org\r\nSubject: hello\r\n\r\nHello\r\n.');
    match(taken, /^250 2\.0\.0 Accepted as /);
    client.close();

    const { handler: worker } = (await import('../../../functions/delivery-worker/handler.ts')) as {
      handler: Handler;
    };
    const { handler: homeward } = (await import('../../../functions/home-delivery/handler.ts')) as {
      handler: Handler;
    };
    const outbound: Message[] = [];
    // The message, its two jobs, and the one of them that is put off.
    for (let step = 0; step < 4; step += 1) {
      const message = await take('OUTBOUND_QUEUE_URL');
      outbound.push(message);
      if (step < 3) await work('delivery-worker', worker, message);
    }
    deepEqual(outbound.map(kindOf), ['accepted', 'job', 'job', 'job']);
    const home = [await take('HOME_QUEUE_URL'), await take('HOME_QUEUE_URL')];
    deepEqual(home.map(kindOf).sort(), ['mail', 'sent']);
    for (const message of home) await work('home-delivery', homeward, message);

    const [trace = 'none', ...others] = [...new Set([...outbound, ...home].map(traceOf))];
    match(trace, /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=[01]$/);
    deepEqual(others, []);
    const root = rootOf(trace as TraceHeader);
    const answer = ask(questionOf('Follow one message').replace(/PUT THE ID .* HERE/, root), lines);
    deepEqual([...new Set(answer.rows.map(({ service }) => service))].sort(), [
      'delivery-worker',
      'home-delivery',
      'smtp-edge',
    ]);
    allThere(answer);
    const id = /Accepted as (\S+)/.exec(taken)?.[1] ?? 'none';
    const byId = ask(questionOf('Follow one message').replace(/PUT THE ID .* HERE/, id), lines);
    ok(byId.rows.length >= 2);
    for (const row of byId.rows) equal(row['trace'], root);
  });

  test('faults of our own: the message of the error and its stack', () => {
    const answer = ask(questionOf('Faults of our own'), lines);
    ok(answer.rows.some(({ service }) => service === 'delivery-worker'));
    allThere(answer);
  });

  test('who could not reach us: in plaintext, with a message that is none, with broken TLS, one too many', async () => {
    const { mx, submissions } = edge.ports;
    const broken = await SmtpClient.open(submissions, { first: 'EHLO but no TLS\r\n' });
    await broken.untilClosed();
    const plain = await SmtpClient.greet(mx);
    match(await plain.begin('carol@plain.example', 'alice@secure.example.org'), /^550 5\.7\.1/);
    const secured = await SmtpClient.secure(mx);
    const goesInCircles = 'Received: x\r\n'.repeat(101);
    match(await secured.send('carol@plain.example', ['alice@secure.example.org'], goesInCircles), /^5/);
    const crowd = [plain, secured];
    for (let greeting = ''; !greeting.startsWith('421');) {
      const another = await SmtpClient.open(mx);
      greeting = await another.reply();
      crowd.push(another);
    }
    for (const client of crowd) client.close();
    const question = questionOf('Who could not reach us');
    const answer = ask(question, lines);
    deepEqual([...new Set(answer.rows.map(({ message }) => message))].sort(), [
      'connection failed',
      'connection refused',
      'message refused',
      'recipient refused',
    ]);
    allThere(answer);
    for (const { client } of answer.rows) match(String(client), /^[0-9a-f]{16}$/);
  });
});
