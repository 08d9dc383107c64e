/** The function with HOME_DELIVERY=ses and the real SDK: against the stand-in, and against SES's own error texts. */
import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { readConfiguration } from '../../../functions/home-delivery/configuration.ts';
import { sesClient } from '../../../functions/home-delivery/ses-client.ts';
import { judgeSesError } from '../../../functions/home-delivery/ses-verdict.ts';
import { startEmbeddedAws } from '../../../infra/local/aws/embedded-aws.ts';
import { createLambdaContext } from '../../../infra/local/aws/lambda-context.ts';
import { startProtocolServer } from '../../../infra/local/aws/protocol-server.ts';
import { createResources } from '../../../infra/local/aws/resources.ts';
import { composeSqsEvent } from '../../../infra/local/aws/sqs-event.ts';
import { bodyStore } from '../../../shared/store/bodies.ts';
import { mailboxStore } from '../../../shared/store/mailbox.ts';
import { alice, mail, text } from './relay-house.ts';

test('the function as Lambda runs it: through SES, and a hint for what is too large', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'home-ses-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const aws = await startEmbeddedAws({ dataDirectory: directory });
  t.after(() => aws.close());
  const resources = await createResources(aws.environment);
  Object.assign(process.env, aws.environment, resources, {
    HOST_NAME: 'mx.secure.example.org',
    DNS_SERVERS: '127.0.0.1:9',
    HOME_DELIVERY: 'ses',
    SES_CONFIGURATION_SET: 'tls-required',
  });
  const { handler } = await import('../../../functions/home-delivery/handler.ts');
  const bodies = bodyStore(resources['BODIES_BUCKET'] ?? '');
  const small = mail({ client: null, tls: null });
  const large = mail({ client: null, tls: null });
  const octets = Buffer.concat([Buffer.from(text), Buffer.alloc(10 * 1024 * 1024, 'x')]);
  const items = [small, { ...large, body: await bodies.refer(octets, large.id) }];
  const messages = items.map((item, index) => ({
    MessageId: `m${index}`,
    ReceiptHandle: `r${index}`,
    Body: JSON.stringify(item),
    Attributes: { SentTimestamp: String(Date.now()) },
  }));
  const event = composeSqsEvent(messages, { arn: 'arn:aws:sqs:eu-central-1:000000000000:home', region: '' });
  const answer = await handler(
    event,
    createLambdaContext({ functionName: 'home-delivery', timeout: 30_000 }),
  );
  deepEqual(answer, { batchItemFailures: [] });
  deepEqual(
    aws.sentMail
      .map(({ sender, recipients, configurationSet, raw }) => {
        const subject = /^Subject: (.*)\r$/m.exec(raw.toString('latin1'))?.[1];
        return { sender, recipients, configurationSet, subject };
      })
      .sort((a, b) => ((a.subject ?? '') < (b.subject ?? '') ? -1 : 1)),
    ['Hello', 'Waiting in your mailbox: Hello'].map((subject) => ({
      sender: 'postmaster+home@secure.example.org',
      recipients: [alice],
      configurationSet: 'tls-required',
      subject,
    })),
  );
  const { items: filed } = await mailboxStore(resources['MAILBOX_TABLE'] ?? '', bodies).list(
    alice,
    'inbox',
    null,
    10,
  );
  equal(filed.length, 2);
  ok(
    filed.some(({ size }) => size > octets.length),
    'the large one is whole in the mailbox',
  );
});

const errors = [
  ['MessageRejected', 400, 'sandbox', 'Email address is not verified: a@b.example'],
  ['MailFromDomainNotVerifiedException', 400, 'mail-from', 'no MX'],
  ['AccountSendingPausedException', 400, 'paused', 'paused'],
  ['ConfigurationSetDoesNotExist', 400, 'configuration-set', 'no such set'],
  ['ConfigurationSetSendingPausedException', 400, 'paused', 'paused'],
  ['InvalidParameterValue', 400, 'content', 'Illegal filename'],
  ['AccessDenied', 403, 'access', 'not authorized'],
  ['Throttling', 400, 'throttled', 'Maximum sending rate exceeded.'],
  ['InternalFailure', 500, 'unavailable', 'oh'],
] as const;
for (const [code, status, trouble, words] of errors)
  test(`${code} on the wire reads as ${trouble}`, async (t) => {
    const body = `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${words}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
    const server = await startProtocolServer(() => Promise.resolve({ status, type: 'text/xml', body }));
    t.after(() => server.close());
    Object.assign(process.env, {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_SES: server.endpoint,
    });
    const reply = await sesClient('set').send({
      source: 'a@b.example',
      destination: 'c@d.example',
      raw: Buffer.from('x'),
      deadline: Date.now() + 20_000,
    });
    ok(reply.kind === 'error');
    equal(judgeSesError(reply, 'secure.example.org').trouble, trouble);
    equal(reply.text, words);
  });

test('no answer before the deadline: it waits', async (t) => {
  const over = Promise.withResolvers<never>();
  const server = await startProtocolServer(() => over.promise);
  t.after(() => {
    over.reject(new Error('the test is over'));
    return server.close();
  });
  process.env['AWS_ENDPOINT_URL_SES'] = server.endpoint;
  const reply = await sesClient('set').send({
    source: 'a@b.example',
    destination: 'c@d.example',
    raw: Buffer.from('x'),
    deadline: Date.now() + 50,
  });
  ok(reply.kind === 'error');
  equal(judgeSesError(reply, 'secure.example.org').trouble, 'unavailable');
});

test('nobody listens: it waits', async () => {
  const server = await startProtocolServer(() => Promise.reject(new Error('closed')));
  await server.close();
  process.env['AWS_ENDPOINT_URL_SES'] = server.endpoint;
  const reply = await sesClient('set').send({
    source: 'a@b.example',
    destination: 'c@d.example',
    raw: Buffer.from('x'),
    deadline: Date.now() + 20_000,
  });
  ok(reply.kind === 'error');
  equal(judgeSesError(reply, 'secure.example.org').trouble, 'unavailable');
});

test('without a configuration set it does not start', () => {
  throws(() => readConfiguration({ ...process.env, HOME_DELIVERY: 'ses', SES_CONFIGURATION_SET: '' }), {
    name: 'EnvironmentProblems',
    message: /^SES_CONFIGURATION_SET: is not set, .* for example SES_CONFIGURATION_SET=/,
  });
});
