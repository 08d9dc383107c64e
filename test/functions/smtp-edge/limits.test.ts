/** Each limit has its answer, and never hits a client that behaves. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';

import { clientKey } from '../../../functions/smtp-edge/client-address.ts';
import { Census } from '../../../functions/smtp-edge/limits.ts';
import { SignInAttempts } from '../../../functions/smtp-edge/sign-in-attempts.ts';
import { ALICE, startWorld, type World } from './edge-world.ts';
import { SmtpClient } from './smtp-client.ts';

const keys: [string, string][] = [
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:0DB8:0000:0000:ffff::', '2001:db8:0:0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::5:6:7:8:9', '2001:db8:0:5'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
];
for (const [address, key] of keys) {
  test(`${address} counts as ${key}`, () => {
    equal(clientKey(address), key);
  });
}

test('the census counts by client and in all, and lets in again what has left', async () => {
  const census = new Census({ connections: 3, connectionsPerClient: 2 });
  deepEqual(
    ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.3'].map((address) => census.admit(address)),
    ['admitted', 'admitted', 'client-full', 'admitted', 'server-full'],
  );
  census.release('192.0.2.1');
  equal(census.admit('192.0.2.1'), 'admitted');
  const empty = census.empty();
  for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.2']) census.release(address);
  equal(census.total, 0);
  await empty;
});

test('failed sign-ins: by client, by account, and never against an owner at his usual address', () => {
  let now = 0;
  const attempts = new SignInAttempts(3, 1000, () => now);
  const fails = (address: string, account: string | null): boolean => attempts.begin(address, account);
  deepEqual(
    [1, 2, 3, 4].map(() => fails('192.0.2.1', null)),
    [true, true, true, false],
    'one client',
  );
  equal(fails('192.0.2.1', 'alice'), false);
  attempts.begin('198.51.100.1', 'alice');
  attempts.succeed('198.51.100.1', 'alice');
  for (const host of [2, 3, 4]) equal(fails(`192.0.2.${host}`, 'alice'), true);
  equal(fails('192.0.2.5', 'alice'), false, 'one account from many clients');
  equal(attempts.begin('198.51.100.1', 'alice'), true, 'the owner still gets in');
  now = 1000;
  equal(fails('192.0.2.5', 'alice'), true, 'the window has passed');
});

test('many sign-ins at the same moment do not slip through together', () => {
  const attempts = new SignInAttempts(3, 1000, () => 0);
  const begun = Array.from({ length: 10 }, () => attempts.begin('192.0.2.1', 'alice'));
  equal(begun.filter(Boolean).length, 3);
  attempts.withdraw('192.0.2.1', 'alice');
  equal(attempts.begin('192.0.2.1', 'alice'), true);
});

describe('limits of a session', () => {
  let world: World;
  let port: number;
  before(async () => {
    world = await startWorld({ limits: { errors: 5, commandsPerMessage: 12, messages: 2, recipients: 3 } });
    port = world.edge.ports.mx;
  });
  after(() => world.close());

  test('too many errors', async () => {
    const client = await SmtpClient.greet(port);
    for (let i = 0; i < 4; i += 1) match(await client.command('RCPT TO:<x@y.example>'), /^503 5\.5\.1 /);
    match(await client.command('RCPT TO:<x@y.example>'), /^503 5\.5\.1 /);
    const [farewell, ...more] = await client.untilClosed();
    match(farewell ?? '', /^421 4\.7\.0 Too many errors \[mx\.secure\.example\.org\]$/);
    deepEqual(more, []);
  });

  test('errors are forgiven once a message was taken', async () => {
    const client = await SmtpClient.secure(port);
    for (let i = 0; i < 4; i += 1) match(await client.command('DATA'), /^503 /);
    match(await client.send('', [ALICE], 'Subject: x\r\n\r\nx\r\n'), /^250 /);
    for (let i = 0; i < 4; i += 1) match(await client.command('DATA'), /^503 /);
    match(await client.command('NOOP'), /^250 /);
    client.close();
  });

  test('too many commands without a message', async () => {
    const client = await SmtpClient.greet(port);
    for (let i = 0; i < 11; i += 1) match(await client.command('NOOP'), /^250 /);
    match(await client.command('NOOP'), /^421 4\.7\.0 Too many commands/);
    equal(await client.reply(), 'closed');
  });

  test('too many messages on a connection', async () => {
    const client = await SmtpClient.secure(port);
    for (let i = 0; i < 2; i += 1) match(await client.send('', [ALICE], 'Subject: x\r\n\r\n'), /^250 /);
    match(await client.command('MAIL FROM:<>'), /^421 4\.7\.0 /);
    equal(await client.reply(), 'closed');
  });

  test('too many recipients of a message', async () => {
    const client = await SmtpClient.secure(port);
    await client.command('MAIL FROM:<>');
    for (const tag of ['a', 'b', 'c']) {
      match(await client.command(`RCPT TO:<alice+${tag}@secure.example.org>`), /^250 /);
    }
    match(await client.command('RCPT TO:<alice+d@secure.example.org>'), /^452 4\.5\.3 /);
    client.close();
  });

  for (const [what, line] of [
    ['complete', `NOOP ${'x'.repeat(3000)}\r\n`],
    ['endless', 'x'.repeat(3000)],
  ] as const) {
    test(`a command line that is too long, ${what}`, async () => {
      const client = await SmtpClient.greet(port);
      client.write(line);
      match(await client.reply(), /^500 5\.5\.2 Command line too long$/);
      equal(await client.reply(), 'closed');
    });
  }

  test('a browser that was tricked into talking to us', async () => {
    const client = await SmtpClient.greet(port);
    match(await client.command('POST / HTTP/1.1'), /^421 4\.7\.0 /);
    equal(await client.reply(), 'closed');
  });

  test('a client that talks before it is greeted', async () => {
    const client = await SmtpClient.open(port, { first: 'EHLO eager.example\r\n' });
    match(await client.reply(), /^421 4\.7\.0 /);
    equal(await client.reply(), 'closed');
  });
});

describe('limits of time and number', () => {
  test('silence', async (t) => {
    const world = await startWorld({ limits: { silence: 150 } });
    t.after(() => world.close());
    const client = await SmtpClient.secure(world.edge.ports.mx);
    match(await client.reply(), /^421 4\.4\.2 /);
    equal(await client.reply(), 'closed');
  });

  test('a session that lasts too long is ended, even in the middle of a message', async (t) => {
    const world = await startWorld({ limits: { session: 400 } });
    t.after(() => world.close());
    const client = await SmtpClient.secure(world.edge.ports.mx);
    await client.begin('', ALICE);
    client.write('Subject: slow\r\n');
    match(await client.reply(), /^421 4\.4\.2 /);
    equal(world.home.sent.length, 0);
  });

  test('connections of one client, and in all', async (t) => {
    const world = await startWorld({ limits: { connections: 3, connectionsPerClient: 2 } });
    t.after(() => world.close());
    const { ports } = world.edge;
    const open = [
      await SmtpClient.secure(ports.mx),
      await SmtpClient.greet(ports.submissions, { tls: true }),
    ];
    const third = await SmtpClient.open(ports.submission);
    match(await third.reply(), /^421 4\.7\.0 Too many connections from your address/);
    equal(await third.reply(), 'closed');
    open.push(await SmtpClient.greet(ports.mx, { localAddress: '127.0.0.2' }));
    const fifth = await SmtpClient.open(ports.mx, { localAddress: '127.0.0.3' });
    match(await fifth.reply(), /^421 4\.3\.2 /);
    equal(world.edge.connections(), 3);
    world.edge.report();
    equal(world.observer.counts.get('OpenConnections'), 3);
    for (const client of open) {
      match(await client.command('QUIT'), /^221 /);
      client.close();
      await once(client.socket, 'close');
    }
    await world.edge.drain();
    equal(world.edge.connections(), 0);
  });

  test('connections are counted out whatever became of them', async (t) => {
    const world = await startWorld();
    t.after(() => world.close());
    const { ports } = world.edge;
    const failing = [
      SmtpClient.open(ports.submissions, {
        tls: { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
      }),
      SmtpClient.open(ports.submissions, { first: 'not a handshake\r\n', tls: true }),
      SmtpClient.greet(ports.mx).then(async (client) => {
        await client.command('STARTTLS');
        client.write('not a handshake either\r\n');
        await client.untilClosed();
      }),
      SmtpClient.greet(ports.mx).then((client) => {
        client.close();
      }),
    ];
    await Promise.allSettled(failing);
    await world.edge.drain();
    equal(world.edge.connections(), 0);
  });
});
