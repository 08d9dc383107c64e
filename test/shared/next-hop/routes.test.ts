/** Which addresses are tried where there are more than one try has room for. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { notAsked } from '../../../shared/next-hop/dane-plan.ts';
import { someOf, type Route } from '../../../shared/next-hop/next-hop.ts';

const dnssec = { mx: null, address: null, tlsa: null };

function host(name: string, six: number, four: number): Route[] {
  const route = (address: string): Route => ({
    host: name,
    preference: 10,
    address,
    dane: notAsked.plan,
    dnssec,
  });
  return [
    ...Array.from({ length: six }, (_, index) => route(`2001:db8::${index + 1}`)),
    ...Array.from({ length: four }, (_, index) => route(`192.0.2.${index + 1}`)),
  ];
}

test('all, in the order of their hosts, where there is room', () => {
  const hosts = [host('a', 2, 1), host('b', 0, 2)];
  deepEqual(someOf(hosts), hosts.flat());
  deepEqual(someOf([]), []);
});

test('a host with many addresses pushes out neither its other family nor the hosts behind it', () => {
  const some = someOf([host('a', 20, 20), host('b', 20, 20), host('c', 0, 1)]);
  equal(some.length, 32);
  ok(some.some(({ host: name, address }) => name === 'a' && address === '192.0.2.1'));
  ok(some.some(({ host: name }) => name === 'c'));
  deepEqual([...new Set(some.map(({ host: name }) => name))], ['a', 'b', 'c']);
});

test('of sixteen hosts each keeps one address of each family', () => {
  const some = someOf(Array.from({ length: 16 }, (_, index) => host(`h${index}`, 8, 8)));
  equal(some.length, 32);
  equal(new Set(some.map(({ host: name, address }) => `${name} ${address.includes(':') ? 6 : 4}`)).size, 32);
});
