/**
 * The record of one try: every attempt in its order, what kept the message from each host, and, where no host has
 * taken it, what follows from all of that (shared/policy/fold.ts). It is told; try.ts walks from host to host.
 */
import { foldHosts, type NotMetOutcome } from '../../shared/policy/fold.ts';
import {
  judge,
  replyText,
  type Demand,
  type HostOutcome,
  type Observation,
  type Reply,
} from '../../shared/policy/judge.ts';
import type { TlsResult } from '../../shared/policy/tls-result.ts';
import type { Transaction } from '../../shared/smtp/transaction.ts';
import type { AttemptRecord, Receipt } from '../../shared/store/delivery.ts';
import type { Evidence } from '../../shared/tls/evidence.ts';
import { forAll, noMailServer, outcomeOf, type RecipientOutcome, type TryResult } from './outcome.ts';

export interface Connection {
  readonly host: string;
  readonly address: string;
}

function attemptRecord(
  place: { readonly host: string | null; readonly address: string | null },
  outcome: AttemptRecord['outcome'],
  detail: string,
  more: Partial<Pick<AttemptRecord, 'reason' | 'smtp' | 'tls'>> = {},
): AttemptRecord {
  const { host, address } = place;
  return {
    at: new Date().toISOString(),
    host,
    address,
    outcome,
    reason: null,
    smtp: null,
    tls: null,
    detail,
    ...more,
  };
}

function replyIn(seen: Observation): Reply | null {
  return 'reply' in seen ? seen.reply : null;
}

export class TryRecord {
  readonly #demand: Demand;
  readonly #recipients: readonly string[];
  readonly #attempts: AttemptRecord[] = [];
  readonly #notMet: NotMetOutcome[] = [];
  readonly #tlsResults: TlsResult[] = [];
  #exposed = false;
  /** What the first server said that took nobody for now: the next one may (RFC 5321 section 5.1). */
  #deferrals: ReadonlyMap<string, RecipientOutcome> | null = null;
  /** The first server that met the level and lacks an extension that the message needs. */
  #unsuited: RecipientOutcome | null = null;

  /** `recipients`: all that are tried for. */
  constructor(demand: Demand, recipients: readonly string[]) {
    this.#demand = demand;
    this.#recipients = recipients;
  }

  /** Something of the message leaves the house now. */
  expose(): void {
    this.#exposed = true;
  }

  /** For TLS reports. */
  countTls(result: TlsResult): void {
    this.#tlsResults.push(result);
  }

  /** An observation that does not meet the demand. */
  note(seen: Observation, outcome: HostOutcome = judge(this.#demand, seen)): void {
    if (outcome.kind === 'met') throw new Error('what meets the level is sent, not noted');
    this.#notMet.push(outcome);
    const refusal =
      outcome.kind === 'refused' && outcome.reply !== null ? 'recipient-refused' : 'no-mail-server';
    const reason = outcome.kind === 'refused' ? refusal : outcome.reason;
    const tls = seen.kind === 'encrypted' ? seen.tls : null;
    this.#attempts.push(
      attemptRecord(seen, outcome.kind, outcome.detail, { reason, smtp: replyIn(seen), tls }),
    );
  }

  /** The connection was lost before the message was given away. */
  noteBroken(connection: Connection, { tls }: Evidence, why: string): void {
    const detail = `${connection.host}: ${why}`;
    this.#notMet.push({ kind: 'temporary', reason: null, status: '4.4.2', detail, shortCap: false });
    this.#attempts.push(attemptRecord(connection, 'temporary', detail, { tls }));
  }

  /** The server meets the level, and lacks an extension that the message needs. */
  noteUnsuited(
    connection: Connection,
    { tls }: Evidence,
    { lacks: reason, detail }: Extract<Transaction, { kind: 'unsuited' }>,
  ): void {
    this.#attempts.push(attemptRecord(connection, 'refused', detail, { reason, tls }));
    const status = { 'needs-8bitmime': '5.6.3', 'needs-smtputf8': '5.6.7', 'message-too-large': '5.3.4' };
    this.#unsuited ??= { kind: 'bounced', reason, status: status[reason], detail };
  }

  /** What a server answered for each recipient. Null where it took nobody for now: another host may do better. */
  answered(
    connection: Connection,
    evidence: Evidence,
    { results, digests }: Extract<Transaction, { kind: 'answered' }>,
  ): TryResult | null {
    const outcomes = new Map([...results].map(([recipient, result]) => [recipient, outcomeOf(result)]));
    const values = [...results.values()];
    const accepted = values.find((result) => result.kind === 'accepted');
    const telling = accepted ?? values.find((result) => result.kind === 'deferred') ?? values[0];
    const reply = telling?.reply ?? null;
    const outcome = accepted ? 'met' : telling?.kind === 'deferred' ? 'temporary' : 'refused';
    const words = reply === null ? 'the connection was lost after the end of the message' : replyText(reply);
    const reason = outcome === 'refused' ? 'recipient-refused' : null;
    this.#attempts.push(
      attemptRecord(connection, outcome, `${connection.host}: ${words}`, {
        reason,
        smtp: reply,
        tls: evidence.tls,
      }),
    );
    const receipt: Receipt | null = accepted
      ? {
          at: new Date().toISOString(),
          ...connection,
          level: this.#demand.level,
          ...evidence,
          reply: replyText(accepted.reply),
          recipients: [...results].flatMap(([recipient, { kind }]) =>
            kind === 'accepted' ? [recipient] : [],
          ),
          ...(digests !== null && { messageSha256: digests.sent, acceptedSha256: digests.accepted }),
        }
      : null;
    // Nobody was taken, and nothing is open about that: another host may do better.
    if (values.every((result) => result.kind === 'deferred' && result.reply !== null)) {
      this.#deferrals ??= outcomes;
      return null;
    }
    return this.#result(outcomes, receipt);
  }

  /** The domain has no mail server at all. */
  nowhere(status: string, detail: string): TryResult {
    const outcome = noMailServer(status, detail);
    const { reason } = outcome;
    this.#attempts.push(attemptRecord({ host: null, address: null }, 'refused', detail, { reason }));
    return this.#result(forAll(this.#recipients, outcome), null);
  }

  /** No host has taken the message. What a server answered to it says more than what kept us from others. */
  folded(): TryResult {
    if (this.#deferrals !== null) return this.#result(this.#deferrals, null);
    const fold = this.#notMet.length === 0 ? null : foldHosts(this.#notMet);
    if (this.#unsuited !== null && fold?.kind !== 'retry') {
      return this.#result(forAll(this.#recipients, this.#unsuited), null);
    }
    if (fold === null) throw new Error('a try without any outcome');
    const { status, detail } = fold;
    const outcome: RecipientOutcome =
      fold.kind === 'retry'
        ? {
            kind: 'deferred',
            reason: fold.reason,
            status,
            detail,
            shortCap: fold.shortCap,
            ownFault: fold.ownFault,
          }
        : { kind: 'bounced', reason: fold.reason, status, detail };
    return this.#result(forAll(this.#recipients, outcome), null);
  }

  #result(outcomes: ReadonlyMap<string, RecipientOutcome>, receipt: Receipt | null): TryResult {
    return {
      attempts: this.#attempts,
      outcomes,
      receipt,
      exposed: this.#exposed,
      tlsResults: this.#tlsResults,
    };
  }
}
