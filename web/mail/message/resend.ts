/** Sends a message that came back once more, as it was. */
import { api, ask } from '../../api/client.ts';
import type { Delivery } from '../../deliveries/steps.ts';

export type Resent =
  { readonly kind: 'sent'; readonly id: string } | { readonly kind: 'failed'; readonly why: string | null };

/**
 * The same for every press, also after a reload or a lost answer, so that it is sent again once. Where a further
 * recipient of a running delivery fails later, it is another one, or that recipient would be left out.
 */
export function resendKey({ id, recipients }: Pick<Delivery, 'id' | 'recipients'>): string {
  return `resend-${id}-${recipients.filter(({ state }) => state === 'bounced').length}`;
}

/** `why` is the sentence of the API where it gave one. */
export async function resend(delivery: Delivery): Promise<Resent> {
  const answer = await ask(
    api.POST('/v1/deliveries/{id}/resend', {
      params: { path: { id: delivery.id }, header: { 'Idempotency-Key': resendKey(delivery) } },
    }),
  );
  switch (answer.kind) {
    case 'ok':
      return { kind: 'sent', id: answer.value.id };
    case 'problem':
    case 'changed':
    case 'busy':
      return { kind: 'failed', why: answer.problem.detail };
    case 'offline':
    case 'signed-out':
      return { kind: 'failed', why: null };
  }
}
