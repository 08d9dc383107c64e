/** One message over a session: the body, the final dot and what may go wrong around them; real sockets. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
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
