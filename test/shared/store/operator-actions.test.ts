/** The log of operators' actions and the search in aliases, on the embedded tables. */
import { deepEqual, equal } from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { AliasAddress, HomeAddress } from '../../../shared/address/alias.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import { aliasStore } from '../../../shared/store/aliases.ts';
import { operatorActionStore } from '../../../shared/store/operator-actions.ts';
import { startEmbeddedStores, type EmbeddedStores } from './embedded-stores.ts';

let services: EmbeddedStores;
before(async () => {
  services = await startEmbeddedStores();
});
after(() => services.close());

const action = (domain: string, subject: string) =>
  ({
    operator: 'operator@example.org' as HomeAddress,
    action: 'trust-entry-added',
    subject,
    domains: [domain as Domain],
    before: null,
    after: { note: subject, notAfter: null },
  }) as const;

const NOW = Date.now();
const DAY = 24 * 3600 * 1000;

test('entries come newest first, page by page, and those of 400 days ago no more', async () => {
  const store = operatorActionStore(services.name('OPERATOR_ACTIONS_TABLE'));
  await store.begin(action('bank.example', 'ended'), new Date(NOW - 401 * DAY));
  for (const [index, domain] of ['bank.example', 'clinic.example', 'bank.example'].entries())
    await store.begin(action(domain, String(index)), new Date(NOW - 10 * DAY + index));
  const subjects = async (domain: Domain | null, limit: number) => {
    const pages: string[][] = [];
    for (let cursor: string | null = null; ;) {
      const page: Awaited<ReturnType<typeof store.list>> = await store.list(domain, cursor, limit);
      pages.push(page.items.map(({ subject }) => subject));
      if (page.next === null) return pages;
      cursor = page.next;
    }
  };
  deepEqual((await subjects(null, 2)).flat(), ['2', '1', '0']);
  deepEqual((await subjects(null, 50)).flat(), ['2', '1', '0']);
  deepEqual((await subjects('bank.example' as Domain, 1)).flat(), ['2', '0']);
  deepEqual(await subjects('nowhere.example' as Domain, 5), [[]]);
});

test('what was settled once stays so', async () => {
  const store = operatorActionStore(services.name('OPERATOR_ACTIONS_TABLE'));
  const id = await store.begin(action('settled.example', 'x'), new Date(NOW));
  const outcome = async () => (await store.list('settled.example' as Domain, null, 1)).items[0]?.outcome;
  equal(await outcome(), 'begun');
  await store.settle(id, 'done');
  await store.settle(id, 'not-done');
  equal(await outcome(), 'done');
});

test('aliases are found by how they begin, however many others there are', async () => {
  const store = aliasStore(services.name('ALIASES_TABLE'));
  for (const name of ['ann', 'anna', 'annika', 'bert', 'carl'])
    await store.provision(
      `${name}@secure.example.org` as AliasAddress,
      `${name}@example.org` as HomeAddress,
      name,
    );
  const found: string[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof store.list>> = await store.list(cursor, 2, 'ann');
    found.push(...page.items.map(({ name }) => name));
    if (page.next === null) break;
    cursor = page.next;
  }
  deepEqual(found.sort(), ['ann', 'anna', 'annika']);
});
