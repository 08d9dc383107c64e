/** The trust store in memory: nothing twice, and a change needs the entry as it was read. */
import { decodeCursor, encodeCursor } from '../../shared/store/table.ts';
import {
  newTrustEntry,
  type StoredTrustEntry,
  type TrustEntryStore,
} from '../../shared/store/trust-entries.ts';

export interface MemoryTrustEntries extends TrustEntryStore {
  /** By id. */
  readonly items: Map<string, StoredTrustEntry>;
}

export function memoryTrustEntries(): MemoryTrustEntries {
  const items: MemoryTrustEntries['items'] = new Map();
  const keyOf = ({ domain, id }: StoredTrustEntry): string => `${domain}#${id}`;
  const isUnchanged = (entry: StoredTrustEntry): boolean => {
    const stored = items.get(entry.id);
    return stored?.version === entry.version && stored.addedAt === entry.addedAt;
  };
  const sorted = (): StoredTrustEntry[] =>
    [...items.values()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  return {
    items,
    entriesFor: (domain) => Promise.resolve(sorted().filter((entry) => entry.domain === domain)),
    list: (domain, cursor, limit) => {
      const after = cursor === null ? '' : (decodeCursor(cursor) ?? '');
      const found = sorted().filter(
        (entry) => keyOf(entry) > after && (domain === null || entry.domain === domain),
      );
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return Promise.resolve({ items: page, next: last === undefined ? null : encodeCursor(keyOf(last)) });
    },
    get: (id) => Promise.resolve(items.get(id) ?? null),
    add: (entry, by, at) => {
      const fresh = newTrustEntry(entry, by, at);
      const existing = items.get(fresh.id);
      if (existing !== undefined) return Promise.resolve({ kind: 'exists', entry: existing });
      items.set(fresh.id, fresh);
      return Promise.resolve({ kind: 'added', entry: fresh });
    },
    change: (entry, change, by, at) => {
      if (!isUnchanged(entry)) return Promise.resolve(null);
      const changed = {
        ...entry,
        ...change,
        told: items.get(entry.id)?.told ?? [],
        changedBy: by,
        changedAt: at.toISOString(),
        version: entry.version + 1,
      };
      items.set(entry.id, changed);
      return Promise.resolve(changed);
    },
    remove: (entry) => Promise.resolve(isUnchanged(entry) && items.delete(entry.id)),
    remember: (entry, told) => {
      const stored = items.get(entry.id);
      if (stored?.addedAt === entry.addedAt) items.set(entry.id, { ...stored, told });
      return Promise.resolve();
    },
  };
}
