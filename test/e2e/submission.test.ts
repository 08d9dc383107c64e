/** Mail from the owner's own mail program: signing in, what may be sent, and what becomes of it. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { createTransport } from 'nodemailer';

import { SmtpClient } from '../functions/smtp-edge/smtp-client.ts';
import { eventually, type Api } from './api-client.ts';
import {
  ALICE,
  ALICE_ALIAS,
  awaitInbox,
  finished,
  startBench,
  type Bench,
  type DeliveryAnswer,
} from './local-system.ts';
import {
  connectEncrypted,
  connectImplicit,
  lines,
  plain,
  verifying,
  verifySignatures,
} from './mail-client.ts';

let bench: Bench;
let alice: Api;
let password: string;
before(async () => {
  bench = await startBench();
  alice = await bench.as(ALICE);
  equal((await alice('/v1/alias', { method: 'PUT', json: { enabled: true } })).status, 200);
  password = await bench.appPassword(ALICE);
});
after(() => bench.close());

async function program(): Promise<SmtpClient> {
  return connectImplicit(bench.system.ports.submissions, bench.authority);
}

async function signedIn(userName = ALICE): Promise<SmtpClient> {
  const client = await program();
  match(await client.command(`AUTH PLAIN ${plain(userName, password)}`), /^235 /);
  return client;
}

function message(subject: string, to = 'bob@good.example', ...more: string[]): string {
  return lines(
    `From: Alice <${ALICE_ALIAS}>`,
    `To: ${to}`,
    `Subject: ${subject}`,
    'Date: Mon, 23 Nov 2026 10:00:00 +0000',
    `Message-ID: <${subject.replaceAll(/\W/g, '-').toLowerCase()}@secure.example.org>`,
    ...more,
    '',
    'Hello,',
    '.dot',
    'trailing blanks  ',
  );
}

/** Sends one message; gives the last reply. */
async function submit(
  raw: string,
  recipients: readonly string[] = ['bob@good.example'],
  sender = ALICE_ALIAS,
) {
  const client = await signedIn();
  try {
    return await client.send(sender, recipients, raw.replaceAll(/^\./gm, '..'));
  } finally {
    client.close();
  }
}

async function receivedBy(domain: string, subject: string): Promise<Buffer> {
  const found = await bench.world.awaitMessage(
    domain,
    ({ raw }) => raw.includes(`Subject: ${subject}\r\n`),
    AbortSignal.timeout(10_000),
  );
  return found.raw;
}

describe('signing in', () => {
  const ways = [
    ['465, PLAIN, home address', true, 'PLAIN', ALICE],
    ['465, LOGIN, secure address', true, 'LOGIN', ALICE_ALIAS],
    ['587, PLAIN, secure address', false, 'PLAIN', ALICE_ALIAS],
    ['587, LOGIN, home address', false, 'LOGIN', ALICE],
  ] as const;
  for (const [name, implicit, method, userName] of ways) {
    test(`${name}: a mail program sends, and it arrives`, async () => {
      const { submissions, submission } = bench.system.ports;
      const transport = createTransport({
        host: '127.0.0.1',
        port: implicit ? submissions : submission,
        secure: implicit,
        requireTLS: true,
        authMethod: method,
        auth: { user: userName, pass: password },
        tls: verifying(bench.authority),
      });
      const subject = `From a mail program by ${name}`;
      const sent = await transport.sendMail({
        from: `Alice <${ALICE_ALIAS}>`,
        to: 'bob@good.example',
        subject,
        text: 'Grüße',
      });
      transport.close();
      match(sent.response, /^250 2\.0\.0 /);
      const raw = (await receivedBy('good.example', subject)).toString();
      ok(raw.includes(`Message-ID: ${sent.messageId}`));
      match(raw, /^Received: .*by mx\.secure\.example\.org with ESMTPSA/ms);
      ok(!raw.includes('127.0.0.1'), 'where the sender sits is nobody’s business');
    });
  }

  test('a wrong password, an unknown user, and somebody else’s password all get the same 535 5.7.8', async () => {
    const words = new Set<string>();
    const pairs = [
      [ALICE, 'wrong'],
      ['ghost@example.org', password],
      ['bob@example.org', password],
    ];
    for (const [userName = '', secret = ''] of pairs) {
      const client = await program();
      words.add(await client.command(`AUTH PLAIN ${plain(userName, secret)}`));
      match(await client.command(`MAIL FROM:<${ALICE_ALIAS}>`), /^530 /, 'nothing without a sign-in');
      client.close();
    }
    equal(words.size, 1, [...words].join('; '));
    match([...words][0] ?? '', /^535 5\.7\.8 /);
  });

  test('the sign-in password of the website is no app password', async () => {
    const user = bench.system.users.find(({ email }) => email === ALICE);
    const client = await program();
    match(await client.command(`AUTH PLAIN ${plain(ALICE, user?.password ?? '')}`), /^535 /);
    client.close();
  });

  test('on 587 nothing is offered or taken before STARTTLS', async () => {
    const client = await SmtpClient.open(bench.system.ports.submission);
    await client.reply();
    const offered = await client.command('EHLO program.example');
    ok(!offered.includes('AUTH'), offered);
    match(offered, /STARTTLS/);
    match(await client.command(`AUTH PLAIN ${plain(ALICE, password)}`), /^5/);
    match(await client.command(`MAIL FROM:<${ALICE_ALIAS}>`), /^530 /);
    client.close();
    const secured = await connectEncrypted(bench.system.ports.submission, bench.authority);
    match(await secured.command('EHLO program.example'), /AUTH (?=.*PLAIN).*LOGIN/);
    secured.close();
  });

  test('an app password is shown once, remembers its use, and stops working when it is revoked', async () => {
    const made = await alice('/v1/app-passwords', { json: { name: 'Phone' } });
    equal(made.status, 201);
    const { id, password: own } = made.json<{ id: string; password: string }>();
    const attempt = async (): Promise<string> => {
      const client = await program();
      const reply = await client.command(`AUTH PLAIN ${plain(ALICE, own)}`);
      client.close();
      return reply;
    };
    match(await attempt(), /^235 /);
    await eventually('the use is noted', async () => {
      const list = await alice('/v1/app-passwords');
      ok(!list.body.toString().includes(own), 'the list does not show it');
      return list
        .json<{ items: { id: string; lastUsedAt: string | null }[] }>()
        .items.find((item) => item.id === id && item.lastUsedAt !== null);
    });
    equal((await alice(`/v1/app-passwords/${id}`, { method: 'DELETE' })).status, 204);
    await eventually('it no longer works', async () => (await attempt()).startsWith('535'));
    equal((await alice(`/v1/app-passwords/${id}`, { method: 'DELETE' })).status, 404);
  });
});

