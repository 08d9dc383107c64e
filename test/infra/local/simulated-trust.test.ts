/** What the operators of the simulated world had checked before: there at the first start, and theirs from then on. */
import { deepEqual, equal } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import type { SimulatedInternet } from '../../../infra/local/internet/simulation.ts';
import { seedTrust } from '../../../infra/local/simulated-trust.ts';
import type { HomeAddress } from '../../../shared/address/alias.ts';
import { trustEntryStore } from '../../../shared/store/trust-entries.ts';
import { startEmbeddedStores } from '../../shared/store/embedded-stores.ts';
import { makeCertificate } from '../../shared/tls/certificate-maker.ts';

const OPERATOR = 'operator@example.org' as HomeAddress;

test('entries are there after the first start, and one that was removed stays away', async (t) => {
  const services = await startEmbeddedStores();
  t.after(() => services.close());
  const dataDirectory = await mkdtemp(join(tmpdir(), 'seeded-'));
  t.after(() => rm(dataDirectory, { recursive: true, force: true }));
  const provider = (name: string) => ({
    hosts: [{ certificatePem: makeCertificate({ subject: name }).pem }],
  });
  const names = ['pinned.example', 'repinned.example'];
  const providers = new Map(names.map((name) => [name, provider(name)]));
  const simulation = { providers } as unknown as Pick<SimulatedInternet, 'providers'>;
  const table = services.name('TRUST_TABLE');
  const store = trustEntryStore(table);
  const start = async (operator: HomeAddress | undefined): Promise<string[]> => {
    await seedTrust(table, simulation, operator, dataDirectory);
    const { items } = await store.list(null, null, 10);
    return items.map(({ domain }) => domain).sort();
  };
  deepEqual(await start(undefined), [], 'nobody could have checked them');
  deepEqual(await start(OPERATOR), names);
  const [pinned] = (await store.list(null, null, 10)).items.filter(({ domain }) => domain === names[0]);
  equal(pinned !== undefined && (await store.remove(pinned)), true);
  deepEqual(await start(OPERATOR), ['repinned.example']);
});
