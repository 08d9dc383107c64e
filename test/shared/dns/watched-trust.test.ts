/** DNS_TRUST=ad: the servers are tested before the first answer, and for as long as the process lives. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import type { Looked } from '../../../shared/dns/lookup.ts';
import { whileTrusted } from '../../../shared/dns/watched-trust.ts';

const MINUTE = 60_000;
const answer: Looked = { kind: 'failed', detail: 'the answer' };

/** Servers whose tests end when the test file says so, and a clock that stands still. */
class World {
  now = 0;
  tests = 0;
  #end: ((fault: string | null) => void) | null = null;
  readonly #lookup = whileTrusted(
    { lookup: () => Promise.resolve(answer) },
    () => {
      this.tests += 1;
      return new Promise((resolve, reject) => {
        this.#end = (fault) => {
          if (fault === 'broken') reject(new Error(fault));
          else resolve(fault);
        };
      });
    },
    () => this.now,
  );

  async ask(): Promise<string> {
    const looked = await this.#lookup.lookup('good.test', 'A');
    return 'detail' in looked ? looked.detail : '';
  }

  async end(fault: string | null): Promise<void> {
    this.#end?.(fault);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('nothing is answered before the first test has passed; questions share it', async () => {
  const world = new World();
  const asked = Promise.all([world.ask(), world.ask()]);
  await world.end(null);
  deepEqual(await asked, ['the answer', 'the answer']);
  equal(world.tests, 1);
});

async function trusted(): Promise<World> {
  const world = new World();
  const asked = world.ask();
  await world.end(null);
  equal(await asked, 'the answer');
  return world;
}

test('ten minutes after a pass the servers are tested again, and nobody waits for it', async () => {
  const world = await trusted();
  world.now += 10 * MINUTE - 1;
  equal(await world.ask(), 'the answer');
  equal(world.tests, 1);
  world.now += 1;
  equal(await world.ask(), 'the answer', 'while the test is running');
  equal(await world.ask(), 'the answer');
  equal(world.tests, 2, 'one test at a time');
  await world.end(null);
  world.now += 10 * MINUTE - 1;
  await world.ask();
  equal(world.tests, 2);
});

for (const [fault, said] of [
  ['it does not validate', 'it does not validate'],
  ['broken', 'the servers could not be tested: broken'],
] as const)
  test(`servers that fail later answer nothing from then on, until they pass again: ${fault}`, async () => {
    const world = await trusted();
    world.now += 10 * MINUTE;
    await world.ask();
    await world.end(fault);
    equal(await world.ask(), said);
    world.now += MINUTE - 1;
    equal(await world.ask(), said);
    equal(world.tests, 2);
    world.now += 1;
    const asked = world.ask();
    await world.end(null);
    equal(await asked, 'the answer', 'after a fault the test is waited for');
    equal(world.tests, 3);
  });
