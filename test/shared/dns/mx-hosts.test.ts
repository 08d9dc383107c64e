import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { parseDomain, type Domain } from '../../../shared/address/domain.ts';
import { orderByPreference, resolveMxHosts, type MxHosts } from '../../../shared/dns/mx-hosts.ts';
import type { Answer, MxRecord, Resolver } from '../../../shared/dns/resolver.ts';

const failed = { kind: 'failed', detail: 'SERVFAIL' } as const;
const noData = { kind: 'no-data' } as const;
const noDomain = { kind: 'no-domain' } as const;

function mx(...records: [preference: number, exchange: string][]): Answer<MxRecord> {
  return {
    kind: 'records',
    records: records.map(([preference, exchange]) => ({ preference, exchange })),
  };
}

function addresses(...records: string[]): Answer<string> {
  return { kind: 'records', records };
}

interface World {
  readonly mx: Answer<MxRecord>;
  /** `host` → [IPv6, IPv4]; a host that is not named has neither. */
  readonly hosts?: Readonly<Record<string, readonly [Answer<string>, Answer<string>]>>;
}

async function resolve(world: World): Promise<MxHosts> {
  const resolver: Resolver = {
    mx: () => Promise.resolve(world.mx),
    addresses: (host, family) => Promise.resolve(world.hosts?.[host]?.[family === 6 ? 0 : 1] ?? noDomain),
  };
  return resolveMxHosts(parseDomain('x.example') as Domain, resolver, () => 0.5);
}

const v4 = [noData, addresses('192.0.2.1')] as const;

test('hosts by preference, IPv6 before IPv4', async () => {
  const found = await resolve({
    mx: mx([20, 'b.example'], [10, 'a.example']),
    hosts: { 'a.example': [addresses('2001:db8::1'), addresses('192.0.2.1')], 'b.example': v4 },
  });
  deepEqual(found, {
    kind: 'hosts',
    hosts: [
      { host: 'a.example', preference: 10, addresses: ['2001:db8::1', '192.0.2.1'], lookupFailure: null },
      { host: 'b.example', preference: 20, addresses: ['192.0.2.1'], lookupFailure: null },
    ],
  });
});

test('no MX record: the domain itself (RFC 5321 section 5.1)', async () => {
  const found = await resolve({ mx: noData, hosts: { 'x.example': v4 } });
  equal(found.kind === 'hosts' && found.hosts[0]?.host, 'x.example');
});

const rows: [name: string, world: World, kind: MxHosts['kind']][] = [
  ['the domain does not exist', { mx: noDomain }, 'no-domain'],
  ['null MX (RFC 7505)', { mx: mx([0, '']) }, 'null-mx'],
  ['the MX lookup fails: nothing is known', { mx: failed }, 'failed'],
  ['neither MX nor address', { mx: noData, hosts: { 'x.example': [noData, noData] } }, 'no-hosts'],
  ['MX hosts without any address', { mx: mx([10, 'a.example']) }, 'no-hosts'],
  ['an MX record that names no host', { mx: mx([10, 'not a host']) }, 'no-hosts'],
  ['an MX record that names an address', { mx: mx([10, '192.0.2.1']) }, 'no-hosts'],
];
for (const [name, world, kind] of rows) {
  test(name, async () => {
    equal((await resolve(world)).kind, kind);
  });
}

test('a null MX beside real ones is ignored (RFC 7505 section 3)', async () => {
  const found = await resolve({ mx: mx([0, ''], [10, 'a.example']), hosts: { 'a.example': v4 } });
  deepEqual(found.kind === 'hosts' && found.hosts.map(({ host }) => host), ['a.example']);
});

test('a host whose lookup failed stays, so that the failure counts', async () => {
  const found = await resolve({ mx: mx([10, 'a.example']), hosts: { 'a.example': [failed, noData] } });
  equal(found.kind === 'hosts' && found.hosts[0]?.lookupFailure, 'SERVFAIL');
});

test('one family failing does not hide the addresses of the other', async () => {
  const found = await resolve({
    mx: mx([10, 'a.example']),
    hosts: { 'a.example': [failed, addresses('192.0.2.1')] },
  });
  deepEqual(found.kind === 'hosts' && found.hosts[0]?.addresses, ['192.0.2.1']);
});

test('a hundred MX records are cut to a handful', async () => {
  const many = mx(
    ...Array.from({ length: 100 }, (_, index): [number, string] => [index, `h${index}.example`]),
  );
  const hosts = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`h${index}.example`, v4]));
  const found = await resolve({ mx: many, hosts });
  equal(found.kind === 'hosts' && found.hosts.length, 16);
});

test('equals come in random order, over many draws each one first', () => {
  const records = ['a', 'b', 'c'].map((name) => ({ name, preference: 10 }));
  const draws = [0.1, 0.2, 0.3, 0.3, 0.1, 0.2, 0.2, 0.3, 0.1];
  const first = [0, 1, 2].map(() => orderByPreference(records, () => draws.shift() ?? 0)[0]?.name);
  deepEqual(first, ['a', 'b', 'c']);
});
