/** What is kept about recipients' TLS, on the embedded stand-ins: MTA-STS policies, and sessions for reports. */
import { deepEqual, equal } from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { StsPolicy } from '../../../shared/mta-sts/policy.ts';
import { stsPolicyStore } from '../../../shared/store/sts-policies.ts';
import {
  MOST_REPORT_TRIES,
  tlsResultStore,
  type DomainTally,
  type TlsResultStore,
} from '../../../shared/store/tls-results.ts';
import { memoryTlsResults } from '../../doubles/tls-results.ts';
import { success, times, tlsaSuccess } from '../tls-reporting/results.ts';
import { startEmbeddedStores, type EmbeddedStores } from './embedded-stores.ts';

let services: EmbeddedStores;
before(async () => {
  services = await startEmbeddedStores();
});
after(() => services.close());

const policy: StsPolicy = {
  id: '1',
  mode: 'enforce',
  mx: ['mx.there.example', '*.there.example'],
  maxAge: 86_400,
};

test('a policy is remembered until its max_age is over', async () => {
  const store = stsPolicyStore(services.name('STS_POLICIES_TABLE'));
  const fetchedAt = Date.parse('2026-11-23T10:00:00.500Z');
  equal(await store.recall('there.example', fetchedAt), null);
  await store.remember('there.example', { policy, fetchedAt });
  deepEqual(await store.recall('there.example', fetchedAt + 86_399_999), { policy, fetchedAt });
  equal(await store.recall('there.example', fetchedAt + 86_400_000), null);
});

test('the policy that was fetched last stays, whoever writes last', async () => {
  const store = stsPolicyStore(services.name('STS_POLICIES_TABLE'));
  const ended: StsPolicy = { id: '2', mode: 'none', mx: [], maxAge: 86_400 };
  await store.remember('turned.example', { policy, fetchedAt: 1000 });
  await store.remember('turned.example', { policy: ended, fetchedAt: 3000 });
  await store.remember('turned.example', { policy, fetchedAt: 2000 });
  deepEqual(await store.recall('turned.example', 4000), { policy: ended, fetchedAt: 3000 });
});

const at = new Date('2026-11-24T23:59:59Z');
const failure = { ...success, failure: 'certificate-expired' } as const;

async function collect(store: TlsResultStore, day: string): Promise<DomainTally[]> {
  const tallies: DomainTally[] = [];
  for await (const tally of store.collect(day)) tallies.push(tally);
  return tallies;
}

const counted = ({ domain, rows }: DomainTally): unknown => [
  domain,
  rows.map(({ failure: failed, sessions }) => `${failed?.type ?? 'success'} ${sessions}`).toSorted(),
];

/** The table and its double hold the same promises. */
const stores: readonly [string, () => TlsResultStore][] = [
  ['table', () => tlsResultStore(services.name('TLS_RESULTS_TABLE'))],
  ['double', memoryTlsResults],
];
for (const [kind, open] of stores) {
  test(`${kind}: many workers count at once, each day and domain on its own`, async () => {
    const store = open();
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        await store.record('good.example', at, [success, failure, tlsaSuccess]);
        await store.record('good.example.org', at, [success]);
      }),
    );
    await store.record('good-1.example', at, times(2, failure));
    await store.record('good.example', new Date('2026-11-25T00:00:00Z'), [success]);
    await store.record('good.example', at, []);
    deepEqual((await collect(store, '2026-11-24')).map(counted), [
      ['good-1.example', ['certificate-expired 2']],
      ['good.example', ['certificate-expired 20', 'success 20', 'success 20']],
      ['good.example.org', ['success 20']],
    ]);
    deepEqual((await collect(store, '2026-11-25')).map(counted), [['good.example', ['success 1']]]);
    deepEqual(await collect(store, '2026-11-26'), []);
  });

  test(`${kind}: what is counted comes back whole`, async () => {
    const store = open();
    await store.record('whole.example', new Date('2026-11-01T00:00:00Z'), [failure]);
    deepEqual(await collect(store, '2026-11-01'), [
      {
        domain: 'whole.example',
        rows: [
          {
            policy: {
              type: 'sts',
              domain: 'whole.example',
              strings: success.policyStrings,
              mxPatterns: success.mxPatterns,
            },
            failure: { type: 'certificate-expired', mxHost: success.mxHost, address: success.address },
            sessions: 1,
          },
        ],
      },
    ]);
  });

  test(`${kind}: a domain whose failures never repeat has a bounded number of rows, and none is lost`, async () => {
    const store = open();
    const day = new Date('2026-10-01T12:00:00Z');
    for (let round = 0; round < 10; round += 1) {
      const results = times(50, failure).map((result, i) => ({
        ...result,
        address: `2001:db8::${round}:${i}`,
      }));
      await store.record('rotating.example', day, results);
    }
    const [tally] = await collect(store, '2026-10-01');
    const rows = tally?.rows ?? [];
    equal(rows.length <= 129, true, `${rows.length} rows`);
    equal(
      rows.reduce((sum, { sessions }) => sum + sessions, 0),
      500,
    );
  });

  test(`${kind}: a report is claimed by one, and settled for good`, async () => {
    const store = open();
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => store.claimReport('2026-11-24', 'good.example', 1000, 2000)),
    );
    deepEqual(
      claims.filter((claim) => claim !== null),
      [1],
    );
    equal(await store.claimReport('2026-11-24', 'other.example', 1000, 2000), 1);
    await store.settleReport('2026-11-24', 'good.example');
    equal(await store.claimReport('2026-11-24', 'good.example', 9000, 10_000), null);
    equal(await store.claimReport('2026-11-25', 'good.example', 9000, 10_000), 1);
  });

  test(`${kind}: a report that was not sent is claimed again, a few times`, async () => {
    const store = open();
    const claim = (now: number): Promise<number | null> =>
      store.claimReport('2026-11-24', 'down.example', now, now + 1000);
    equal(await claim(1000), 1);
    equal(await claim(1999), null, 'still in hand');
    equal(await claim(2000), 2, 'whoever had it is gone');
    for (let tries = 3; tries <= MOST_REPORT_TRIES; tries += 1) {
      await store.releaseReport('2026-11-24', 'down.example');
      equal(await claim(2000), tries);
    }
    await store.releaseReport('2026-11-24', 'down.example');
    equal(await claim(1_000_000), null);
  });
}
