/** Refusals in memory: repeated tries within an hour are one item with a count, as in the table. */
import { createHash } from 'node:crypto';

import type { AliasAddress } from '../../shared/address/alias.ts';
import type { CountedRefusal, RefusalStore } from '../../shared/store/refusals.ts';
import { decodeCursor, encodeCursor } from '../../shared/store/table.ts';

export interface MemoryRefusals extends RefusalStore {
  readonly items: Map<string, CountedRefusal & { readonly alias: AliasAddress }>;
}

export function memoryRefusals(): MemoryRefusals {
  const items: MemoryRefusals['items'] = new Map();
  return {
    items,
    record: (alias, refusal, at) => {
      const fingerprint = createHash('sha256').update(JSON.stringify(refusal)).digest('hex').slice(0, 16);
      const instant = at.toISOString();
      const key = `${alias} ${instant.slice(0, 13)}#${fingerprint}`;
      const before = items.get(key);
      const firstAt = before?.firstAt ?? instant;
      items.set(key, { ...refusal, alias, at: instant, firstAt, count: (before?.count ?? 0) + 1 });
      return Promise.resolve();
    },
    list: (alias, cursor, limit) => {
      const after = cursor === null ? null : decodeCursor(cursor);
      const found = [...items]
        .filter(([, refusal]) => refusal.alias === alias)
        .map(([key, refusal]) => ({ key: key.slice(alias.length + 1), refusal }))
        .filter(({ key }) => after === null || key < after)
        .sort((one, other) => (one.key < other.key ? 1 : -1));
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return Promise.resolve({
        items: page.map(({ refusal }) => refusal),
        next: last === undefined ? null : encodeCursor(last.key),
      });
    },
  };
}
