/** From the recorded world to what the delivery rules see. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { secureResolver } from '../../../shared/dns/secure-resolver.ts';
import { validatingLookup } from '../../../shared/dns/validating-lookup.ts';
import { recordedAnchors, recordedClock, replay } from './recorded-world.ts';
import { clock, makeKey, rr, SignedWorld } from './signed-world.ts';
import { dsOf } from './signed-world.ts';

const options = { anchors: recordedAnchors, clock: recordedClock, ask: replay() };
const resolver = secureResolver(validatingLookup(options));

test('MX, addresses and TLSA of a signed domain', async () => {
  const mx = await resolver.mx('ec.test');
  ok(mx.kind === 'records' && mx.security === 'secure');
  deepEqual(mx.records, [{ preference: 10, exchange: 'mx.ec.test' }]);
  const [v4, v6] = await Promise.all([
    resolver.addresses('mx.ec.test', 4),
    resolver.addresses('mx.ec.test', 6),
  ]);
  ok(v4.kind === 'records' && v6.kind === 'records');
  deepEqual([v4.records, v6.records], [['127.0.0.1'], ['::1']]);
  const tlsa = await resolver.tlsa('mx.ec.test');
  ok(tlsa.kind === 'records' && tlsa.security === 'secure');
  deepEqual(
    tlsa.records.map(({ usage, selector, matchingType, data }) => [
      usage,
      selector,
      matchingType,
      data.length,
    ]),
    [[3, 1, 1, 32]],
  );
});

test('no TLSA records, proven', async () => {
  const answer = await resolver.tlsa('notlsa.ec.test');
  equal(answer.kind, 'no-domain');
  equal(answer.security, 'secure');
});

test('an alias: the name it ends at, and the status of each step (RFC 7672 section 2.2.2)', async () => {
  const secure = await resolver.addresses('alias-ss.ec.test', 4);
  ok(secure.kind === 'records');
  equal(secure.security, 'secure');
  equal(secure.canonicalName, 'mx.ed.test');
  const half = await resolver.addresses('alias-si.ec.test', 4);
  ok(half.kind === 'records');
  equal(half.security, 'insecure');
  deepEqual(half.aliases, [{ from: 'alias-si.ec.test', to: 'mx.insecure.test', security: 'secure' }]);
  ok(half.why !== '');
});

test('bogus data is no answer, and says so', async () => {
  const answer = await resolver.mx('badmx.test');
  ok(answer.kind === 'failed');
  equal(answer.security, 'bogus');
  equal(answer.ownFault, false);
});

test('a root key that we do not know is our own fault', async () => {
  const world = new SignedWorld();
  world.set('x', 'A', { answers: world.signed('', rr('x', 'A', '192.0.2.1')) });
  const stranger = dsOf('', makeKey()).data as {
    keyTag: number;
    algorithm: number;
    digestType: number;
    digest: Buffer;
  };
  const anchors = { delegation: [{ kind: 'DS' as const, ...stranger }], keys: [] };
  const answer = await secureResolver(validatingLookup({ ask: world.ask, anchors, clock })).addresses('x', 4);
  ok(answer.kind === 'failed');
  deepEqual([answer.security, answer.ownFault], [null, true]);
});

test('no answer is none, and the strings of a text are joined', async () => {
  const silent = await resolver.mx('nobody.test');
  ok(silent.kind === 'failed');
  deepEqual([silent.security, silent.ownFault], [null, false]);
  const world = new SignedWorld();
  world.set('x', 'TXT', { answers: world.signed('', rr('x', 'TXT', ['v=STSv1; ', 'id=1'])) });
  const text = await secureResolver(validatingLookup({ ask: world.ask, anchors: world.anchors, clock })).txt(
    'x',
  );
  ok(text.kind === 'records' && text.security === 'secure');
  deepEqual(text.records, ['v=STSv1; id=1']);
});
