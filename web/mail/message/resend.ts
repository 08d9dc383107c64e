/** Sends a message that came back once more, as it was. */
import { api, ask, idempotencyKey } from '../../api/client.ts';

export type Resent =
  { readonly kind: 'sent'; readonly id: string } | { readonly kind: 'failed'; readonly why: string | null };

/** `why` is the sentence of the API where it gave one. */
export async function resend(deliveryId: string): Promise<Resent> {
  const answer = await ask(
    api.POST('/v1/deliveries/{id}/resend', {
      params: { path: { id: deliveryId }, header: { 'Idempotency-Key': idempotencyKey() } },
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
