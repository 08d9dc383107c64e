/** Mail from the outside world to the aliases, as a stranger's mail server and the owner see it. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';

import { SmtpClient } from '../functions/smtp-edge/smtp-client.ts';
import { eventually, type Api } from './api-client.ts';
import { ALICE, ALICE_ALIAS, awaitInbox, listMessages, startBench, type Bench } from './local-system.ts';
import { connectEncrypted, connectImplicit, lines } from './mail-client.ts';

const BOB = 'bob@example.org';
const BOB_ALIAS = 'bob@secure.example.org';
const CAROL = 'carol@good.example';
const MEBIBYTE = 1024 * 1024;

interface Refusal {
  readonly at: string;
  readonly recipient: string;
  readonly sender: string;
  readonly client: { readonly address: string; readonly helo: string };
  readonly reason: string;
}

let bench: Bench;
let alice: Api;
let bob: Api;
before(async () => {
  bench = await startBench();
  alice = await bench.as(ALICE);
  bob = await bench.as(BOB);
  for (const api of [alice, bob]) {
    equal((await api('/v1/alias', { method: 'PUT', json: { enabled: true } })).status, 200);
  }
});
after(() => bench.close());

async function stranger(): Promise<SmtpClient> {
  return connectEncrypted(bench.system.ports.mx, bench.authority);
}

/** Sends one message over verified TLS; gives the reply to the final dot, or the first refusal. */
async function deliver(
  recipients: readonly string[],
  message: string | Buffer,
  sender = CAROL,
): Promise<string> {
  const client = await stranger();
  try {
    return await client.send(sender, recipients, message);
  } finally {
    client.close();
  }
}

async function rawBySubject(api: Api, subject: string): Promise<Buffer> {
  const { id } = await awaitInbox(api, (message) => message.subject === subject, subject);
  const answer = await api(`/v1/messages/${id}/raw`);
  // A large one is at another address.
  return answer.status === 303 ? (await api(String(answer.headers['location']))).body : answer.body;
}

function simple(subject: string): string {
  return lines(`From: Carol <${CAROL}>`, `To: ${ALICE_ALIAS}`, `Subject: ${subject}`, '', 'Hello');
}

test('over STARTTLS it arrives: trace, TLS clause and authentication results in front, the rest byte for byte', async () => {
  const message = lines(
    `From: Carol <${CAROL}>`,
    `To: ${ALICE_ALIAS}`,
    'Subject: Every octet',
    'X-Folded: one',
    '\ttwo   ',
    'Message-ID: <every-octet@good.example>',
    '',
    '.one dot',
    '..two dots',
    'blanks at the end  \t',
    'From the start of a line',
    'x'.repeat(3000),
    '',
    '',
  );
  const stuffed = message.replaceAll(/^\./gm, '..');
  match(await deliver([ALICE_ALIAS], stuffed), /^250 2\.0\.0 /);
  const listed = await awaitInbox(alice, ({ subject }) => subject === 'Every octet', 'the message');
  equal(listed.kind, 'mail');
  match(listed.tls?.version ?? '', /^TLSv1\.[23]$/);
  match(listed.tls?.cipher ?? '', /^TLS_[A-Z0-9_]+$/);
  const raw = await rawBySubject(alice, 'Every octet');
  const original = Buffer.from(message);
  ok(raw.subarray(raw.length - original.length).equals(original), 'the message as it was sent');
  const trace = raw.subarray(0, raw.length - original.length).toString();
  match(trace, new RegExp(`^Return-Path: <${CAROL}>\\r\\n`));
  match(trace, /^Received: from mx\.good\.example \(\[127\.0\.0\.1\]\)/m);
  match(
    trace,
    /by mx\.secure\.example\.org with ESMTPS id \w+\s+for <alice@secure\.example\.org>\s+tls TLS_[A-Z0-9_]+ /,
  );
  match(trace, /^Authentication-Results: mx\.secure\.example\.org;/m);
  match(trace, /spf=pass/);
  match(trace, /dmarc=pass/);
});

test('results that the sender wrote in our name are gone, so that nobody is fooled', async () => {
  const forged = `Authentication-Results: mx.secure.example.org; dkim=pass header.d=bank.example\r\n`;
  await deliver([ALICE_ALIAS], forged + simple('Forged results'));
  const raw = (await rawBySubject(alice, 'Forged results')).toString();
  ok(!raw.includes('bank.example'));
});

