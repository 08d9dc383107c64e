/**
 * How large a task the edge needs: its own process, held to what Fargate would give it, while it takes the largest
 * messages on many connections at once, a crowd of small ones, and as many connections as the preset allows it.
 *
 * It runs from source here and from one bundle on AWS, so what it has resident is more here than there. Processors
 * differ: what carries over is that it lives within its memory, and whether it still greets while it is busy.
 */
import { once } from 'node:events';

import { presets } from '../../infra/aws/presets.ts';
import { ALICE_ALIAS } from '../e2e/local-system.ts';
import { SmtpClient } from '../functions/smtp-edge/smtp-client.ts';
import { openHouse, type House } from './house.ts';
import { limitProcess, type LimitedProcess, type Limits } from './limited-process.ts';
import { startLoadGenerator } from './load.ts';
import { composeMessage } from './message.ts';

const SENDER = 'bob@good.example';
/** With their header, just below what the presets take. */
const LARGE_OCTETS = 25 * 1024 * 1024 - 4096;
/** As many as took the 512 MiB of `minimal` to their end when each held memory of its own. */
export const LARGE_AT_ONCE = 48;
/** Of one client, so that what a single client may have is not what is measured. */
const LARGE_OF_ONE = 4;
const SMALL = 400;
const SMALL_AT_ONCE = 20;
/** What one client may have open. */
const CONNECTIONS_OF_ONE = 40;
const CONNECTIONS_AT_ONCE = 10;

export interface EdgeSize extends Limits {
  /** MiB resident before anything, and the most during each trial. */
  readonly idle: number;
  readonly large: { readonly peak: number; readonly seconds: number; readonly longestGreeting: number };
  readonly small: { readonly peak: number; readonly perSecond: number; readonly longestGreeting: number };
  readonly open: { readonly peak: number; readonly connections: number };
}

/** Asks for a greeting, over and over, until told to stop: what a health check would see. Gives the longest, in ms. */
function watchGreetings(port: number): () => Promise<number> {
  const stop = new AbortController();
  let longest = 0;
  const watch = (async () => {
    while (!stop.signal.aborted) {
      const asked = performance.now();
      const client = await SmtpClient.open(port, { localAddress: '127.0.9.9' });
      const greeting = await client.reply();
      if (!greeting.startsWith('220')) throw new Error(`no greeting, but ${greeting}`);
      longest = Math.max(longest, performance.now() - asked);
      const closed = once(client.socket, 'close');
      client.close();
      await closed;
    }
  })();
  return async () => {
    stop.abort();
    await watch;
    return Math.round(longest);
  };
}

function largeMessage(): Buffer {
  const header = composeMessage(SENDER, ALICE_ALIAS, 'large').split('\r\n\r\n')[0] ?? '';
  const line = `${'x'.repeat(74)}\r\n`;
  return Buffer.from(`${header}\r\n\r\n${line.repeat(Math.floor(LARGE_OCTETS / line.length))}`);
}

async function sendLarge(port: number, message: Buffer, index: number): Promise<void> {
  const localAddress = `127.0.7.${1 + Math.floor(index / LARGE_OF_ONE)}`;
  const client = await SmtpClient.secure(port, { localAddress });
  let reply = '452';
  // As a mail server does, only sooner.
  while (reply.startsWith('452')) reply = await client.send(SENDER, [ALICE_ALIAS], message);
  if (!reply.startsWith('250')) throw new Error(`a large message was answered with ${reply}`);
  client.close();
}

async function trialLarge(house: House, edge: LimitedProcess): Promise<EdgeSize['large']> {
  const port = house.bench.system.ports.mx;
  const message = largeMessage();
  const greetings = watchGreetings(port);
  const began = performance.now();
  await Promise.all(Array.from({ length: LARGE_AT_ONCE }, (_, index) => sendLarge(port, message, index)));
  const seconds = (performance.now() - began) / 1000;
  return { seconds, longestGreeting: await greetings(), peak: await edge.peak() };
}

async function trialSmall(house: House, edge: LimitedProcess): Promise<EdgeSize['small']> {
  const port = house.bench.system.ports.mx;
  const generator = await startLoadGenerator();
  const load = {
    port,
    sender: SENDER,
    recipient: ALICE_ALIAS,
    messagesPerConnection: 1,
    concurrency: SMALL_AT_ONCE,
  };
  try {
    await generator.send({ ...load, messages: SMALL_AT_ONCE });
    const greetings = watchGreetings(port);
    const began = performance.now();
    await generator.send({ ...load, messages: SMALL });
    const seconds = (performance.now() - began) / 1000;
    return { perSecond: SMALL / seconds, longestGreeting: await greetings(), peak: await edge.peak() };
  } finally {
    await generator.stop();
  }
}

/** Secured and silent: clients that keep their connection for later. */
async function trialOpen(house: House, edge: LimitedProcess, connections: number): Promise<EdgeSize['open']> {
  const port = house.bench.system.ports.mx;
  const clients: SmtpClient[] = [];
  while (clients.length < connections) {
    const localAddress = `127.0.8.${1 + Math.floor(clients.length / CONNECTIONS_OF_ONE)}`;
    const some = Array.from({ length: CONNECTIONS_AT_ONCE }, () => SmtpClient.secure(port, { localAddress }));
    clients.push(...(await Promise.all(some)));
  }
  const peak = await edge.peak();
  await Promise.all(
    clients.map(async (client) => {
      const closed = once(client.socket, 'close');
      client.close();
      await closed;
    }),
  );
  return { peak, connections };
}

/** In each of the presets' sizes, and in those that are beside them in Fargate's list. */
export async function measureEdgeSizes(take: (size: EdgeSize) => void): Promise<EdgeSize[]> {
  const trials = [
    { cores: 1 / 4, memoryMiB: 512, connections: presets.minimal.edge.connections },
    { cores: 1 / 4, memoryMiB: 1024, connections: presets.production.edge.connections },
    { cores: 1 / 2, memoryMiB: 1024, connections: presets.production.edge.connections },
  ];
  const sizes: EdgeSize[] = [];
  for (const { connections, ...limits } of trials) {
    // It reckons with what it is told at its start, as a task is.
    const told = { MEMORY_LIMIT: `${limits.memoryMiB}MiB`, MAX_CONNECTIONS: String(connections) };
    const house = await openHouse(null, told);
    house.hold('home-delivery');
    const edge = await limitProcess(house.pid('smtp-edge'), limits);
    try {
      const idle = await edge.resident();
      const small = await trialSmall(house, edge);
      const large = await trialLarge(house, edge);
      const open = await trialOpen(house, edge, connections);
      sizes.push({ ...limits, idle, large, small, open });
      take({ ...limits, idle, large, small, open });
    } finally {
      await edge.release();
      await house.close();
    }
  }
  return sizes;
}
