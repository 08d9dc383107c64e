/**
 * One try at one job: the recipient domain's hosts in MX order, one connection per address, until one meets
 * the owner's level and takes the message. What each observation means is decided by shared/policy; this
 * file walks, and keeps the record of the walk.
 */
import type { BlockList } from 'node:net';

import { resolveMxHosts, type MxHost } from '../../shared/dns/mx-hosts.ts';
import type { Resolver } from '../../shared/dns/resolver.ts';
import { foldHosts, type NotMetOutcome } from '../../shared/policy/fold.ts';
import {
  judge,
  replyText,
  type DaneFinding,
  type Observation,
  type Reply,
} from '../../shared/policy/judge.ts';
import { isAvailable, type Level } from '../../shared/policy/level.ts';
import { openSession, type EncryptedSession, type Timeouts } from '../../shared/smtp/session.ts';
import { sendMessage, type Envelope, type Transaction } from '../../shared/smtp/transaction.ts';
import type { AttemptRecord, Delivery, Receipt } from '../../shared/store/deliveries.ts';
import type { Evidence } from '../../shared/tls/evidence.ts';
import { connectionsOf, type Connection } from './connections.ts';
import { forAll, noMailServer, outcomeOf, type RecipientOutcome, type TryResult } from './outcome.ts';

export interface TryOptions {
  readonly resolver: Resolver;
  readonly clientName: string;
  readonly port: number;
  readonly allowedNetworks: BlockList;
  readonly timeouts: Timeouts;
  /** Milliseconds since the epoch; the try ends before it. */
  readonly deadline: number;
  readonly mayComplete: () => Promise<boolean>;
}

/** DNSSEC is not validated yet: nothing is proven, and nothing is made weaker by it. */
const NOT_LOOKED_UP: DaneFinding = { kind: 'absent', detail: 'no DNSSEC-secure proof was looked for' };

export class LeaseLost extends Error {}

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
  readonly #attempts: AttemptRecord[] = [];
  readonly #notMet: NotMetOutcome[] = [];
  #exposed = false;

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
  }

  async run(): Promise<TryResult> {
    const { domain, level } = this.#delivery;
    if (!isAvailable(level)) {
      return this.#withoutConnection({
        kind: 'bounced',
        reason: 'level-not-available',
        status: '5.7.4',
        detail: `the level ${level} cannot be proven by this version, so nothing was sent`,
      });
    }
    const resolved = await resolveMxHosts(domain, this.#options.resolver);
    switch (resolved.kind) {
      case 'failed':
        return this.#withoutConnection({
          kind: 'deferred',
          reason: null,
          status: '4.4.3',
          detail: resolved.detail,
          shortCap: false,
        });
      case 'no-domain':
        return this.#withoutConnection(noMailServer('5.1.2', `the domain ${domain} does not exist`));
      case 'null-mx':
        return this.#withoutConnection(
          noMailServer('5.1.10', `${domain} says that it takes no mail (null MX, RFC 7505)`),
        );
      case 'no-hosts':
        return this.#withoutConnection(noMailServer('5.1.2', resolved.detail));
      case 'hosts':
        return this.#walk(resolved.hosts);
    }
  }

  #withoutConnection(outcome: Exclude<RecipientOutcome, { kind: 'delivered' }>): TryResult {
    const kind = outcome.kind === 'deferred' ? 'temporary' : 'refused';
    this.#attempts.push(
      attemptRecord({ host: null, address: null }, kind, outcome.detail, { reason: outcome.reason }),
    );
    return this.#result(forAll(this.#envelope.recipients, outcome), null);
  }

  #result(outcomes: ReadonlyMap<string, RecipientOutcome>, receipt: Receipt | null): TryResult {
    return { attempts: this.#attempts, outcomes, receipt, exposed: this.#exposed };
  }

  #note(level: Level, seen: Exclude<Observation, { kind: 'encrypted' }>): void {
    const outcome = judge(level, seen);
    if (outcome.kind === 'met') throw new Error('an unencrypted connection cannot meet a level');
    this.#notMet.push(outcome);
    const reason = outcome.kind === 'refused' ? 'recipient-refused' : outcome.reason;
    this.#attempts.push(attemptRecord(seen, outcome.kind, outcome.detail, { reason, smtp: replyIn(seen) }));
  }

  async #walk(hosts: readonly MxHost[]): Promise<TryResult> {
    const { level } = this.#delivery;
    const { connections, known } = connectionsOf(hosts, this.#options.allowedNetworks);
    for (const seen of known) if (seen.kind !== 'encrypted') this.#note(level, seen);
    for (const connection of connections) {
      if (Date.now() >= this.#options.deadline) {
        const detail = 'there was no time left to try this host';
        this.#note(level, { kind: 'unreachable', ...connection, detail });
        continue;
      }
      const opened = await openSession({ ...connection, port: this.#options.port }, this.#options);
      if (opened.session === null) {
        this.#note(level, opened.observation);
        continue;
      }
      const outcome = judge(level, { ...opened.observation, dane: NOT_LOOKED_UP });
      if (outcome.kind !== 'met') {
        opened.session.channel.quit();
        this.#notMet.push(outcome);
        const reason = outcome.kind === 'refused' ? 'recipient-refused' : outcome.reason;
        const { tls } = opened.observation;
        this.#attempts.push(attemptRecord(connection, outcome.kind, outcome.detail, { reason, tls }));
        continue;
      }
      const result = await this.#send(connection, opened.session, outcome.evidence);
      if (result !== null) return result;
    }
    return this.#folded();
  }

  #folded(): TryResult {
    const fold = foldHosts(this.#notMet);
    const { status, detail } = fold;
    const outcome: RecipientOutcome =
      fold.kind === 'retry'
        ? { kind: 'deferred', reason: fold.reason, status, detail, shortCap: fold.shortCap }
        : { kind: 'bounced', reason: fold.reason, status, detail };
    return this.#result(forAll(this.#envelope.recipients, outcome), null);
  }

  /** Null where the session ended without an answer: the next host may do better. */
  async #send(
    connection: Connection,
    session: EncryptedSession,
    evidence: Evidence,
  ): Promise<TryResult | null> {
    const transaction = await sendMessage(session, this.#envelope, await this.#message(), this.#options);
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
        const outcome: RecipientOutcome = { kind: 'bounced', reason, status: status[reason], detail };
        return this.#result(forAll(this.#envelope.recipients, outcome), null);
      }
      case 'answered':
        return this.#answered(connection, evidence, transaction);
    }
  }

  #answered(
    connection: Connection,
    evidence: Evidence,
    { results }: Extract<Transaction, { kind: 'answered' }>,
  ): TryResult {
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
        }
      : null;
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
  return new Walk(delivery, envelope, message, options).run();
}
