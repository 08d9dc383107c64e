/** REQUIRETLS (RFC 8689) asked for over the API. */
import { equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { ALICE_ALIAS, openHouse, verdict } from './house.ts';

/** Posts a message as Alice; gives what went onto the queue for it. */
async function accept(body: unknown, headers: Record<string, string> = {}) {
  const house = openHouse();
  await house.switchOn();
  equal(verdict(await house.ask('POST', '/v1/messages', { body, headers })), '202');
  const [entry, ...others] = house.outbound.sent;
  ok(entry?.item.kind === 'accepted' && others.length === 0);
  const { message, orders, body: reference } = entry.item;
  return { message, orders, raw: (await house.bodies.load(reference)).toString() };
}

const to = ['bob@good.example', 'eve@plain.example'];
const rows: [asked: boolean | undefined, accepted: true | undefined][] = [
  [true, true],
  [false, undefined],
  [undefined, undefined],
];
for (const [requireTls, accepted] of rows) {
  test(`"requireTls": ${String(requireTls)} holds for all recipients, and is not in the message`, async () => {
    const { message, orders, raw } = await accept({ from: ALICE_ALIAS, to, text: 'At noon?', requireTls });
    equal(message.requireTls, accepted);
    equal(orders.length, 2);
    ok(!/requiretls|tls-required/i.test(raw), 'RFC 8689 section 2: a matter of the envelope');
  });
}

test('an uploaded message has no way to ask for it; "TLS-Required: No" changes nothing and stays', async () => {
  const text = `From: ${ALICE_ALIAS}\r\nTo: bob@good.example\r\nTLS-Required: No\r\n\r\nAt noon?\r\n`;
  const { message, orders, raw } = await accept(Buffer.from(text), { 'Content-Type': 'message/rfc822' });
  equal(message.requireTls, undefined);
  equal(orders[0]?.level, 'encrypt');
  match(raw, /^TLS-Required: No\r$/m);
});
