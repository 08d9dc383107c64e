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

/** What has happened so far in its order, and last what goes on now. */
export function stepsOf(delivery: Delivery): Step[] {
  const { createdAt, attempts, receipt, finishedAt, state } = delivery;
  const past: Extract<Step, { at: string }>[] = attempts.map((attempt) => ({
    kind: 'attempt',
    at: attempt.at,
    attempt,
  }));
  if (receipt !== null) past.push({ kind: 'delivered', at: receipt.at, host: receipt.host });
  // Of one moment, the attempt comes before what came of it: sorting keeps their order.
  past.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  if (finishedAt !== null && (state === 'bounced' || state === 'mixed'))
    past.push({ kind: 'came-back', at: finishedAt, whole: state === 'bounced' });
  return [{ kind: 'accepted', at: createdAt }, ...past, ...present(delivery)];
}

function present({ phase, nextAttemptAt }: Delivery): Step[] {
  switch (phase) {
    case 'queued':
      return [{ kind: 'in-queue' }];
    case 'connecting':
      return [{ kind: 'connecting' }];
    case 'waiting':
      return [{ kind: 'waiting', until: nextAttemptAt }];
    case 'finished':
      return [];
  }
}

/** `TLSv1.3` as people write it. */
export function tlsName(version: string): string {
  return version.replace('TLSv', 'TLS ');
}

/** What was noted of an attempt, without the name of the host that stands before it anyway. */
export function detailOf({ host, detail }: Pick<Attempt, 'host' | 'detail'>): string {
  return host !== null && detail.startsWith(`${host}: `) ? detail.slice(host.length + 2) : detail;
}

/** Which of the things that can vouch for a server did, in the order of their strength. */
export function vouching(receipt: NonNullable<Delivery['receipt']>): 'dane' | 'trust' | 'sts' | 'nothing' {
  if (receipt.trust !== null) return 'trust';
  if (receipt.dane !== null) return 'dane';
  if (receipt.sts) return 'sts';
  return 'nothing';
}
