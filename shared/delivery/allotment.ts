/** The time that one invocation of a function has, divided up. Milliseconds since the epoch. */
export interface Allotment {
  /** Work on the network ends here, so that its result can still be written. */
  readonly deadline: number;
  /** A lease taken in the invocation lasts until here: no invocation lives longer. */
  readonly leaseUntil: number;
}

/** Kept back for settling and for what follows it: this much, or a fifth of a short invocation. */
const RESERVE_MILLISECONDS = 10_000;
/** The lease outlives the invocation by this much: clocks differ a little. */
const LEASE_MARGIN_MILLISECONDS = 2000;

/** Takes what Lambda says is left of the invocation. */
export function allot(now: number, remaining: number): Allotment {
  const end = now + remaining;
  return {
    deadline: end - Math.min(RESERVE_MILLISECONDS, remaining / 5),
    leaseUntil: end + LEASE_MARGIN_MILLISECONDS,
  };
}
