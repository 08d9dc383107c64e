/** REQUIRETLS (RFC 8689) on the way to the organisation's own server. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, test } from 'node:test';

import { relayIdOf } from '../../../functions/home-delivery/relay.ts';
import { alice, bob, house, mail, notice, stopHomeServers } from './relay-house.ts';

after(stopHomeServers);

const plain = ['8BITMIME', 'SMTPUTF8', 'PIPELINING'];
const promising = [...plain, 'REQUIRETLS'];

type House = Awaited<ReturnType<typeof house>>;

function mailCommands({ server }: House): string[] {
  return server.encrypted.filter((line) => line.startsWith('MAIL'));
}

const outside = 'MAIL FROM:<carol@out.example>';
const rows: [
  what: string,
  extensions: readonly string[],
  item: Parameters<House['deliver']>[0],
  command: string,
][] = [
  ['mail that came with it', promising, mail({ requireTls: true }), `${outside} REQUIRETLS`],
  ['mail that came without it', promising, mail(), outside],
  ['mail from inside', promising, mail({ requireTls: true, client: null }), `${outside} REQUIRETLS`],
  ['a notice about mail with it', promising, notice({ requireTls: true }), 'MAIL FROM:<> REQUIRETLS'],
  ['a notice about other mail', promising, notice(), 'MAIL FROM:<>'],
  ['a notice, to a server that lacks it', plain, notice({ requireTls: true }), 'MAIL FROM:<>'],
];
for (const [what, extensions, item, command] of rows) {
  test(`${what}: ${command}`, async () => {
    const at = await house({ extensions });
    await at.deliver(item);
    deepEqual(mailCommands(at), [command]);
    equal(at.server.taken.length, 1);
    const delivery = at.deliveries.items.get(relayIdOf(item, alice));
    equal(delivery?.receipt?.requireTls, command.endsWith(' REQUIRETLS'));
  });
}

test('a server that does not offer it is shown nothing, and the sender hears of it at once', async () => {
  const at = await house({ extensions: plain });
  const item = mail({ requireTls: true });
  await at.deliver(item);
  // QUIT may come after the answer is known.
  deepEqual(
    at.server.encrypted.filter((line) => line !== 'QUIT'),
    ['EHLO mx.secure.example.org'],
  );
  const delivery = at.deliveries.items.get(relayIdOf(item, alice));
  equal(delivery?.state, 'bounced');
  equal(delivery.recipients[0]?.reason, 'requiretls');
  equal(at.home.sent.length, 0, 'not tried again');

  const [told] = at.outbound.drain();
  ok(told?.kind === 'accepted' && 'inline' in told.body);
  equal(told.message.requireTls, true, 'RFC 8689 section 5: the notice goes with REQUIRETLS');
  equal(told.message.sender, '');
  deepEqual(told.orders[0]?.recipients, ['carol@out.example']);
  const raw = Buffer.from(told.body.inline, 'base64').toString();
  match(raw, /^Status: 5\.7\.30\r\n/m);
  match(raw, /^X-Secure-Alias-Reason: requiretls\r\n/m);
  match(raw, /does not promise to keep the rest of\r\n {2}the way encrypted \(REQUIRETLS, RFC 8689\)/);
  match(raw, /^ {2}mail\.example\.org does not offer REQUIRETLS\r\n/m);
  match(raw, /^Subject: Hello\r\n/m, 'the header of the message');
  ok(!raw.includes('Hi Alice'), 'and nothing of its body');
});

test('an offer made before TLS counts for nothing', async () => {
  const at = await house({ extensions: plain, extensionsBeforeTls: promising });
  await at.deliver(mail({ requireTls: true }));
  deepEqual(mailCommands(at), []);
  equal(at.outbound.sent.length, 1);
});

test('with a null sender it ends there', async () => {
  const at = await house({ extensions: plain });
  const item = mail({ requireTls: true, sender: '' });
  await at.deliver(item);
  equal(at.deliveries.items.get(relayIdOf(item, alice))?.state, 'bounced');
  equal(at.outbound.sent.length + at.home.sent.length, 0);
});

test('refused for whatever other reason, its notice goes with REQUIRETLS all the same', async () => {
  const at = await house({ extensions: promising, rcpt: ['550 5.1.1 unknown'] });
  await at.deliver(mail({ requireTls: true }));
  const [told] = at.outbound.drain();
  ok(told?.kind === 'accepted');
  equal(told.message.requireTls, true);
});

test('the notice about other mail goes without', async () => {
  const at = await house({ extensions: promising, rcpt: ['550 5.1.1 unknown'] });
  await at.deliver(mail());
  const [told] = at.outbound.drain();
  ok(told?.kind === 'accepted');
  equal(told.message.requireTls, undefined);
});

test('it stays with mail that is split by home, and with mail that is tried again', async () => {
  const at = await house({ extensions: promising, rcpt: ['450 4.2.2 full'] });
  const recipients = [alice, bob].map((home) => ({ address: home.replace('@', '@secure.'), home }));
  await at.deliver(mail({ requireTls: true, recipients }));
  const parts = at.home.drain();
  equal(parts.length, 2);
  for (const part of parts) ok(part.kind === 'mail' && part.requireTls === true);
  const [first] = parts;
  ok(first?.kind === 'mail');
  await at.deliver(first);
  const [again] = at.home.drain();
  ok(again?.kind === 'mail' && again.requireTls === true && again.tries === 1);
});
