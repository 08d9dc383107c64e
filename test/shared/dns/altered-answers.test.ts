/**
 * Answers in which every set that we need verifies, and that no zone has given as they are: somebody has been
 * at them. None is secure. Each was first seen as a difference to Unbound (live/differential.ts).
 */
import { equal, notEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { nsec, rr, signatureOf, soa, type Rr, type SignedWorld } from './signed-world.ts';
import { HOST, look, newWorld } from './three-zones.ts';

const record = rr(HOST, 'A', '192.0.2.1');
const denial = nsec(HOST, 'zulu.a.test', 'TXT');
const cname = rr(HOST, 'CNAME', 'host.b.test');

/** The answer to HOST A: its two sections. */
type Arrange = (world: SignedWorld) => readonly [answers: readonly Rr[], authorities: readonly Rr[]];

const rows: readonly (readonly [why: string, expect: 'secure' | 'not secure', arrange: Arrange])[] = [
  [
    'records with a proven set of their zone beside them',
    'secure',
    (world) => [world.signed('a.test', record), world.signed('a.test', soa('a.test'))],
  ],
  [
    'records with unsigned name servers beside them, as a resolver may add',
    'secure',
    (world) => [world.signed('a.test', record), [rr('a.test', 'NS', 'ns.a.test')]],
  ],
  [
    'records beside an unsigned set',
    'not secure',
    (world) => [world.signed('a.test', record), [soa('a.test')]],
  ],
  [
    'records beside another zone’s set',
    'not secure',
    (world) => [world.signed('a.test', record), world.signed('b.test', soa('b.test'))],
  ],
  [
    'records beside a signature over nothing',
    'not secure',
    (world) => [world.signed('a.test', record), [signatureOf('a.test', world.key('a.test'), [denial])]],
  ],
  [
    'records and a set of another type, both signed, of the asked name',
    'not secure',
    (world) => [world.signed('a.test', record, rr(HOST, 'TXT', 'text')), []],
  ],
  [
    'records and a signature over a type that is not there',
    'not secure',
    (world) => [
      [
        ...world.signed('a.test', record),
        signatureOf('a.test', world.key('a.test'), [rr(HOST, 'TXT', 'text')]),
      ],
      [],
    ],
  ],
  [
    'records signed by their zone and by its parent',
    'not secure',
    (world) => [[...world.signed('a.test', record), signatureOf('test', world.key('test'), [record])], []],
  ],
  [
    'a denial by two zones',
    'not secure',
    (world) => [[], [...world.signed('a.test', denial), ...world.signed('test', soa('test'))]],
  ],
  [
    'a denial with records of the name in the answer',
    'not secure',
    (world) => [world.signed('a.test', rr(HOST, 'TXT', 'text')), world.signed('a.test', denial)],
  ],
  [
    'a denial with a second record that begins inside the first',
    'not secure',
    (world) => [[], world.signed('a.test', denial, nsec('november.a.test', 'zulu.a.test', 'A'))],
  ],
  [
    'a denial that leads out of the zone',
    'not secure',
    (world) => [[], world.signed('a.test', nsec(HOST, 'zulu.test', 'TXT'))],
  ],
  [
    'a denial by the name, and by a wildcard that would answer for it if it were not there',
    'not secure',
    (world) => [[], world.signed('a.test', denial, nsec('*.a.test', 'b.a.test', 'TXT'))],
  ],
  [
    'a denial by the name, and by a record that leads to such a wildcard',
    'not secure',
    (world) => [[], world.signed('a.test', denial, nsec('a.test', '*.a.test', 'MX'))],
  ],
  [
    'an alias with a denial of nothing in question',
    'not secure',
    (world) => [world.signed('a.test', cname), world.signed('a.test', nsec('x.a.test', 'y.a.test', 'A'))],
  ],
  ['the same alias twice', 'not secure', (world) => [[cname, ...world.signed('a.test', cname)], []]],
];

for (const [why, expect, arrange] of rows)
  test(`${why}: ${expect}`, async () => {
    const world = newWorld();
    const [answers, authorities] = arrange(world);
    world.set(HOST, 'A', { answers, authorities });
    world.set('host.b.test', 'A', { answers: world.signed('b.test', rr('host.b.test', 'A', '192.0.2.1')) });
    const looked = await look(world, HOST, 'A');
    if (expect === 'secure') equal(looked.kind, 'secure', JSON.stringify(looked));
    else notEqual(looked.kind, 'secure');
  });

test('a denial beside an alias has to be what the name itself answers', async () => {
  for (const [answers, expect] of [
    [[], 'secure'],
    [[rr('host.b.test', 'A', '192.0.2.1')], 'insecure'],
  ] as const) {
    const world = newWorld();
    const gone = world.signed('b.test', soa('b.test'), nsec('host.b.test', 'zulu.b.test', 'TXT'));
    world.set(HOST, 'A', { answers: world.signed('a.test', cname), authorities: gone });
    world.set('host.b.test', 'A', {
      answers: world.signed('b.test', ...answers),
      authorities: answers.length === 0 ? gone : [],
    });
    equal((await look(world, HOST, 'A')).kind, expect);
  }
});

test('an alias stays a proven step where an unsigned denial of its target stands beside it', async () => {
  const world = newWorld();
  world.set(HOST, 'A', { answers: world.signed('a.test', cname), authorities: [soa('b.test')] });
  world.set('host.b.test', 'A', { authorities: [soa('b.test')] });
  const looked = await look(world, HOST, 'A');
  ok(looked.kind === 'insecure');
  equal(looked.aliases[0]?.security, 'secure');
});

test('a name with an asterisk is not made from another wildcard', async () => {
  const world = newWorld();
  const name = '*.mx.a.test';
  const made = rr(name, 'A', '192.0.2.1');
  world.set(name, 'A', {
    answers: [made, signatureOf('a.test', world.key('a.test'), [made], { owner: '*.a.test' })],
    authorities: world.signed('a.test', nsec('lima.a.test', 'zulu.a.test', 'A')),
  });
  notEqual((await look(world, name, 'A')).kind, 'secure');
});
