/** What a try means for each recipient, in the worker's own words; conclusion.ts draws the consequences. */
import { replyText } from '../../shared/policy/judge.ts';
import type { Reason } from '../../shared/policy/reason.ts';
import type { TlsResult } from '../../shared/policy/tls-result.ts';
import type { RecipientResult } from '../../shared/smtp/transaction.ts';
import type { AttemptRecord, Receipt } from '../../shared/store/delivery.ts';

export type RecipientOutcome =
  | { readonly kind: 'delivered'; readonly status: string; readonly detail: string }
  | {
      readonly kind: 'bounced';
      readonly reason: Reason;
      readonly status: string;
      readonly detail: string;
    }
  | {
      readonly kind: 'deferred';
      readonly reason: Reason | null;
      readonly status: string;
      readonly detail: string;
      readonly shortCap: boolean;
      /** Through a fault of ours. @default false */
      readonly ownFault?: boolean;
    };

export interface TryResult {
  readonly attempts: readonly AttemptRecord[];
  /** One per recipient that was tried. */
  readonly outcomes: ReadonlyMap<string, RecipientOutcome>;
  readonly receipt: Receipt | null;
  /** Whether a server was told anything of the message (MAIL FROM or more). */
  readonly exposed: boolean;
  /** What the connections count as in TLS reports (RFC 8460). */
  readonly tlsResults: readonly TlsResult[];
}

/** The same outcome for everybody. */
export function forAll(
  recipients: readonly string[],
  outcome: RecipientOutcome,
): Map<string, RecipientOutcome> {
  return new Map(recipients.map((recipient) => [recipient, outcome]));
}

/** What a server's answer means for the recipient it is about. */
export function outcomeOf(result: RecipientResult): RecipientOutcome {
  switch (result.kind) {
    case 'accepted':
      return { kind: 'delivered', status: result.reply.status ?? '2.0.0', detail: replyText(result.reply) };
    case 'refused':
      return {
        kind: 'bounced',
        reason: 'recipient-refused',
        status: result.reply.status ?? '5.0.0',
        detail: replyText(result.reply),
      };
    case 'deferred':
      return {
        kind: 'deferred',
        reason: null,
        status: result.reply?.status ?? '4.4.2',
        detail: result.reply === null ? result.detail : replyText(result.reply),
        shortCap: false,
      };
  }
}

/** There is nowhere to deliver to. */
export function noMailServer(status: string, detail: string): Extract<RecipientOutcome, { kind: 'bounced' }> {
  return { kind: 'bounced', reason: 'no-mail-server', status, detail };
}
