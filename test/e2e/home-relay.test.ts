/** HOME_DELIVERY=smtp://…: the organisation's own mail server is the home, and strangers hear of refusals. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import { createAuthority, selfSigned, type Authority } from '../../infra/local/internet/certificates.ts';
import type { ReceivedMessage } from '../../infra/local/internet/transcript.ts';
import { startHomeServer, type HomeServerDouble } from '../functions/home-delivery/home-server-double.ts';
import { eventually, type Api } from './api-client.ts';
import {
  ALICE,
  ALICE_ALIAS,
  finished,
  listMessages,
  sendText,
  startBench,
  type Bench,
} from './local-system.ts';
import { connectEncrypted, lines } from './mail-client.ts';

const CAROL = 'carol@good.example';
const TAKEN = '250 2.1.5 ok';

/** What the home server answers from now on; it is read when a client asks. */
const script = { rcpt: [TAKEN], finalDot: ['250 2.0.0 kept'] };

let folder: string;
let authority: Authority;
let homeServer: HomeServerDouble;
/** Listens where HOME_DELIVERY points, and leads to whichever server stands behind it at the moment. */
let door: Server;
let behindTheDoor: number;
let bench: Bench;
let alice: Api;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'home-'));
  authority = await createAuthority({ commonName: 'Home authority' });
  const authorityFile = join(folder, 'home-ca.pem');
  await writeFile(authorityFile, authority.certificatePem);
  const certificate = await authority.issue({ names: ['mail.example.org'], addresses: ['127.0.0.1'] });
  homeServer = await startHomeServer(Object.assign(script, { certificate }));
  behindTheDoor = homeServer.port;
  door = createServer((outer) => {
    const inner = connect(behindTheDoor, '127.0.0.1');
    outer.pipe(inner).pipe(outer);
    for (const socket of [outer, inner]) {
      socket.on('error', () => {
        outer.destroy();
        inner.destroy();
      });
    }
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const { port } = door.address() as AddressInfo;
  bench = await startBench({
    HOME_DELIVERY: `smtp://127.0.0.1:${port}?ca=${encodeURIComponent(authorityFile)}`,
    RETRY_LIFETIME: '2m',
    DELAY_NOTICE_AFTER: '1m',
  });
  alice = await bench.as(ALICE);
  equal((await alice('/v1/alias', { method: 'PUT', json: { enabled: true } })).status, 200);
});
after(async () => {
  await bench.close();
  door.close();
  await homeServer.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  script.rcpt = [TAKEN];
  script.finalDot = ['250 2.0.0 kept'];
});

function letter(subject: string): string {
  return lines(
    `From: Carol <${CAROL}>`,
    `To: ${ALICE_ALIAS}`,
    `Subject: ${subject}`,
    `Message-ID: <${subject.replaceAll(/\W/g, '-')}@good.example>`,
    '',
    `The body of ${subject}.`,
  );
}

/** A stranger writes to Alice over TLS. */
async function receive(subject: string, sender = CAROL): Promise<void> {
  const client = await connectEncrypted(bench.system.ports.mx, bench.authority);
  match(await client.send(sender, [ALICE_ALIAS], letter(subject)), /^250 /);
  client.close();
}

async function atHome(subject: string) {
  return eventually(`"${subject}" at the home server`, () =>
    Promise.resolve(homeServer.taken.find(({ message }) => message.includes(`Subject: ${subject}\r\n`))),
  );
}

/** Notices about `subject` that reached the provider of the stranger. */
function noticesAbout(subject: string): readonly ReceivedMessage[] {
  return bench.world.received('good.example').filter(({ raw }) => raw.includes(`Undelivered: ${subject}`));
}

async function noticeAbout(subject: string): Promise<ReceivedMessage> {
  return eventually(`a notice about "${subject}"`, () => Promise.resolve(noticesAbout(subject)[0]));
}

test('mail goes home over verified TLS, for the home address, with the sender’s envelope and every octet', async () => {
  await receive('Goes home');
  const { sender, recipients, message } = await atHome('Goes home');
  equal(sender, CAROL);
  deepEqual(recipients, [ALICE]);
  ok(message.endsWith(letter('Goes home')));
  const trace = message.slice(0, message.indexOf('From: Carol'));
  match(trace, /^Authentication-Results: mx\.secure\.example\.org;/m);
  match(trace, /^Received: from mx\.good\.example .*with ESMTPS.*tls TLS_/ms);
  deepEqual(homeServer.plaintext.map((line) => line.replace(/ .*/, '')).sort(), ['EHLO', 'STARTTLS']);
  equal((await listMessages(alice, 'inbox')).length, 0, 'there is one home, not two');
});

test('4xx: it is kept, tried again, and delivered once; the stranger hears nothing', async () => {
  script.rcpt = ['451 4.3.0 later'];
  const before = homeServer.connections;
  await receive('Later');
  await eventually('a second try', () => Promise.resolve(homeServer.connections >= before + 2));
  script.rcpt = [TAKEN];
  await atHome('Later');
  equal(homeServer.taken.filter(({ message }) => message.includes('Subject: Later\r\n')).length, 1);
  equal(noticesAbout('Later').length, 0);
});

