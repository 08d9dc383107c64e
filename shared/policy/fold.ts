/**
 * From the outcomes of all hosts to one decision for the job. The first host that meets the level gets the
 * message, so this is asked only when none did: a temporary trouble anywhere means another try, and only
 * when every host failed for good does the message come back.
 */
import type { HostOutcome } from './judge.ts';
import type { Reason } from './reason.ts';

export type NotMetOutcome = Exclude<HostOutcome, { kind: 'met' }>;

export type Fold =
  | {
      readonly kind: 'retry';
      readonly shortCap: boolean;
      readonly reason: Reason | null;
      readonly status: string;
      readonly detail: string;
      /** A fault of ours has a part in it: then this is no reason to give up, however long it lasts. */
      readonly ownFault: boolean;
    }
  | { readonly kind: 'bounce'; readonly reason: Reason; readonly status: string; readonly detail: string };

const hasNoRoute = (outcome: NotMetOutcome): boolean =>
  outcome.kind === 'temporary' && outcome.ours === 'no-route';

/**
 * Takes the outcomes in the order in which hosts were tried (never empty). A bounce names the reason of the
 * most preferred host that failed by policy: that is the one its administrator should look at.
 */
export function foldHosts(outcomes: readonly NotMetOutcome[]): Fold {
  const withRoute = outcomes.filter((outcome) => !hasNoRoute(outcome));
  // Only addresses that we have no way to: our network is at fault, not the recipient's.
  const considered = withRoute.length > 0 ? withRoute : outcomes;
  const temporaries = considered.filter((outcome) => outcome.kind === 'temporary');
  const [firstTemporary] = temporaries;
  if (firstTemporary !== undefined) {
    const shortCap = temporaries.every((outcome) => outcome.shortCap);
    const ownFault = temporaries.some((outcome) => outcome.ours !== undefined);
    const { reason, status, detail } = firstTemporary;
    return { kind: 'retry', shortCap, reason, status, detail, ownFault };
  }
  const policy = considered.find((outcome) => outcome.kind === 'policy');
  if (policy !== undefined) {
    return { kind: 'bounce', reason: policy.reason, status: policy.status, detail: policy.detail };
  }
  const refused = considered.find((outcome) => outcome.kind === 'refused');
  if (refused === undefined) throw new Error('foldHosts needs at least one outcome');
  const reason: Reason = refused.reply === null ? 'no-mail-server' : 'recipient-refused';
  return { kind: 'bounce', reason, status: refused.status, detail: refused.detail };
}
