/**
 * The sending side, a process of its own so that its CPU time counts for nobody: opens connections, secures
 * each with STARTTLS, and sends messages one after the other, MAIL, RCPT and DATA pipelined (RFC 2920).
 */
import { once } from 'node:events';

import { SmtpClient } from '../functions/smtp-edge/smtp-client.ts';
import type { Load, LoadResult } from './load.ts';
import { composeMessage } from './message.ts';
import { describeTls, EXPECTED_TLS, TLS_OPTIONS } from './tls.ts';

let identifiers = 0;

async function expectReply(client: SmtpClient, code: string): Promise<void> {
  const reply = await client.reply();
  if (!reply.startsWith(code)) throw new Error(`expected ${code}, got ${reply}`);
}

async function sendOne(client: SmtpClient, { sender, recipient }: Load): Promise<void> {
  client.write(`MAIL FROM:<${sender}>\r\nRCPT TO:<${recipient}>\r\nDATA\r\n`);
  await expectReply(client, '250');
  await expectReply(client, '250');
  await expectReply(client, '354');
  identifiers += 1;
  client.write(`${composeMessage(sender, recipient, `${process.pid}.${identifiers}`)}.\r\n`);
  await expectReply(client, '250');
}

async function converse(load: Load, messages: number): Promise<void> {
  const client = await SmtpClient.greet(load.port);
  const tls = await client.startTls({ ...TLS_OPTIONS, servername: 'mx.secure.example.org' });
  const spoken = describeTls(tls);
  const certificate = tls.getPeerX509Certificate()?.publicKey;
  if (spoken !== EXPECTED_TLS || certificate?.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error(`not the TLS that was meant to be measured: ${spoken}`);
  }
  client.write('EHLO client.example\r\n');
  await expectReply(client, '250');
  for (let sent = 0; sent < messages; sent += 1) await sendOne(client, load);
  client.write('QUIT\r\n');
  await expectReply(client, '221');
  const closed = once(tls, 'close');
  tls.end();
  await closed;
}

/** `concurrency` connections at a time until all messages are sent. */
async function run(load: Load): Promise<void> {
  let left = load.messages;
  const oneAfterTheOther = async (): Promise<void> => {
    while (left > 0) {
      const messages = Math.min(left, load.messagesPerConnection);
      left -= messages;
      await converse(load, messages);
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, oneAfterTheOther));
}

process.on('message', (load: Load) => {
  const start = performance.now();
  run(load).then(
    () => process.send?.({ kind: 'sent', milliseconds: performance.now() - start } satisfies LoadResult),
    (error: unknown) => process.send?.({ kind: 'failed', why: String(error) } satisfies LoadResult),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
