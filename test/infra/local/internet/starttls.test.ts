import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { closing, startProvider, stopProviders } from './running-providers.ts';
import { openEncrypted, sendMessage, SmtpDialogue } from './smtp-dialogue.ts';

describe('a simulated provider and encryption', () => {
  after(stopProviders);

  test('every octet that comes in before TLS is on record, and commands among them are forgotten', async () => {
    const there = await startProvider({ kind: 'good' });
    const dialogue = await SmtpDialogue.open(there);
    await dialogue.say('EHLO client.test');
    const early = 'STARTTLS\r\nMAIL FROM:<early@here.example>\r\nRCPT TO:<bob@there.ex';
    await dialogue.say(early.slice(0, -2));
    await dialogue.encrypt();
    assert.match(await dialogue.say('RCPT TO:<b@there.example>'), /^503 /);
    const [record] = there.connections;
    assert.equal(record?.plaintextBytes.toString(), `EHLO client.test\r\n${early.slice(0, -2)}\r\n`);
  });

  test('what a client says in plaintext after "220 ready" is on record too, as no handshake', async () => {
    const there = await startProvider({ kind: 'good' });
    const dialogue = await SmtpDialogue.open(there);
    await dialogue.say('EHLO client.test');
    await dialogue.say('STARTTLS');
    const closed = closing(there);
    dialogue.send('MAIL FROM:<alice@here.example>\r\n');
    const record = await closed;
    assert.equal(record.handshakeBytes.toString(), 'MAIL FROM:<alice@here.example>\r\n');
    assert.equal(record.tls, null);
    assert.match(record.lines.at(-1)?.text ?? '', /TLS handshake failed/);
  });

  test('plaintext-only: no STARTTLS, and mail in plaintext is taken', async () => {
    const there = await startProvider({ kind: 'plaintext-only' });
    const dialogue = await SmtpDialogue.open(there);
    assert.doesNotMatch(await dialogue.say('EHLO client.test'), /STARTTLS/);
    assert.match(await dialogue.say('STARTTLS'), /^502 /);
    assert.match(await sendMessage(dialogue, 'Secret.\r\n'), /^250 /);
    assert.equal(there.messages[0]?.tls, null);
    assert.match(there.connections[0]?.plaintextBytes.toString() ?? '', /DATA\r\nSecret\.\r\n\.\r\n$/);
  });

  for (const [kind, reply] of [
    ['starttls-refused', /^554 5\.7\.0 /],
    ['starttls-deferred', /^454 4\.7\.0 /],
  ] as const) {
    test(`${kind}: offers STARTTLS and does not do it`, async () => {
      const dialogue = await SmtpDialogue.open(await startProvider({ kind }));
      assert.match(await dialogue.say('EHLO client.test'), /STARTTLS/);
      assert.match(await dialogue.say('STARTTLS'), reply);
      assert.match(await dialogue.say('NOOP'), /^250 /, 'the connection stays open');
    });
  }

  test('tls-1.0-only: tells a modern client why not, and serves an old one', async () => {
    const there = await startProvider({ kind: 'tls-1.0-only' });
    const closed = closing(there);
    const modern = openEncrypted(there, { minVersion: 'TLSv1.2' });
    await assert.rejects(modern, { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
    const record = await closed;
    assert.equal(record.plaintextBytes.toString(), 'EHLO client.test\r\nSTARTTLS\r\n');
    assert.equal(record.handshakeBytes[0], 22, 'a TLS handshake record and no more SMTP');
    const { dialogue, secured } = await openEncrypted(there, {
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    assert.equal(secured.getProtocol(), 'TLSv1');
    assert.match(await sendMessage(dialogue), /^250 /);
    assert.equal(there.messages[0]?.tls?.version, 'TLSv1');
  });

  test('handshake-reset: the connection is reset at the ClientHello', async () => {
    const there = await startProvider({ kind: 'handshake-reset' });
    const closed = closing(there);
    await assert.rejects(openEncrypted(there), { code: 'ECONNRESET' });
    const record = await closed;
    assert.equal(record.handshakeBytes[0], 22);
    assert.equal(record.plaintextBytes.toString(), 'EHLO client.test\r\nSTARTTLS\r\n');
  });

  test('handshake-silent: the ClientHello arrives and is never answered', async () => {
    const there = await startProvider({ kind: 'handshake-silent' });
    const dialogue = await SmtpDialogue.open(there);
    await dialogue.say('EHLO client.test');
    await dialogue.say('STARTTLS');
    const { socket } = dialogue;
    const silent = once(there, 'line', { signal: AbortSignal.timeout(5000) });
    const client = connectTls({ socket, rejectUnauthorized: false });
    await silent;
    const [record] = there.connections;
    assert.equal(record?.handshakeBytes[0], 22);
    assert.match(record.lines.at(-1)?.text ?? '', /silent from here/);
    const closed = closing(there);
    client.destroy();
    assert.equal((await closed).tls, null);
  });

  test('injecting: plaintext follows "220 ready" in the same segment', async () => {
    const there = await startProvider({ kind: 'injecting', text: '250 2.1.0 Injected\r\n' });
    const socket = connect(there.port, there.address);
    await once(socket, 'data');
    socket.write('STARTTLS\r\n');
    const [segment] = (await once(socket, 'data')) as [Buffer];
    assert.equal(segment.toString(), '220 2.0.0 Ready for TLS\r\n250 2.1.0 Injected\r\n');
    socket.destroy();
    const dialogue = await SmtpDialogue.open(there);
    await dialogue.say('STARTTLS');
    assert.equal(dialogue.takeUnread(), '250 2.1.0 Injected\r\n');
    await dialogue.encrypt();
    assert.match(await dialogue.say('EHLO client.test'), /^250/, 'TLS works for who ignores it');
  });
});
