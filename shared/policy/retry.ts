/**
 * When to try again, and when to stop (RFC 5321 section 4.5.4.1). Pure: clock and chance are arguments.
 * Times are milliseconds since the epoch, durations milliseconds.
 */

export interface RetryPolicy {
  /** Waits between tries; the last one repeats. Never empty. */
  readonly schedule: readonly number[];
  readonly lifetime: number;
  readonly delayNoticeAfter: number;
}

/** A handshake that is cut, reset or timed out is worth this many tries before it counts as a policy failure. */
export const SHORT_CAP_TRIES = 3;
const SHORT_CAP_WAIT = 60_000;

export interface RetryState {
  readonly createdAt: number;
  readonly now: number;
  /** Tries so far, the one that has just failed included. */
  readonly tries: number;
  /** Of these, how many in a row ended under the short cap, the last one included; 0 where it did not. */
  readonly shortCapTries: number;
  readonly delayNoticeSent: boolean;
  /** The last try failed through a fault of ours: then nobody's mail comes back for the time it took. @default false */
  readonly ownFault?: boolean;
}

export type RetryDecision =
  | { readonly kind: 'retry'; readonly at: number; readonly delayNotice: boolean }
  | { readonly kind: 'give-up'; readonly why: 'short-cap' | 'lifetime' };

/** How much a wait is stretched at most, so that jobs which failed together do not come back together. */
const JITTER = 0.2;

/**
 * Decides after a temporary failure. `chance` is in [0, 1). A try is put at the very moment when the delay
 * notice falls due and at the end of the lifetime, so that neither is late by a long wait.
 */
export function decideRetry(state: RetryState, policy: RetryPolicy, chance: number): RetryDecision {
  if (state.shortCapTries >= SHORT_CAP_TRIES && state.ownFault !== true)
    return { kind: 'give-up', why: 'short-cap' };
  const end = state.createdAt + policy.lifetime;
  const late = state.now >= end;
  if (late && state.ownFault !== true) return { kind: 'give-up', why: 'lifetime' };
  const last = policy.schedule.length - 1;
  const scheduled = policy.schedule[Math.min(state.tries - 1, last)] ?? SHORT_CAP_WAIT;
  const wait = state.shortCapTries > 0 ? Math.min(scheduled, SHORT_CAP_WAIT) : scheduled;
  const delayNoticeDue = state.createdAt + policy.delayNoticeAfter;
  const delayNotice = !state.delayNoticeSent && state.now >= delayNoticeDue;
  const moments = [state.now + Math.round(wait * (1 + JITTER * chance)), ...(late ? [] : [end])];
  if (!state.delayNoticeSent && !delayNotice) moments.push(delayNoticeDue);
  return { kind: 'retry', at: Math.min(...moments), delayNotice };
}
