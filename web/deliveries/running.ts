/** Deliveries that are looked at again while something can still happen to them. */
import { useMemo } from 'preact/hooks';

import { api, ask } from '../api/client.ts';
import { useResource, type Resource } from '../api/resource.ts';
import type { components } from '../api/schema.d.ts';
import type { Delivery } from './steps.ts';

/** Milliseconds between looks: what happens at once is seen at once, and waiting for hours costs little. */
const SOON = 1000;
const LATER = 15_000;

/** For so long after a message was sent, its deliveries may still be about to be written; after an end, its notice. */
const APPEARING = 60_000;

type Running = Pick<Delivery, 'phase' | 'nextAttemptAt' | 'state' | 'noticeId' | 'finishedAt'>;

/** What came back is finished a moment before its notice is filed. */
function owesNotice({ state, noticeId, finishedAt }: Running, now: number): boolean {
  const isLate = finishedAt === null || now - Date.parse(finishedAt) >= APPEARING;
  return state !== 'delivered' && noticeId === null && !isLate;
}

/**
 * How soon to look again; undefined once nothing can change any more. None at all is not the end: they are written a
 * moment after the message. `begun`: when they were first looked for.
 */
export function rhythm(
  deliveries: readonly Running[] | undefined,
  begun: number,
  now: number,
): number | undefined {
  if (deliveries === undefined) return SOON;
  if (deliveries.length === 0) return now - begun < APPEARING ? SOON : LATER;
  const running = deliveries.filter(({ phase }) => phase !== 'finished');
  if (running.length === 0) return deliveries.some((each) => owesNotice(each, now)) ? SOON : undefined;
  const isFar = (at: string | null): boolean => at !== null && Date.parse(at) - now > LATER;
  return running.every(({ phase, nextAttemptAt }) => phase === 'waiting' && isFar(nextAttemptAt))
    ? LATER
    : SOON;
}

export function useDelivery(id: string): Resource<Delivery> {
  return useResource(
    `delivery:${id}`,
    () => ask(api.GET('/v1/deliveries/{id}', { params: { path: { id } } })),
    { every: (known) => rhythm(known && [known], 0, Date.now()) },
  );
}

/** All deliveries of one message that was sent; null waits for its id. */
export function useDeliveriesOf(messageId: string | null): Resource<components['schemas']['Deliveries']> {
  const begun = useMemo(() => Date.now(), [messageId]);
  const query = { messageId: messageId ?? '', limit: 100 };
  return useResource(
    messageId === null ? null : `deliveries-of:${messageId}`,
    () => ask(api.GET('/v1/deliveries', { params: { query } })),
    { every: (known) => rhythm(known?.items, begun, Date.now()) },
  );
}
