/**
 * Two readers of the same octets must see the same messages. Only CRLF.CRLF ends a message (RFC 5321 section
 * 4.1.1.4); what another server might take for an end is content here, and is refused. And nothing that was
 * said in plaintext counts after STARTTLS (RFC 3207 section 4.2).
 */
import { equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { ALICE, startWorld, type World } from './edge-world.ts';
import { SmtpClient } from './smtp-client.ts';

const HEADER = 'Subject: x\r\n\r\n';
const SMUGGLED =
  'MAIL FROM:<ceo@bank.example>\r\nRCPT TO:<bob@secure.example.org>\r\nDATA\r\nSubject: y\r\n\r\ny\r\n';

describe('smuggling', () => {
  let world: World;
  let port: number;
  before(async () => {
    world = await startWorld();
    port = world.edge.ports.mx;
  });
  after(() => world.close());

  const falseEnds: [string, string, RegExp][] = [
    ['\n.\n', 'LF.LF', /LF without CR/],
    ['\n.\r\n', 'LF.CRLF', /LF without CR/],
    ['\r\n.\n', 'CRLF.LF', /LF without CR/],
    ['\r.\r\n', 'CR.CRLF', /CR without LF/],
    ['\r.\r', 'CR.CR', /CR without LF/],
    ['\r\n.\r', 'CRLF.CR', /CR without LF/],
    ['\n.\r', 'LF.CR', /LF without CR/],
    ['\r\n\0.\r\n', 'CRLF NUL.CRLF', /NUL/],
  ];
  for (const [end, name, why] of falseEnds) {
    for (const manner of ['in one packet', 'octet by octet'] as const) {
      test(`${name} ends no message, ${manner}`, async () => {
        const before = world.home.sent.length;
        const client = await SmtpClient.secure(port);
        await client.begin('bob@good.example', ALICE);
        const octets = Buffer.from(`${HEADER}text${end}${SMUGGLED}\r\n.\r\n`, 'latin1');
        if (manner === 'in one packet') client.write(octets);
        else for (const octet of octets) client.write(Buffer.from([octet]));
        const answer = await client.reply();
        match(answer, /^550 5\.6\.0 /);
        match(answer, why);
        match(await client.command('NOOP'), /^250 /);
        equal(world.home.sent.length, before);
        client.close();
      });
    }
  }

  test('a stuffed dot alone on its line, first of all and in a packet of its own, ends nothing', async () => {
    const client = await SmtpClient.secure(port);
    await client.begin('bob@good.example', ALICE);
    client.write('..');
    client.write(`\r\n${SMUGGLED}.\r\n`);
    // A line that is a dot has no colon: content, and refused as such.
    match(await client.reply(), /^550 5\.6\.0 .*colon/);
    client.close();
  });

  test('commands pipelined behind the final dot are commands, once the message is answered', async () => {
    const before = world.home.sent.length;
    const client = await SmtpClient.secure(port);
    await client.begin('bob@good.example', ALICE);
    client.write(`${HEADER}one\r\n.\r\nNOOP\r\nQUIT\r\n`);
    match(await client.reply(), /^250 2\.0\.0 Accepted/);
    match(await client.reply(), /^250 /);
    match(await client.reply(), /^221 /);
    equal(world.home.sent.length, before + 1);
  });

  test('a recipient named in plaintext, and commands behind STARTTLS, are forgotten over TLS', async () => {
    const client = await SmtpClient.greet(port);
    client.write(`MAIL FROM:<ceo@bank.example>\r\n`);
    match(await client.reply(), /^250 /);
    client.write(
      `STARTTLS\r\nEHLO injected.example\r\nMAIL FROM:<ceo@bank.example>\r\nRCPT TO:<${ALICE}>\r\n`,
    );
    match(await client.reply(), /^220 /);
    await client.handshake();
    // Nothing was run in between: this is the first answer, and nobody has said EHLO.
    match(await client.command('MAIL FROM:<bob@good.example>'), /^503 /);
    match(await client.command('EHLO client.example'), /^250-mx/);
    match(await client.command('DATA'), /^503 /);
    match(await client.command(`RCPT TO:<${ALICE}>`), /^503 /);
    client.close();
  });

  test('a message that was begun before RSET or EHLO is over', async () => {
    const client = await SmtpClient.secure(port);
    for (const reset of ['RSET', 'EHLO client.example']) {
      await client.command('MAIL FROM:<bob@good.example>');
      await client.command(`RCPT TO:<${ALICE}>`);
      await client.command(reset);
      match(await client.command('DATA'), /^503 5\.5\.1 /);
    }
    client.close();
  });

  test('a reply repeats no control characters of the client', async () => {
    const client = await SmtpClient.secure(port);
    await client.command('MAIL FROM:<bob@good.example>');
    const answer = await client.command('RCPT TO:<a\u0001b@secure.example.org>');
    match(answer, /^553 5\.1\.3 /);
    ok(!answer.includes('\u0001'));
    client.close();
  });
});
