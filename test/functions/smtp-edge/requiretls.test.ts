/** REQUIRETLS (RFC 8689) as strangers' servers and our own users' mail programs meet it. */
import { equal, match, ok } from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import type { HomeItem, OutboundItem } from '../../../shared/store/queues.ts';
import { ALICE, startWorld, type World } from './edge-world.ts';
import { SmtpClient } from './smtp-client.ts';

type Mail = Extract<HomeItem, { kind: 'mail' }>;
type Accepted = Extract<OutboundItem, { kind: 'accepted' }>;

const FROM_BOB = 'MAIL FROM:<bob@good.example>';
const FROM_ALICE = `MAIL FROM:<${ALICE}>`;
const INBOUND = 'From: Bob <bob@good.example>\r\nSubject: Hello\r\n\r\nHi.\r\n';
const SUBMITTED = `From: <${ALICE}>\r\nTo: bob@good.example\r\nMessage-ID: <1@mua.example>\r\n`;

describe('REQUIRETLS', () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());
  beforeEach(() => {
    world.home.sent.length = 0;
    world.outbound.sent.length = 0;
  });

  const onlyMail = (): Mail => {
    const [entry, ...others] = world.home.sent;
    ok(entry?.item.kind === 'mail' && others.length === 0);
    return entry.item;
  };
  const onlyAccepted = (): Accepted => {
    const [entry, ...others] = world.outbound.sent;
    ok(entry?.item.kind === 'accepted' && others.length === 0);
    return entry.item;
  };
  const octetsOf = ({ body }: Mail | Accepted): string => {
    ok('inline' in body);
    return Buffer.from(body.inline, 'base64').toString();
  };
  const stranger = (): Promise<SmtpClient> => SmtpClient.secure(world.edge.ports.mx);
  const credentials = (): string => Buffer.from(`\0${ALICE}\0${world.password}`).toString('base64');
  const signedIn = async (): Promise<SmtpClient> => {
    const client = await SmtpClient.greet(world.edge.ports.submissions, { tls: true });
    match(await client.command(`AUTH PLAIN ${credentials()}`), /^235 /);
    return client;
  };
  /** The rest of a transaction whose MAIL was taken; gives the last reply. */
  const finish = async (client: SmtpClient, recipient: string, message: string): Promise<string> => {
    match(await client.command(`RCPT TO:<${recipient}>`), /^250 /);
    match(await client.command('DATA'), /^354 /);
    client.write(message);
    return client.command('.');
  };

  test('mail from outside is tagged by it, and its Received field is as ever', async () => {
    const client = await stranger();
    match(await client.command(`${FROM_BOB} SIZE=100 requiretls`), /^250 2\.1\.0 /);
    match(await finish(client, ALICE, INBOUND), /^250 2\.0\.0 /);
    equal(onlyMail().requireTls, true);
    match(octetsOf(onlyMail()).replaceAll('\r\n\t', ' '), /^Received: from .* with ESMTPS id \S+ for <.*; /);
    ok(octetsOf(onlyMail()).endsWith(INBOUND));
    client.close();
  });

  test('mail without it is not', async () => {
    const client = await stranger();
    match(await client.send('bob@good.example', [ALICE], INBOUND), /^250 2\.0\.0 /);
    equal(onlyMail().requireTls, undefined);
    client.close();
  });

  test('a message after one that had it stands for itself', async () => {
    const client = await stranger();
    await client.command(`${FROM_BOB} REQUIRETLS`);
    await finish(client, ALICE, INBOUND);
    equal(onlyMail().requireTls, true);
    world.home.sent.length = 0;
    await client.send('bob@good.example', [ALICE], INBOUND);
    equal(onlyMail().requireTls, undefined);
    client.close();
  });

  test('nor does a MAIL that was refused with it leave it behind', async () => {
    const client = await stranger();
    match(await client.command(`${FROM_BOB} REQUIRETLS HOLDFOR=60`), /^555 5\.5\.4 .*HOLDFOR/);
    match(await client.send('bob@good.example', [ALICE], INBOUND), /^250 2\.0\.0 /);
    equal(onlyMail().requireTls, undefined);
    client.close();
  });

  const malformed: [parameters: string, answer: RegExp][] = [
    ['REQUIRETLS=1', /^501 5\.5\.4 [^\n]*REQUIRETLS/],
    ['REQUIRETLS=NO', /^501 5\.5\.4 [^\n]*REQUIRETLS/],
    ['REQUIRETLS REQUIRETLS', /^501 5\.5\.4 [^\n]*duplicate REQUIRETLS/],
    ['REQUIRE-TLS', /^555 5\.5\.4 [^\n]*REQUIRE-TLS/],
    ['REQUIRETLS=+0D', /^553 5\.1\.7 /],
  ];
  for (const [parameters, answer] of malformed) {
    test(`MAIL with ${parameters} is refused, for good`, async () => {
      const client = await stranger();
      match(await client.command(`${FROM_BOB} ${parameters}`), answer);
      match(await client.command(`RCPT TO:<${ALICE}>`), /^503 /);
      client.close();
    });
  }

  test('in plaintext it is neither offered nor taken', async () => {
    const client = await SmtpClient.open(world.edge.ports.mx);
    await client.reply();
    ok(!(await client.command('EHLO client.example')).includes('REQUIRETLS'));
    match(await client.command(`${FROM_BOB} REQUIRETLS`), /^530 5\.7\.0 [^\n]*REQUIRETLS/);
    client.close();
  });

  test('no parameter of RCPT', async () => {
    const client = await stranger();
    await client.command(FROM_BOB);
    match(await client.command(`RCPT TO:<${ALICE}> REQUIRETLS`), /^555 5\.5\.4 /);
    client.close();
  });

  test('"TLS-Required: No" lowers nothing and is passed on', async () => {
    const client = await stranger();
    const message = `TLS-Required: No\r\n${INBOUND}`;
    await client.command(`${FROM_BOB} REQUIRETLS`);
    match(await finish(client, ALICE, message), /^250 /);
    equal(onlyMail().requireTls, true);
    ok(octetsOf(onlyMail()).endsWith(message));
    client.close();
  });

  test('465 offers it; a message submitted with it is accepted so, for all its domains', async () => {
    const client = await signedIn();
    match(await client.command('EHLO laptop'), /^250[- ]REQUIRETLS$/m);
    match(await client.command(`${FROM_ALICE} REQUIRETLS`), /^250 /);
    match(await client.command('RCPT TO:<carol@other.example>'), /^250 /);
    match(await finish(client, 'bob@good.example', `${SUBMITTED}\r\nHi.\r\n`), /^250 2\.0\.0 /);
    equal(onlyAccepted().message.requireTls, true);
    equal(onlyAccepted().orders.length, 2);
    world.outbound.sent.length = 0;
    match(await client.send(ALICE, ['bob@good.example'], `${SUBMITTED}\r\nHi.\r\n`), /^250 2\.0\.0 /);
    equal(onlyAccepted().message.requireTls, undefined);
    client.close();
  });

  test('587 offers it after STARTTLS; before, it is not even looked at', async () => {
    const client = await SmtpClient.open(world.edge.ports.submission);
    await client.reply();
    ok(!(await client.command('EHLO laptop')).includes('REQUIRETLS'));
    match(await client.command(`${FROM_ALICE} REQUIRETLS`), /^530 5\.7\.0 /);
    await client.startTls();
    match(await client.command('EHLO laptop'), /^250[- ]REQUIRETLS$/m);
    match(await client.command(`AUTH PLAIN ${credentials()}`), /^235 /);
    match(await client.command(`${FROM_ALICE} REQUIRETLS`), /^250 /);
    match(await finish(client, 'bob@good.example', `${SUBMITTED}\r\nHi.\r\n`), /^250 2\.0\.0 /);
    equal(onlyAccepted().message.requireTls, true);
    client.close();
  });

  test('a submitted "TLS-Required: No" stays in the message and changes nothing', async () => {
    const client = await signedIn();
    const message = `${SUBMITTED}TLS-Required: No\r\n\r\nHi.\r\n`;
    match(await client.send(ALICE, ['bob@good.example'], message), /^250 2\.0\.0 /);
    const { message: accepted, orders } = onlyAccepted();
    equal(accepted.requireTls, undefined);
    equal(orders[0]?.level, 'encrypt');
    match(octetsOf(onlyAccepted()), /^TLS-Required: No\r$/m);
    client.close();
  });
});
