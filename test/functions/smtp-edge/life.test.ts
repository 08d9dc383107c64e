/** Start, health, a new certificate, and a departure that breaks no promise. */
import { deepEqual, equal, match, notEqual, rejects } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';

import { startEdge } from '../../../functions/smtp-edge/edge.ts';
import { ALICE, startWorld, type World } from './edge-world.ts';
import { SmtpClient } from './smtp-client.ts';

const MESSAGE = 'Subject: x\r\n\r\nx\r\n';

async function health(
  world: World,
  url = '/healthz',
  method = 'GET',
): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://127.0.0.1:${world.edge.ports.health}${url}`, { method });
  return { status: response.status, text: await response.text() };
}

test('health: 200 while it serves, 404 and 405 for other questions', async (t) => {
  const world = await startWorld();
  t.after(() => world.close());
  deepEqual(await health(world), { status: 200, text: '{"status":"ok"}' });
  deepEqual(await health(world, '/healthz?from=balancer'), { status: 200, text: '{"status":"ok"}' });
  equal((await health(world, '/')).status, 404);
  equal((await health(world, '/healthz', 'POST')).status, 405);
});

describe('draining', () => {
  test('idle sessions get 421, a message under way is taken, health says 503', async (t) => {
    const world = await startWorld();
    t.after(() => world.close());
    const { ports } = world.edge;
    const idle = await SmtpClient.secure(ports.mx);
    const betweenCommands = await SmtpClient.greet(ports.submissions, { tls: true });
    const sending = await SmtpClient.secure(ports.mx);
    await sending.begin('bob@good.example', ALICE);
    sending.write('Subject: under way\r\n');

    const drained = world.edge.drain();
    for (const client of [idle, betweenCommands]) {
      match(await client.reply(), /^421 4\.3\.2 /);
      equal(await client.reply(), 'closed');
    }
    equal((await health(world)).status, 503);
    await rejects(SmtpClient.open(ports.mx), /ECONNREFUSED/);
    sending.write('\r\nthe rest\r\n.\r\n');
    match(await sending.reply(), /^250 2\.0\.0 Accepted/);
    match(await sending.reply(), /^421 4\.3\.2 /);
    equal(await sending.reply(), 'closed');
    for (const client of [idle, betweenCommands, sending]) client.close();
    await drained;
    equal(world.home.sent.length, 1);
    equal(world.edge.connections(), 0);
  });

  test('a message that does not come to its end in time is cut, and nothing of it is sent', async (t) => {
    const world = await startWorld({ drainTimeout: 200 });
    t.after(() => world.close());
    const client = await SmtpClient.secure(world.edge.ports.mx);
    await client.begin('bob@good.example', ALICE);
    client.write('Subject: endless\r\n');
    await world.edge.drain();
    equal(await client.reply(), 'closed');
    equal(world.home.sent.length, 0);
  });

  test('handshakes and PROXY headers that never come do not hold it up', async (t) => {
    const world = await startWorld({ trustedProxies: ['127.0.0.2'] });
    t.after(() => world.close());
    const { ports } = world.edge;
    const silent = [
      await SmtpClient.open(ports.submissions),
      await SmtpClient.open(ports.mx, { localAddress: '127.0.0.2' }),
    ];
    const halfway = await SmtpClient.greet(ports.mx);
    await halfway.command('STARTTLS');
    const begun = performance.now();
    halfway.socket.end();
    await world.edge.drain();
    equal(performance.now() - begun < 2000, true);
    for (const client of silent) equal(await client.reply(), 'closed');
  });
});

describe('the certificate', () => {
  const fingerprint = async (port: number): Promise<string> => {
    const client = await SmtpClient.greet(port);
    const { fingerprint256 } = (await client.startTls()).getPeerCertificate();
    client.close();
    return fingerprint256;
  };

  test('a new pair serves new sessions, on all ports, while an old session goes on', async (t) => {
    const world = await startWorld();
    t.after(() => world.close());
    const { ports } = world.edge;
    const old = await SmtpClient.secure(ports.mx);
    const before = await fingerprint(ports.mx);
    equal(await world.edge.reloadCertificate(), false);
    const fresh = await world.authority.issue({ names: ['mx.secure.example.org'] });
    await writeFile(path.join(world.directory, 'certificate.pem'), fresh.certificatePem);
    // The key is still the old one: no pair, no change.
    await rejects(world.edge.reloadCertificate(), /key values mismatch/);
    equal(await fingerprint(ports.mx), before);
    await writeFile(path.join(world.directory, 'key.pem'), fresh.keyPem);
    equal(await world.edge.reloadCertificate(), true);
    const after = await fingerprint(ports.mx);
    notEqual(after, before);
    equal(await fingerprint(ports.submission), after);
    const implicit = await SmtpClient.open(ports.submissions, { tls: true });
    equal(
      'getPeerCertificate' in implicit.socket && implicit.socket.getPeerCertificate().fingerprint256,
      after,
    );
    match(await old.send('bob@good.example', [ALICE], MESSAGE), /^250 /);
    for (const client of [old, implicit]) client.close();
  });

  test('a pair that has ended takes nobody’s place; days left are those of the pair in use', async (t) => {
    const world = await startWorld();
    t.after(() => world.close());
    equal(Math.round(world.edge.certificateDaysLeft()), 365);
    const names = ['mx.secure.example.org'] as const;
    const ended = await world.authority.issue({ names: [...names], notAfter: new Date(Date.now() - 1000) });
    await writeFile(path.join(world.directory, 'certificate.pem'), ended.certificatePem);
    await writeFile(path.join(world.directory, 'key.pem'), ended.keyPem);
    await rejects(world.edge.reloadCertificate(), /the new certificate ended on 2/);
    equal(Math.round(world.edge.certificateDaysLeft()), 365);
    world.ahead = 366 * 24 * 3600 * 1000;
    equal(world.edge.certificateDaysLeft() < 0, true);
  });
});

test('a port that is taken stops the start, and the other ports are free again', async (t) => {
  const world = await startWorld();
  t.after(() => world.close());
  const { mx } = world.edge.ports;
  const second = startEdge(
    { ...world.configuration, ports: { mx, submissions: 0, submission: 0, health: 0 } },
    world.dependencies,
  );
  await rejects(second, /EADDRINUSE/);
});
