/** Remembered MTA-STS policies in memory. */
import { policyExpiry, type RememberedPolicy, type StsPolicyStore } from '../../shared/store/sts-policies.ts';

export interface MemoryStsPolicies extends StsPolicyStore {
  readonly items: Map<string, RememberedPolicy>;
  /** How often the table was read. */
  reads: number;
  /** Set to an error to make every access fail, as a table out of reach does. */
  failure: Error | null;
}

export function memoryStsPolicies(): MemoryStsPolicies {
  const store: MemoryStsPolicies = {
    items: new Map(),
    reads: 0,
    failure: null,
    recall: (domain, now) => {
      store.reads += 1;
      if (store.failure !== null) return Promise.reject(store.failure);
      const found = store.items.get(domain);
      return Promise.resolve(found === undefined || policyExpiry(found) <= now ? null : found);
    },
    remember: (domain, fetched) => {
      if (store.failure !== null) return Promise.reject(store.failure);
      const before = store.items.get(domain);
      if (before === undefined || before.fetchedAt <= fetched.fetchedAt) store.items.set(domain, fetched);
      return Promise.resolve();
    },
  };
  return store;
}
