/** Policies found and remembered, as a worker sees them over days: RFC 8461 sections 3.3, 5.1 and 10.2. */
import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';

import type { SecureAnswer, SecureResolver } from '../../../shared/dns/secure-resolver.ts';
import type { FetchedPolicy } from '../../../shared/mta-sts/fetch-policy.ts';
import { createStsPolicies } from '../../../shared/mta-sts/policies.ts';
import type { StsLookup, StsPolicies, StsPolicy } from '../../../shared/mta-sts/policy.ts';
import { memoryStsPolicies, type MemoryStsPolicies } from '../../doubles/sts-policies.ts';

const DOMAIN = 'there.example';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

class World {
  now = Date.parse('2026-11-23T10:00:00Z');
  /** What _mta-sts says; null: the lookup fails. */
  texts: readonly string[] | null = ['v=STSv1; id=1;'];
  served: Omit<StsPolicy, 'id'> | 'unreachable' = {
    mode: 'enforce',
    mx: ['mx.there.example'],
    maxAge: 7 * 86_400,
  };
  fetches: string[] = [];
  faults: unknown[] = [];
  readonly store: MemoryStsPolicies = memoryStsPolicies();
  readonly policies: StsPolicies = this.process();

  /** Another process on the same table. */
  process(): StsPolicies {
    const txt: SecureResolver['txt'] = () => {
      const base = { security: 'insecure', canonicalName: '', aliases: [], why: '' } as const;
      const answer: SecureAnswer<string> =
        this.texts === null
          ? { kind: 'failed', detail: 'SERVFAIL', security: null, ownFault: false }
          : this.texts.length === 0
            ? { kind: 'no-domain', ...base }
            : { kind: 'records', records: this.texts, ...base };
      return Promise.resolve(answer);
    };
    return createStsPolicies({
      resolver: { txt },
      store: this.store,
      fetch: (domain, id, deadline) => {
        this.fetches.push(`${domain} ${id} ${deadline - this.now}`);
        const { served } = this;
        const fetched: FetchedPolicy =
          served === 'unreachable'
            ? { kind: 'unavailable', result: 'sts-policy-fetch-error', detail: 'nobody there' }
            : { kind: 'policy', policy: { id, ...served } };
        return Promise.resolve(fetched);
      },
      now: () => this.now,
      onFault: (_message, error) => this.faults.push(error),
      capacity: 10_000,
    });
  }

  async ask(policies = this.policies): Promise<string> {
    return summary(await policies.policyOf(DOMAIN));
  }
}

function summary(lookup: StsLookup): string {
  switch (lookup.kind) {
    case 'policy':
      return `${lookup.policy.mode} ${lookup.policy.id}`;
    case 'none':
      return 'none';
    case 'unavailable':
      return lookup.result;
  }
}

test('a domain without a record has no policy, and nothing is fetched', async () => {
  const world = new World();
  world.texts = [];
  equal(await world.ask(), 'none');
  deepEqual(world.fetches, []);
});

test('a policy is fetched once, and remembered by all processes', async () => {
  const world = new World();
  equal(await world.ask(), 'enforce 1');
  equal(await world.ask(), 'enforce 1');
  equal(await world.ask(world.process()), 'enforce 1');
  deepEqual(world.fetches, [`${DOMAIN} 1 20000`]);
});

test('a new identifier is seen at the next try of a delivery (section 5.1)', async () => {
  const world = new World();
  await world.ask();
  world.texts = ['v=STSv1; id=2;'];
  world.served = { mode: 'none', mx: [], maxAge: 86_400 };
  equal(await world.ask(), 'none 2');
  equal(world.store.items.get(DOMAIN)?.policy.mode, 'none', 'an old "enforce" does not come back');
});

test('what another process has fetched is not fetched again', async () => {
  const world = new World();
  const other = world.process();
  await world.ask();
  await world.ask(other);
  world.texts = ['v=STSv1; id=2;'];
  world.now += MINUTE;
  await world.ask();
  equal(await world.ask(other), 'enforce 2');
  equal(world.fetches.length, 2);
});

for (const [what, change] of [
  ['the TXT lookup fails', (world: World) => (world.texts = null)],
  ['the record has gone', (world: World) => (world.texts = [])],
  ['the record is malformed', (world: World) => (world.texts = ['v=STSv1; id=;'])],
  ['there are two records', (world: World) => (world.texts = ['v=STSv1; id=1;', 'v=STSv1; id=2;'])],
  [
    'a new policy cannot be fetched',
    (world: World) => {
      world.texts = ['v=STSv1; id=2;'];
      world.served = 'unreachable';
    },
  ],
  ['the old policy cannot be fetched again', (world: World) => (world.served = 'unreachable')],
] as const)
  test(`${what}: the remembered policy counts until its max_age is over, and no longer`, async () => {
    const world = new World();
    await world.ask();
    change(world);
    world.now += 7 * DAY - 1;
    equal(await world.ask(), 'enforce 1');
    equal(await world.ask(world.process()), 'enforce 1', 'from the table, too');
    world.now += 1;
    const after = world.served === 'unreachable' ? 'sts-policy-fetch-error' : 'none';
    world.now += 10 * MINUTE;
    equal(await world.ask(), after);
    equal(await world.ask(world.process()), after);
  });

