/** The trust store on the embedded stand-ins, and its double beside it: both keep the same promises. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { HomeAddress } from '../../../shared/address/alias.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import { isIdentifier } from '../../../shared/store/identifier.ts';
import {
  trustEntryId,
  trustEntryStore,
  type NewTrustEntry,
  type StoredTrustEntry,
  type TrustEntryStore,
} from '../../../shared/store/trust-entries.ts';
import { memoryTrustEntries } from '../../doubles/trust-entries.ts';
import { startEmbeddedStores, type EmbeddedStores } from './embedded-stores.ts';
import { losingAnswers } from './lost-answers.ts';

let services: EmbeddedStores;
before(async () => {
  services = await startEmbeddedStores();
});
after(() => services.close());

const OPERATOR = 'operator@example.org' as HomeAddress;
const OTHER = 'root@example.org' as HomeAddress;
const AT = new Date('2026-11-23T10:00:00Z');
const LATER = new Date('2026-11-24T10:00:00Z');

function entry(domain: string, digit: string, kind: NewTrustEntry['kind'] = 'certificate'): NewTrustEntry {
  return {
    domain: domain as Domain,
    kind,
    sha256: digit.repeat(64),
    pem: null,
    note: 'by telephone',
    notAfter: null,
    certificateNotAfter: '2027-01-01T00:00:00.000Z',
  };
}

async function added(store: TrustEntryStore, fresh: NewTrustEntry): Promise<StoredTrustEntry> {
  const addition = await store.add(fresh, OPERATOR, AT);
  equal(addition.kind, 'added');
  return addition.entry;
}

const stores: [name: string, open: () => TrustEntryStore][] = [
  ['table', () => trustEntryStore(services.name('TRUST_TABLE'), { wait: () => Promise.resolve() })],
  ['double', memoryTrustEntries],
];

for (const [name, open] of stores) {
  test(`${name}: an entry is there once, found by domain and by id, until it is removed`, async () => {
    const store = open();
    const made = await added(store, entry('once.example', 'a'));
    ok(isIdentifier(made.id));
    deepEqual(
      [made.addedBy, made.addedAt, made.version, made.changedBy, made.told],
      [OPERATOR, AT.toISOString(), 1, null, []],
    );
    deepEqual(await store.add(entry('once.example', 'a'), OTHER, LATER), { kind: 'exists', entry: made });
    await added(store, entry('once.example', 'a', 'public-key'));
    await added(store, entry('elsewhere.example', 'a'));
    deepEqual(await store.get(made.id), made);
    equal((await store.entriesFor('once.example' as Domain)).length, 2);
    deepEqual(await store.entriesFor('sub.once.example' as Domain), [], 'subdomains are not covered');
    equal(await store.remove(made), true);
    equal(await store.get(made.id), null);
    equal(await store.remove(made), false);
    equal((await store.entriesFor('once.example' as Domain)).length, 1);
  });

  test(`${name}: a change needs the entry as it was read, and says who made it`, async () => {
    const store = open();
    const made = await added(store, entry('change.example', 'b'));
    const changed = await store.change(made, { notAfter: '2027-02-01T00:00:00.000Z' }, OTHER, LATER);
    deepEqual(changed, {
      ...made,
      notAfter: '2027-02-01T00:00:00.000Z',
      changedBy: OTHER,
      changedAt: LATER.toISOString(),
      version: 2,
    });
    deepEqual(await store.get(made.id), changed);
    equal(await store.change(made, { note: 'too late' }, OPERATOR, LATER), null);
    equal(await store.remove(made), false, 'nor is removed what somebody has changed meanwhile');
  });

  test(`${name}: an entry that was removed and added again is another one`, async () => {
    const store = open();
    const first = await added(store, entry('again.example', 'c'));
    await store.remove(first);
    const second = await store.add(entry('again.example', 'c'), OPERATOR, LATER);
    equal(second.kind, 'added');
    equal(second.entry.id, first.id, 'the id names what is trusted');
    equal(await store.change(first, { note: 'stale' }, OPERATOR, LATER), null);
    await store.remember(first, [{ finding: 'x', at: AT.toISOString() }]);
    deepEqual((await store.get(first.id))?.told, []);
  });

  test(`${name}: what was told is no change of the entry`, async () => {
    const store = open();
    const made = await added(store, entry('told.example', 'd'));
    const told = [{ finding: 'unchecked', at: LATER.toISOString() }];
    await store.remember(made, told);
    deepEqual(await store.get(made.id), { ...made, told });
    const changed = await store.change(made, { note: 'new' }, OPERATOR, LATER);
    equal(changed?.version, 2);
    deepEqual((await store.get(made.id))?.told, told, 'and a change keeps it');
  });

  test(`${name}: lists come in pages, of all domains or of one`, async () => {
    const store = open();
    for (const digit of ['1', '2', '3']) {
      await added(store, entry('page.example', digit));
      await added(store, entry('pages.example', digit));
    }
    const walk = async (domain: Domain | null): Promise<string[]> => {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await store.list(domain, cursor, 2);
        ids.push(...page.items.filter((item) => /^pages?\.example$/.test(item.domain)).map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== null);
      return ids;
    };
    equal(new Set(await walk(null)).size, 6);
    equal(new Set(await walk('page.example' as Domain)).size, 3);
    equal((await walk('page.example' as Domain)).length, 3);
  });
}

test('an entry that the index does not have yet is waited for, about two seconds', async () => {
  const waits: number[] = [];
  const fresh = entry('late.example', 'e');
  const store = trustEntryStore(services.name('TRUST_TABLE'), {
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      // Stands for the moment at which the index has it.
      if (waits.length === 3) await store.add(fresh, OPERATOR, AT);
    },
  });
  const found = await store.get(trustEntryId(fresh));
  equal(found?.domain, 'late.example');
  equal(waits.length, 3);
  waits.splice(0);
  equal(await store.get(trustEntryId(entry('never.example', 'e'))), null);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  ok(total >= 1500 && total <= 2500, `${total} ms`);
});

test('a write of ours that is repeated after its answer was lost is ours all the same', async () => {
  const store = trustEntryStore(services.name('TRUST_TABLE'));
  const addition = await losingAnswers('PutItemCommand', () =>
    store.add(entry('lost.example', 'f'), OPERATOR, AT),
  );
  equal(addition.kind, 'added');
  const changed = await losingAnswers('UpdateItemCommand', () =>
    store.change(addition.entry, { note: 'new' }, OTHER, LATER),
  );
  deepEqual([changed?.note, changed?.version], ['new', 2]);
  deepEqual(await store.get(addition.entry.id), changed);
  // Somebody else's write at the same moment stays somebody else's.
  equal((await store.add(entry('lost.example', 'f'), OTHER, AT)).kind, 'exists');
  equal(await store.change(addition.entry, { note: 'other' }, OTHER, LATER), null);
  equal(await store.change(addition.entry, { note: 'new' }, OPERATOR, LATER), null);
});
