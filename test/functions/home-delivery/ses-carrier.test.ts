/** HOME_DELIVERY=ses as its owner would tell it: everything in memory, SES played by a script. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { bringHome } from '../../../functions/home-delivery/homecoming.ts';
import { Relay, relayIdOf } from '../../../functions/home-delivery/relay.ts';
import { sesCarrier } from '../../../functions/home-delivery/ses-carrier.ts';
import type { SesMail, SesReply } from '../../../functions/home-delivery/ses-client.ts';
import { watchTrustStore } from '../../../functions/trust-watch/watch.ts';
import { allot } from '../../../shared/delivery/allotment.ts';
import { METRICS } from '../../../shared/observe/names.ts';
import type { HomeItem, OutboundItem } from '../../../shared/store/queues.ts';
import { memoryBodies } from '../../doubles/bodies.ts';
import { memoryDeliveries } from '../../doubles/deliveries.ts';
import { memoryMailbox } from '../../doubles/mailbox.ts';
import { memoryObserver } from '../../doubles/observer.ts';
import { memoryQueue } from '../../doubles/queue.ts';
import { memoryTrustEntries } from '../../doubles/trust-entries.ts';
import { now } from '../../shared/tls/certificate-maker.ts';
import { entryOf, host, hosts, server, stranger } from '../trust-watch/watched.ts';
import { alice, aliasDomain, bob, hostName, mail, makeDue, notice, text } from './relay-house.ts';

const taken: SesReply = { kind: 'taken', messageId: 'ses-1' };
const refusal = (code: string, words: string): SesReply => ({
  kind: 'error',
  code,
  text: words,
  status: 400,
});
const tooLarge = refusal('InvalidParameterValue', 'Message length is more than 10485760 bytes long');
const sandbox = refusal('MessageRejected', 'Email address is not verified: alice@example.org');

/** SES answers as the script says, and yes from then on. */
function house(...script: readonly SesReply[]) {
  const sent: SesMail[] = [];
  const deliveries = memoryDeliveries();
  const home = memoryQueue<HomeItem>();
  const outbound = memoryQueue<OutboundItem>();
  const observer = memoryObserver();
  const bodies = memoryBodies();
  const mailbox = memoryMailbox();
  const authenticate = (message: Buffer): Promise<Buffer> => Promise.resolve(message);
  const carrier = sesCarrier(
    {
      send: (one) => {
        sent.push(one);
        return Promise.resolve(script[sent.length - 1] ?? taken);
      },
    },
    { bodies, authenticate, observer },
  );
  const relay = new Relay({
    carrier,
    deliveries,
    bodies,
    home,
    outbound,
    observer,
    schedule: [50],
    lifetime: 86_400_000,
    hostName,
    chance: () => 0,
  });
  const homecoming = { relay, filesCopies: carrier.keepsCopy, mailbox, bodies, observer, authenticate };
  const bring = (item: HomeItem): Promise<void> => bringHome(item, allot(Date.now(), 30_000), homecoming);
  const subjects = (): string[] =>
    sent.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw.toString('latin1'))?.[1] ?? '');
  return { sent, subjects, deliveries, home, outbound, observer, mailbox, bring };
}

test('mail goes through SES with our own envelope sender, and is in the mailbox, too', async () => {
  const { bring, sent, mailbox, observer, deliveries } = house();
  const item = mail();
  await bring(item);
  const [only] = sent;
  equal(sent.length, 1);
  equal(only?.source, 'postmaster+home@secure.example.org');
  equal(only.destination, alice);
  match(only.raw.toString(), /^Reply-To: "Carol" <carol@out\.example>\r$/m);
  ok(mailbox.all()[0]?.body.includes(text), 'the copy is as it came');
  equal(deliveries.items.get(relayIdOf(item, alice))?.state, 'delivered');
  equal(observer.counts.get(METRICS.forwarded), 1);
  ok(!JSON.stringify(observer.lines).includes('@'), 'no address in a log line');
});

test('the queue brings it again: SES is not asked twice', async () => {
  const { bring, sent, mailbox } = house();
  const item = mail();
  await bring(item);
  await bring(item);
  equal(sent.length, 1);
  equal(mailbox.all().length, 1);
});

test('two homes: two copies, each with its own try', async () => {
  const { bring, sent, home, mailbox } = house();
  await bring(
    mail({
      recipients: [
        { address: 'alice@secure.example.org', home: alice },
        { address: 'bob@secure.example.org', home: bob },
      ],
    }),
  );
  for (const item of home.drain()) await bring(item);
  deepEqual(sent.map(({ destination }) => destination).sort(), [alice, bob]);
  equal(mailbox.all().length, 2);
});

test('larger than SES says it takes: a hint in its place, nobody else is told', async () => {
  const { bring, subjects, outbound, observer, mailbox } = house(tooLarge);
  await bring(mail());
  deepEqual(subjects(), ['Hello', 'Waiting in your mailbox: Hello']);
  equal(observer.counts.get(METRICS.hinted), 1);
  equal(observer.counts.get(METRICS.forwarded), undefined);
  equal(outbound.sent.length, 0);
  equal(mailbox.all().length, 1);
});

