/** A queue in memory: what was sent, in order, with the delay that was asked for. */
import type { Queue } from '../../shared/store/queues.ts';

export interface MemoryQueue<Item> extends Queue<Item> {
  readonly sent: { readonly item: Item; readonly delay: number }[];
  /** Set to an error to make the next sends fail, as a queue out of reach does. */
  failure: Error | null;
  /** Takes everything out, as a consumer would see it: through JSON and back. */
  drain(): Item[];
}

export function memoryQueue<Item>(): MemoryQueue<Item> {
  const queue: MemoryQueue<Item> = {
    sent: [],
    failure: null,
    send: (item, delay = 0) => {
      if (queue.failure !== null) return Promise.reject(queue.failure);
      queue.sent.push({ item: JSON.parse(JSON.stringify(item)) as Item, delay });
      return Promise.resolve();
    },
    drain: () => queue.sent.splice(0).map(({ item }) => item),
  };
  return queue;
}
