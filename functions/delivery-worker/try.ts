/**
 * One try at one job: the recipient domain's hosts in MX order, one connection per address, until one meets
 * the owner's level and takes the message. What is known before a connection, and what one shows, comes from
 * shared/next-hop; what it means is decided by shared/policy; this file walks, and keeps the record of the walk.
 */
import { examine, type ExaminationOptions } from '../../shared/next-hop/examination.ts';
import {
  lookUpNextHop,
  type NextHopHosts,
  type NextHopSources,
  type Route,
} from '../../shared/next-hop/next-hop.ts';
import { beforeAnyConnection, beforeConnecting } from '../../shared/next-hop/shortcuts.ts';
import { tlsResultOf } from '../../shared/next-hop/tls-results.ts';
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
import type { EncryptedSession } from '../../shared/smtp/session.ts';
import {
  reserveForAnswer,
  sendMessage,
  type Envelope,
  type Transaction,
} from '../../shared/smtp/transaction.ts';
import type { AttemptRecord, Delivery, Receipt } from '../../shared/store/delivery.ts';
import type { Evidence } from '../../shared/tls/evidence.ts';
import { forAll, noMailServer, outcomeOf, type RecipientOutcome, type TryResult } from './outcome.ts';

export interface TryOptions extends NextHopSources, ExaminationOptions {
  readonly mayComplete: () => Promise<boolean>;
  /** @default what `reserveForAnswer` gives at the beginning of the try */
  readonly answerReserve?: number;
  /** Told where a lookup failed through a fault of our own: nobody's mail comes back for that. */
  readonly alarm: (detail: string) => void;
}

/** Milliseconds that a connection has at least, however many there are. */
const LEAST_SHARE = 20_000;

export class LeaseLost extends Error {}

interface Connection {
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

class Walk {
  readonly #delivery: Delivery;
  readonly #envelope: Envelope;
  readonly #message: () => Promise<readonly Buffer[]>;
  readonly #options: TryOptions;
  readonly #demand: Demand;
  readonly #attempts: AttemptRecord[] = [];
  readonly #notMet: NotMetOutcome[] = [];
  readonly #tlsResults: TlsResult[] = [];
  #exposed = false;
  /** What the first server said that took nobody for now: the next one may (RFC 5321 section 5.1). */
  #deferrals: ReadonlyMap<string, RecipientOutcome> | null = null;
  /** The first server that met the level and lacks an extension that the message needs. */
  #unsuited: RecipientOutcome | null = null;

  /** `envelope.requireTls` says whether the message asks for REQUIRETLS all the way. */
  constructor(
    delivery: Delivery,
    envelope: Envelope,
    message: () => Promise<readonly Buffer[]>,
    options: TryOptions,
  ) {
    this.#delivery = delivery;
    this.#envelope = envelope;
    this.#message = message;
    this.#options = options;
    this.#demand = { level: delivery.level, requireTls: envelope.requireTls ?? false };
  }

