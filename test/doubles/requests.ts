/** Idempotency keys in memory: the first claim of a key stays. */
import type { ClaimedRequest, RequestStore } from '../../shared/store/requests.ts';

export interface MemoryRequests extends RequestStore {
  readonly items: Map<string, ClaimedRequest>;
}

export function memoryRequests(): MemoryRequests {
  const items = new Map<string, ClaimedRequest>();
  return {
    items,
    claim: (home, key, fresh) => {
      const name = `${home}#${key}`;
      const stored = items.get(name) ?? fresh;
      items.set(name, stored);
      return Promise.resolve(stored);
    },
  };
}
