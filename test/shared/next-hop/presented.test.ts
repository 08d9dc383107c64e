/** What keeps us from seeing a provider's certificates: its own trouble is an answer, ours is a fault. */
import { deepEqual, rejects } from 'node:assert/strict';
import { BlockList } from 'node:net';
import { test } from 'node:test';

import type { Looked, QueryType } from '../../../shared/dns/lookup.ts';
import { secureResolver } from '../../../shared/dns/secure-resolver.ts';
import type { Name } from '../../../shared/dns/wire/name.ts';
import { lookAtNextHop } from '../../../shared/next-hop/presented.ts';
import { DEFAULT_TIMEOUTS } from '../../../shared/smtp/session.ts';
import { noPolicies } from '../../doubles/fixed-policies.ts';

const ownFault: Looked = { kind: 'own-fault', detail: 'the clock is wrong' };
const silence: Looked = { kind: 'failed', detail: 'no answer' };
const found = (records: Extract<Looked, { found: unknown }>['records']): Looked => ({
  kind: 'insecure',
  found: records.length === 0 ? 'no-data' : 'records',
  records,
  canonicalName: 'bank.example' as Name,
  aliases: [],
  expires: Infinity,
  detail: '',
});
const mx = found([{ kind: 'MX', preference: 10, exchange: 'mx.bank.example' as Name }]);
const reserved = found([{ kind: 'A', address: '10.0.0.1' }]);

function look(answers: Partial<Record<QueryType, Looked>>) {
  const lookup = (_name: string, type: QueryType) => Promise.resolve(answers[type] ?? found([]));
  return lookAtNextHop({
    resolver: secureResolver({ lookup }),
    sts: noPolicies,
    allowedNetworks: new BlockList(),
    clientName: 'mx.secure.example.org',
    port: 25,
    timeouts: DEFAULT_TIMEOUTS,
    connectMilliseconds: 1000,
  })('bank.example');
}

test('a lookup that fails through a fault of ours says nothing about the provider: it is thrown', async () => {
  await rejects(look({ MX: ownFault }), /fault of our own: .*the clock is wrong/);
  await rejects(look({ MX: mx, A: ownFault, AAAA: ownFault }), /fault of our own/);
});

test('a lookup that fails elsewhere is an answer', async () => {
  const { kind } = await look({ MX: silence });
  deepEqual(kind, 'no-hosts');
});

test('a host that is not asked has no preference, and says why it was not', async () => {
  for (const [answers, problem] of [
    [{ MX: mx, A: silence, AAAA: silence }, /no answer/],
    [{ MX: mx, A: reserved }, /private or reserved/],
  ] as const) {
    const presented = await look(answers);
    const hosts = presented.kind === 'hosts' ? presented.hosts : [];
    deepEqual(
      hosts.map(({ host, preference, problem: said }) => [host, preference, problem.test(said ?? '')]),
      [['mx.bank.example', null, true]],
    );
  }
});
