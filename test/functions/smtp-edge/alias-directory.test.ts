/** The MX's short memory. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';

import { AliasDirectory } from '../../../functions/smtp-edge/alias-directory.ts';
import type { AliasAddress } from '../../../shared/address/alias.ts';
import type { Alias } from '../../../shared/store/aliases.ts';
import { ALICE, aliasOf } from './edge-world.ts';

interface Asked {
  readonly directory: AliasDirectory;
  readonly answers: { now: number; give: () => Promise<Alias | null>; readonly asked: AliasAddress[] };
}

function directoryOf(give: () => Promise<Alias | null>): Asked {
  const answers: Asked['answers'] = { now: 0, give, asked: [] };
  const store = {
    get: (address: AliasAddress) => {
      answers.asked.push(address);
      return answers.give();
    },
  };
  return { directory: new AliasDirectory(store, () => answers.now), answers };
}

const rows: [string, Alias | null, number][] = [
  ['switched on', aliasOf('alice'), 250],
  ['switched off', aliasOf('alice', { enabled: false }), 0],
  ['unknown', null, 0],
];
for (const [what, alias, kept] of rows) {
  test(`${what}: remembered for ${kept} ms`, async () => {
    const { directory, answers } = directoryOf(() => Promise.resolve(alias));
    const expected = alias?.enabled === true ? alias : null;
    const early = kept === 0 ? [] : [[kept - 1, 1] as const];
    for (const [now, asked] of [[0, 1] as const, ...early, [kept, 2] as const]) {
      answers.now = now;
      equal(await directory.enabled(ALICE), expected);
      equal(answers.asked.length, asked);
    }
  });
}

test('many at once ask once', async () => {
  const { directory, answers } = directoryOf(() => Promise.resolve(aliasOf('alice')));
  await Promise.all([1, 2, 3].map(() => directory.enabled(ALICE)));
  deepEqual(answers.asked, [ALICE]);
});

test('a failure is told to everybody who asked, and is forgotten', async () => {
  const { directory, answers } = directoryOf(() => Promise.reject(new Error('out of reach')));
  const both = [directory.enabled(ALICE), directory.enabled(ALICE)];
  for (const asked of both) await rejects(asked, /out of reach/);
  answers.give = () => Promise.resolve(aliasOf('alice'));
  equal((await directory.enabled(ALICE))?.address, ALICE);
});

test('strangers cannot fill the memory: the oldest entry goes', async () => {
  const { directory, answers } = directoryOf(() => Promise.resolve(aliasOf('alice')));
  for (let i = 0; i <= 10_000; i += 1) await directory.enabled(`a${i}@secure.example.org` as AliasAddress);
  await directory.enabled('a10000@secure.example.org' as AliasAddress);
  equal(answers.asked.length, 10_001);
  await directory.enabled('a0@secure.example.org' as AliasAddress);
  equal(answers.asked.length, 10_002);
});
