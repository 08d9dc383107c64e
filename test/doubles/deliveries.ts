/** Deliveries in memory, with the table's lease: the attempt number is the fence. */
import type { DeliveryStore } from '../../shared/store/deliveries.ts';
import { isFinished, newDelivery, type Delivery } from '../../shared/store/delivery.ts';
import { decodeCursor, encodeCursor } from '../../shared/store/table.ts';

export interface MemoryDeliveries extends DeliveryStore {
  readonly items: Map<string, Delivery>;
}

export function memoryDeliveries(): MemoryDeliveries {
  const items = new Map<string, Delivery>();
  const holds = (delivery: Delivery): boolean => items.get(delivery.id)?.attempt === delivery.attempt;
  return {
    items,
    open: (message, order) => {
      if (!items.has(order.id)) items.set(order.id, newDelivery(message, order));
      return Promise.resolve();
    },
    claim: (id, now, until) => {
      const before = items.get(id);
      if (before === undefined) return Promise.reject(new Error(`the delivery ${id} has no item`));
      if (isFinished(before)) return Promise.resolve({ kind: 'finished', delivery: before });
      const at = Math.max(before.nextAttemptAt ?? 0, before.leaseUntil);
      if (at > now) return Promise.resolve({ kind: 'not-yet', at });
      const delivery: Delivery = { ...before, attempt: before.attempt + 1, leaseUntil: until };
      items.set(id, delivery);
      return Promise.resolve({ kind: 'claimed', delivery });
    },
    announceFinalDot: (delivery) => {
      if (!holds(delivery)) return Promise.resolve(false);
      const stored = items.get(delivery.id) ?? delivery;
      items.set(delivery.id, { ...stored, unansweredDots: stored.unansweredDots + 1 });
      return Promise.resolve(true);
    },
    settle: (delivery, progress) => {
      if (!holds(delivery)) return Promise.resolve(false);
      items.set(delivery.id, { ...delivery, ...progress, leaseUntil: 0, unansweredDots: 0 });
      return Promise.resolve(true);
    },
    dischargeNotice: (id, noticeId) => {
      const stored = items.get(id);
      if (stored?.owes?.noticeId === noticeId) items.set(id, { ...stored, owes: null });
      return Promise.resolve();
    },
    get: (id) => Promise.resolve(items.get(id) ?? null),
    list: (owner, state, cursor, limit) => {
      const after = cursor === null ? null : decodeCursor(cursor);
      const found = [...items.values()]
        .filter((delivery) => delivery.owner === owner && (state === null || delivery.state === state))
        .filter(({ id }) => after === null || id < after)
        .sort((one, other) => (one.id < other.id ? 1 : -1));
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return Promise.resolve({ items: page, next: last === undefined ? null : encodeCursor(last.id) });
    },
    ofMessage: (owner, messageId) =>
      Promise.resolve(
        [...items.values()]
          .filter((delivery) => delivery.owner === owner && delivery.messageId === messageId)
          .sort((one, other) => (one.id < other.id ? 1 : -1)),
      ),
  };
}