describe('whose mail it may be', () => {
  test('MAIL FROM of anybody else is refused, naming the address to use', async () => {
    for (const sender of ['bob@secure.example.org', ALICE, 'alice@good.example', '']) {
      const reply = await submit(message('Not mine'), ['bob@good.example'], sender);
      match(reply, /^550 5\.7\.1 .*<alice@secure\.example\.org>/, sender);
    }
  });

  test('a header From of anybody else is refused, naming the address to use; so is none, and one of two', async () => {
    const froms = [
      'From: Bob <bob@secure.example.org>',
      `From: ${ALICE}`,
      'From: alice@secure.example.org.evil.example',
      'From: "alice@secure.example.org" <eve@good.example>',
      `From: ${ALICE_ALIAS}, bob@secure.example.org`,
      `From: ${ALICE_ALIAS}\r\nFrom: bob@secure.example.org`,
      'X-From: nobody',
    ];
    for (const from of froms) {
      const raw = message('Not mine').replace(/^From: .*$/m, from);
      match(await submit(raw), /^550 5\.7\.1 .*<alice@secure\.example\.org>/, from);
    }
    ok(bench.world.received('good.example').every(({ raw }) => !raw.includes('Subject: Not mine')));
  });

  test('a subaddress of the owner is the owner', async () => {
    const raw = message('From a subaddress').replace('<alice@', '<alice+shop@');
    match(await submit(raw, ['bob@good.example'], 'alice+shop@secure.example.org'), /^250 /);
    const arrived = await bench.world.awaitMessage('good.example', ({ raw: one }) =>
      one.includes('From a subaddress'),
    );
    equal(arrived.mailFrom, 'alice+shop@secure.example.org');
  });

  test('with the alias switched off nothing is taken', async () => {
    const bob = await bench.as('bob@example.org');
    const secret = await bench.appPassword('bob@example.org');
    const client = await program();
    match(await client.command(`AUTH PLAIN ${plain('bob@example.org', secret)}`), /^235 /);
    match(await client.command('MAIL FROM:<bob@secure.example.org>'), /^550 5\.7\.1 .*switched off/);
    equal((await bob('/v1/alias', { method: 'PUT', json: { enabled: true } })).status, 200);
    match(await client.command('MAIL FROM:<bob@secure.example.org>'), /^250 /);
    client.close();
  });
});

