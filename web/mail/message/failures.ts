/** What of a delivery came back, why, and what one can do: the same sentences as in the notice itself. Pure. */
import { whyOfEnd } from '../../../shared/mail/words/recipient-why.ts';
import { ADVICE, CAUSED_BY_SETTING, type Advice, type Why } from '../../../shared/mail/words/words.ts';
import type { Delivery } from '../../deliveries/steps.ts';

export interface Failures {
  readonly failures: readonly { readonly address: string; readonly why: Why }[];
  /** Each once, in the order of the first reason that gives it. */
  readonly advice: readonly Advice[];
  /** Whether the owner's setting has to do with it. */
  readonly isSetting: boolean;
}

export function failuresOf(delivery: Delivery): Failures {
  const { attempts, createdAt, finishedAt, recipients } = delivery;
  const encrypted = (attempts.at(-1)?.tls ?? null) !== null;
  const tried = finishedAt === null ? 0 : Date.parse(finishedAt) - Date.parse(createdAt);
  const failures = recipients
    .filter(({ state }) => state === 'bounced')
    .map(({ address, reason, status, detail }) => ({
      address,
      why: whyOfEnd({ reason, status, detail, encrypted, tried }),
    }));
  return {
    failures,
    advice: [...new Set(failures.flatMap(({ why }) => ADVICE[why.key]))],
    isSetting: failures.some(({ why }) => CAUSED_BY_SETTING.has(why.key)),
  };
}
