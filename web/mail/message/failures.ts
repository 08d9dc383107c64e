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

/** How many addresses a title names. */
const NAMED = 3;

/** Those who did not get it: a notice knows of one delivery only, and others may have got the message. */
export function namesOf(failures: Failures['failures'], andMore: (count: number) => string): string {
  const names = failures.slice(0, NAMED).map(({ address }) => address);
  const more = failures.length - names.length;
  return names.join(', ') + (more > 0 ? ` ${andMore(more)}` : '');
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
