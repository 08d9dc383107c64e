/** One message over a session: the body, the final dot and what may go wrong around them; real sockets. */
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';

import { DEFAULT_TIMEOUTS, type EncryptedSession } from '../../../shared/smtp/session.ts';
import { sendMessage, type Transaction, type TransactionOptions } from '../../../shared/smtp/transaction.ts';
import { eachLine, sessionWith } from './peer.ts';

const MESSAGE = [Buffer.from('Subject: Hello\r\n\r\nHi\r\n')];
const ENVELOPE = {
  sender: 'a@here.example',
  recipients: ['b@there.example'],
  eightBit: false,
  smtpUtf8: false,
};

function send(
  session: EncryptedSession,
  more: Partial<TransactionOptions> = {},
  message: readonly Buffer[] = MESSAGE,
): Promise<Transaction> {
  return sendMessage(session, ENVELOPE, () => Promise.resolve(message), {
    timeouts: DEFAULT_TIMEOUTS,
    deadline: Date.now() + 120_000,
    mayComplete: () => Promise.resolve(true),
    ...more,
  });
}

/** `answered accepted`, `answered refused`, `broken`, … */
function inWords(transaction: Transaction): string {
  if (transaction.kind !== 'answered') return transaction.kind;
  return `answered ${[...transaction.results.values()].map(({ kind }) => kind).join()}`;
}

/** Takes messages and says so; writes the body's lines down. */
function taker(): { lines: string[]; receive: (socket: Socket) => void } {
  const lines: string[] = [];
  const receive = (socket: Socket): void => {
    eachLine(socket, (line) => {
      lines.push(line);
      if (line === '.') socket.write('250 2.0.0 kept\r\n');
    });
  };
  return { lines, receive };
}

test('a message is sent, and then the session ends', async () => {
  const { lines, receive } = taker();
  const { session, socket } = await sessionWith(receive);
  equal(inWords(await send(session)), 'answered accepted');
  deepEqual(lines.slice(0, 4), ['Subject: Hello', '', 'Hi', '.']);
  if (!socket.destroyed) await once(socket, 'close');
});

test('what was sent has its digest, with the dots as they were; what was refused before DATA has none', async () => {
  const { lines, receive } = taker();
  const { session } = await sessionWith(receive);
  const message = [Buffer.from('DKIM: x\r\n'), Buffer.from('Subject: Dots\r\n\r\n.one\r\n..two')];
  const transaction = await send(session, {}, message);
  equal(transaction.kind, 'answered');
  deepEqual(lines.slice(3, 6), ['..one', '...two', '.']);
  const wire = `${lines
    .slice(0, -1)
    .map((line) => line.replace(/^\./, ''))
    .join('\r\n')}\r\n`;
  equal(transaction.digests?.sent, createHash('sha256').update(wire).digest('hex'));
});

test('DATA is not begun without the time to hear the answer', async () => {
  const { lines, receive } = taker();
  const { session, socket } = await sessionWith(receive);
  const transaction = await send(session, { deadline: Date.now() + 50_000 });
  equal(transaction.kind, 'broken');
  match(transaction.detail, /no time was left/);
  if (!socket.destroyed) await once(socket, 'close');
  deepEqual(lines, []);
});

test('the dot is not sent without the time to hear the answer', async (t) => {
  const { lines, receive } = taker();
  const { session, socket } = await sessionWith(receive);
  const later = Date.now() + 70_000;
  const mayComplete = (): Promise<boolean> => {
    t.mock.method(Date, 'now', () => later);
    return Promise.resolve(true);
  };
  const transaction = await send(session, { mayComplete });
  equal(transaction.kind, 'broken');
  match(transaction.detail, /no time was left/);
  equal(socket.destroyed, true);
  equal(lines.includes('.'), false);
});

test('the lease is not asked for without the time to hear the answer', async (t) => {
  let asked = 0;
  const later = Date.now() + 70_000;
  const { session, socket } = await sessionWith(() => t.mock.method(Date, 'now', () => later));
  const mayComplete = (): Promise<boolean> => {
    asked += 1;
    return Promise.resolve(true);
  };
  equal(inWords(await send(session, { mayComplete })), 'broken');
  equal(socket.destroyed, true);
  equal(asked, 0);
});

test('a minute is enough to hear the answer, and a caller with less time says so', async () => {
  const deadline = Date.now() + 30_000;
  const hurried = await sessionWith(taker().receive);
  equal(inWords(await send(hurried.session, { deadline })), 'broken');
  const content = await sessionWith(taker().receive);
  equal(inWords(await send(content.session, { deadline, answerReserve: 5000 })), 'answered accepted');
});

