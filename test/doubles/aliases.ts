/** Aliases in memory: provisioning keeps what exists, a change needs the version that was read. */
import type { AliasAddress } from '../../shared/address/alias.ts';
import type { Alias, AliasStore } from '../../shared/store/aliases.ts';
import { decodeCursor, encodeCursor } from '../../shared/store/table.ts';

export interface MemoryAliases extends AliasStore {
  readonly items: Map<AliasAddress, Alias>;
}

export function memoryAliases(): MemoryAliases {
  const items = new Map<AliasAddress, Alias>();
  return {
    items,
    get: (address) => Promise.resolve(items.get(address) ?? null),
    ofHome: (home) => Promise.resolve([...items.values()].find((alias) => alias.home === home) ?? null),
    provision: (address, home, name) => {
      const existing = items.get(address);
      if (existing !== undefined) return Promise.resolve(existing);
      const fresh: Alias = {
        address,
        home,
        name,
        enabled: false,
        expert: false,
        level: 'encrypt',
        overrides: [],
        language: 'en',
        updatedAt: new Date().toISOString(),
        version: 1,
      };
      items.set(address, fresh);
      return Promise.resolve(fresh);
    },
    change: (alias, settings, at) => {
      if (items.get(alias.address)?.version !== alias.version) return Promise.resolve(null);
      const changed = { ...alias, ...settings, updatedAt: at.toISOString(), version: alias.version + 1 };
      items.set(alias.address, changed);
      return Promise.resolve(changed);
    },
    list: (cursor, limit, prefix = '') => {
      const after = cursor === null ? '' : (decodeCursor(cursor) ?? '');
      const found = [...items.values()]
        .filter(({ address }) => address > after && address.startsWith(prefix))
        .sort((one, other) => (one.address < other.address ? -1 : 1));
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return Promise.resolve({ items: page, next: last === undefined ? null : encodeCursor(last.address) });
    },
  };
}