test('SES does not carry its content and not the hint either: the mailbox has it, the log says so', async () => {
  const virus = refusal('MessageRejected', 'Message contains a virus');
  const { bring, observer, mailbox, outbound } = house(virus, virus);
  await bring(mail());
  equal(mailbox.all().length, 1);
  equal(outbound.sent.length, 0, 'no sender is told of what did arrive');
  equal(observer.counts.get(METRICS.keptInMailbox), 1);
  equal(observer.counts.get(METRICS.homeTrouble), 2);
  ok(observer.lines.some(({ level, message }) => level === 'warn' && /mailbox only/.test(message)));
});

test('a notice that SES refuses brings forth no further notice', async () => {
  const { bring, sent, outbound, mailbox } = house(tooLarge);
  await bring(notice());
  equal(sent.length, 1);
  equal(outbound.sent.length, 0);
  equal(mailbox.all()[0]?.message.kind, 'failure-notice');
});

test('the sandbox: a fault that tells the operator what to do, and a retry that goes through', async () => {
  const world = house(sandbox);
  const { bring, home, observer, sent, mailbox } = world;
  await bring(mail());
  match(String(observer.faults[0]?.error), /production access/);
  equal(observer.counts.get(METRICS.homeTrouble), 1);
  makeDue(world);
  const [later] = home.drain();
  ok(later?.kind === 'mail');
  equal(later.tries, 1);
  await bring(later);
  equal(sent.length, 2);
  equal(mailbox.filings, 1, 'a retry does not file again: the owner may have deleted it');
  equal(observer.counts.get(METRICS.forwarded), 1);
});

test('throttled: it waits, and nobody is alarmed', async () => {
  const { bring, home, observer } = house(refusal('Throttling', 'Maximum sending rate exceeded.'));
  await bring(mail());
  equal(home.sent.length, 1);
  equal(observer.faults.length, 0);
  equal(observer.counts.get(METRICS.deferred), 1);
});

test('the sandbox for a whole day: given up, in the mailbox, no sender is told', async () => {
  const { bring, outbound, observer, mailbox, home } = house(sandbox);
  await bring(mail({ receivedAt: Date.now() - 90_000_000 }));
  equal(home.sent.length, 0);
  equal(outbound.sent.length, 0);
  equal(mailbox.all().length, 1);
  equal(observer.counts.get(METRICS.keptInMailbox), 1);
});

test('what a provider sends back later stays with the operators, and is counted', async () => {
  const { bring, sent, observer, mailbox } = house();
  const recipients = [{ address: 'postmaster+home@secure.example.org', home: bob }];
  await bring(mail({ sender: '', recipients }));
  equal(sent.length, 0);
  equal(mailbox.all()[0]?.message.home, bob);
  equal(observer.counts.get(METRICS.homeBounced), 1);
});

test('a home that forwards to the alias: the copy stops here', async () => {
  const { bring, sent, observer } = house();
  await bring(mail());
  const back = sent[0]?.raw ?? Buffer.alloc(0);
  await bring(mail({ body: { inline: back.toString('base64') } }));
  equal(sent.length, 1);
  ok(observer.lines.some(({ fields }) => fields['reason'] === 'loop'));
});

test('a copy for Sent goes nowhere', async () => {
  const { bring, sent, mailbox } = house();
  const { id, body } = mail();
  await bring({ kind: 'sent', id, home: alice, at: 0, body });
  equal(sent.length, 0);
  equal(mailbox.all()[0]?.message.folder, 'sent');
});

test('a notice of the trust watch goes to each operator’s home through SES, and no alarm needs a way of its own', async () => {
  const { bring, sent, home, observer, mailbox } = house();
  const trustEntries = memoryTrustEntries();
  const entry = entryOf(server);
  trustEntries.items.set(entry.id, entry);
  await watchTrustStore(
    { at: now, hasTime: () => true },
    {
      trustEntries,
      lookAt: () => Promise.resolve(hosts(host('mx.bank.example', stranger))),
      home,
      bodies: memoryBodies(),
      observer,
      operators: [alice, bob],
      aliasDomain,
    },
  );
  for (const item of home.drain()) await bring(item);
  for (const item of home.drain()) await bring(item);
  deepEqual(sent.map(({ destination }) => destination).sort(), [alice, bob]);
  for (const { source, raw } of sent) {
    equal(source, 'postmaster+home@secure.example.org');
    match(raw.toString(), /^From: .*\r\n <postmaster\+forwarded@secure\.example\.org>\r$/m);
    match(raw.toString(), /^Subject: Checked providers: 1 changed\r$/m);
    match(raw.toString(), /^Auto-Submitted: auto-generated\r$/m);
  }
  deepEqual(
    mailbox
      .all()
      .map(({ message }) => message.home)
      .sort(),
    [alice, bob],
  );
});
