import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import type { Client } from '../../../shared/dns/client.ts';
import { findTrustFault, trustingLookup, type Canaries } from '../../../shared/dns/trusting-lookup.ts';
import { decodeMessage } from '../../../shared/dns/wire/message.ts';
import { encodeAnswer, rr, soa, type Answer } from './signed-world.ts';

const AD = 0x0020;
const canaries: Canaries = {
  signed: { name: 'good.test', type: 'A' },
  broken: { name: 'bad.test', type: 'A' },
};

/** Answers by name; a second entry of a name is for questions with checking disabled. */
function clientWith(answers: Readonly<Record<string, Answer | readonly [Answer, Answer]>>): Client {
  return {
    close: () => undefined,
    ask: ({ name, checking }) => {
      const found = answers[name];
      if (found === undefined) return Promise.resolve({ kind: 'failed', detail: 'timeout' });
      const [checked, unchecked] = Array.isArray(found)
        ? (found as [Answer, Answer])
        : [found as Answer, found as Answer];
      return Promise.resolve(
        decodeMessage(encodeAnswer(name, 'A', checking === 'wanted' ? checked : unchecked)),
      );
    },
  };
}

const good: Answer = { flags: AD, answers: [rr('good.test', 'A', '192.0.2.1')] };
const local = { address: '127.0.0.1', port: 53, transport: 'udp' } as const;

for (const [why, servers, answers, fault] of [
  ['a resolver that validates, on loopback', [local], { 'good.test': good, 'bad.test': { rcode: 2 } }, null],
  [
    'over TLS with a name',
    [{ address: '192.0.2.1', port: 853, transport: 'tls', name: 'r.test' }],
    { 'good.test': good, 'bad.test': { rcode: 2 } },
    null,
  ],
  [
    'over TLS without a name',
    [{ address: '192.0.2.1', port: 853, transport: 'tls' }],
    { 'good.test': good, 'bad.test': { rcode: 2 } },
    /neither on loopback/,
  ],
  [
    'over UDP from elsewhere',
    [{ address: '192.0.2.1', port: 53, transport: 'udp' }],
    { 'good.test': good, 'bad.test': { rcode: 2 } },
    /neither on loopback/,
  ],
  [
    'one that never sets AD',
    [local],
    { 'good.test': { ...good, flags: 0 }, 'bad.test': { rcode: 2 } },
    /without AD/,
  ],
  [
    'one that sets AD on everything',
    [local],
    { 'good.test': good, 'bad.test': { ...good, answers: [rr('bad.test', 'A', '192.0.2.1')] } },
    /was not refused/,
  ],
  ['one that is silent', [local], {}, /was not answered/],
  ['one that refuses all', [local], { 'good.test': { rcode: 2 }, 'bad.test': { rcode: 2 } }, /without AD/],
  ['one that is silent about the broken name', [local], { 'good.test': good }, /was not answered/],
] as const)
  test(`trusting ${why}: ${fault === null ? 'fit' : 'refused'}`, async () => {
    const found = await findTrustFault(clientWith(answers), servers, canaries);
    if (fault === null) equal(found, null);
    else match(found ?? '', fault);
  });

test('AD is the status of the answer and of every alias in it', async () => {
  const records = [rr('x.test', 'CNAME', 'y.test'), rr('y.test', 'A', '192.0.2.1', 60)];
  for (const [flags, security] of [
    [AD, 'secure'],
    [0, 'insecure'],
  ] as const) {
    const { lookup } = trustingLookup(clientWith({ 'x.test': { flags, answers: records } }), () => 0);
    const looked = await lookup('X.test.', 'A');
    ok('found' in looked);
    deepEqual(
      [looked.kind, looked.found, looked.canonicalName, looked.expires, looked.aliases],
      [security, 'records', 'y.test', 60_000, [{ from: 'x.test', to: 'y.test', security }]],
    );
  }
});

test('denials, refusals that checking causes, and failures are told apart', async () => {
  const { lookup } = trustingLookup(
    clientWith({
      'none.test': { flags: AD, authorities: [soa('test')] },
      'gone.test': { flags: AD, rcode: 3 },
      'bogus.test': [{ rcode: 2 }, { answers: [rr('bogus.test', 'A', '192.0.2.1')] }],
      'down.test': { rcode: 2 },
      'both.test': { flags: AD, rcode: 3, answers: [rr('both.test', 'A', '192.0.2.1')] },
    }),
  );
  const found = async (name: string) => {
    const looked = await lookup(name, 'A');
    return 'found' in looked ? `${looked.kind} ${looked.found}` : looked.kind;
  };
  equal(await found('none.test'), 'secure no-data');
  equal(await found('gone.test'), 'secure no-domain');
  equal(await found('bogus.test'), 'bogus');
  equal(await found('down.test'), 'failed');
  equal(await found('silent.test'), 'failed');
  equal(await found('both.test'), 'failed');
  equal(await found('not a name'), 'failed');
});
