/** CNAME and DNAME chains: secure only if every step is. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import type { Effort } from '../../../shared/dns/dnssec/budget.ts';
import { rr } from './signed-world.ts';
import { HOST, look, newWorld } from './three-zones.ts';

test('an alias into another signed zone: secure, with each step', async () => {
  const world = newWorld();
  world.set(HOST, 'A', {
    answers: [
      ...world.signed('a.test', rr(HOST, 'CNAME', 'host.b.test')),
      ...world.signed('b.test', rr('host.b.test', 'A', '192.0.2.1')),
    ],
  });
  const looked = await look(world, HOST, 'A');
  ok(looked.kind === 'secure');
  equal(looked.canonicalName, 'host.b.test');
  deepEqual(looked.aliases, [{ from: HOST, to: 'host.b.test', security: 'secure' }]);
});

test('an unsigned step makes the whole chain insecure, wherever it is', async () => {
  for (const unsigned of [0, 1]) {
    const world = newWorld();
    const cname = rr(HOST, 'CNAME', 'host.b.test');
    const target = rr('host.b.test', 'A', '192.0.2.1');
    world.set(HOST, 'A', {
      answers: [
        ...(unsigned === 0 ? [cname] : world.signed('a.test', cname)),
        ...(unsigned === 1 ? [target] : world.signed('b.test', target)),
      ],
    });
    const looked = await look(world, HOST, 'A');
    ok(looked.kind === 'insecure');
    deepEqual(
      looked.aliases.map(({ security }) => security),
      [unsigned === 0 ? 'insecure' : 'secure'],
    );
  }
});

test('what the answer does not contain is asked for; what it contains for other names is not used', async () => {
  const world = newWorld();
  world.set(HOST, 'A', {
    answers: [
      ...world.signed('a.test', rr(HOST, 'CNAME', 'host.b.test')),
      ...world.signed('b.test', rr('other.b.test', 'A', '192.0.2.66')),
    ],
  });
  world.set('host.b.test', 'A', { answers: world.signed('b.test', rr('host.b.test', 'A', '192.0.2.1')) });
  const looked = await look(world, HOST, 'A');
  ok(looked.kind === 'secure');
  deepEqual(looked.records, [{ kind: 'A', address: '192.0.2.1' }]);
});

test('a signed answer for another name is no answer', async () => {
  const world = newWorld();
  world.set(HOST, 'A', { answers: world.signed('a.test', rr('other.a.test', 'A', '192.0.2.66')) });
  const looked = await look(world, HOST, 'A');
  ok(looked.kind === 'insecure' && looked.found === 'no-data');
});

test('a signed DNAME makes an unsigned CNAME secure, by its own arithmetic', async () => {
  const world = newWorld();
  world.set('x.d.a.test', 'A', {
    answers: [
      ...world.signed('a.test', rr('d.a.test', 'DNAME', 'b.test')),
      rr('x.d.a.test', 'CNAME', 'evil.b.test'),
      ...world.signed('b.test', rr('x.b.test', 'A', '192.0.2.1')),
      ...world.signed('b.test', rr('evil.b.test', 'A', '192.0.2.66')),
    ],
  });
  const looked = await look(world, 'x.d.a.test', 'A');
  ok(looked.kind === 'secure');
  equal(looked.canonicalName, 'x.b.test');
});

for (const [name, targets] of [
  ['to itself', [HOST]],
  ['in a circle', ['one.a.test', HOST]],
  ['in a circle that does not come back', ['one.a.test', 'two.a.test', 'one.a.test']],
  ['for ever', Array.from({ length: 30 }, (_, index) => `n${index}.a.test`)],
] as const)
  test(`aliases ${name}: no answer, within the budget`, async () => {
    const world = newWorld();
    const chain = [HOST, ...targets];
    const answers = targets.flatMap((to, index) =>
      world.signed('a.test', rr(chain[index] ?? '', 'CNAME', to)),
    );
    world.set(HOST, 'A', {
      answers: [...new Map(answers.map((record) => [`${record.name} ${record.type}`, record])).values()],
    });
    const efforts: Effort[] = [];
    const looked = await look(world, HOST, 'A', { observe: (effort) => efforts.push(effort) });
    ok(looked.kind === 'failed', JSON.stringify(looked));
    ok((efforts[0]?.verifications ?? 99) <= 20);
  });

test('two targets of one alias: no answer', async () => {
  const world = newWorld();
  const records = [rr(HOST, 'CNAME', 'x.b.test'), rr(HOST, 'CNAME', 'y.b.test')];
  world.set(HOST, 'A', { answers: world.signed('a.test', ...records) });
  equal((await look(world, HOST, 'A')).kind, 'failed');
});
