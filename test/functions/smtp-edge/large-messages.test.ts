/** Messages that are too large to be held wait for a place; nothing else waits for them. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import { LargeMessages, placesWithin, type Sender } from '../../../functions/smtp-edge/large-messages.ts';
import { INLINE_LIMIT } from '../../../shared/store/bodies.ts';
import { ALICE, startWorld, type World, type WorldOptions } from './edge-world.ts';
import { SmtpClient } from './smtp-client.ts';

const MIB = 1024 * 1024;

const sizes: [memoryMiB: number, connections: number, places: number, why: string][] = [
  [512, 300, 22, 'the task of the preset `minimal`'],
  [1024, 1000, 41, 'the task of the preset `production`'],
  [1024, 300, 81, 'fewer connections leave more'],
  [256, 1000, 4, 'what is too small takes large messages all the same'],
  [64 * 1024, 1000, 128, 'no more than a processor has use for'],
];
for (const [memoryMiB, connections, places, why] of sizes) {
  test(`${memoryMiB} MiB and ${connections} connections: ${places} large messages at once (${why})`, () => {
    equal(placesWithin(memoryMiB * MIB, connections), places);
  });
}

/** Who is in, who waits, in the order in which it was said. */
class Crowd {
  readonly places: LargeMessages;
  readonly log: string[] = [];
  readonly #leave = new Map<string, () => void>();
  readonly #gone = new Map<string, AbortController>();

