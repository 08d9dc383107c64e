import { equal, throws } from 'node:assert/strict';
import { test } from 'node:test';

import { foldHosts, type NotMetOutcome } from '../../../shared/policy/fold.ts';

const policy: NotMetOutcome = {
  kind: 'policy',
  reason: 'starttls-not-supported',
  status: '5.7.4',
  detail: 'no STARTTLS',
};
const oldTls: NotMetOutcome = {
  kind: 'policy',
  reason: 'validation-failure',
  status: '5.7.5',
  detail: 'old',
};
const temporary: NotMetOutcome = {
  kind: 'temporary',
  reason: null,
  status: '4.4.1',
  detail: 'unreachable',
  shortCap: false,
};
const cut: NotMetOutcome = {
  kind: 'temporary',
  reason: 'validation-failure',
  status: '4.7.5',
  detail: 'cut',
  shortCap: true,
};
const refused: NotMetOutcome = {
  kind: 'refused',
  status: '5.7.1',
  detail: 'go away',
  reply: { code: 554, status: '5.7.1', text: 'go away' },
};
const noRoute: NotMetOutcome = { ...temporary, detail: 'no IPv6 here', ours: 'no-route' };
const ownFault: NotMetOutcome = { ...temporary, detail: 'no resolver', ours: 'fault' };
const forbidden: NotMetOutcome = { kind: 'refused', status: '5.4.4', detail: 'private', reply: null };

const outcomes = { policy, oldTls, temporary, cut, refused, forbidden, noRoute, ownFault };
type Name = keyof typeof outcomes;

/** What every mix of one, two and three outcomes must fold to, said independently of the code. */
function expected(whole: readonly Name[]): string {
  const mix = whole.filter((name) => name !== 'noRoute');
  if (mix.length === 0 || mix.includes('ownFault')) return 'retry, through a fault of ours';
  if (mix.includes('temporary')) return 'retry';
  if (mix.includes('cut')) return 'retry under the short cap';
  const firstPolicy = mix.find((name) => name === 'policy' || name === 'oldTls');
  if (firstPolicy === 'policy') return 'bounce starttls-not-supported';
  if (firstPolicy === 'oldTls') return 'bounce validation-failure';
  return mix.find((name) => name === 'refused' || name === 'forbidden') === 'refused'
    ? 'bounce recipient-refused'
    : 'bounce no-mail-server';
}

const names = Object.keys(outcomes) as Name[];
const mixes: Name[][] = [
  ...names.map((one) => [one]),
  ...names.flatMap((one) => names.map((two) => [one, two])),
  ...names.flatMap((one) => names.flatMap((two) => names.map((three) => [one, two, three]))),
];

for (const mix of mixes) {
  test(`${mix.join(', ')}: ${expected(mix)}`, () => {
    const fold = foldHosts(mix.map((name) => outcomes[name]));
    const said =
      fold.kind === 'bounce'
        ? `bounce ${fold.reason}`
        : fold.ownFault
          ? 'retry, through a fault of ours'
          : fold.shortCap
            ? 'retry under the short cap'
            : 'retry';
    equal(said, expected(mix));
  });
}

test('folding nothing is a mistake of the caller', () => {
  throws(() => foldHosts([]));
});
