/**
 * A delivery as the steps that it took, in their order, for a timeline. Pure: what each step is called and how it
 * looks is for the component to say.
 */
import type { components } from '../api/schema.d.ts';

export type Delivery = components['schemas']['Delivery'];
export type Attempt = Delivery['attempts'][number];

export type Step =
  | { readonly kind: 'accepted'; readonly at: string }
  | { readonly kind: 'attempt'; readonly at: string; readonly attempt: Attempt }
  | { readonly kind: 'in-queue' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'waiting'; readonly until: string | null }
  | { readonly kind: 'delivered'; readonly at: string; readonly host: string }
  | { readonly kind: 'came-back'; readonly at: string; readonly whole: boolean };

/** What has happened so far, and last what goes on now. */
export function stepsOf(delivery: Delivery): Step[] {
  const { createdAt, attempts, receipt, finishedAt, state, phase, nextAttemptAt } = delivery;
  const steps: Step[] = [{ kind: 'accepted', at: createdAt }];
  for (const attempt of attempts) steps.push({ kind: 'attempt', at: attempt.at, attempt });
  if (receipt !== null) steps.push({ kind: 'delivered', at: receipt.at, host: receipt.host });
  if (finishedAt !== null && (state === 'bounced' || state === 'mixed'))
    steps.push({ kind: 'came-back', at: finishedAt, whole: state === 'bounced' });
  switch (phase) {
    case 'queued':
      steps.push({ kind: 'in-queue' });
      break;
    case 'connecting':
      steps.push({ kind: 'connecting' });
      break;
    case 'waiting':
      steps.push({ kind: 'waiting', until: nextAttemptAt });
      break;
    case 'finished':
  }
  return steps;
}

/** Which of the things that can vouch for a server did, in the order of their strength. */
export function vouching(receipt: NonNullable<Delivery['receipt']>): 'dane' | 'trust' | 'sts' | 'nothing' {
  if (receipt.trust !== null) return 'trust';
  if (receipt.dane !== null) return 'dane';
  if (receipt.sts) return 'sts';
  return 'nothing';
}
