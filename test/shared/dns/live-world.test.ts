/**
 * Our verdict beside Unbound's for every name of a signed world that NSD serves: we follow it through a
 * resolver that validates nothing, Unbound follows it by itself. Secure to us is secure to Unbound, with the
 * same records; what Unbound calls bogus is never secure, and what it calls insecure is insecure.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { createAuthority } from '../../../infra/local/internet/certificates.ts';
import { createClient, type Client } from '../../../shared/dns/client.ts';
import type { Looked, Lookup } from '../../../shared/dns/lookup.ts';
import { findTrustFault, trustingLookup } from '../../../shared/dns/trusting-lookup.ts';
import { validatingLookup } from '../../../shared/dns/validating-lookup.ts';
import { needs } from '../../peers/debian-packages.ts';
import { startLiveWorld, TLS_PORT, type LiveWorld } from './live/live-world.ts';
import { questionsAbout } from './live/questions.ts';
import { askUnbound, comparable, type UnboundVerdict } from './live/unbound-verdict.ts';

/** Where Unbound sees a proof and we do not, on purpose (docs/decisions/0011). */
const stricter: readonly (readonly [names: RegExp, ours: Looked['kind'], why: string])[] = [
  [/(^|\.)rsasha1\.test$/, 'insecure', 'signed with SHA-1'],
  [/(^|\.)sha1ds\.test$/, 'insecure', 'delegated with SHA-1'],
  [/(^|\.)sha1ok256bad\.test$/, 'bogus', 'delegated right with SHA-1 and wrong with SHA-256'],
];

/** What must not be; null where the two verdicts go together. */
function conflict(name: string, theirs: UnboundVerdict, looked: Looked): string | null {
  if (looked.kind === 'secure') {
    if (theirs.kind !== 'secure') return 'secure to us only';
    if (theirs.found !== looked.found) return 'secure to both, and two different things found';
    const same = theirs.records.join() === comparable(looked.records).join();
    return same ? null : 'secure to both, and two different sets of records';
  }
  if (theirs.kind === 'unreadable') return 'Unbound’s answer cannot be decoded';
  if (theirs.kind === 'insecure') return looked.kind === 'insecure' ? null : 'insecure to Unbound';
  if (theirs.kind === 'bogus') return looked.kind === 'failed' ? 'no verdict of ours' : null;
  const expected = stricter.some(([names, ours]) => names.test(name) && ours === looked.kind);
  return expected ? null : 'secure to Unbound only';
}

const skip = needs('nsd', 'unbound', 'bind9-utils');

describe('a signed world on NSD, beside Unbound', { skip }, () => {
  let world: LiveWorld;
  let validating: Awaited<ReturnType<LiveWorld['startUnbound']>>;
  let certificateAuthorities: readonly string[];
  const open = new AsyncDisposableStack();

  const clientOf = (servers: Parameters<typeof createClient>[0]['servers']): Client => {
    const client = createClient({ servers, certificateAuthorities });
    open.defer(client.close);
    return client;
  };
  const ours = (client: Client): Lookup =>
    validatingLookup({
      anchors: world.anchors,
      ask: (name, type, milliseconds) => client.ask({ name, type, checking: 'disabled' }, milliseconds),
    });

  before(async () => {
    world = open.use(await startLiveWorld());
    const authority = await createAuthority({ commonName: 'Live world' });
    certificateAuthorities = [authority.certificatePem];
    const certificate = await authority.issue({ names: ['resolver.test'] });
    validating = await world.startUnbound({
      anchors: world.signed.anchors,
      tls: { port: TLS_PORT, ...certificate },
    });
  });
  after(() => open.disposeAsync());

  test('every name: secure to us only if to Unbound, and with the same records', async () => {
    const unbound = clientOf([{ ...validating, transport: 'udp' }]);
    const { lookup } = ours(clientOf([{ ...world.plain, transport: 'udp' }]));
    const seen = new Map<string, number>();
    const conflicts: string[] = [];
    for (const [name, type] of questionsAbout(world.signed.texts)) {
      const theirs = await askUnbound(unbound, name, type);
      const looked = await lookup(name, type);
      seen.set(`${theirs.kind}, ${looked.kind}`, (seen.get(`${theirs.kind}, ${looked.kind}`) ?? 0) + 1);
      const what = conflict(name, theirs, looked);
      if (what !== null)
        conflicts.push(`${name} ${type}, ${what}: ${JSON.stringify(theirs)}, ${JSON.stringify(looked)}`);
    }
    deepEqual(conflicts, []);
    for (const kind of ['secure', 'insecure', 'bogus'])
      ok((seen.get(`${kind}, ${kind}`) ?? 0) >= 20, `too little is ${kind}: ${JSON.stringify([...seen])}`);
  });

  test('over TLS, through the resolver that validates too: checking disabled, broken records come through', async () => {
    const client = clientOf([
      { address: validating.address, port: TLS_PORT, transport: 'tls', name: 'resolver.test' },
    ]);
    const { lookup } = ours(client);
    equal((await lookup('_25._tcp.mx.ec.test', 'TLSA')).kind, 'secure');
    equal((await lookup('_25._tcp.mx.bigtlsa.test', 'TLSA')).kind, 'secure');
    equal((await lookup('_25._tcp.mx.badtlsa.test', 'TLSA')).kind, 'bogus');
    equal((await lookup('mx.insecure.test', 'A')).kind, 'insecure');
  });

  test('DNS_TRUST=ad: the canaries tell a resolver that validates from one that does not', async () => {
    const canaries = {
      signed: { name: 'mx.ec.test', type: 'A' },
      broken: { name: 'mx.bada.test', type: 'A' },
    } as const;
    const trusted = { ...validating, transport: 'udp' } as const;
    const plain = { ...world.plain, transport: 'udp' } as const;
    equal(await findTrustFault(clientOf([trusted]), [trusted], canaries), null);
    ok((await findTrustFault(clientOf([plain]), [plain], canaries)) !== null);
    for (const both of [
      [trusted, plain],
      [plain, trusted],
    ])
      ok((await findTrustFault(clientOf(both), both, canaries)) !== null);
    const { lookup } = trustingLookup(clientOf([trusted]));
    equal((await lookup('_25._tcp.mx.ec.test', 'TLSA')).kind, 'secure');
    equal((await lookup('_25._tcp.mx.badtlsa.test', 'TLSA')).kind, 'bogus');
    equal((await lookup('mx.insecure.test', 'A')).kind, 'insecure');
  });
});
