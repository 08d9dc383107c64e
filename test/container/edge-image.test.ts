/**
 * The image of functions/smtp-edge/Dockerfile, built and run: what is in it, and that a container of it, as
 * locked up as on Fargate, takes mail over TLS and leaves no message half taken when it is told to go.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';

import { createClients } from '../../infra/local/aws/clients.ts';
import { startEmbeddedAws, type EmbeddedAws } from '../../infra/local/aws/embedded-aws.ts';
import { createResources } from '../../infra/local/aws/resources.ts';
import { createAuthority, type Authority } from '../../infra/local/internet/certificates.ts';
import type { HomeItem } from '../../shared/store/queues.ts';
import { bundle } from '../../scripts/bundle.ts';
import { SmtpClient } from '../functions/smtp-edge/smtp-client.ts';
import { needsRoot } from '../peers/debian-packages.ts';
import { ContainerEngine, type Container } from './container-engine.ts';
import { buildNodeBase } from './node-base.ts';

const DOCKERFILE = path.join(import.meta.dirname, '../../functions/smtp-edge/Dockerfile');
const BASE = 'localhost/node-base';
const EDGE = 'localhost/secure-alias-edge';
const HOST_NAME = 'mx.secure.example.org';
/** An address of this test run's own, with the image's own ports on it. */
const ADDRESS = `127.83.${(process.pid >> 8) & 255}.${process.pid & 255 || 1}`;
const MX = 2525;
const STOP_TIMEOUT_SECONDS = 30;

