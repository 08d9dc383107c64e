/** What is wrong with a message is told in one sentence after the final dot, and nothing of it goes on. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { ALICE, startWorld, type World } from './edge-world.ts';
import { SmtpClient } from './smtp-client.ts';

const FINE = 'Subject: x\r\n\r\nfine\r\n';

describe('malformed messages at the MX', () => {
  let world: World;
  before(async () => {
    world = await startWorld({ maxMessageSize: 300_000, limits: { headerSection: 10_000 } });
  });
  after(() => world.close());

  const rows: [string, string | Buffer, RegExp][] = [
    ['a header line without a colon', 'Subject: x\r\nno colon here\r\n\r\n', /^550 5\.6\.0 .*line 2 .*colon/],
    ['a field name with a space', 'Sub ject: x\r\n\r\n', /^550 5\.6\.0 .*field name/],
    ['a field name in 8-bit', 'Subj\u00e9ct: x\r\n\r\n', /^550 5\.6\.0 .*not ASCII/],
    ['NUL in the header', 'Subject: \0\r\n\r\n', /^550 5\.6\.0 .*NUL/],
    ['NUL in the body', `${FINE}\0\r\n`, /^550 5\.6\.0 Octet 21 has a NUL/],
    ['a bare CR in the body', `${FINE}a\rb\r\n`, /^550 5\.6\.0 Octet 22 has a CR without LF/],
    ['a bare LF in the header', 'Subject: x\nTo: y\r\n\r\n', /^550 5\.6\.0 .*LF without CR/],
    ['a line of more than 64 KiB', `${FINE}${'a'.repeat(65_537)}\r\n`, /^550 5\.6\.0 .*65536 octets/],
    [
      'a header section over the limit',
      `X: ${'a'.repeat(10_000)}\r\n\r\nx\r\n`,
      /^552 5\.3\.4 .*10000 octets/,
    ],
    ['a header that never ends', 'X: aaaa\r\n'.repeat(1200), /^552 5\.3\.4 .*10000 octets/],
    ['more octets than allowed', `${FINE}${'a\r\n'.repeat(100_000)}`, /^552 5\.3\.4 .*300000 octets/],
    ['101 Received fields', `${'Received: x\r\n'.repeat(101)}\r\nx\r\n`, /^554 5\.4\.6 /],
  ];
  for (const [what, message, answer] of rows) {
    test(`${what} is refused, and the session goes on`, async () => {
      const before = world.home.sent.length;
      const client = await SmtpClient.secure(world.edge.ports.mx);
      match(await client.send('bob@good.example', [ALICE], message), answer);
      equal(world.home.sent.length, before);
      match(await client.send('bob@good.example', [ALICE], FINE), /^250 2\.0\.0 /);
      client.close();
    });
  }

  const taken: [string, string][] = [
    ['a line of 64 KiB', `${FINE}${'a'.repeat(65_536)}\r\n`],
    ['100 Received fields', `${'Received: x\r\n'.repeat(100)}\r\nx\r\n`],
    ['a header section at the limit', `X: ${'a'.repeat(9993)}\r\n\r\nx\r\n`],
    ['a message at the limit', `${FINE}${'ab\r\n'.repeat(74_995)}`],
  ];
  for (const [what, message] of taken) {
    test(`${what} is taken`, async () => {
      const client = await SmtpClient.secure(world.edge.ports.mx);
      match(await client.send('bob@good.example', [ALICE], message), /^250 2\.0\.0 /);
      client.close();
    });
  }

  test('nothing is left of a large message that turned out malformed at its end', async () => {
    world.aborted.length = 0;
    world.bodies.objects.clear();
    const client = await SmtpClient.secure(world.edge.ports.mx);
    const message = `${FINE}${'a\r\n'.repeat(95_000)}\rx\r\n`;
    match(await client.send('bob@good.example', [ALICE], message), /^550 5\.6\.0 /);
    equal(world.aborted.length, 1);
    deepEqual([...world.bodies.objects.keys()], []);
    client.close();
  });
});
