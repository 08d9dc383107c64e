/** What a server may say through a channel, and how much of it: real sockets on loopback. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';

import { isBroken, type Broken, type Channel } from '../../../shared/smtp/channel.ts';
import { ReplyReader, type FullReply } from '../../../shared/smtp/replies.ts';
import { channelTo, eachLine } from './peer.ts';

const soon = (): number => Date.now() + 10_000;
const FLOOD = Buffer.from('250 ok\r\n'.repeat(8000));

/** Writes `octets` for as long as the other end takes them. */
function flood(socket: Socket, octets: Buffer = FLOOD): void {
  const go = (): void => {
    while (!socket.destroyed && socket.write(octets));
  };
  socket.on('drain', go);
  go();
}

function greeting(channel: Channel): Promise<FullReply | Broken> {
  return channel.read(soon(), 'before its greeting');
}

async function ask(channel: Channel, command: string): Promise<FullReply | Broken> {
  await channel.write(`${command}\r\n`, soon(), 1);
  return channel.read(soon(), `in answer to ${command}`);
}

function detailOf(answer: FullReply | Broken): string {
  if (!isBroken(answer)) throw new Error(`an answer: ${answer.code} ${answer.text}`);
  return answer.broken;
}

test('one reply per command', async () => {
  const { channel } = await channelTo((peer) => {
    peer.write('220 hello\r\n');
    eachLine(peer, (line) => peer.write(`250-2.1.0 ${line}\r\n250 2.1.0 really\r\n`));
  });
  await greeting(channel);
  await channel.write('ONE\r\nTWO\r\n', soon(), 2);
  for (const line of ['ONE', 'TWO']) {
    const { code, status, text } = (await channel.read(soon(), '')) as FullReply;
    deepEqual([code, status, text], [250, '2.1.0', `${line} really`]);
  }
  channel.quit();
});

test('replies that nobody asked for end the connection', async () => {
  const { channel, socket } = await channelTo((peer) => {
    peer.write('220 hello\r\n');
    peer.once('data', () => {
      flood(peer);
    });
  });
  await greeting(channel);
  equal(isBroken(await ask(channel, 'NOOP')), false);
  if (!socket.destroyed) await once(socket, 'close');
  match(detailOf(await ask(channel, 'NOOP')), /unasked: "250 ok"/);
});

test('a server that takes its leave unasked is heard', async () => {
  const { channel, socket } = await channelTo((peer) => {
    peer.write('220 hello\r\n');
    setImmediate(() => peer.end('421 4.4.2 idle for too long\r\n'));
  });
  await greeting(channel);
  if (!socket.destroyed) await once(socket, 'close');
  match(detailOf(await ask(channel, 'NOOP')), /the server closed the session: 421 4.4.2 idle for too long/);
});

const endless: [what: string, octets: Buffer][] = [
  ['a line', Buffer.alloc(64 * 1024, '2')],
  ['long lines', Buffer.from(`250-${'x'.repeat(30_000)}\r\n`)],
  ['short lines', Buffer.from('250-x\r\n'.repeat(8000))],
];
for (const [what, octets] of endless) {
  test(`a reply without end ends the connection: ${what}`, async () => {
    const { channel, socket } = await channelTo((peer) => {
      flood(peer, octets);
    });
    match(detailOf(await greeting(channel)), /endless reply/);
    equal(socket.destroyed, true);
  });
}

test('a reply of many lines is one reply', async () => {
  const { channel } = await channelTo((peer) => {
    peer.write(`${'220-x\r\n'.repeat(1000)}220 end\r\n`);
  });
  const answer = (await greeting(channel)) as FullReply;
  equal(answer.lines.length, 1001);
  channel.quit();
});

for (const farewell of ['quit', 'destroy'] as const) {
  test(`after ${farewell} nothing of a flood is kept`, async () => {
    const { channel, socket } = await channelTo((peer) => {
      peer.write('220 hello\r\n');
      peer.once('data', () => {
        flood(peer);
      });
    });
    await greeting(channel);
    socket.write('NOOP\r\n');
    channel[farewell]();
    if (!socket.destroyed) await once(socket, 'close');
    equal(isBroken(await channel.read(0, '')), true, 'no reply was kept');
    ok(socket.bytesRead < 2 ** 20, `${socket.bytesRead} octets read`);
  });
}

const unreadable = Buffer.concat([Buffer.from('550 caf'), Buffer.from([0xe9]), Buffer.from(' closed\r\n')]);
const texts: [what: string, octets: Buffer, text: string][] = [
  ['as it is', Buffer.from('550 no\r\n'), 'no'],
  ['200 octets at most', Buffer.from(`550 ${'x'.repeat(300)}\r\n`), 'x'.repeat(200)],
  ['cut between characters', Buffer.from(`550 x${'€'.repeat(300)}\r\n`), `x${'€'.repeat(66)}`],
  [
    'cut between characters outside the BMP',
    Buffer.from(`550 xx${'😀'.repeat(99)}\r\n`),
    `xx${'😀'.repeat(49)}`,
  ],
  ['invalid UTF-8', unreadable, 'caf\ufffd closed'],
  ['controls', Buffer.from('550 a\u0007\u001b[31mb\u202ec\u2028d\r\n'), 'a [31mb c d'],
];
for (const [what, octets, text] of texts) {
  test(`the text of a reply: ${what}`, async () => {
    const { channel } = await channelTo((peer) => {
      peer.write(octets);
    });
    equal(((await greeting(channel)) as FullReply).text, text);
    channel.quit();
  });
}

test('a character that comes in two parts is one character', () => {
  const octets = Buffer.from('550 gr\u00fc\u00df\r\n');
  const reader = new ReplyReader();
  deepEqual([...reader.take(octets.subarray(0, 7))], []);
  const [reply] = [...reader.take(octets.subarray(7))] as FullReply[];
  equal(reply?.text, 'gr\u00fc\u00df');
});
