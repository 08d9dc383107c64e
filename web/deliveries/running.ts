/** Deliveries that are looked at again while something can still happen to them. */
import { api, ask } from '../api/client.ts';
import { useResource, type Resource } from '../api/resource.ts';
import type { components } from '../api/schema.d.ts';
import type { Delivery } from './steps.ts';

/** Milliseconds between looks: what happens at once is seen at once, and waiting for hours costs little. */
const SOON = 1000;
const LATER = 15_000;

function rhythm(deliveries: readonly Delivery[] | undefined): number | undefined {
  const running = deliveries?.filter(({ phase }) => phase !== 'finished');
  if (running === undefined) return SOON;
  if (running.length === 0) return undefined;
  return running.every(({ phase }) => phase === 'waiting') ? LATER : SOON;
}

export function useDelivery(id: string): Resource<Delivery> {
  return useResource(
    `delivery:${id}`,
    () => ask(api.GET('/v1/deliveries/{id}', { params: { path: { id } } })),
    { every: (known) => rhythm(known && [known]) },
  );
}

/** All deliveries of one message that was sent; null waits for its id. */
export function useDeliveriesOf(messageId: string | null): Resource<components['schemas']['Deliveries']> {
  const query = { messageId: messageId ?? '', limit: 100 };
  return useResource(
    messageId === null ? null : `deliveries-of:${messageId}`,
    () => ask(api.GET('/v1/deliveries', { params: { query } })),
    { every: (known) => rhythm(known?.items) },
  );
}