  constructor(t: TestContext, places: number, patience = 60_000) {
    this.places = new LargeMessages(places, patience);
    t.after(() => {
      for (const gone of this.#gone.values()) gone.abort();
    });
  }

  async come(name: string, sender: Sender): Promise<void> {
    const gone = new AbortController();
    this.#gone.set(name, gone);
    void this.places.enter(sender, gone.signal).then((leave) => {
      this.log.push(`${name} ${leave === null ? 'refused' : 'in'}`);
      if (leave !== null) this.#leave.set(name, leave);
    });
    await this.settled();
  }

  async leave(name: string): Promise<void> {
    this.#leave.get(name)?.();
    await this.settled();
  }

  async hangUp(name: string): Promise<void> {
    this.#gone.get(name)?.abort();
    await this.settled();
  }

  settled(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

const stranger = (client: string): Sender => ({ kind: 'stranger', client });
const user = (client: string): Sender => ({ kind: 'user', client });

describe('who gets a place', () => {
  test('one client has a quarter of the places, and others pass it by', async (t) => {
    const crowd = new Crowd(t, 8);
    for (const name of ['a1', 'a2', 'a3']) await crowd.come(name, stranger('192.0.2.1'));
    await crowd.come('b', stranger('192.0.2.2'));
    deepEqual(crowd.log, ['a1 in', 'a2 in', 'b in']);
    await crowd.leave('a1');
    equal(crowd.log.at(-1), 'a3 in');
  });

  test('strangers together have three quarters; the rest is for those who have signed in', async (t) => {
    const crowd = new Crowd(t, 4);
    for (const host of [1, 2, 3, 4]) await crowd.come(`s${host}`, stranger(`192.0.2.${host}`));
    await crowd.come('alice', user('alice@example.org'));
    deepEqual(crowd.log, ['s1 in', 's2 in', 's3 in', 'alice in']);
    await crowd.leave('alice');
    equal(crowd.log.length, 4, 'the place that is kept for users stays empty');
    await crowd.leave('s2');
    equal(crowd.log.at(-1), 's4 in');
  });

  test('first come, first served', async (t) => {
    const crowd = new Crowd(t, 4);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await crowd.come(name, user(name));
    await crowd.leave('a');
    await crowd.leave('b');
    deepEqual(crowd.log.slice(4), ['e in', 'f in']);
  });

  test('who hangs up while waiting is not waited for, and a place is given back once', async (t) => {
    const crowd = new Crowd(t, 4);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await crowd.come(name, user(name));
    await crowd.hangUp('e');
    await crowd.leave('a');
    await crowd.leave('a');
    deepEqual(crowd.log.slice(4), ['e refused', 'f in']);
  });

  test('patience ends', async (t) => {
    const crowd = new Crowd(t, 1, 1);
    await crowd.come('a', user('a'));
    equal(await crowd.places.enter(user('b'), new AbortController().signal), null);
    await crowd.leave('a');
    ok((await crowd.places.enter(user('b'), new AbortController().signal)) !== null);
  });
});

const LINE = `${'0123456789'.repeat(7)}\r\n`;
const SMALL = 'From: alice@secure.example.org\r\nSubject: small\r\n\r\nx\r\n';
/** The header, and more than travels inside of a queue item. */
const BEGINNING = `From: alice@secure.example.org\r\nSubject: large\r\n\r\n${LINE.repeat(Math.ceil(INLINE_LIMIT / LINE.length))}`;

async function open(t: TestContext, options: WorldOptions): Promise<World> {
  const world = await startWorld(options);
  t.after(() => world.close());
  return world;
}

/** A stranger who has sent the beginning of a large message, and has a place for it. */
async function begin(world: World, localAddress: string): Promise<SmtpClient> {
  const client = await SmtpClient.secure(world.edge.ports.mx, { localAddress });
  const before = world.opened.length;
  match(await client.begin('bob@good.example', ALICE), /^354 /);
  client.write(BEGINNING);
  await world.until(() => world.opened.length > before);
  return client;
}

async function signedIn(world: World): Promise<SmtpClient> {
  const client = await SmtpClient.greet(world.edge.ports.submissions, { tls: true });
  const token = Buffer.from(`\0alice@example.org\0${world.password}`).toString('base64');
  match(await client.command(`AUTH PLAIN ${token}`), /^235 /);
  return client;
}

describe('over the wire', () => {
  test('a large message waits while the places are taken; a small one, and a user’s large one, do not', async (t) => {
    const world = await open(t, { limits: { largeMessages: 4 } });
    const three = ['127.0.0.2', '127.0.0.3', '127.0.0.4'];
    const [first, ...others] = await Promise.all(three.map((address) => begin(world, address)));

    const fourth = await SmtpClient.secure(world.edge.ports.mx, { localAddress: '127.0.0.5' });
    const taken = fourth.send('bob@good.example', [ALICE], BEGINNING);
    const small = await SmtpClient.secure(world.edge.ports.mx, { localAddress: '127.0.0.5' });
    match(await small.send('bob@good.example', [ALICE], SMALL), /^250 2\.0\.0 /);
    const alice = await signedIn(world);
    match(await alice.send(ALICE, ['bob@good.example'], BEGINNING), /^250 2\.0\.0 /);
    equal(world.opened.length, 4, 'three strangers and alice');

    match((await first?.command('.')) ?? '', /^250 2\.0\.0 /);
    match(await taken, /^250 2\.0\.0 /);
    equal(world.opened.length, 5);
    equal(world.home.sent.length, 3);
    for (const client of [first, fourth, small, alice, ...others]) client?.close();
  });

  test('no place within the time that a client waits: 452 4.3.1, and the session goes on', async (t) => {
    const world = await open(t, { limits: { largeMessages: 1, largeMessagePatience: 50 } });
    const first = await begin(world, '127.0.0.2');
    const second = await SmtpClient.secure(world.edge.ports.mx, { localAddress: '127.0.0.3' });
    const reply = await second.send('bob@good.example', [ALICE], BEGINNING + LINE.repeat(5000));
    match(reply, /^452 4\.3\.1 /);
    match(await second.send('bob@good.example', [ALICE], SMALL), /^250 2\.0\.0 /);
    match(await first.command('.'), /^250 2\.0\.0 /);
    match(await second.send('bob@good.example', [ALICE], BEGINNING), /^250 2\.0\.0 /);
    first.close();
    second.close();
  });

  test('one that is large by its header alone, and has come in whole, waits as well', async (t) => {
    const world = await open(t, { limits: { largeMessages: 1, headerSection: 2 * INLINE_LIMIT } });
    const first = await begin(world, '127.0.0.2');
    const second = await SmtpClient.secure(world.edge.ports.mx, { localAddress: '127.0.0.3' });
    const fields = `X-Filler: ${'x'.repeat(60)}\r\n`.repeat(INLINE_LIMIT / 64);
    const taken = second.send('bob@good.example', [ALICE], fields);
    const third = await SmtpClient.secure(world.edge.ports.mx, { localAddress: '127.0.0.4' });
    match(await third.send('bob@good.example', [ALICE], SMALL), /^250 /);
    match(await first.command('.'), /^250 2\.0\.0 /);
    match(await taken, /^250 2\.0\.0 /);
    for (const client of [first, second, third]) client.close();
  });

  const endings: [string, (client: SmtpClient, world: World) => Promise<unknown>][] = [
    [
      'the client leaves',
      (client) => {
        client.close();
        return Promise.resolve();
      },
    ],
    [
      'the message turns out to be malformed, before its end',
      (client) => {
        client.write('bare\nLF\r\n');
        return Promise.resolve();
      },
    ],
    [
      'the object store fails',
      async (client, world) => {
        world.broken.add('bodies');
        match(await client.command('.'), /^451 4\.3\.0 /);
        world.broken.clear();
      },
    ],
  ];
  for (const [what, end] of endings) {
    test(`the place is free again when ${what}`, async (t) => {
      const world = await open(t, { limits: { largeMessages: 1 } });
      const first = await begin(world, '127.0.0.2');
      await end(first, world);
      const second = await SmtpClient.secure(world.edge.ports.mx, { localAddress: '127.0.0.3' });
      match(await second.send('bob@good.example', [ALICE], BEGINNING), /^250 2\.0\.0 /);
      first.close();
      second.close();
    });
  }
});