test('in plaintext it is refused with a link that explains, and the owner sees who, when and why', async () => {
  const began = Date.now();
  const client = await SmtpClient.greet(bench.system.ports.mx);
  await client.command('MAIL FROM:<dave@plain.example>');
  const reply = await client.command(`RCPT TO:<${ALICE_ALIAS}>`);
  match(reply, /^550 5\.7\.1 <alice@secure\.example\.org> .*encrypted connections \(STARTTLS\) only/);
  // No recipient was taken, so there is nothing to send DATA for.
  match(await client.command('DATA'), /^[45]/);
  client.close();

  const link = /https:\/\/\S+\/why-refused/.exec(reply)?.[0] ?? '';
  const page = await (await bench.as(null))(new URL(link).pathname);
  equal(new URL(link).origin, bench.system.origin);
  equal(page.status, 200);
  match(page.body.toString(), /<html/);
  match(page.body.toString(), /STARTTLS/);

  const refusal = await eventually('the refusal in the list', async () => {
    const { items } = (await alice('/v1/refusals')).json<{ items: Refusal[] }>();
    return items.find(({ sender }) => sender === 'dave@plain.example');
  });
  equal(refusal.recipient, ALICE_ALIAS);
  equal(refusal.reason, 'no-tls');
  deepEqual(refusal.client, { address: '127.0.0.1', helo: 'client.example' });
  ok(Date.parse(refusal.at) >= began - 1000 && Date.parse(refusal.at) <= Date.now());
  const others = (await bob('/v1/refusals')).json<{ items: Refusal[] }>();
  deepEqual(others.items, [], 'nobody else sees it');
});

test('without TLS an unknown alias and a known one get the same words; over TLS the unknown one gets 5.1.1', async () => {
  const client = await SmtpClient.greet(bench.system.ports.mx);
  await client.command(`MAIL FROM:<${CAROL}>`);
  const words: string[] = [];
  for (const name of ['alice', 'ghost']) {
    const reply = await client.command(`RCPT TO:<${name}@secure.example.org>`);
    words.push(reply.replaceAll(name, 'NAME'));
  }
  client.close();
  equal(words[0], words[1]);
  match(words[0] ?? '', /^550 5\.7\.1 /);
  match(await deliver(['ghost@secure.example.org'], simple('To nobody')), /^550 5\.1\.1 /);
});

test('an alias that is switched off answers like one that does not exist, and takes mail again when it is on', async () => {
  const operator = await bench.as('operator@example.org');
  const address = 'operator@secure.example.org';
  // The operator has never switched it on.
  match(await deliver([address], simple('To a new alias')), /^550 5\.1\.1 /);
  await operator('/v1/alias', { method: 'PUT', json: { enabled: true } });
  await eventually('the alias takes mail', async () => {
    const reply = await deliver([address], simple('To a switched-on alias'));
    return reply.startsWith('250');
  });
  await rawBySubject(operator, 'To a switched-on alias');
  await operator('/v1/alias', { method: 'PUT', json: { enabled: false } });
  const refused = await eventually('the alias refuses mail', async () => {
    const reply = await deliver([address], simple('To a switched-off alias'));
    return reply.startsWith('250') ? null : reply;
  });
  match(refused, /^550 5\.1\.1 /);
});

test('nothing is relayed to other domains, nor to home addresses', async () => {
  for (const recipient of ['bob@good.example', ALICE, 'x@sub.secure.example.org']) {
    match(await deliver([recipient], simple('Relay')), /^550 5\.7\.1 /, recipient);
  }
});

test('AUTH is neither offered nor taken at the MX', async () => {
  const client = await SmtpClient.greet(bench.system.ports.mx);
  await client.startTls();
  const greeting = await client.command('EHLO mx.good.example');
  for (const keyword of ['SIZE 26214400', '8BITMIME', 'SMTPUTF8', 'PIPELINING', 'ENHANCEDSTATUSCODES']) {
    ok(greeting.split(/\n250[- ]/).includes(keyword), `${keyword} in ${greeting}`);
  }
  ok(!/AUTH|STARTTLS/.test(greeting));
  match(await client.command('AUTH PLAIN AGEAYg=='), /^5/);
  client.close();
});

test('postmaster and abuse of the alias domain are read by the operator', async () => {
  const operator = await bench.as('operator@example.org');
  for (const name of ['postmaster', 'abuse', 'Postmaster']) {
    const subject = `To ${name} of the domain`;
    match(await deliver([`${name}@secure.example.org`], simple(subject)), /^250 /);
    await rawBySubject(operator, subject);
  }
});

test('a subaddress is the same person', async () => {
  match(await deliver(['Alice+Shop@Secure.Example.org'], simple('To a subaddress')), /^250 /);
  match(
    (await rawBySubject(alice, 'To a subaddress')).toString(),
    /^Delivered-To: Alice\+Shop@secure\.example\.org\r$/m,
  );
});

test('two recipients of one transaction get a copy each; an unknown one between them harms nobody', async () => {
  const client = await stranger();
  await client.command(`MAIL FROM:<${CAROL}>`);
  match(await client.command(`RCPT TO:<${ALICE_ALIAS}>`), /^250 /);
  match(await client.command('RCPT TO:<ghost@secure.example.org>'), /^550 5\.1\.1 /);
  match(await client.command(`RCPT TO:<${BOB_ALIAS}>`), /^250 /);
  await client.command('DATA');
  client.write(simple('To both'));
  match(await client.command('.'), /^250 /);
  client.close();
  for (const api of [alice, bob]) {
    const raw = (await rawBySubject(api, 'To both')).toString();
    const trace = raw.slice(0, raw.indexOf('From: Carol'));
    ok(!trace.includes(' for <'), 'Received names no recipient where there are several');
    equal((await listMessages(api, 'inbox')).filter(({ subject }) => subject === 'To both').length, 1);
  }
});