  async run(): Promise<TryResult> {
    const { domain, level } = this.#delivery;
    const nextHop = await lookUpNextHop(domain, [level], this.#options);
    switch (nextHop.kind) {
      case 'failed': {
        const { detail, ownFault } = nextHop;
        if (ownFault) this.#options.alarm(detail);
        const failed: Observation = { kind: 'lookup-failed', host: domain, address: null, detail, ownFault };
        this.#note(beforeAnyConnection(level, nextHop) ?? failed);
        return this.#folded();
      }
      case 'no-domain':
        return this.#nowhere('5.1.2', `the domain ${domain} does not exist`);
      case 'null-mx':
        return this.#nowhere('5.1.10', `${domain} says that it takes no mail (null MX, RFC 7505)`);
      case 'no-hosts':
        return this.#nowhere('5.1.2', nextHop.detail);
      case 'hosts':
        return this.#walk(nextHop);
    }
  }

  #nowhere(status: string, detail: string): TryResult {
    const outcome = noMailServer(status, detail);
    const { reason } = outcome;
    this.#attempts.push(attemptRecord({ host: null, address: null }, 'refused', detail, { reason }));
    return this.#result(forAll(this.#envelope.recipients, outcome), null);
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

  /** Takes an observation that does not meet the demand into the record. */
  #note(seen: Observation, outcome: HostOutcome = judge(this.#demand, seen)): void {
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

  async #walk(nextHop: NextHopHosts): Promise<TryResult> {
    const settled = beforeAnyConnection(this.#demand.level, nextHop);
    if (settled !== null) {
      this.#note(settled);
      return this.#folded();
    }
    for (const seen of nextHop.known) {
      if (seen.kind === 'lookup-failed' && seen.ownFault) this.#options.alarm(seen.detail);
      this.#note(seen);
    }
    for (const [index, route] of nextHop.routes.entries()) {
      const result = await this.#try(route, nextHop, nextHop.routes.length - index);
      if (result !== null) return result;
    }
    return this.#folded();
  }

  /** One connection; null where it did not take the message. `left`: how many there are to try, this one included. */
  async #try(route: Route, nextHop: NextHopHosts, left: number): Promise<TryResult | null> {
    const { host, address, dane } = route;
    if (dane.kind === 'failed' && dane.ownFault) this.#options.alarm(dane.detail);
    const settled = beforeConnecting(this.#demand.level, route);
    if (settled !== null) {
      this.#note(settled);
      return null;
    }
    if (Date.now() >= this.#options.deadline) {
      const detail = 'there was no time left to try this host';
      this.#note({ kind: 'unreachable', host, address, detail });
      return null;
    }
    // A host that accepts and says nothing must not use up the time of those behind it.
    const share = Math.max(LEAST_SHARE, (this.#options.deadline - Date.now()) / left);
    const deadline = Math.min(this.#options.deadline, Date.now() + share);
    const { observation, session } = await examine(route, nextHop, { ...this.#options, deadline });
    this.#count(observation, route, nextHop, session);
    const outcome = judge(this.#demand, observation);
    if (session === null || outcome.kind !== 'met') {
      session?.channel.quit();
      this.#note(observation, outcome);
      return null;
    }
    return this.#send({ host, address }, session, outcome.evidence);
  }

  /** For TLS reports; where the level does not look for the recipient's policies, there is nothing to report. */
  #count(
    observation: Observation,
    route: Route,
    nextHop: NextHopHosts,
    session: EncryptedSession | null,
  ): void {
    if (this.#demand.level === 'verify') return;
    const result = tlsResultOf(observation, route, nextHop, session?.verificationFailure ?? null);
    if (result !== null) this.#tlsResults.push(result);
  }

  /** No host has taken the message. What a server answered to it says more than what kept us from others. */
  #folded(): TryResult {
    if (this.#deferrals !== null) return this.#result(this.#deferrals, null);
    const fold = this.#notMet.length === 0 ? null : foldHosts(this.#notMet);
    if (this.#unsuited !== null && fold?.kind !== 'retry') {
      return this.#result(forAll(this.#envelope.recipients, this.#unsuited), null);
    }
    if (fold === null) throw new Error('a walk without any outcome');
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
    return this.#result(forAll(this.#envelope.recipients, outcome), null);
  }

  /** Null where this server did not take the message for anybody: the next host may do better. */
  async #send(
    connection: Connection,
    session: EncryptedSession,
    evidence: Evidence,
  ): Promise<TryResult | null> {
    // The promise travels on where the next hop keeps it, asked for or not (RFC 8689 section 4.2.1).
    const envelope: Envelope = { ...this.#envelope, requireTls: evidence.requireTls };
    const transaction = await sendMessage(session, envelope, this.#message, this.#options);
    // MAIL FROM names the owner: from here on something of the message has left.
    if (transaction.kind !== 'unsuited') this.#exposed = true;
    switch (transaction.kind) {
      case 'lease-lost':
        throw new LeaseLost();
      case 'broken': {
        const detail = `${connection.host}: ${transaction.detail}`;
        this.#notMet.push({ kind: 'temporary', reason: null, status: '4.4.2', detail, shortCap: false });
        this.#attempts.push(attemptRecord(connection, 'temporary', detail, { tls: evidence.tls }));
        return null;
      }
      case 'unsuited': {
        const { lacks: reason, detail } = transaction;
        this.#attempts.push(attemptRecord(connection, 'refused', detail, { reason, tls: evidence.tls }));
        const status = { 'needs-8bitmime': '5.6.3', 'needs-smtputf8': '5.6.7', 'message-too-large': '5.3.4' };
        this.#unsuited ??= { kind: 'bounced', reason, status: status[reason], detail };
        return null;
      }
      case 'answered':
        return this.#answered(connection, evidence, transaction);
    }
  }

  #answered(
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
          level: this.#delivery.level,
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
}

/**
 * Tries once. `message` is asked for only when a server is ready to take it. Throws `LeaseLost` where
 * another worker has taken over the job; never for anything a peer, DNS or the network does.
 */
export async function tryDelivery(
  delivery: Delivery,
  envelope: Envelope,
  message: () => Promise<readonly Buffer[]>,
  options: TryOptions,
): Promise<TryResult> {
  const answerReserve = reserveForAnswer(options.deadline);
  return new Walk(delivery, envelope, message, { answerReserve, ...options }).run();
}
