/** Which look a state or a verdict has. */
import type { components } from '../api/schema.d.ts';
import type { BadgeKind } from '../design/surface.tsx';

type Schemas = components['schemas'];
export type Level = Schemas['Alias']['level'];
export type DeliveryState = Schemas['Delivery']['state'];
export type Verdict = Schemas['Check']['levels']['encrypt']['verdict'];

export const LEVELS = ['encrypt', 'dane-only', 'verify'] as const satisfies readonly Level[];

export const STATE_KIND: Readonly<Record<DeliveryState, BadgeKind>> = {
  queued: 'neutral',
  delayed: 'waiting',
  delivered: 'good',
  bounced: 'bad',
  mixed: 'bad',
};

export const VERDICT_KIND: Readonly<Record<Verdict, BadgeKind>> = {
  met: 'good',
  policy: 'bad',
  temporary: 'waiting',
};
