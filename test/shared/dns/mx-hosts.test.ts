import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { parseDomain, type Domain } from '../../../shared/address/domain.ts';
import { orderByPreference, resolveMxHosts, type MxHosts } from '../../../shared/dns/mx-hosts.ts';
import type { MxRecord } from '../../../shared/dns/resolver.ts';
import type { SecureAnswer, SecureResolver } from '../../../shared/dns/secure-resolver.ts';

const failed = { kind: 'failed', detail: 'SERVFAIL', security: null, ownFault: false } as const;
const insecure = { security: 'insecure', canonicalName: '', aliases: [], why: 'unsigned' } as const;
const unsigned = { security: 'insecure', aliases: [] } as const;
const noData = { kind: 'no-data', ...insecure } as const;
const noDomain = { kind: 'no-domain', ...insecure } as const;

function mx(...records: [preference: number, exchange: string][]): SecureAnswer<MxRecord> {
  return {
    kind: 'records',
    records: records.map(([preference, exchange]) => ({ preference, exchange })),
    ...insecure,
  };
}

function addresses(...records: string[]): SecureAnswer<string> {
  return { kind: 'records', records, ...insecure };
}

interface World {
  readonly mx: SecureAnswer<MxRecord>;
  /** `host` → [IPv6, IPv4]; a host that is not named has neither. */
  readonly hosts?: Readonly<Record<string, readonly [SecureAnswer<string>, SecureAnswer<string>]>>;
}

async function resolve(world: World): Promise<MxHosts> {
  const resolver: SecureResolver = {
    mx: () => Promise.resolve(world.mx),
    addresses: (host, family) => Promise.resolve(world.hosts?.[host]?.[family === 6 ? 0 : 1] ?? noDomain),
    tlsa: () => Promise.resolve(noDomain),
    txt: () => Promise.resolve(noDomain),
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
      {
        host: 'a.example',
        preference: 10,
        families: [
          { addresses: ['2001:db8::1'], ...unsigned },
          { addresses: ['192.0.2.1'], ...unsigned },
        ],
        lookupFailure: null,
      },
      {
        host: 'b.example',
        preference: 20,
        families: [{ addresses: ['192.0.2.1'], ...unsigned }],
        lookupFailure: null,
      },
    ],
    found: unsigned,
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
  equal(found.kind === 'hosts' && found.hosts[0]?.lookupFailure?.detail, 'SERVFAIL');
});

test('one family failing does not hide the addresses of the other', async () => {
  const found = await resolve({
    mx: mx([10, 'a.example']),
    hosts: { 'a.example': [failed, addresses('192.0.2.1')] },
  });
  deepEqual(found.kind === 'hosts' && found.hosts[0]?.families[0]?.addresses, ['192.0.2.1']);
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

test('each answer keeps its status: a signed MX, a host whose IPv6 is signed and whose IPv4 is not', async () => {
  const signed = { ...insecure, security: 'secure', why: '' } as const;
  const six: SecureAnswer<string> = { kind: 'records', records: ['2001:db8::1'], ...signed };
  const found = await resolve({
    mx: { kind: 'records', records: [{ preference: 10, exchange: 'a.example' }], ...signed },
    hosts: { 'a.example': [six, addresses('192.0.2.1')] },
  });
  if (found.kind !== 'hosts') throw new Error(found.kind);
  equal(found.found.security, 'secure');
  deepEqual(
    found.hosts[0]?.families.map(({ security }) => security),
    ['secure', 'insecure'],
  );
});

test('a bogus MX is no answer, and a fault of our own is told apart from it', async () => {
  const bogus = { ...failed, security: 'bogus' } as const;
  deepEqual(await resolve({ mx: bogus }), bogus);
  deepEqual(await resolve({ mx: { ...failed, ownFault: true } }), { ...failed, ownFault: true });
});
