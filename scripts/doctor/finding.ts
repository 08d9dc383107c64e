/**
 * What the doctor says: one finding per check, in words, with the records to add under it. Each file of this
 * folder that judges is a pure function from what was seen to findings; looking is in dns.ts and mail-server.ts.
 */

/** `unseen`: the check could not be made, which is never taken for "all is well". */
export type Verdict = 'ok' | 'missing' | 'wrong' | 'warning' | 'unseen';

export interface Finding {
  readonly verdict: Verdict;
  /** What was looked at, in a word or two: `MX`, `SPF`, … */
  readonly check: string;
  /** The domain, host or address it is about. */
  readonly about: string;
  /** What was seen, and what to do. */
  readonly words: string;
  /** Records to add, in zone-file form. */
  readonly records: readonly string[];
}

export type Say = (verdict: Verdict, words: string, records?: readonly string[]) => Finding;

/** Begins the findings of one check. */
export function about(check: string, subject: string): Say {
  return (verdict, words, records = []) => ({ verdict, check, about: subject, words, records });
}

/** Whether a deployment with this among its findings is not as it should be. */
export function isTrouble({ verdict }: Finding): boolean {
  return verdict === 'missing' || verdict === 'wrong' || verdict === 'unseen';
}
