/**
 * The queues' settings, as rules: one place for the local system and for the CDK app.
 *
 * What a crash costs. A message that a function was given is hidden from all others for its queue's visibility
 * timeout, and comes back after it where the function died: until then nothing happens to that mail. Promised are
 * five minutes at most, so the function's own timeout has to be a little shorter (docs/decisions/0033).
 */

/** What one crash may cost. */
const PROMISED_SECONDS = 300;
/**
 * Longer than an invocation and its lease last (shared/delivery/allotment.ts), by a ninth: for the time between a
 * receive and the invocation. Not six, as AWS advises: that is for batches that are throttled.
 */
const VISIBILITY_PER_TIMEOUT = 10 / 9;

/**
 * Receives after which a message is among the dead letters. Ordinary retries are messages of their own; what counts
 * here are crashes, faults of ours, and receives that were throttled before they came to a function. At 200 seconds
 * each, a hundred of them last for five and a half hours.
 */
export const MOST_RECEIVES = 100;

/** The longest timeout of a function that works on a queue, in seconds. */
export const LONGEST_TIMEOUT = Math.floor((PROMISED_SECONDS * 9) / 10);

/** For how many seconds a queue hides what its function has been given. */
export function visibilityFor(timeoutSeconds: number): number {
  return Math.ceil(timeoutSeconds * VISIBILITY_PER_TIMEOUT);
}
