/** Port 25 as strangers' servers see it. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import type { HomeItem } from '../../../shared/store/queues.ts';
import { ALICE, aliasOf, startWorld, type World } from './edge-world.ts';
import { SmtpClient } from './smtp-client.ts';

type Mail = Extract<HomeItem, { kind: 'mail' }>;
const octetsOf = ({ body }: Mail): Buffer => {
  ok('inline' in body);
  return Buffer.from(body.inline, 'base64');
};
const MESSAGE = 'From: Bob <bob@good.example>\r\nTo: alice\r\nSubject: Hello\r\n\r\nHi.\r\n';

describe('the MX', () => {
  let world: World;
  let port: number;
  before(async () => {
    world = await startWorld();
    port = world.edge.ports.mx;
  });
  after(() => world.close());
  beforeEach(() => {
    world.broken.clear();
    // Past what earlier tests left in the alias cache.
    world.ahead += 10_000;
  });

  const lastMail = (): Mail => {
    const item = world.home.sent.at(-1)?.item;
    ok(item?.kind === 'mail');
    return item;
  };

  test('it greets by name and offers STARTTLS, never AUTH, and no REQUIRETLS yet', async () => {
    const client = await SmtpClient.open(port);
    equal(await client.reply(), '220 mx.secure.example.org ESMTP');
    const plain = await client.command('EHLO client.example');
    deepEqual(plain.split('\n'), [
      '250-mx.secure.example.org',
      '250-PIPELINING',
      '250-8BITMIME',
      '250-SMTPUTF8',
      '250-ENHANCEDSTATUSCODES',
      '250-STARTTLS',
      '250 SIZE 1048576',
    ]);
    await client.startTls();
    const secured = await client.command('EHLO client.example');
    ok(!/STARTTLS|AUTH/.test(secured), secured);
    match(secured, /^250-REQUIRETLS$/m, 'RFC 8689 section 2: offered over TLS');
    match(await client.command('AUTH PLAIN AGEAYg=='), /^500 5\.5\.\d /);
    client.close();
  });

  const why =
    /^550 5\.7\.1 <(.*)> takes mail over encrypted connections \(STARTTLS\) only; see https:\/\/localhost:8443\/why-refused$/;
  const inPlaintext: [string, string][] = [
    ['alice@secure.example.org', 'an enabled alias'],
    ['Alice+Shop@SECURE.example.org', 'its subaddress'],
    ['off@secure.example.org', 'one that is switched off'],
    ['nobody@secure.example.org', 'one that does not exist'],
    ['postmaster@secure.example.org', 'postmaster'],
    ['abuse@secure.example.net', 'abuse at the other domain'],
    ['postmaster', 'postmaster without a domain'],
  ];
  for (const [recipient, what] of inPlaintext) {
    test(`in plaintext, ${what} gets the same answer as any other`, async () => {
      const client = await SmtpClient.greet(port);
      await client.command('MAIL FROM:<bob@plain.example>');
      match(await client.command(`RCPT TO:<${recipient}>`), why);
      client.close();
    });
  }

  test('a plaintext attempt at an enabled alias, and only such, is recorded for its owner', async () => {
    world.refusals.items.clear();
    const client = await SmtpClient.greet(port);
    await client.command('MAIL FROM:<bob@plain.example>');
    for (const name of ['nobody', 'off', 'postmaster', 'Alice+Shop']) {
      match(await client.command(`RCPT TO:<${name}@secure.example.org>`), /^550 5\.7\.1 /);
    }
    await world.until(() => world.refusals.items.size > 0);
    client.close();
    const recorded = [...world.refusals.items.values()];
    deepEqual(
      recorded.map(({ alias, recipient, sender, client: peer, reason }) => ({
        alias,
        recipient,
        sender,
        client: peer,
        reason,
      })),
      [
        {
          alias: ALICE,
          recipient: 'Alice+Shop@secure.example.org',
          sender: 'bob@plain.example',
          client: { address: '127.0.0.1', helo: 'client.example' },
          reason: 'no-tls',
        },
      ],
    );
  });

  test('a refusal that cannot be recorded is refused all the same', async () => {
    world.broken.add('refusals');
    world.observer.faults.length = 0;
    const client = await SmtpClient.greet(port);
    match(await client.begin('bob@plain.example', ALICE), why);
    await world.until(() => world.observer.faults.length === 1);
    client.close();
  });

  const overTls: [string, RegExp, string][] = [
    ['alice@secure.example.org', /^250 2\.1\.5 /, 'an enabled alias'],
    ['ALICE+shop@Secure.Example.ORG', /^250 2\.1\.5 /, 'its subaddress, in any case'],
    ['off@secure.example.org', /^550 5\.1\.1 <off@secure\.example\.org> /, 'a switched-off alias'],
    ['nobody@secure.example.org', /^550 5\.1\.1 <nobody@/, 'an unknown alias'],
    ['alice@example.org', /^550 5\.7\.1 <alice@example\.org>: .*relays no mail/, 'a home address'],
    ['bob@good.example', /^550 5\.7\.1 <bob@good\.example>: .*relays no mail/, 'another domain'],
    ['postmaster@secure.example.org', /^250 2\.1\.5 /, 'postmaster'],
    ['Abuse@secure.example.net', /^250 2\.1\.5 /, 'abuse'],
    ['postmaster', /^250 2\.1\.5 /, 'postmaster without a domain'],
    ['alice@[127.0.0.1]', /^553 5\.1\.3 /, 'an address literal'],
    ['not an address', /^553 5\.1\.3 /, 'something that is no address'],
  ];
  for (const [recipient, answer, what] of overTls) {
    test(`over TLS, ${what}: ${recipient}`, async () => {
      const client = await SmtpClient.secure(port);
      await client.command('MAIL FROM:<bob@good.example>');
      match(await client.command(`RCPT TO:<${recipient}>`), answer);
      client.close();
    });
  }

  test('a message arrives as it was sent, under exactly one new Received field', async () => {
    const client = await SmtpClient.secure(port);
    const cipher = 'getCipher' in client.socket ? client.socket.getCipher().standardName : '';
    const answer = await client.send('bob@good.example', ['alice+shop@secure.example.org'], MESSAGE);
    const item = lastMail();
    equal(answer, `250 2.0.0 Accepted as ${item.id}`);
    deepEqual(item.recipients, [{ address: 'alice+shop@secure.example.org', home: 'alice@example.org' }]);
    equal(item.sender, 'bob@good.example');
    deepEqual(item.client, { address: '127.0.0.1', helo: 'client.example' });
    deepEqual(item.tls, { version: 'TLSv1.3', cipher });
    equal(item.aliasDomain, 'secure.example.org');
    const octets = octetsOf(item).toString();
    ok(octets.endsWith(MESSAGE));
    const trace = octets.slice(0, -MESSAGE.length).replaceAll(/\r\n\t/g, ' ');
    match(
      trace,
      /^Received: from client\.example \(\[127\.0\.0\.1\]\) by mx\.secure\.example\.org with ESMTPS id \S+ for <alice\+shop@secure\.example\.org> tls TLS_\S+ \(TLSv1\.3\); [^\r\n]+\r\n$/,
    );
    ok(trace.includes(`tls ${cipher} `) && trace.includes(` id ${item.id} `));
    client.close();
  });

  test('TLS 1.2 is new enough, and is recorded by the name that IANA gives its cipher', async () => {
    const client = await SmtpClient.greet(port);
    await client.startTls({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' });
    await client.command('EHLO client.example');
    match(await client.send('bob@good.example', [ALICE], MESSAGE), /^250 2\.0\.0 /);
    const cipher = 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384';
    deepEqual(lastMail().tls, { version: 'TLSv1.2', cipher });
    client.close();
  });

  test('dots at the beginning of lines, 8-bit text and a header without a body come through', async () => {
    const odd: Buffer[] = [
      Buffer.from('Subject: x\r\n\r\n.one\r\n..two\r\n.\u00e9\r\n...\r\n'),
      Buffer.concat([
        Buffer.from('Subject: raw '),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('\r\n\r\n\x80\r\n', 'latin1'),
      ]),
      Buffer.from('Subject: header only\r\n'),
      Buffer.from('\r\nno header at all\r\n'),
    ];
    const client = await SmtpClient.secure(port);
    for (const message of odd) {
      const stuffed = Buffer.from(message.toString('latin1').replaceAll(/^\./gm, '..'), 'latin1');
      match(await client.send('bob@good.example', [ALICE], stuffed), /^250 2\.0\.0 /);
      const octets = octetsOf(lastMail());
      deepEqual(octets.subarray(-message.length), message);
      match(
        octets.toString('latin1', 0, octets.length - message.length),
        /^Received: (?:[^\r\n]|\r\n\t)*\r\n$/,
      );
    }
    client.close();
  });

  test('several recipients get one item; blind ones are not named in Received', async () => {
    const client = await SmtpClient.secure(port);
    const before = world.home.sent.length;
    await client.send('', [ALICE, 'bob@secure.example.org', 'postmaster@secure.example.org'], MESSAGE);
    equal(world.home.sent.length, before + 1);
    const item = lastMail();
    equal(item.sender, '');
    deepEqual(
      item.recipients.map(({ address, home }) => `${address} ${home}`),
      [
        'alice@secure.example.org alice@example.org',
        'bob@secure.example.org bob@example.org',
        'postmaster@secure.example.org operator@example.org',
      ],
    );
    ok(!octetsOf(item).includes(' for <'));
    client.close();
  });

  test('recipients at two alias domains: the second domain is asked to come as another message', async () => {
    const client = await SmtpClient.secure(port);
    await client.command('MAIL FROM:<bob@good.example>');
    match(await client.command(`RCPT TO:<${ALICE}>`), /^250 /);
    match(await client.command('RCPT TO:<postmaster@secure.example.net>'), /^452 4\.5\.3 /);
    client.close();
  });

  test('the alias table is out of reach: 451, neither yes nor no', async () => {
    world.broken.add('aliases');
    const client = await SmtpClient.secure(port);
    match(await client.begin('bob@good.example', ALICE), /^451 4\.3\.0 /);
    world.broken.clear();
    match(await client.command(`RCPT TO:<${ALICE}>`), /^250 /);
    client.close();
  });

  test('an alias that is switched off meanwhile is refused after some seconds', async () => {
    world.aliases.items.set(ALICE, aliasOf('alice'));
    const client = await SmtpClient.secure(port);
    await client.command('MAIL FROM:<bob@good.example>');
    match(await client.command(`RCPT TO:<${ALICE}>`), /^250 /);
    world.aliases.items.set(ALICE, aliasOf('alice', { enabled: false }));
    match(await client.command('RCPT TO:<alice+cached@secure.example.org>'), /^250 /);
    world.ahead += 3001;
    match(await client.command('RCPT TO:<alice+later@secure.example.org>'), /^550 5\.1\.1 /);
    world.aliases.items.set(ALICE, aliasOf('alice'));
    client.close();
  });

  test('a SIZE over the limit is refused at MAIL, unknown parameters as such', async () => {
    const client = await SmtpClient.secure(port);
    match(await client.command('MAIL FROM:<bob@good.example> SIZE=1048577'), /^552 5\.3\.4 /);
    match(await client.command('MAIL FROM:<bob@good.example> MT-PRIORITY=3'), /^555 5\.5\.4 .*MT-PRIORITY/);
    match(await client.command('MAIL FROM:<bob@good.example> SIZE=1048576 BODY=8BITMIME SMTPUTF8'), /^250 /);
    match(await client.command(`RCPT TO:<${ALICE}> NOTIFY=NEVER`), /^555 5\.5\.4 .*NOTIFY/);
    client.close();
  });

  test('a sender address that only others would call one is taken', async () => {
    const client = await SmtpClient.secure(port);
    match(await client.command('MAIL FROM:<user.@good.example>'), /^250 /);
    client.close();
  });

  test('a broken sender address is refused, and so is DATA without a recipient', async () => {
    const client = await SmtpClient.secure(port);
    match(await client.command('MAIL FROM:bob@good.example'), /^553 5\.1\.7 /);
    match(await client.command(`MAIL FROM:<${'x'.repeat(242)}@good.example>`), /^553 5\.1\.7 /);
    match(await client.command('MAIL FROM:<bob@good.example>'), /^250 2\.1\.0 /);
    match(await client.command('DATA'), /^503 5\.5\.1 /);
    client.close();
  });

  test('what is logged of a message names nobody', async () => {
    world.observer.lines.length = 0;
    const client = await SmtpClient.secure(port);
    await client.send('bob@good.example', [ALICE], MESSAGE);
    client.close();
    const { lines } = world.observer;
    ok(lines.some(({ message, fields }) => message === 'message accepted' && fields['id'] === lastMail().id));
    ok(!/bob|good\.example|Hello|alice/.test(JSON.stringify(lines)), JSON.stringify(lines));
  });
});

test('TLS 1.1 is too old: the handshake fails; who then comes back in plaintext is refused for that reason', async (t) => {
  const world = await startWorld();
  t.after(() => world.close());
  const port = world.edge.ports.mx;
  const localAddress = '127.0.0.11';
  const client = await SmtpClient.greet(port, { localAddress });
  // Security level 0, or OpenSSL itself would not offer it.
  const attempt = client.startTls({
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
  });
  await attempt.then(
    () => {
      throw new Error('the handshake succeeded');
    },
    (error: unknown) => {
      match(String(error), /protocol version|ssl/i);
    },
  );
  await world.until(() => world.observer.counts.get('Refused tls-too-old') === 1);

  const refusedAfter = async (milliseconds: number, from: string): Promise<unknown> => {
    world.refusals.items.clear();
    world.ahead = milliseconds;
    const again = await SmtpClient.greet(port, { localAddress: from });
    match(await again.begin('bob@old.example', ALICE), /^550 5\.7\.1 /);
    again.close();
    await world.until(() => world.refusals.items.size > 0);
    world.ahead = 0;
    return [...world.refusals.items.values()].map(({ reason }) => reason);
  };
  deepEqual(await refusedAfter(1000, localAddress), ['tls-too-old']);
  deepEqual(await refusedAfter(1000, '127.0.0.12'), ['no-tls']);
  deepEqual(await refusedAfter(2 * 3600_000, localAddress), ['no-tls']);
});