test('a policy is confirmed daily, long before it ends (section 10.2)', async () => {
  const world = new World();
  await world.ask();
  world.now += DAY - 1;
  await world.ask();
  equal(world.fetches.length, 1);
  world.now += 1;
  await world.ask();
  equal(world.fetches.length, 2);
  world.texts = null;
  world.now += 7 * DAY - 1;
  equal(await world.ask(), 'enforce 1', 'its max_age began anew');
});

test('a fetch that failed is repeated after five minutes, or at once for a new identifier', async () => {
  const world = new World();
  world.served = 'unreachable';
  equal(await world.ask(), 'sts-policy-fetch-error');
  world.now += 5 * MINUTE - 1;
  equal(await world.ask(), 'sts-policy-fetch-error');
  equal(world.fetches.length, 1);
  world.texts = ['v=STSv1; id=2;'];
  await world.ask();
  equal(world.fetches.length, 2);
  world.served = { mode: 'testing', mx: ['*.there.example'], maxAge: 86_400 };
  world.now += 5 * MINUTE;
  equal(await world.ask(), 'testing 2');
});

test('a policy with max_age 0 counts for the moment, and ends what was remembered', async () => {
  const world = new World();
  await world.ask();
  world.texts = ['v=STSv1; id=2;'];
  world.served = { mode: 'testing', mx: ['mx.there.example'], maxAge: 0 };
  equal(await world.ask(), 'testing 2');
  world.texts = [];
  equal(await world.ask(), 'none');
});

test('questions at the same time share one fetch', async () => {
  const world = new World();
  const answers = await Promise.all(Array.from({ length: 20 }, () => world.ask()));
  deepEqual(new Set(answers), new Set(['enforce 1']));
  equal(world.fetches.length, 1);
});

test('the table is asked once for a domain without a policy, not at every delivery', async () => {
  const world = new World();
  world.texts = [];
  for (let i = 0; i < 10; i += 1) await world.ask();
  equal(world.store.reads, 1);
  world.now += 6 * MINUTE;
  await world.ask();
  equal(world.store.reads, 2);
});

test('a table out of reach is a fault of ours: policies are found without it', async () => {
  const world = new World();
  world.store.failure = new Error('no table');
  equal(await world.ask(), 'enforce 1');
  equal(await world.ask(), 'enforce 1');
  equal(world.fetches.length, 1, 'the process remembers');
  equal(world.faults.length > 0, true);
  await rejects(world.store.recall(DOMAIN, world.now));
});

test('many domains do not fill the memory: the oldest is read from the table again', async () => {
  const world = new World();
  for (let i = 0; i < 50; i += 1) await world.policies.policyOf(`d${i}.example`);
  const { reads } = world.store;
  await world.policies.policyOf('d0.example');
  equal(world.fetches.length, 50);
  equal(world.store.reads > reads, true);
});

test('a large policy weighs more: where many are remembered, fewer of them are', async () => {
  const remembered = async (mx: readonly string[]): Promise<number> => {
    const world = new World();
    world.served = { mode: 'enforce', mx, maxAge: 7 * 86_400 };
    for (let i = 0; i < 50; i += 1) await world.policies.policyOf(`d${i}.example`);
    let count = 0;
    for (let i = 49; i >= 0; i -= 1) {
      const { reads } = world.store;
      await world.policies.policyOf(`d${i}.example`);
      if (world.store.reads > reads) break;
      count += 1;
    }
    return count;
  };
  const small = await remembered(['mx.there.example']);
  const large = await remembered(Array.from({ length: 8 }, (_, i) => `mx${i}.`.padEnd(200, 'x')));
  ok(small > 2 * large && large > 0, `${small} small ones, ${large} large ones`);
  equal(
    await remembered(Array.from({ length: 50 }, (_, i) => `mx${i}.`.padEnd(200, 'x'))),
    0,
    'more than all',
  );
});

test('what is no domain has no policy', async () => {
  const world = new World();
  for (const text of ['', '[192.0.2.1]', '192.0.2.1', 'x', 'a..b', '../../etc', 'x'.repeat(300)]) {
    equal((await world.policies.policyOf(text)).kind, 'none', text);
  }
  deepEqual(world.fetches, []);
});

test('domains are the same in any case', async () => {
  const world = new World();
  await world.policies.policyOf('THERE.example.');
  await world.ask();
  equal(world.fetches.length, 1);
});