test('several messages on one connection, after an RSET', async () => {
  const client = await stranger();
  match(await client.send(CAROL, [ALICE_ALIAS], simple('First of two')), /^250 /);
  await client.command(`MAIL FROM:<${CAROL}>`);
  match(await client.command('RSET'), /^250 /);
  match(await client.send(CAROL, [BOB_ALIAS], simple('Second of two')), /^250 /);
  match(await client.command('QUIT'), /^221 /);
  await rawBySubject(alice, 'First of two');
  await rawBySubject(bob, 'Second of two');
});

test('a message of 24 MiB arrives whole; one over the limit gets 552 5.3.4, announced or not', async () => {
  const line = `${randomBytes(48).toString('base64')}\r\n`;
  const body = Buffer.from(line.repeat(Math.floor((24 * MEBIBYTE) / line.length)));
  const digest = (octets: Buffer): string => createHash('sha256').update(octets).digest('hex');
  const client = await stranger();
  equal((await client.begin(CAROL, ALICE_ALIAS)).slice(0, 3), '354');
  client.write(lines(`From: ${CAROL}`, 'Subject: Very large', ''));
  client.write(body);
  match(await client.command('.'), /^250 /);

  match(await client.command(`MAIL FROM:<${CAROL}> SIZE=${26 * MEBIBYTE}`), /^552 5\.3\.4 /);
  await client.begin(CAROL, ALICE_ALIAS);
  client.write(lines(`From: ${CAROL}`, 'Subject: Too large', ''));
  client.write(body);
  client.write(body.subarray(0, Math.floor((2 * MEBIBYTE) / line.length) * line.length));
  match(await client.command('.'), /^552 5\.3\.4 /);
  client.close();

  const raw = await rawBySubject(alice, 'Very large');
  equal(digest(raw.subarray(raw.length - body.length)), digest(body));
  ok((await listMessages(alice, 'inbox')).every(({ subject }) => subject !== 'Too large'));
});

test('8-bit text and an internationalized header arrive as they are', async () => {
  const eightBit = Buffer.concat([
    Buffer.from(
      lines(`From: ${CAROL}`, 'Subject: Eight bits', 'Content-Type: text/plain; charset=latin1', ''),
    ),
    Buffer.from('Gr\xfc\xdfe\r\n', 'latin1'),
  ]);
  const client = await stranger();
  match(await client.command(`MAIL FROM:<${CAROL}> BODY=8BITMIME`), /^250 /);
  await client.command(`RCPT TO:<${ALICE_ALIAS}>`);
  await client.command('DATA');
  client.write(eightBit);
  match(await client.command('.'), /^250 /);

  const international = lines('From: Zoë <zoë@good.example>', 'Subject: Grüße', '', 'ünïcode');
  match(await client.command('MAIL FROM:<zoë@good.example> BODY=8BITMIME SMTPUTF8'), /^250 /);
  await client.command(`RCPT TO:<${ALICE_ALIAS}>`);
  await client.command('DATA');
  client.write(international);
  match(await client.command('.'), /^250 /);
  client.close();

  const first = await rawBySubject(alice, 'Eight bits');
  ok(first.subarray(first.length - eightBit.length).equals(eightBit));
  const second = (await rawBySubject(alice, 'Grüße')).toString();
  ok(second.endsWith(international));
  match(second, /^Return-Path: <zoë@good\.example>\r\n/);
  match(second, /with UTF8SMTPS/);
});

test('a message with the null sender arrives', async () => {
  match(await deliver([ALICE_ALIAS], simple('From nobody'), ''), /^250 /);
  match((await rawBySubject(alice, 'From nobody')).toString(), /^Return-Path: <>\r\n/);
});

test('the TLS 1.1 of old is refused, and the listeners verify by name', async () => {
  const client = await SmtpClient.greet(bench.system.ports.mx);
  await client.command('STARTTLS');
  const outcome = await client
    .handshake({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })
    .then(
      () => 'connected',
      () => 'refused',
    );
  equal(outcome, 'refused');
  const implicit = await connectImplicit(bench.system.ports.submissions, bench.authority);
  match(await implicit.command('NOOP'), /^250 /);
  implicit.close();
});

test('commands that were slipped in before TLS have no effect', async () => {
  const client = await SmtpClient.greet(bench.system.ports.mx);
  client.write(`STARTTLS\r\nMAIL FROM:<${CAROL}>\r\nRCPT TO:<${ALICE_ALIAS}>\r\n`);
  match(await client.reply(), /^220 /);
  await client.handshake();
  match(await client.command('EHLO mx.good.example'), /^250-/);
  match(await client.command(`RCPT TO:<${ALICE_ALIAS}>`), /^503 /);
  client.close();
});