test('a large message to a slow server takes longer than the timeout of one write', async () => {
  let octets = 0;
  const { session } = await sessionWith((peer) => {
    peer.on('data', (chunk) => {
      octets += chunk.length;
      if (chunk.toString('latin1').endsWith('\r\n.\r\n')) peer.write('250 2.0.0 kept\r\n');
      peer.pause();
      setTimeout(() => peer.resume(), 10);
    });
  });
  const body = Buffer.from(`${'a'.repeat(76)}\r\n`.repeat(200_000));
  const began = Date.now();
  const timeouts = { ...DEFAULT_TIMEOUTS, data: 1000 };
  equal(inWords(await send(session, { timeouts }, [body])), 'answered accepted');
  equal(octets, body.length + '.\r\n'.length);
  ok(Date.now() - began > timeouts.data, 'the message was too small for this test');
});

test('a server that stops taking the body is given up after the timeout', async () => {
  const { session, socket } = await sessionWith((peer) => peer.pause());
  const timeouts = { ...DEFAULT_TIMEOUTS, data: 300 };
  const transaction = await send(session, { timeouts }, [Buffer.alloc(30e6, 'a\r\n')]);
  equal(transaction.kind, 'broken');
  match(transaction.detail, /stopped taking data/);
  equal(socket.destroyed, true);
});

const early: [said: string, outcome: string][] = [
  ['552 5.3.4 too big', 'answered refused'],
  ['452 4.3.1 disk full', 'answered deferred'],
  ['421 4.3.2 going down', 'broken'],
  ['250 2.0.0 kept', 'broken'],
];
for (const [said, outcome] of early) {
  test(`an answer before the end of the message is final: ${said}, ${outcome}`, async () => {
    let body = '';
    const { session, socket } = await sessionWith((peer) => {
      peer.on('data', (chunk) => (body += chunk.toString('latin1')));
      peer.once('data', () => peer.write(`${said}\r\n`));
    });
    // The lease is only asked for when all is sent: by then the answer is there.
    const heard = new Promise<void>((resolve) => {
      socket.on('data', (chunk) => {
        if (chunk.toString('latin1').startsWith(said)) resolve();
      });
    });
    const mayComplete = async (): Promise<boolean> => {
      await heard;
      return true;
    };
    equal(inWords(await send(session, { mayComplete })), outcome);
    equal(socket.destroyed, true);
    equal(body.includes('\r\n.\r\n'), false);
  });
}

test('a server that floods instead of taking the body is cut off', async () => {
  const { session, socket } = await sessionWith((peer) => {
    peer.pause();
    const replies = Buffer.from('250 ok\r\n'.repeat(8000));
    const go = (): void => {
      while (!peer.destroyed && peer.write(replies));
    };
    peer.on('drain', go);
    setImmediate(go);
  });
  equal((await send(session, {}, [Buffer.alloc(30e6, 'a\r\n')])).kind, 'broken');
  equal(socket.destroyed, true);
  ok(socket.bytesRead < 2 ** 20, `${socket.bytesRead} octets read`);
});

test('a lost lease ends the session without the dot', async () => {
  const { lines, receive } = taker();
  const { session, socket } = await sessionWith(receive);
  equal((await send(session, { mayComplete: () => Promise.resolve(false) })).kind, 'lease-lost');
  equal(socket.destroyed, true);
  equal(lines.includes('.'), false);
});

test('a store that fails when the lease is asked for leaves no session open', async () => {
  const { session, socket } = await sessionWith(taker().receive);
  const mayComplete = (): Promise<boolean> => Promise.reject(new Error('the table is gone'));
  await rejects(send(session, { mayComplete }), /the table is gone/);
  equal(socket.destroyed, true);
});

test('a store that fails to give the message leaves no session open', async () => {
  const { session, socket } = await sessionWith(taker().receive);
  const message = (): Promise<never> => Promise.reject(new Error('the bucket is gone'));
  const options = { timeouts: DEFAULT_TIMEOUTS, deadline: Date.now() + 120_000 };
  const mayComplete = (): Promise<boolean> => Promise.resolve(true);
  await rejects(sendMessage(session, ENVELOPE, message, { ...options, mayComplete }), /the bucket is gone/);
  equal(socket.destroyed, true);
});
