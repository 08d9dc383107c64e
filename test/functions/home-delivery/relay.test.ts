import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { after, test } from 'node:test';

import { relayIdOf, withoutAddresses } from '../../../functions/home-delivery/relay.ts';
import { createAuthority } from '../../../infra/local/internet/certificates.ts';
import { METRICS } from '../../../shared/observe/names.ts';
import type { Script } from './home-server-double.ts';
import {
  alice,
  authority,
  bob,
  expireLeases,
  genuine,
  house,
  mail,
  makeDue,
  notice,
  results,
  stopHomeServers,
  text,
} from './relay-house.ts';

after(stopHomeServers);
const stranger = await createAuthority({ commonName: 'somebody else' });

for (const implicitTls of [false, true]) {
  test(`mail goes to a verified home server (${implicitTls ? 'smtps' : 'smtp with STARTTLS'})`, async () => {
    const { server, deliver, deliveries, home, outbound, observer } = await house({ implicitTls });
    const item = mail();
    await deliver(item);
    deepEqual(server.taken, [
      {
        sender: 'carol@out.example',
        recipients: ['alice@example.org'],
        message: results + text,
      },
    ]);
    const delivery = deliveries.items.get(relayIdOf(item, alice));
    equal(delivery?.state, 'delivered');
    equal(delivery.owner, undefined, 'nobody sees a relay delivery in a list');
    equal(delivery.receipt?.tls.version, 'TLSv1.3');
    equal(home.sent.length + outbound.sent.length, 0);
    equal(observer.counts.get(METRICS.filed), 1);
  });
}

test('mail between our own users goes home without an SPF check of ourselves', async () => {
  const { server, deliver } = await house();
  await deliver(mail({ client: null, tls: null }));
  equal(server.taken[0]?.message, text);
});

test('a notice goes home with the null reverse-path', async () => {
  const { server, deliver } = await house();
  await deliver(notice());
  equal(server.taken[0]?.sender, '');
  ok(server.encrypted.includes('MAIL FROM:<>'));
});

interface Untrusted {
  readonly why: string;
  readonly script: () => Promise<Omit<Script, 'certificate'> & Partial<Pick<Script, 'certificate'>>>;
}
const untrusted: readonly Untrusted[] = [
  {
    why: 'its certificate is signed by somebody else',
    script: async () => ({ certificate: await stranger.issue(genuine) }),
  },
  {
    why: 'its certificate names another host',
    script: async () => ({ certificate: await authority.issue({ names: ['other.example.org'] }) }),
  },
  {
    why: 'its certificate has expired',
    script: async () => ({
      certificate: await authority.issue({
        ...genuine,
        notBefore: new Date(Date.now() - 7_200_000),
        notAfter: new Date(Date.now() - 3_600_000),
      }),
    }),
  },
  {
    why: 'its certificate is signed by somebody else, TLS from the start',
    script: async () => ({ certificate: await stranger.issue(genuine), implicitTls: true }),
  },
  { why: 'it offers no STARTTLS', script: () => Promise.resolve({ offersStartTls: false }) },
];
for (const { why, script } of untrusted) {
  test(`a home server gets nothing, and the operator is told, where ${why}`, async () => {
    const { server, deliver, home, outbound, observer } = await house(await script());
    const item = mail();
    await deliver(item);
    const words = [...server.plaintext, ...server.encrypted];
    ok(
      words.length > 0 && words.every((line) => /^(EHLO mx\.secure|STARTTLS|QUIT)/.test(line)),
      words.join(),
    );
    equal(observer.faults.length, 1);
    equal(observer.counts.get(METRICS.fault), 1);
    equal(observer.counts.get(METRICS.deferred), 1);
    deepEqual(home.drain(), [{ ...item, tries: 1 }]);
    equal(outbound.sent.length, 0);
  });
}

test('a 4xx is kept and tried again: it arrives once', async () => {
  const scene = await house({ rcpt: ['450 4.2.0 come back later', '250 ok'] });
  const item = mail();
  await scene.deliver(item);
  equal(scene.server.taken.length, 0);
  equal(scene.deliveries.items.get(relayIdOf(item, alice))?.state, 'delayed');
  const [next] = scene.home.drain();
  ok(next?.kind === 'mail' && next.tries === 1);
  makeDue(scene);
  await scene.deliver(next);
  equal(scene.server.taken.length, 1);
  equal(scene.deliveries.items.get(relayIdOf(item, alice))?.state, 'delivered');
  equal(scene.home.sent.length, 0);
  equal(scene.observer.faults.length, 0);
});

test('a connection lost after the final dot is tried again', async () => {
  const { deliver, home, outbound } = await house({ finalDot: ['cut'] });
  await deliver(mail());
  equal(home.sent.length, 1);
  equal(outbound.sent.length, 0);
});