test('5xx: the stranger is told at his provider, over TLS, with the headers only and the null sender', async () => {
  script.rcpt = ['550 5.1.1 no such person'];
  await receive('Refused at RCPT');
  const notice = await noticeAbout('Refused at RCPT');
  equal(notice.mailFrom, '');
  deepEqual(notice.rcptTo, [CAROL]);
  match(notice.tls?.version ?? '', /^TLSv1\.[23]$/);
  const text = notice.raw.toString();
  match(text, /^From: Mail Delivery <postmaster@secure\.example\.org>\r$/m);
  match(text, /^Content-Type: multipart\/report;\s+report-type=delivery-status/im);
  match(text, /^In-Reply-To: <Refused-at-RCPT@good\.example>\r$/m);
  match(text, /^Auto-Submitted: auto-replied\r$/m);
  match(text, /^Action: failed\r$/m);
  match(text, /^Status: 5\.1\.1\r$/m);
  match(text, /^Final-Recipient: rfc822; ?alice@secure\.example\.org\r$/m);
  match(text, /^Content-Type: text\/rfc822-headers/m);
  ok(!text.includes('The body of'), 'the body stays here');
  ok(!text.includes(ALICE), 'the address behind the alias is not given away');
});

test('5xx at the final dot is told just the same, and a null sender is told nothing', async () => {
  script.finalDot = ['554 5.7.1 spam'];
  const before = homeServer.connections;
  await receive('Notice of a stranger', '');
  await eventually('the refusal', () => Promise.resolve(homeServer.connections > before));
  await receive('Refused at the dot');
  const text = (await noticeAbout('Refused at the dot')).raw.toString();
  match(text, /^Status: 5\.7\.1\r$/m);
  equal(noticesAbout('Notice of a stranger').length, 0);
});

test('a stranger whose provider has no encryption is not told in plaintext', async () => {
  script.rcpt = ['550 5.1.1 no such person'];
  const connections = bench.world.transcripts('plain.example').length;
  await receive('From a plaintext provider', 'dave@plain.example');
  await eventually('the try to tell', () => {
    const fresh = bench.world.transcripts('plain.example').slice(connections);
    return Promise.resolve(fresh.length > 0 && fresh.every(({ closedAt }) => closedAt !== null));
  });
  equal(bench.world.receivedCount('plain.example'), 0);
  for (const transcript of bench.world.transcripts('plain.example')) {
    ok(!/MAIL|RCPT|DATA/.test(transcript.plaintextBytes.toString()));
  }
});

test('a certificate that does not verify gets nothing, not even the envelope; mail waits for a right one', async () => {
  const { certificatePem, keyPem } = await selfSigned({
    names: ['mail.example.org'],
    addresses: ['127.0.0.1'],
  });
  const wrongName = await authority.issue({ names: ['other.example.org'] });
  for (const certificate of [{ certificatePem, keyPem }, wrongName]) {
    const impostor = await startHomeServer({ certificate });
    behindTheDoor = impostor.port;
    const subject = `For the impostor ${certificate === wrongName ? 'of another name' : 'by himself'}`;
    await receive(subject);
    await eventually('a try', () => Promise.resolve(impostor.connections >= 1));
    behindTheDoor = homeServer.port;
    await atHome(subject);
    deepEqual(impostor.taken, []);
    const said = [...impostor.plaintext, ...impostor.encrypted].map((line) => line.replace(/ .*/, ''));
    ok(
      said.every((verb) => ['EHLO', 'STARTTLS', 'QUIT'].includes(verb)),
      said.join(),
    );
    await impostor.close();
  }
});

test('a home server without STARTTLS gets nothing either', async () => {
  const certificate = await authority.issue({ names: ['mail.example.org'], addresses: ['127.0.0.1'] });
  const plaintext = await startHomeServer({ certificate, offersStartTls: false });
  behindTheDoor = plaintext.port;
  await receive('Not in plaintext');
  await eventually('a try', () => Promise.resolve(plaintext.connections >= 1));
  behindTheDoor = homeServer.port;
  await atHome('Not in plaintext');
  ok(
    plaintext.plaintext.every((line) => /^(EHLO|QUIT)/.test(line)),
    plaintext.plaintext.join(),
  );
  await plaintext.close();
});

test('the notice about outbound mail goes home the same way, with the null sender and the whole original', async () => {
  const sent = await sendText(alice, ['bob@plain.example'], 'Outbound');
  equal((await finished(alice, sent.deliveries[0]?.id ?? '')).state, 'bounced');
  const { sender, recipients, message } = await atHome('Not sent: Outbound');
  equal(sender, '');
  deepEqual(recipients, [ALICE]);
  match(message, /^To: <?alice@secure\.example\.org>?\r$/m);
  match(message, /^X-Secure-Alias-Reason: starttls-not-supported\r$/m);
  match(message, /^Content-Type: message\/rfc822/m);
  ok(message.includes(sent.messageId));
});

test('mail that stays inside goes home, too', async () => {
  const bob = await bench.as('bob@example.org');
  equal((await bob('/v1/alias', { method: 'PUT', json: { enabled: true } })).status, 200);
  await sendText(alice, ['bob@secure.example.org'], 'Inside');
  const { sender, recipients } = await atHome('Inside');
  equal(sender, ALICE_ALIAS);
  deepEqual(recipients, ['bob@example.org']);
});
