/**
 * One try at one job: the recipient domain's hosts in MX order, one connection per address, until one meets
 * the owner's level and takes the message. What is known before a connection, and what one shows, comes from
 * shared/next-hop; what it means is decided by shared/policy; try-record.ts remembers it; this file walks.
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
import { judge, type Demand, type Observation } from '../../shared/policy/judge.ts';
import type { EncryptedSession } from '../../shared/smtp/session.ts';
import { reserveForAnswer, sendMessage, type Envelope } from '../../shared/smtp/transaction.ts';
import type { Delivery } from '../../shared/store/delivery.ts';
import type { Evidence } from '../../shared/tls/evidence.ts';
import type { TryResult } from './outcome.ts';
import { TryRecord, type Connection } from './try-record.ts';

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

class Walk {
  readonly #delivery: Delivery;
  readonly #envelope: Envelope;
  readonly #message: () => Promise<readonly Buffer[]>;
  readonly #options: TryOptions;
  readonly #demand: Demand;
  readonly #record: TryRecord;

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
    this.#record = new TryRecord(this.#demand, envelope.recipients);
  }

  async run(): Promise<TryResult> {
    const { domain, level } = this.#delivery;
    const nextHop = await lookUpNextHop(domain, [level], this.#options);
    switch (nextHop.kind) {
      case 'failed': {
        const { detail, ownFault } = nextHop;
        if (ownFault) this.#options.alarm(detail);
        const failed: Observation = { kind: 'lookup-failed', host: domain, address: null, detail, ownFault };
        this.#record.note(beforeAnyConnection(level, nextHop) ?? failed);
        return this.#record.folded();
      }
      case 'no-domain':
        return this.#record.nowhere('5.1.2', `the domain ${domain} does not exist`);
      case 'null-mx':
        return this.#record.nowhere('5.1.10', `${domain} says that it takes no mail (null MX, RFC 7505)`);
      case 'no-hosts':
        return this.#record.nowhere('5.1.2', nextHop.detail);
      case 'hosts':
        return this.#walk(nextHop);
    }
  }

  async #walk(nextHop: NextHopHosts): Promise<TryResult> {
    const settled = beforeAnyConnection(this.#demand.level, nextHop);
    if (settled !== null) {
      this.#record.note(settled);
      return this.#record.folded();
    }
    for (const seen of nextHop.known) {
      if (seen.kind === 'lookup-failed' && seen.ownFault) this.#options.alarm(seen.detail);
      this.#record.note(seen);
    }
    for (const [index, route] of nextHop.routes.entries()) {
      const result = await this.#try(route, nextHop, nextHop.routes.length - index);
      if (result !== null) return result;
    }
    return this.#record.folded();
  }

  /** One connection; null where it did not take the message. `left`: how many there are to try, this one included. */
  async #try(route: Route, nextHop: NextHopHosts, left: number): Promise<TryResult | null> {
    const { host, address, dane } = route;
    if (dane.kind === 'failed' && dane.ownFault) this.#options.alarm(dane.detail);
    const settled = beforeConnecting(this.#demand.level, route);
    if (settled !== null) {
      this.#record.note(settled);
      return null;
    }
    if (Date.now() >= this.#options.deadline) {
      const detail = 'there was no time left to try this host';
      this.#record.note({ kind: 'unreachable', host, address, detail });
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
      this.#record.note(observation, outcome);
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
    if (result !== null) this.#record.countTls(result);
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
    if (transaction.kind !== 'unsuited') this.#record.expose();
    switch (transaction.kind) {
      case 'lease-lost':
        throw new LeaseLost();
      case 'broken':
        this.#record.noteBroken(connection, evidence, transaction.detail);
        return null;
      case 'unsuited':
        this.#record.noteUnsuited(connection, evidence, transaction);
        return null;
      case 'answered':
        return this.#record.answered(connection, evidence, transaction);
    }
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
