/** 250 means durable, and nothing else does (RFC 5321 section 6.1). */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import { INLINE_LIMIT, transitKey } from '../../../shared/store/bodies.ts';
import { ALICE, startWorld, type World } from './edge-world.ts';
import { SmtpClient } from './smtp-client.ts';

const SMALL = 'Subject: small\r\n\r\nx\r\n';
const LARGE = `Subject: large\r\n\r\n${`${'0123456789'.repeat(7)}\r\n`.repeat(8000)}`;

describe('the hand-off', () => {
  let world: World;
  let port: number;
  before(async () => {
    world = await startWorld();
    port = world.edge.ports.mx;
  });
  after(() => world.close());
  beforeEach(() => {
    world.broken.clear();
    world.aborted.length = 0;
    world.home.sent.length = 0;
    world.bodies.objects.clear();
    world.observer.lines.length = 0;
  });

  test('a small message travels in the queue item, a large one as an object that the item names', async () => {
    const client = await SmtpClient.secure(port);
    match(await client.send('bob@good.example', [ALICE], SMALL), /^250 2\.0\.0 /);
    match(await client.send('bob@good.example', [ALICE], LARGE), /^250 2\.0\.0 /);
    const [small, large] = world.home.sent.map(({ item }) => item);
    ok(small !== undefined && 'inline' in small.body);
    deepEqual(large?.body, { key: transitKey(large?.id ?? '') });
    const object = world.bodies.objects.get(transitKey(large.id));
    ok(object !== undefined && object.length > INLINE_LIMIT);
    equal(object.subarray(-LARGE.length).toString(), LARGE);
    match(object.toString('latin1', 0, object.length - LARGE.length), /^Received: (?:[^\r\n]|\r\n\t)*\r\n$/);
    client.close();
  });

  for (const [what, message] of [
    ['small', SMALL],
    ['large', LARGE],
  ] as const) {
    test(`the queue is out of reach: 451 for a ${what} message, and again later it is taken`, async () => {
      world.broken.add('home');
      const client = await SmtpClient.secure(port);
      match(await client.send('bob@good.example', [ALICE], message), /^451 4\.3\.0 /);
      world.broken.clear();
      match(await client.send('bob@good.example', [ALICE], message), /^250 2\.0\.0 /);
      equal(world.home.sent.length, 1);
      client.close();
    });
  }

  test('the object store is out of reach: 451, the upload is given up, nothing is queued', async () => {
    world.broken.add('bodies');
    const client = await SmtpClient.secure(port);
    match(await client.send('bob@good.example', [ALICE], LARGE), /^451 4\.3\.0 /);
    equal(world.aborted.length, 1);
    equal(world.home.sent.length, 0);
    match(await client.send('bob@good.example', [ALICE], SMALL), /^250 2\.0\.0 /);
    client.close();
  });

  for (const [what, message] of [
    ['small', SMALL],
    ['large', LARGE],
  ] as const) {
    test(`a client that leaves before the final dot of a ${what} message has sent nothing`, async () => {
      const client = await SmtpClient.secure(port);
      await client.begin('bob@good.example', ALICE);
      await new Promise((resolve) => client.socket.write(message, resolve));
      client.close();
      const interrupted = (): boolean =>
        world.observer.lines.some((line) => line.message === 'message interrupted');
      await world.until(interrupted);
      equal(world.home.sent.length, 0);
      deepEqual([...world.bodies.objects.keys()], []);
    });
  }

  test('a client that leaves right after the final dot has sent its message', async () => {
    const client = await SmtpClient.secure(port);
    await client.begin('bob@good.example', ALICE);
    await new Promise((resolve) => client.socket.write(`${SMALL}.\r\n`, resolve));
    client.socket.end();
    await world.until(() => world.home.sent.length === 1);
    client.close();
  });
});
