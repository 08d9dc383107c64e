import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { after, test } from 'node:test';

import { relayIdOf } from '../../../functions/home-delivery/relay.ts';
import { METRICS } from '../../../shared/observe/names.ts';
import type { OutboundItem } from '../../../shared/store/queues.ts';
import { alice, house, mail, notice, stopHomeServers } from './relay-house.ts';

after(stopHomeServers);

/** The text of the notice that an outbound item carries. */
function textOf(item: OutboundItem | undefined): string {
  ok(item && 'inline' in item.body);
  return Buffer.from(item.body.inline, 'base64').toString();
}

test('a 5xx goes back to the sender: a notice on the outbound queue, over TLS only', async () => {
  const { deliver, outbound, deliveries, home, observer } = await house({
    rcpt: ['550 5.1.1 <alice@example.org> has moved away'],
  });
  const item = mail({ recipients: [{ address: 'alice+shop@secure.example.org', home: alice }] });
  await deliver(item);
  const [notice] = outbound.drain();
  ok(notice?.kind === 'accepted');
  equal(notice.message.owner, null);
  equal(notice.message.alias, null);
  equal(notice.message.sender, '', 'the null reverse-path');
  deepEqual(
    notice.orders.map(({ level, domain, recipients }) => ({ level, domain, recipients })),
    [{ level: 'encrypt', domain: 'out.example', recipients: ['carol@out.example'] }],
  );
  const raw = textOf(notice);
  match(raw, /^To: <carol@out\.example>\r\n/m);
  ok(raw.includes(`Message-ID: ${notice.message.headerMessageId}`));
  match(raw, /^Status: 5\.1\.1\r\n/m);
  match(raw, /<alice\+shop@secure\.example\.org>/, 'the address as the sender wrote it');
  match(raw, /has moved away/, 'what the home server said');
  match(raw, /^Subject: Hello\r\n/m, 'the header of the message');
  ok(!raw.includes('Hi Alice'), 'and nothing of its body');
  equal(deliveries.items.get(relayIdOf(item, alice))?.owes, null, 'what was owed is paid');
  equal(home.sent.length, 0);
  ok(!JSON.stringify(observer.lines).includes('@'), 'no address in a log line');

  await deliver(item);
  equal(outbound.sent.length, 0, 'the item again: nothing more is owed');
});

test('a notice that could not be sent is sent when the item comes back', async () => {
  const { deliver, outbound, server } = await house({ rcpt: ['550 5.1.1 unknown'] });
  const item = mail();
  outbound.failure = new Error('the queue is out of reach');
  await rejects(deliver(item), /out of reach/);
  outbound.failure = null;
  await deliver(item);
  equal(outbound.sent.length, 1);
  equal(server.connections, 1, 'the refusal is remembered, not asked for again');
});

test('a notice sent twice after a crash is the same one to the outbound worker', async () => {
  const { deliver, outbound, killedBefore } = await house({ rcpt: ['550 5.1.1 unknown'] });
  const item = mail();
  killedBefore.add('dischargeNotice');
  await rejects(deliver(item), /killed/);
  killedBefore.clear();
  await deliver(item);
  const [first, second, ...others] = outbound.drain();
  ok(first?.kind === 'accepted' && second?.kind === 'accepted');
  deepEqual(second.message, first.message);
  deepEqual(second.orders, first.orders);
  deepEqual(others, []);
});

test('a 5xx to mail with a null sender ends there', async () => {
  const { deliver, outbound, home, observer, deliveries } = await house({ rcpt: ['550 5.1.1 unknown'] });
  const item = mail({ sender: '' });
  await deliver(item);
  equal(outbound.sent.length + home.sent.length, 0);
  equal(deliveries.items.get(relayIdOf(item, alice))?.state, 'bounced');
  equal(observer.counts.get(METRICS.bounced), 1);
});

test('a notice of ours that home refuses is a fault, and nobody else hears of it', async () => {
  const { deliver, outbound, home, observer } = await house({ rcpt: ['550 5.7.1 not you'] });
  await deliver(notice());
  equal(outbound.sent.length + home.sent.length, 0);
  equal(observer.faults.length, 1);
});

test('mail that home could not take for the whole lifetime goes back', async () => {
  const { deliver, outbound, home } = await house({ rcpt: ['450 4.2.2 mailbox full'] }, { lifetime: 1000 });
  await deliver(mail({ receivedAt: Date.now() - 5000 }));
  equal(home.sent.length, 0);
  const [notice] = outbound.drain();
  match(textOf(notice), /^Status: 5\.4\.7\r\n/m);
  match(textOf(notice), /mailbox full/);
});

test('a server that lacks what the message needs refuses it for good', async () => {
  const body = { inline: Buffer.from('Subject: x\r\n\r\nGrüße\r\n').toString('base64') };
  const { deliver, outbound, server } = await house({ extensions: ['PIPELINING'] });
  await deliver(mail({ body }));
  equal(server.taken.length, 0);
  match(textOf(outbound.drain()[0]), /^Status: 5\.6\.3\r\n/m);
});

test('mail whose header cannot be read goes back all the same', async () => {
  const body = { inline: Buffer.from('no colon here\r\n\r\nHi\r\n').toString('base64') };
  const { deliver, outbound } = await house({ rcpt: ['550 5.1.1 unknown'] });
  await deliver(mail({ body }));
  match(textOf(outbound.drain()[0]), /^To: <carol@out\.example>\r\n/m);
});
