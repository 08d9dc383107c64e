/** A recipient's DNS trouble is told from an outage of our own. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import type { Reply } from '../../../shared/dns/dnssec/chain.ts';
import type { Looked, Lookup } from '../../../shared/dns/lookup.ts';
import { withOutages } from '../../../shared/dns/outage.ts';
import { recursiveResolver } from '../../../shared/dns/recursive-resolver.ts';
import { ianaRootAnchors } from '../../../shared/dns/dnssec/trust-anchors.ts';

const silent: Reply = { kind: 'failed', detail: 'timeout' };
const answer = { kind: 'message' } as Reply;

function watch(looked: Looked, root: Reply) {
  const asked: string[] = [];
  let now = 0;
  const lookup: Lookup = { lookup: () => Promise.resolve(looked) };
  const ask = ({ name }: { readonly name: string }): Promise<Reply> => {
    asked.push(name === '' ? 'root' : name);
    return Promise.resolve(root);
  };
  return {
    asked,
    pass: (milliseconds: number) => (now += milliseconds),
    look: () => withOutages(lookup, { ask }, () => now).lookup('bank.example', 'MX'),
    watched: withOutages(lookup, { ask }, () => now),
  };
}

const failed: Looked = { kind: 'failed', detail: 'timeout' };
const bogus: Looked = { kind: 'bogus', detail: 'wrong signature' };

test('no answer, and the root answers: the trouble is the recipient’s', async () => {
  equal((await watch(failed, answer).look()).kind, 'failed');
});

test('no answer, and none about the root either: ours', async () => {
  equal((await watch(failed, silent).look()).kind, 'own-fault');
});

test('what was answered is not asked about again', async () => {
  const { asked, look } = watch(bogus, silent);
  equal((await look()).kind, 'bogus');
  deepEqual(asked, []);
});

test('many failures at once ask once, and later ones again', async () => {
  const { asked, pass, watched } = watch(failed, silent);
  await Promise.all([watched.lookup('a.example', 'MX'), watched.lookup('b.example', 'MX')]);
  deepEqual(asked, ['root']);
  pass(6000);
  await watched.lookup('c.example', 'MX');
  deepEqual(asked, ['root', 'root']);
});

test('a resolver that is not there is a fault of ours', async () => {
  const { resolver, close } = recursiveResolver({
    servers: [{ address: '127.0.0.1', port: 1, transport: 'tls', name: 'dns.example' }],
    trust: 'validate',
    anchors: ianaRootAnchors,
  });
  const looked = await resolver.mx('bank.example');
  equal(looked.kind === 'failed' && looked.ownFault, true);
  close();
});