describe('the image of the edge', { skip: needsRoot('buildah', 'podman', 'runc') }, () => {
  let folder: string;
  let aws: EmbeddedAws;
  let names: Readonly<Record<string, string>>;
  let authority: Authority;
  let engine: ContainerEngine;
  let container: Container;
  /** What `after` has to undo, last first: `before` may stop half-way. */
  const undo: (() => Promise<void>)[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'edge-image-'));
    undo.unshift(() => rm(folder, { recursive: true, force: true }));
    engine = await ContainerEngine.create();
    undo.unshift(() => engine.close());
    const context = path.join(folder, 'context');
    await bundle('smtp-edge', 'functions/smtp-edge/main.ts', path.join(context, 'dist/smtp-edge/index.mjs'));
    await writeFile(path.join(context, 'secret.txt'), 'not for the image');
    await buildNodeBase(engine, BASE, folder);
    await engine.build(EDGE, DOCKERFILE, context, {
      NODE_IMAGE: BASE,
      BASE_IMAGE: BASE,
      VERSION: '1.2.3',
      REVISION: 'abc',
    });
    authority = await createAuthority({ commonName: 'Test authority' });
    await issueCertificate();
    aws = await startEmbeddedAws({ dataDirectory: path.join(folder, 'aws') });
    undo.unshift(() => aws.close());
    names = await createResources(aws.environment);
    container = startEdge('edge');
    await container.line('"listening"');
  });
  after(async () => {
    for (const step of undo) await step();
  });

  async function issueCertificate(): Promise<void> {
    const tls = path.join(folder, 'tls');
    await mkdir(tls);
    const { certificatePem, keyPem } = await authority.issue({ names: [HOST_NAME] });
    await writeFile(path.join(tls, 'certificate.pem'), certificatePem);
    await writeFile(path.join(tls, 'key.pem'), keyPem);
    // The container's user is another one than ours.
    await chmod(folder, 0o755);
  }

  function startEdge(name: string): Container {
    return engine.start(name, EDGE, {
      environment: {
        ...aws.environment,
        ...names,
        ALIAS_DOMAINS: 'secure.example.org=example.org',
        OPERATOR_ADDRESSES: 'operator@example.org',
        HOST_NAME,
        PUBLIC_URL: 'https://localhost:8443',
        LISTEN_ADDRESS: ADDRESS,
        TLS_CERTIFICATE_FILE: '/tls/certificate.pem',
        TLS_KEY_FILE: '/tls/key.pem',
        DRAIN_TIMEOUT: '25s',
      },
      folders: { '/tls': path.join(folder, 'tls') },
    });
  }

  /** The next item of the home queue; waits for it. */
  async function nextHomeItem(): Promise<HomeItem> {
    const clients = createClients(aws.environment);
    try {
      const { Messages = [] } = await clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: names['HOME_QUEUE_URL'], WaitTimeSeconds: 10 }),
      );
      return JSON.parse(Messages[0]?.Body ?? 'null') as HomeItem;
    } finally {
      clients.destroy();
    }
  }

  test('it says what it is, runs as nobody, and stops on SIGTERM', async () => {
    const { Config } = await engine.inspect(EDGE);
    equal(Config.User, '65532:65532');
    equal(Config.StopSignal, 'SIGTERM');
    deepEqual(Object.keys(Config.ExposedPorts).sort(), ['2465/tcp', '2525/tcp', '2587/tcp', '8080/tcp']);
    equal(Config.Labels['org.opencontainers.image.version'], '1.2.3');
    equal(Config.Labels['org.opencontainers.image.revision'], 'abc');
  });

  test('beside its base it holds the bundle and its bill of materials: no npm, no sources, no secret', async () => {
    const inBase = new Set(await engine.filesOf(BASE));
    const added = (await engine.filesOf(EDGE)).filter((file) => !inBase.has(file));
    deepEqual(added, ['/edge/index.mjs', '/edge/sbom.cdx.json']);
  });

  test('nothing in the Dockerfile is of one architecture or needs a shell', async () => {
    const text = await readFile(DOCKERFILE, 'utf8');
    const instructions = text.split('\n').filter((line) => /^[A-Z]/.test(line));
    ok(!instructions.some((line) => /^(RUN|ADD|SHELL)\b|amd64|arm64|x86/.test(line)));
  });

  test('EHLO and STARTTLS, with the certificate that is mounted', async () => {
    const client = await SmtpClient.open(MX, { host: ADDRESS });
    match(await client.reply(), new RegExp(`^220 ${HOST_NAME} `));
    match(await client.command('EHLO client.example'), /^250[- ]STARTTLS$/m);
    const secured = await client.startTls({
      rejectUnauthorized: true,
      ca: [authority.certificatePem],
      servername: HOST_NAME,
    });
    equal(secured.authorized, true);
    equal(secured.getPeerCertificate().subjectaltname, `DNS:${HOST_NAME}`);
    match(await client.command('EHLO client.example'), /^250[- ]SIZE /m);
    match(await client.command('QUIT'), /^221 /);
    client.close();
  });

  test('in plaintext it takes no mail', async () => {
    const client = await SmtpClient.greet(MX, { host: ADDRESS });
    await client.command('MAIL FROM:<carol@elsewhere.example>');
    match(await client.command('RCPT TO:<postmaster@secure.example.org>'), /^550 5\.7\.1 /);
    client.close();
  });

  test('its health check passes while it serves, from outside and as the image has it', async () => {
    equal((await fetch(`http://${ADDRESS}:8080/healthz`)).status, 200);
    const [kind, ...command] = (await engine.inspect(EDGE)).Healthcheck?.Test ?? [];
    equal(kind, 'CMD');
    equal(await container.execute(command), 0);
    equal(await container.execute(command, { HEALTH_PORT: '9' }), 1);
  });

  test('SIGTERM in the middle of DATA: the message is taken whole, then it ends with 0', async () => {
    const client = await SmtpClient.secure(MX, { host: ADDRESS });
    match(await client.begin('carol@elsewhere.example', 'postmaster@secure.example.org'), /^354 /);
    client.write('From: carol@elsewhere.example\r\nSubject: half\r\n\r\nbefore the signal\r\n');
    const idle = await SmtpClient.greet(MX, { host: ADDRESS });
    const stopped = container.stop(STOP_TIMEOUT_SECONDS);
    await container.line('"draining"');
    match(await idle.reply(), /^421 4\.3\.2 /);
    equal((await fetch(`http://${ADDRESS}:8080/healthz`)).status, 503);
    match(await client.command('after the signal\r\n.'), /^250 /);
    client.close();
    equal(await stopped, 0);
    const item = await nextHomeItem();
    ok(item.kind === 'mail' && 'inline' in item.body);
    match(
      Buffer.from(item.body.inline, 'base64').toString(),
      /\r\n\r\nbefore the signal\r\nafter the signal\r\n$/,
    );
  });
});
