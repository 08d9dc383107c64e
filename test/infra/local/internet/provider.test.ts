import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, describe, test } from 'node:test';
import { authorityPem, closing, startProvider, stopProviders } from './running-providers.ts';
import { openEncrypted, sendMessage, SmtpDialogue } from './smtp-dialogue.ts';

describe('a simulated provider', () => {
  after(stopProviders);

  test('good: takes a message over TLS and remembers all of it', async () => {
    const there = await startProvider({ kind: 'good' });
    const { dialogue, secured } = await openEncrypted(there, {
      rejectUnauthorized: true,
      ca: authorityPem,
      servername: 'mx.there.example',
    });
    const cipher = secured.getCipher().name;
    await dialogue.say('MAIL FROM:<alice@here.example> SIZE=40 BODY=8BITMIME');
    await dialogue.say('RCPT TO:<bob@there.example>');
    await dialogue.say('RCPT TO:<carol@there.example>');
    await dialogue.say('DATA');
    dialogue.send('Subject: dots\r\n\r\n..\r\n..two\r\nbare\n.\nline ends, 8 bit: \xe9\r\n');
    assert.equal(await dialogue.say('.'), '250 2.0.0 Ok, taken');
    const closed = closing(there);
    assert.match(await dialogue.say('QUIT'), /^221 /);
    const record = await closed;

    const [message] = there.messages;
    assert.ok(message);
    assert.equal(
      message.raw.toString('utf8'),
      'Subject: dots\r\n\r\n.\r\n.two\r\nbare\n.\nline ends, 8 bit: \xe9\r\n',
    );
    assert.equal(message.mailFrom, 'alice@here.example');
    assert.deepEqual(message.mailParameters, ['SIZE=40', 'BODY=8BITMIME']);
    assert.deepEqual(message.rcptTo, ['bob@there.example', 'carol@there.example']);
    assert.equal(message.connection, record.id);
    assert.equal(message.reply, '250 2.0.0 Ok, taken');
    assert.deepEqual(message.tls, {
      version: 'TLSv1.3',
      cipher,
      servername: 'mx.there.example',
    });

    assert.equal(record.plaintextBytes.toString(), 'EHLO client.test\r\nSTARTTLS\r\n');
    const spoken = record.lines.filter((line) => line.from === 'client').map((line) => line.text);
    assert.deepEqual(spoken.slice(0, 4), [
      'EHLO client.test',
      'STARTTLS',
      'EHLO client.test',
      'MAIL FROM:<alice@here.example> SIZE=40 BODY=8BITMIME',
    ]);
    const firstEncrypted = record.lines.findIndex((line) => line.encrypted);
    assert.match(record.lines[firstEncrypted]?.text ?? '', /encrypted from here: TLSv1\.3/);
    assert.ok(record.closedAt);
    assert.doesNotThrow(() => JSON.stringify(record));
  });

  test('good: announces what it can, and STARTTLS only before TLS', async () => {
    const there = await startProvider({ kind: 'good' });
    const dialogue = await SmtpDialogue.open(there);
    assert.deepEqual((await dialogue.say('EHLO client.test')).split('\n'), [
      '250-mx.there.example',
      '250-PIPELINING',
      '250-SIZE 52428800',
      '250-STARTTLS',
      '250-ENHANCEDSTATUSCODES',
      '250-8BITMIME',
      '250 SMTPUTF8',
    ]);
    await dialogue.say('STARTTLS');
    await dialogue.encrypt();
    assert.match(await dialogue.say('MAIL FROM:<a@here.example>'), /^503 /, 'RFC 3207, 4.2: EHLO again');
    assert.doesNotMatch(await dialogue.say('EHLO client.test'), /STARTTLS/);
  });

  test('good: commands sent together are answered in order', async () => {
    const there = await startProvider({ kind: 'good' });
    const { dialogue } = await openEncrypted(there);
    dialogue.send('MAIL FROM:<a@here.example>\r\nRCPT TO:<b@there.example>\r\nDATA\r\n');
    const replies = [await dialogue.reply(), await dialogue.reply(), await dialogue.reply()];
    assert.deepEqual(
      replies.map((reply) => reply.slice(0, 3)),
      ['250', '250', '354'],
    );
    dialogue.send(
      'one\r\n.\r\nMAIL FROM:<a@here.example>\r\nRCPT TO:<b@there.example>\r\nDATA\r\ntwo\r\n.\r\n',
    );
    for (const code of ['250', '250', '250', '354', '250']) {
      assert.equal((await dialogue.reply()).slice(0, 3), code);
    }
    assert.deepEqual(
      there.messages.map((message) => message.raw.toString()),
      ['one\r\n', 'two\r\n'],
    );
    assert.equal(there.messageCount, 2);
  });

  test('slow: every reply waits', async () => {
    const there = await startProvider({ kind: 'slow', delay: 30 });
    const start = performance.now();
    const { dialogue } = await openEncrypted(there);
    assert.match(await sendMessage(dialogue), /^250 /);
    const replies = there.connections[0]?.lines.filter((line) => /^\d{3} /.test(line.text)).length ?? 0;
    assert.equal(replies, 8);
    assert.ok(performance.now() - start >= replies * 29);
  });

  test('greylisting: a pair is sent away once', async () => {
    const { dialogue } = await openEncrypted(await startProvider({ kind: 'greylisting' }));
    assert.match(await sendMessage(dialogue), /^451 4\.7\.1 /);
    await dialogue.say('RSET');
    assert.match(await sendMessage(dialogue), /^250 /);
    assert.match(await sendMessage(dialogue, 'x\r\n', 'other@there.example'), /^451 4\.7\.1 /);
  });

  test('some-full: full mailboxes stay full, the others take the message', async () => {
    const there = await startProvider({ kind: 'some-full' });
    const { dialogue } = await openEncrypted(there);
    await dialogue.say('MAIL FROM:<a@here.example>');
    assert.match(await dialogue.say('RCPT TO:<fullbox@there.example>'), /^452 4\.2\.2 /);
    assert.match(await dialogue.say('RCPT TO:<bob@there.example>'), /^250 /);
    assert.match(await dialogue.say('RCPT TO:<fullbox@there.example>'), /^452 4\.2\.2 /);
    await dialogue.say('DATA');
    assert.match(await dialogue.say('Hello\r\n.'), /^250 /);
    assert.deepEqual(there.messages[0]?.rcptTo, ['bob@there.example']);
  });

  for (const [kind, reply] of [
    ['no-such-user', /^550 5\.1\.1 /],
    ['refuse-after-data', /^554 5\.7\.1 /],
    ['deferred-after-data', /^451 4\.3\.0 /],
  ] as const) {
    test(`${kind}: nothing is taken`, async () => {
      const there = await startProvider({ kind });
      const { dialogue } = await openEncrypted(there);
      assert.match(await sendMessage(dialogue), reply);
      assert.equal(there.messageCount, 0);
    });
  }

  test('cut-after-dot: the message is taken and nobody told', async () => {
    const there = await startProvider({ kind: 'cut-after-dot' });
    const { dialogue } = await openEncrypted(there);
    const taken = once(there, 'message');
    await assert.rejects(sendMessage(dialogue));
    await taken;
    assert.deepEqual(
      there.messages.map((message) => message.reply),
      [null],
    );
  });

  test('no-8bitmime: neither announced nor accepted', async () => {
    const { dialogue } = await openEncrypted(await startProvider({ kind: 'no-8bitmime' }));
    assert.doesNotMatch(await dialogue.say('EHLO client.test'), /8BITMIME/);
    assert.match(await dialogue.say('MAIL FROM:<a@here.example> BODY=8BITMIME'), /^555 /);
    assert.match(await dialogue.say('MAIL FROM:<a@here.example> SIZE=99999999'), /^552 5\.3\.4 /);
  });

  test('REQUIRETLS: offered and taken over TLS only, and remembered', async () => {
    const there = await startProvider({ kind: 'good' }, { requireTls: true });
    const plain = await SmtpDialogue.open(there);
    assert.doesNotMatch(await plain.say('EHLO client.test'), /REQUIRETLS/);
    assert.match(await plain.say('MAIL FROM:<a@here.example> REQUIRETLS'), /^555 /);
    const { dialogue } = await openEncrypted(there);
    assert.match(await dialogue.say('EHLO client.test'), /^250 REQUIRETLS$/m);
    assert.match(await dialogue.say('MAIL FROM:<a@here.example> REQUIRETLS=1'), /^555 /);
    for (const parameter of [' REQUIRETLS', '']) {
      await dialogue.say(`MAIL FROM:<a@here.example>${parameter}`);
      await dialogue.say('RCPT TO:<b@there.example>');
      await dialogue.say('DATA');
      assert.match(await dialogue.say('\r\n.'), /^250 /);
    }
    assert.deepEqual(
      there.messages.map(({ requireTls }) => requireTls),
      [true, false],
    );
    const { dialogue: without } = await openEncrypted(await startProvider({ kind: 'good' }));
    assert.doesNotMatch(await without.say('EHLO client.test'), /REQUIRETLS/);
    assert.match(await without.say('MAIL FROM:<a@here.example> REQUIRETLS'), /^555 /);
  });

  test('down: nothing listens', async () => {
    const { port } = await startProvider({ kind: 'good' });
    const down = await startProvider({ kind: 'down' }, {}, { address: '127.10.250.1', port });
    await assert.rejects(SmtpDialogue.open(down), { code: 'ECONNREFUSED' });
  });

  test('manners combine', async () => {
    const there = await startProvider({ kind: 'greylisting' }, { message: 'refused', smtpUtf8: false });
    const { dialogue } = await openEncrypted(there);
    assert.doesNotMatch(await dialogue.say('EHLO client.test'), /SMTPUTF8/);
    assert.match(await sendMessage(dialogue), /^451 /);
    await dialogue.say('RSET');
    assert.match(await sendMessage(dialogue), /^554 /);
  });

  test('a provider that closes drops its connections', async () => {
    const there = await startProvider({ kind: 'good' });
    const { dialogue } = await openEncrypted(there);
    const reply = dialogue.reply();
    await Promise.all([assert.rejects(reply), there.close()]);
    await assert.rejects(SmtpDialogue.open(there), { code: 'ECONNREFUSED' });
  });
});