describe('what becomes of it', () => {
  test('it arrives as submitted behind trace and two DKIM signatures, RSA and Ed25519, that verify', async () => {
    const raw = message('Signed');
    match(await submit(raw), /^250 /);
    const arrived = await receivedBy('good.example', 'Signed');
    ok(arrived.toString().endsWith(raw), 'the message as submitted');
    const results = await verifySignatures(arrived, bench.world.dnsServers);
    deepEqual(
      results.map(({ status }) => status.result),
      ['pass', 'pass'],
    );
    deepEqual(results.map(({ algo }) => algo).sort(), ['ed25519-sha256', 'rsa-sha256']);
    for (const { signingDomain } of results) equal(signingDomain, 'secure.example.org');
    const tampered = Buffer.from(arrived.toString().replace('Hello,', 'Hello!'));
    const broken = await verifySignatures(tampered, bench.world.dnsServers);
    ok(broken.every(({ status }) => status.result !== 'pass'));
  });

  test('to a provider without encryption it comes back within seconds, with the whole original', async () => {
    const raw = message('Comes back', 'bob@plain.example');
    match(await submit(raw, ['bob@plain.example']), /^250 /);
    const notice = await awaitInbox(alice, ({ subject }) => subject === 'Not sent: Comes back', 'the notice');
    equal(notice.kind, 'failure-notice');
    const text = (await alice(`/v1/messages/${notice.id}/raw`)).body.toString();
    match(text, /^From: Mail Delivery <postmaster@secure\.example\.org>\r$/m);
    match(text, /^Return-Path: <>\r$/m);
    match(text, /^In-Reply-To: <comes-back@secure\.example\.org>\r$/m);
    match(text, /^Auto-Submitted: auto-replied\r$/m);
    match(text, /^Status: 5\.7\.4\r$/m);
    match(text, /^X-Secure-Alias-Reason: starttls-not-supported\r$/m);
    match(text, /^Content-Type: message\/rfc822/m);
    ok(text.includes(raw), 'the original, whole');
    equal(bench.world.receivedCount('plain.example'), 0);
  });

  test('its deliveries are listed with the attempts, and the finished one has a receipt', async () => {
    const raw = message('Listed', 'bob@good.example, carl@selfsigned.example, bob@good.example');
    match(await submit(raw, ['bob@good.example', 'carl@selfsigned.example', 'bob@good.example']), /^250 /);
    interface Listed extends DeliveryAnswer {
      readonly subject: string;
      readonly messageId: string;
    }
    const ours = await eventually('both deliveries', async () => {
      const { items } = (await alice('/v1/deliveries?state=delivered')).json<{ items: Listed[] }>();
      const found = items.filter(({ subject }) => subject === 'Listed');
      return found.length >= 2 ? found : null;
    });
    deepEqual(ours.map(({ domain }) => domain).sort(), ['good.example', 'selfsigned.example']);
    for (const { id, messageId, recipients } of ours) {
      equal(messageId, '<listed@secure.example.org>');
      equal(recipients.length, 1);
      const delivery = await finished(alice, id);
      equal(delivery.level, 'encrypt');
      match(delivery.receipt?.tls.version ?? '', /^TLSv1\.[23]$/);
      equal(delivery.attempts.at(-1)?.outcome, 'met');
    }
  });

  test('Date and Message-ID are added where they are missing, and nothing else changes', async () => {
    const raw = lines(`From: ${ALICE_ALIAS}`, 'To: bob@good.example', 'Subject: Bare', '', 'Hello');
    match(await submit(raw), /^250 /);
    const arrived = (await receivedBy('good.example', 'Bare')).toString();
    match(arrived, /^Date: \w{3}, \d{1,2} \w{3} \d{4} /m);
    match(arrived, /^Message-ID: <[^<>@\s]+@secure\.example\.org>\r$/m);
    ok(arrived.endsWith('\r\n\r\nHello\r\n'));
  });

  test('an emoji in the subject is a character like any other, encoded or in UTF-8', async () => {
    match(await submit(message('=?utf-8?Q?Party_=F0=9F=8E=89?=')), /^250 /);
    await receivedBy('good.example', '=?utf-8?Q?Party_=F0=9F=8E=89?=');
    match(await submit(message('Cake 🎂')), /^250 /);
    await receivedBy('good.example', 'Cake 🎂');
  });
});

describe('a level asked for in the message', () => {
  test('more than the settings ask for is kept to, and nothing less is used instead', async () => {
    for (const level of ['dane-only', 'verify']) {
      const raw = message(`Only ${level}`, 'bob@good.example', `Secure-Alias-Level: ${level}`);
      match(await submit(raw), /^250 /);
      await awaitInbox(alice, ({ subject }) => subject === `Not sent: Only ${level}`, `notice, ${level}`);
    }
  });

  test('what is no level is refused, and encrypt is taken and the header removed', async () => {
    match(await submit(message('No level', 'bob@good.example', 'Secure-Alias-Level: none')), /^55\d 5\./);
    match(
      await submit(message('Asked for encrypt', 'bob@good.example', 'Secure-Alias-Level: encrypt')),
      /^250 /,
    );
    const arrived = (await receivedBy('good.example', 'Asked for encrypt')).toString();
    ok(!/secure-alias-level/i.test(arrived.replaceAll(/^DKIM-Signature:.*(\r\n[ \t].*)*/gm, '')));
    const all = bench.world.received('good.example').map(({ raw }) => raw.toString());
    ok(all.every((raw) => !/Subject: (Only |No level)/.test(raw)));
  });
});