test('a try that is not yet due waits for the rest of its time', async () => {
  const scene = await house({ rcpt: ['450 4.2.0 come back later', '250 ok'] });
  await scene.deliver(mail());
  const [next] = scene.home.drain();
  ok(next?.kind === 'mail');
  const [stored] = scene.deliveries.items.values();
  ok(stored);
  scene.deliveries.items.set(stored.id, { ...stored, nextAttemptAt: Date.now() + 2_000_000 });
  await scene.deliver(next);
  equal(scene.server.connections, 1);
  const [again] = scene.home.sent;
  deepEqual(again?.item, next);
  const delay = again.delay;
  ok(delay > 1_900_000 && delay <= 2_000_000, 'the queue walks it in steps');
});

test('a copy that comes late is let go, since its successor is on the way', async () => {
  const scene = await house({ rcpt: ['450 4.2.0 come back later', '250 ok'] });
  const item = mail();
  await scene.deliver(item);
  scene.home.drain();
  makeDue(scene);
  await scene.deliver(item);
  equal(scene.server.connections, 1);
  equal(scene.home.sent.length, 0);
});

test('a crash between the try and its result loses nothing', async () => {
  const scene = await house({ rcpt: ['450 4.2.0 come back later', '250 ok'] });
  scene.killedBefore.add('settle');
  const item = mail();
  await rejects(scene.deliver(item), /killed/);
  scene.killedBefore.clear();
  expireLeases(scene);
  await scene.deliver(item);
  equal(scene.server.taken.length, 1);
  for (const copy of scene.home.drain()) if (copy.kind === 'mail') await scene.deliver(copy);
  equal(scene.server.taken.length, 1, 'the successor finds the delivery finished');
});

test('a try interrupted at the final dot is repeated and counted as a possible duplicate', async () => {
  const scene = await house();
  scene.killedBefore.add('settle');
  const item = mail();
  await rejects(scene.deliver(item), /killed/);
  scene.killedBefore.clear();
  expireLeases(scene);
  await scene.deliver(item);
  equal(scene.server.taken.length, 2);
  equal(scene.observer.counts.get(METRICS.possibleDuplicate), 1);
});

test('an item taken twice at the same time is given to the server once', async () => {
  const scene = await house();
  const item = mail();
  await Promise.all([scene.deliver(item), scene.deliver(item)]);
  equal(scene.server.taken.length, 1);
  for (const copy of scene.home.drain()) if (copy.kind === 'mail') await scene.deliver(copy);
  equal(scene.server.taken.length, 1);
});

test('a worker that has lost its lease does not send the final dot', async () => {
  const scene = await house();
  scene.deliveries.announceFinalDot = () => Promise.resolve(false);
  await scene.deliver(mail());
  equal(scene.server.taken.length, 0);
  ok(!scene.server.encrypted.includes('.'));
  equal(scene.home.sent.length, 0);
});

test('a greeting of 554 is about us, not about the message: kept, and the operator is told', async () => {
  const { deliver, outbound, home, observer } = await house({ greeting: '554 5.7.1 go away' });
  await deliver(mail());
  equal(outbound.sent.length, 0);
  equal(home.sent.length, 1);
  equal(observer.faults.length, 1);
});

test('a home server that is down is waited for', async () => {
  const scene = await house();
  await scene.server.close();
  await scene.deliver(mail());
  equal(scene.home.sent.length, 1);
  equal(scene.observer.faults.length, 0);
});

test('mail to several homes becomes an item for each, with a lease of its own', async () => {
  const scene = await house({ rcpt: ['550 5.1.1 unknown', '250 ok'] });
  const item = mail({
    recipients: [
      { address: 'alice@secure.example.org', home: alice },
      { address: 'bob@secure.example.org', home: bob },
      { address: 'alice+shop@secure.example.org', home: alice },
    ],
  });
  await scene.deliver(item);
  equal(scene.server.connections, 0);
  const parts = scene.home.drain();
  deepEqual(
    parts.map((part) => part.kind === 'mail' && part.recipients.map(({ address }) => address)),
    [['alice@secure.example.org', 'alice+shop@secure.example.org'], ['bob@secure.example.org']],
  );
  for (const part of parts) if (part.kind === 'mail') await scene.deliver(part);
  deepEqual(scene.server.taken[0]?.recipients, [bob]);
  equal(scene.outbound.sent.length, 1);
});

test('8-bit mail goes as 8BITMIME, and a header in UTF-8 as SMTPUTF8 where that is offered', async () => {
  const body = { inline: Buffer.from('Subject: Grüße\r\n\r\nGrüße\r\n').toString('base64') };
  const able = await house();
  await able.deliver(mail({ body }));
  ok(able.server.encrypted.includes('MAIL FROM:<carol@out.example> BODY=8BITMIME SMTPUTF8'));
  const plain = await house({ extensions: ['8BITMIME'] });
  await plain.deliver(mail({ body }));
  ok(plain.server.encrypted.includes('MAIL FROM:<carol@out.example> BODY=8BITMIME'));
  equal(plain.server.taken.length, 1);
});

test('addresses in a server’s words are left out of log lines', () => {
  equal(
    withoutAddresses('550 5.7.1 <carol@out.example>: no, "x@y" (dave@a.b)'),
    '550 5.7.1 <(address)>: no, "(address)" ((address))',
  );
});
