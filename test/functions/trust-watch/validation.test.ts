/** Whether validation works, asked of a real signed DNS: as it should be, and in each way in which it does not. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { checkValidation, reportValidation } from '../../../functions/trust-watch/validation.ts';
import { startSimulatedInternet, type SimulatedInternet } from '../../../infra/local/internet/simulation.ts';
import { createClient } from '../../../shared/dns/client.ts';
import { ianaRootAnchors, parseTrustAnchors } from '../../../shared/dns/dnssec/trust-anchors.ts';
import type { Lookup } from '../../../shared/dns/lookup.ts';
import { recursiveResolver } from '../../../shared/dns/recursive-resolver.ts';
import { validatingLookup } from '../../../shared/dns/validating-lookup.ts';
import { recordTypes } from '../../../shared/dns/wire/record-types.ts';
import { memoryObserver } from '../../doubles/observer.ts';
import { temporaryDirectory } from '../../infra/local/aws/temporary-directory.ts';
import { simulatedDns } from '../../world/simulated-dns.ts';

const DAY = 24 * 3600 * 1000;

describe('DNSSEC validation', () => {
  let world: SimulatedInternet;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  before(async () => {
    directory = await temporaryDirectory();
    world = await startSimulatedInternet({ directory: directory.path, network: '127.94' });
  });
  after(async () => {
    await world.close();
    await directory.dispose();
  });

  const server = () => {
    const [address = '', port = ''] = world.dnsServers.split(':');
    return { address, port: Number(port), transport: 'udp' as const };
  };
  const anchors = () => {
    const parsed = parseTrustAnchors(world.trustAnchors);
    if (parsed.kind !== 'anchors') throw new Error(parsed.detail);
    return parsed.anchors;
  };
  const detailOf = async (lookup: Lookup): Promise<string> => {
    const validation = await checkValidation(lookup);
    return validation.kind === 'unproven' ? validation.detail : 'proven';
  };

  test('the root keys are proven from the right anchors', async () => {
    const resolver = simulatedDns(world);
    deepEqual(await checkValidation(resolver.lookup), { kind: 'proven' });
    resolver.close();
  });

  test('anchors of another root: not proven', async () => {
    const resolver = recursiveResolver({ servers: [server()], trust: 'validate', anchors: ianaRootAnchors });
    match(await detailOf(resolver.lookup), /no trust anchor covers a root key/);
    resolver.close();
  });

  test('a resolver that takes the signatures out: not proven', async () => {
    const client = createClient({ servers: [server()] });
    const lookup = validatingLookup({
      anchors: anchors(),
      ask: async (name, type, milliseconds) => {
        const reply = await client.ask({ name, type, checking: 'disabled' }, milliseconds);
        if (reply.kind !== 'message') return reply;
        return { ...reply, answer: reply.answer.filter((record) => record.type !== recordTypes.RRSIG) };
      },
    });
    match(await detailOf(lookup), /not signed/);
    client.close();
  });

  test('a clock that is years ahead: not proven', async () => {
    const client = createClient({ servers: [server()] });
    const lookup = validatingLookup({
      anchors: anchors(),
      ask: (name, type, milliseconds) => client.ask({ name, type, checking: 'disabled' }, milliseconds),
      clock: () => Date.now() + 20 * 365 * DAY,
    });
    match(await detailOf(lookup), /not validly signed|out of date/);
    client.close();
  });

  test('no resolver answers: not proven', async () => {
    const servers = [{ address: '127.0.0.1', port: 9, transport: 'udp' as const }];
    const resolver = recursiveResolver({ servers, trust: 'validate', anchors: anchors() });
    match(await detailOf(resolver.lookup), /no name server of ours answers/);
    resolver.close();
  });
});

test('both findings are counted, so that silence is a finding, too', () => {
  const good = memoryObserver();
  reportValidation({ kind: 'proven' }, good);
  deepEqual([...good.counts], [['DnssecValidates', 1]]);
  equal(good.lines.length, 0);
  const bad = memoryObserver();
  reportValidation({ kind: 'unproven', detail: 'not signed' }, bad);
  deepEqual([...bad.counts], [['DnssecValidates', 0]]);
  deepEqual(bad.lines[0]?.fields, { why: 'not signed' });
});
