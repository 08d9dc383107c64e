/** Sends a message that came back once more, as it was. */
import { idempotencyKey, readProblem } from '../../api/client.ts';
import { authorized } from '../../api/transport.ts';

export type Resent =
  | { readonly kind: 'sent'; readonly id: string | null }
  | { readonly kind: 'failed'; readonly why: string | null };

/** Never rejects; `why` is the sentence of the API where it gave one. */
export async function resend(deliveryId: string): Promise<Resent> {
  const answer = await authorized(`/v1/deliveries/${deliveryId}/resend`, {
    method: 'POST',
    headers: { 'idempotency-key': idempotencyKey() },
  });
  if (answer === null) return { kind: 'failed', why: null };
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) return { kind: 'failed', why: readProblem(body, answer.status).detail };
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : null;
  return { kind: 'sent', id: typeof id === 'string' ? id : null };
}
