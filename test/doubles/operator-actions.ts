/** The log of operators' actions in memory; `broken` stands for a table that cannot be written to. */
import { createIdentifier } from '../../shared/store/identifier.ts';
import type { OperatorAction, OperatorActionStore } from '../../shared/store/operator-actions.ts';
import { decodeCursor, encodeCursor } from '../../shared/store/table.ts';

export interface MemoryOperatorActions extends OperatorActionStore {
  /** Oldest first. */
  readonly items: OperatorAction[];
  broken: 'begin' | 'settle' | null;
}

export function memoryOperatorActions(): MemoryOperatorActions {
  const items: OperatorAction[] = [];
  const store: MemoryOperatorActions = {
    items,
    broken: null,
    begin: (action, at) => {
      if (store.broken === 'begin') return Promise.reject(new Error('the table cannot be written to'));
      const id = createIdentifier(at.getTime());
      items.push({ ...action, id, at: at.toISOString(), outcome: 'begun' });
      return Promise.resolve(id);
    },
    settle: (id, outcome) => {
      if (store.broken === 'settle') return Promise.reject(new Error('the table cannot be written to'));
      const index = items.findIndex((item) => item.id === id && item.outcome === 'begun');
      const item = items[index];
      if (item !== undefined) items[index] = { ...item, outcome };
      return Promise.resolve();
    },
    list: (domain, cursor, limit) => {
      const newest = [...items].reverse();
      const after = cursor === null ? null : decodeCursor(cursor);
      const rest = newest.slice(after === null ? 0 : newest.findIndex(({ id }) => id === after) + 1);
      const found = rest.filter(({ domains }) => domain === null || domains.includes(domain));
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return Promise.resolve({ items: page, next: last === undefined ? null : encodeCursor(last.id) });
    },
  };
  return store;
}
