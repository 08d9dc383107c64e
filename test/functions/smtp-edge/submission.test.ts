/** Ports 465 and 587 as our own users' mail programs see them. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import { createTransport } from 'nodemailer';

import type { HomeAddress } from '../../../shared/address/alias.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import type { OutboundItem } from '../../../shared/store/queues.ts';
import { ALICE, aliasOf, startWorld, type World } from './edge-world.ts';
import { SmtpClient } from './smtp-client.ts';

type Accepted = Extract<OutboundItem, { kind: 'accepted' }>;

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const HEADER = `From: Alice <${ALICE}>\r\nTo: bob@good.example\r\nSubject: =?utf-8?q?H=C3=A9?=\r\n`;
const COMPLETE = `${HEADER}Date: Mon, 23 Nov 2026 10:15:04 +0000\r\nMessage-ID: <1@mua.example>\r\n`;

describe('submission', () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());
  beforeEach(() => {
    world.broken.clear();
    world.outbound.sent.length = 0;
    world.aliases.items.set(ALICE, aliasOf('alice'));
    // Failed sign-ins of earlier tests have aged.
    world.ahead += 3_600_000;
  });

  const signedIn = async (): Promise<SmtpClient> => {
    const client = await SmtpClient.greet(world.edge.ports.submissions, { tls: true });
    match(await client.command(`AUTH PLAIN ${base64(`\0${ALICE}\0${world.password}`)}`), /^235 2\.7\.0 /);
    return client;
  };
  const lastAccepted = (): Accepted => {
    const item = world.outbound.sent.at(-1)?.item;
    ok(item?.kind === 'accepted');
    return item;
  };
  const lastMessage = (): string => {
    const { body } = lastAccepted();
    ok('inline' in body);
    return Buffer.from(body.inline, 'base64').toString();
  };

  test('465 speaks TLS from the start and offers AUTH', async () => {
    const client = await SmtpClient.open(world.edge.ports.submissions, { tls: true });
    equal(await client.reply(), '220 mx.secure.example.org ESMTP');
    const features = await client.command('EHLO laptop');
    match(features, /^250-AUTH LOGIN PLAIN$/m);
    ok(!features.includes('STARTTLS'), features);
    client.close();
  });

  test('587 offers no AUTH before STARTTLS, and wants it before anything else', async () => {
    const client = await SmtpClient.open(world.edge.ports.submission);
    await client.reply();
    const features = await client.command('EHLO laptop');
    ok(!features.includes('AUTH') && features.includes('STARTTLS'), features);
    match(
      await client.command(`AUTH PLAIN ${base64(`\0${ALICE}\0${world.password}`)}`),
      /^530 5\.7\.0 .*STARTTLS/,
    );
    match(await client.command(`MAIL FROM:<${ALICE}>`), /^530 5\.7\.0 /);
    await client.startTls();
    match(await client.command('EHLO laptop'), /^250-AUTH LOGIN PLAIN$/m);
    match(await client.command(`MAIL FROM:<${ALICE}>`), /^530 5\.7\.0 /);
    match(await client.command(`AUTH PLAIN ${base64(`\0${ALICE}\0${world.password}`)}`), /^235 /);
    match(await client.command(`MAIL FROM:<${ALICE}>`), /^250 /);
    client.close();
  });

  const userNames = ['alice@example.org', 'alice@secure.example.org', 'Alice@Example.ORG'];
  for (const name of userNames) {
    test(`${name} signs in with PLAIN and with LOGIN, spaces in the password ignored`, async () => {
      const spaced = world.password.replaceAll('-', ' ');
      const plain = await SmtpClient.greet(world.edge.ports.submissions, { tls: true });
      equal(await plain.command('AUTH PLAIN'), '334 ');
      match(await plain.command(base64(`${name}\0${name}\0${spaced}`)), /^235 2\.7\.0 /);
      plain.close();
      const login = await SmtpClient.greet(world.edge.ports.submissions, { tls: true });
      await login.command('AUTH LOGIN');
      await login.command(base64(name));
      match(await login.command(base64(world.password)), /^235 2\.7\.0 /);
      login.close();
    });
  }

  test('a wrong password, another user, a stranger and another authorization identity all read alike', async () => {
    const answers = new Set<string>();
    for (const credentials of [
      `\0${ALICE}\0wrong`,
      `\0bob@example.org\0${world.password}`,
      `\0carol@elsewhere.example\0${world.password}`,
      `bob@example.org\0${ALICE}\0${world.password}`,
    ]) {
      const client = await SmtpClient.greet(world.edge.ports.submissions, { tls: true });
      answers.add(await client.command(`AUTH PLAIN ${base64(credentials)}`));
      client.close();
    }
    deepEqual([...answers], ['535 5.7.8 User name or app password invalid']);
  });

  test('the password store is out of reach: 454, and it does not count as a failure', async () => {
    world.broken.add('app-passwords');
    const client = await SmtpClient.greet(world.edge.ports.submissions, { tls: true });
    for (let i = 0; i < 11; i += 1) {
      match(await client.command(`AUTH PLAIN ${base64(`\0${ALICE}\0${world.password}`)}`), /^454 4\.7\.0 /);
    }
    world.broken.clear();
    match(await client.command(`AUTH PLAIN ${base64(`\0${ALICE}\0${world.password}`)}`), /^235 /);
    client.close();
  });

  test('after ten failures even the right password waits', async () => {
    const attempt = async (text: string): Promise<string> => {
      const client = await SmtpClient.greet(world.edge.ports.submissions, {
        tls: true,
        localAddress: '127.0.0.9',
      });
      const answer = await client.command(`AUTH PLAIN ${base64(`\0bob@example.org\0${text}`)}`);
      client.close();
      return answer;
    };
    const password = await world.createPassword('bob@example.org' as HomeAddress);
    for (let i = 0; i < 10; i += 1) match(await attempt('wrong'), /^535 5\.7\.8 /);
    match(await attempt(password), /^454 4\.7\.0 /);
    world.ahead += 10 * 60_000 + 1;
    match(await attempt(password), /^235 /);
  });

  const senders: [string, RegExp, string][] = [
    [ALICE, /^250 2\.1\.0 /, 'the alias'],
    ['alice+shop@secure.example.org', /^250 2\.1\.0 /, 'a subaddress'],
    ['', /^550 5\.7\.1 .*<alice@secure\.example\.org>.*null sender/, 'the null sender'],
    ['alice@example.org', /^550 5\.7\.1 .*must be <alice@secure\.example\.org>/, 'the home address'],
    ['bob@secure.example.org', /^550 5\.7\.1 .*must be <alice@secure\.example\.org>/, "another's alias"],
    ['ceo@bank.example', /^550 5\.7\.1 .*must be <alice@secure\.example\.org>/, "a stranger's"],
  ];
  for (const [sender, answer, what] of senders) {
    test(`as envelope sender: ${what}`, async () => {
      const client = await signedIn();
      match(await client.command(`MAIL FROM:<${sender}>`), answer);
      client.close();
    });
  }

  test('an alias that is switched off sends nothing, and says where to switch it on', async () => {
    world.aliases.items.set(ALICE, aliasOf('alice', { enabled: false }));
    const client = await signedIn();
    match(
      await client.command(`MAIL FROM:<${ALICE}>`),
      /^550 5\.7\.1 .*<alice@secure\.example\.org> is switched off; .*https:\/\/localhost:8443/,
    );
    client.close();
  });

  test('recipients: literals and nonsense are refused, and so is number 101', async () => {
    const client = await signedIn();
    await client.command(`MAIL FROM:<${ALICE}>`);
    for (const bad of ['bob@[192.0.2.1]', 'bob', 'a b@good.example', 'bob@localhost']) {
      match(await client.command(`RCPT TO:<${bad}>`), /^553 5\.1\.3 /);
    }
    for (let i = 0; i < 100; i += 1) client.write(`RCPT TO:<r${i}@good.example>\r\n`);
    for (let i = 0; i < 100; i += 1) match(await client.reply(), /^250 2\.1\.5 /);
    match(await client.command('RCPT TO:<r100@good.example>'), /^452 4\.5\.3 /);
    client.close();
  });

  test('an accepted message: one job per domain, Received without the client, the rest as it was', async () => {
    const client = await signedIn();
    const recipients = ['bob@good.example', 'eve@plain.example', 'Bob2@GOOD.example'];
    const answer = await client.send(ALICE, recipients, `${COMPLETE}\r\nHi\u00a0Bob\r\n`);
    const { message, orders } = lastAccepted();
    equal(answer, `250 2.0.0 Accepted as ${message.messageId}`);
    deepEqual(
      orders.map(({ domain, recipients: to, level }) => ({ domain, to, level })),
      [
        { domain: 'good.example', to: ['bob@good.example', 'Bob2@good.example'], level: 'encrypt' },
        { domain: 'plain.example', to: ['eve@plain.example'], level: 'encrypt' },
      ],
    );
    equal(world.deliveries.items.size >= 2, true);
    equal(message.headerMessageId, '<1@mua.example>');
    equal(message.subject, 'H\u00e9');
    equal(message.owner, 'alice@example.org');
    equal(message.eightBit, true);
    equal(message.smtpUtf8, false);
    const octets = lastMessage();
    equal(message.size, Buffer.byteLength(octets));
    ok(octets.endsWith(`${COMPLETE}\r\nHi\u00a0Bob\r\n`));
    const trace = octets.slice(0, octets.indexOf('From: ')).replaceAll('\r\n\t', ' ');
    match(
      trace,
      /^Received: by mx\.secure\.example\.org with ESMTPSA id \S+ tls TLS_\S+ \(TLSv1\.3\); [^\r\n]+\r\n$/,
    );
    client.close();
  });

  test('Date and Message-ID are added where missing, the level is taken out', async () => {
    const client = await signedIn();
    const message = `${HEADER}secure-alias-LEVEL: Encrypt\r\nBcc: carol@good.example\r\n\r\nx\r\n`;
    match(await client.send(ALICE, ['bob@good.example'], message), /^250 /);
    const octets = lastMessage();
    match(octets, /^Date: \w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000\r$/m);
    const added = /^Message-ID: (<[^@\s]+@secure\.example\.org>)\r$/m.exec(octets)?.[1];
    equal(added, lastAccepted().message.headerMessageId);
    ok(!/level/i.test(octets), octets);
    match(octets, /^Bcc: carol@good\.example\r$/m);
    match(octets, /^\tfor <bob@good\.example>\r$/m);
    ok(octets.endsWith('\r\n\r\nx\r\n'));
    client.close();
  });

  test('a Message-ID that is none is replaced', async () => {
    const client = await signedIn();
    await client.send(ALICE, ['bob@good.example'], `${HEADER}Message-ID: broken\r\n\r\nx\r\n`);
    equal(lastMessage().match(/^Message-ID:/gim)?.length, 1);
    match(lastAccepted().message.headerMessageId, /^<.+@secure\.example\.org>$/);
    client.close();
  });

  const refused: [string, string, RegExp][] = [
    ['no From', 'Subject: x\r\n\r\nx\r\n', /^550 5\.7\.1 .*From must be <alice@secure.*no From/],
    ['two From fields', `${HEADER}From: ${ALICE}\r\n\r\n`, /^550 5\.7\.1 .*several From/],
    ['two mailboxes', `From: ${ALICE}, bob@secure.example.org\r\n\r\n`, /^550 5\.7\.1 .*several mailboxes/],
    [
      'another From',
      'From: ceo@bank.example\r\n\r\n',
      /^550 5\.7\.1 .*must be <alice@secure\.example\.org>, not <ceo@bank/,
    ],
    [
      'an alias as display name',
      `From: "${ALICE}" <ceo@bank.example>\r\n\r\n`,
      /^550 5\.7\.1 .*not <ceo@bank/,
    ],
    ['another Sender', `${HEADER}Sender: ceo@bank.example\r\n\r\n`, /^550 5\.7\.1 .*Sender must be/],
    [
      'a level that is none',
      `${HEADER}Secure-Alias-Level: best\r\n\r\n`,
      /^550 5\.6\.0 .*Secure-Alias-Level/,
    ],
    [
      'two levels',
      `${HEADER}Secure-Alias-Level: verify\r\nSecure-Alias-Level: encrypt\r\n\r\n`,
      /^550 5\.6\.0 .*once/,
    ],
    ['a long line', `${COMPLETE}\r\none\r\n${'a'.repeat(999)}\r\n`, /^550 5\.6\.0 Line 8 .*998/],
    ['a bare CR', `${COMPLETE}\r\n\rx\r\n`, /^550 5\.6\.0 Line 7 has a CR/],
  ];
  for (const [what, message, answer] of refused) {
    test(`refused: ${what}`, async () => {
      const client = await signedIn();
      match(await client.send(ALICE, ['bob@good.example'], message), answer);
      equal(world.outbound.sent.length, 0);
      client.close();
    });
  }

  test('a header in Latin-1 is refused, one in UTF-8 asks for SMTPUTF8', async () => {
    const client = await signedIn();
    const latin = Buffer.from(`${COMPLETE}X: \u00e9\r\n\r\n`, 'latin1');
    match(await client.send(ALICE, ['bob@good.example'], latin), /^550 5\.6\.0 .*UTF-8/);
    match(await client.send(ALICE, ['bob@good.example'], `${COMPLETE}X: \u00e9\r\n\r\n`), /^250 /);
    equal(lastAccepted().message.smtpUtf8, true);
    client.close();
  });

  test('a line of 998 octets is taken', async () => {
    const client = await signedIn();
    match(await client.send(ALICE, ['b@good.example'], `${COMPLETE}\r\n${'a'.repeat(998)}\r\n`), /^250 /);
    client.close();
  });

  test('an override of the settings counts; the message may ask for more, never for less', async () => {
    const overrides = [{ domain: 'bank.example' as Domain, level: 'verify' as const }];
    world.aliases.items.set(ALICE, aliasOf('alice', { expert: true, overrides }));
    const client = await signedIn();
    const recipients = ['bob@good.example', 'x@bank.example'];
    const levels = async (header: string): Promise<string[]> => {
      await client.send(ALICE, recipients, `${header}\r\n`);
      return world.outbound
        .drain()
        .flatMap((item) => ('orders' in item ? item.orders.map(({ level }) => level) : []));
    };
    deepEqual(await levels(COMPLETE), ['encrypt', 'verify']);
    deepEqual(await levels(`${HEADER}Secure-Alias-Level: dane-only\r\n`), ['dane-only', 'verify']);
    client.close();
  });

  test('the table or the queue is out of reach: 451', async () => {
    const client = await signedIn();
    world.broken.add('aliases');
    match(await client.command(`MAIL FROM:<${ALICE}>`), /^451 4\.3\.0 /);
    world.broken.clear();
    world.broken.add('outbound');
    match(await client.send(ALICE, ['bob@good.example'], `${COMPLETE}\r\n`), /^451 4\.3\.0 /);
    world.broken.clear();
    match(await client.send(ALICE, ['bob@good.example'], `${COMPLETE}\r\n`), /^250 /);
    client.close();
  });

  test('a mail program (nodemailer) on 587, with a large attachment', async () => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: world.edge.ports.submission,
      requireTLS: true,
      tls: { ca: world.authority.certificatePem },
      auth: { user: 'alice@example.org', pass: world.password },
    });
    const content = Buffer.alloc(400_000, 'attachment');
    await transport.sendMail({
      from: ALICE,
      to: 'bob@good.example',
      subject: 'x',
      attachments: [{ content }],
    });
    const { body } = lastAccepted();
    ok('key' in body);
    const object = world.bodies.objects.get(body.key)?.toString() ?? '';
    ok(object.replaceAll('\r\n', '').includes(content.toString('base64')));
  });
});
