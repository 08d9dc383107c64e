/**
 * The organisation's own mail server, for HOME_DELIVERY=smtp(s)://…: one message offered to it once, over
 * TLS that is verified in full (RFC 6125: chain to a public or the named private authority, in date, naming
 * the host that the operator configured). The server is the operator's and its name is configuration, so
 * there is no MX lookup and no opportunistic anything: what cannot be verified gets nothing, not even the
 * envelope, and waits.
 *
 * What the server says against the session (greeting, STARTTLS, certificate) is a matter of its set-up and
 * therefore temporary; only what it says against this message is final. That it does not offer what this message
 * needs, REQUIRETLS among it, is such an answer, too.
 */
import type { Observation } from '../../shared/policy/judge.ts';
import { replyText } from '../../shared/policy/judge.ts';
import type { Reason } from '../../shared/policy/reason.ts';
import {
  type EncryptedObservation,
  openSession,
  type EncryptedSession,
  type Extensions,
  type Timeouts,
} from '../../shared/smtp/session.ts';
import {
  reserveForAnswer,
  sendMessage,
  type Envelope,
  type MissingCapability,
} from '../../shared/smtp/transaction.ts';
import type { AttemptRecord, Receipt } from '../../shared/store/delivery.ts';

export interface HomeServer {
  /** The name to verify. */
  readonly host: string;
  readonly port: number;
  /** TLS from the first octet; otherwise STARTTLS, without which nothing is sent. */
  readonly implicitTls: boolean;
  /** PEM of the private authorities, or null for the public ones. */
  readonly authorities: string | null;
  /** Our own name in EHLO. */
  readonly clientName: string;
  readonly timeouts: Timeouts;
  /** Addresses of a host, in the order in which to try them. May throw: then nothing is known. */
  readonly lookUp: (host: string) => Promise<readonly string[]>;
}

export type HomeAnswer =
  | {
      readonly kind: 'delivered';
      readonly status: string;
      readonly detail: string;
      /** Null where the way home shows no connection of which there could be one. */
      readonly receipt: Receipt | null;
    }
  | {
      readonly kind: 'refused';
      readonly reason: Reason;
      readonly status: string;
      readonly detail: string;
    }
  | {
      readonly kind: 'deferred';
      readonly status: string;
      readonly detail: string;
      /** The server is not set up so that we may give it mail: nothing improves until an operator looks. */
      readonly misconfigured: boolean;
    }
  | { readonly kind: 'lease-lost' };

export interface Offer {
  readonly envelope: Envelope;
  /** Octets in pieces. */
  readonly message: readonly Buffer[];
}

/** Makes the message ready for a server that offers these extensions. */
export type Prepare = (offered: Extensions) => Promise<Offer>;

export interface OfferOptions {
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Asked right before the final dot. */
  readonly mayComplete: () => Promise<boolean>;
  /** @default what `reserveForAnswer` gives before the first address is asked */
  readonly answerReserve?: number;
}

export interface Offered {
  readonly answer: HomeAnswer;
  readonly attempts: readonly AttemptRecord[];
}

type Deferred = Extract<HomeAnswer, { kind: 'deferred' }>;

const STATUS_OF_LACK: Readonly<Record<MissingCapability, string>> = {
  'needs-8bitmime': '5.6.3',
  'needs-smtputf8': '5.6.7',
  'message-too-large': '5.3.4',
};

function deferred(status: string, detail: string, misconfigured = false): Deferred {
  return { kind: 'deferred', status, detail, misconfigured };
}

/** What it means that no encrypted session came about. Never final: it says nothing about the message. */
function withoutSession(seen: Exclude<Observation, { kind: 'encrypted' | 'dane-unavailable' }>): Deferred {
  switch (seen.kind) {
    case 'unreachable':
    case 'lookup-failed':
      return deferred('4.4.1', seen.detail);
    case 'conversation-broken':
      return deferred('4.4.2', seen.detail);
    case 'handshake-broken':
      return deferred('4.7.5', `${seen.host}: ${seen.detail}`);
    case 'starttls-deferred':
      return deferred('4.7.4', `${seen.host} cannot do STARTTLS right now: ${replyText(seen.reply)}`);
    case 'greeting-refused': {
      const detail = `${seen.host} turned us away before any mail: ${replyText(seen.reply)}`;
      return deferred('4.3.2', detail, seen.reply.code >= 500);
    }
    case 'starttls-missing':
      return deferred('4.7.4', `${seen.host} offers no STARTTLS`, true);
    case 'starttls-refused':
      return deferred('4.7.4', `${seen.host} refused STARTTLS: ${replyText(seen.reply)}`, true);
    case 'tls-unacceptable':
      return deferred('4.7.5', `${seen.host}: ${seen.detail}`, true);
    case 'address-not-allowed':
      return deferred('4.4.4', `${seen.host} has an address that no mail is sent to`, true);
    case 'domain-not-listed':
      return deferred('4.7.5', seen.detail, true);
  }
}

/** What the delivery remembers of one address asked. */
export function attemptOf(
  server: Pick<HomeServer, 'host'>,
  address: string | null,
  answer: HomeAnswer,
): AttemptRecord {
  const at = new Date().toISOString();
  const place = { at, host: server.host, address, smtp: null, tls: null };
  switch (answer.kind) {
    case 'delivered':
      return {
        ...place,
        outcome: 'met',
        reason: null,
        detail: answer.detail,
        tls: answer.receipt?.tls ?? null,
      };
    case 'refused':
      return { ...place, outcome: 'refused', reason: answer.reason, detail: answer.detail };
    case 'deferred':
      return { ...place, outcome: 'temporary', reason: null, detail: answer.detail };
    case 'lease-lost':
      return { ...place, outcome: 'temporary', reason: null, detail: 'another worker has taken over' };
  }
}

/** Gives the answer of one address, and whether another address may be asked after it. */
async function offerTo(
  server: HomeServer,
  address: string,
  prepare: Prepare,
  options: OfferOptions,
): Promise<{ readonly answer: HomeAnswer; readonly last: boolean }> {
  const { host, port, implicitTls, authorities, clientName, timeouts } = server;
  const target = { host, address, port, implicitTls, ...(authorities === null ? {} : { authorities }) };
  const { deadline } = options;
  const { observation, session } = await openSession(target, { clientName, timeouts, deadline });
  if (session === null) return { answer: withoutSession(observation), last: false };
  if (session.verificationFailure !== null) {
    session.channel.quit();
    const detail = `${host}: its certificate does not verify (${session.verificationFailure})`;
    return { answer: deferred('4.7.5', detail, true), last: false };
  }
  return transact(session, observation, await prepared(session, prepare), { ...options, timeouts });
}

/** Makes the message ready while the session waits; a fault of ours on the way must not leave it open. */
async function prepared(session: EncryptedSession, prepare: Prepare): Promise<Offer> {
  try {
    return await prepare(session.extensions);
  } catch (error) {
    session.channel.quit();
    throw error;
  }
}

async function transact(
  session: EncryptedSession,
  seen: EncryptedObservation,
  { envelope, message }: Offer,
  options: OfferOptions & { readonly timeouts: Timeouts },
): Promise<{ readonly answer: HomeAnswer; readonly last: boolean }> {
  const { host, address } = seen;
  // RFC 8689 section 4.2.1: nothing of the message is shown to a server that does not offer it.
  if (envelope.requireTls === true && !session.extensions.has('REQUIRETLS')) {
    session.channel.quit();
    const detail = `${host} does not offer REQUIRETLS`;
    return { answer: { kind: 'refused', reason: 'requiretls', status: '5.7.30', detail }, last: true };
  }
  const transaction = await sendMessage(session, envelope, () => Promise.resolve(message), options);
  switch (transaction.kind) {
    case 'lease-lost':
      return { answer: { kind: 'lease-lost' }, last: true };
    case 'broken':
      return { answer: deferred('4.4.2', `${host}: ${transaction.detail}`), last: false };
    case 'unsuited': {
      const { lacks: reason, detail } = transaction;
      return { answer: { kind: 'refused', reason, status: STATUS_OF_LACK[reason], detail }, last: true };
    }
    case 'answered':
      break;
  }
  const [result] = transaction.results.values();
  if (result === undefined) throw new Error('a transaction without a recipient');
  switch (result.kind) {
    case 'accepted': {
      const receipt: Receipt = {
        at: new Date().toISOString(),
        host,
        address: address ?? '',
        level: 'encrypt',
        tls: seen.tls,
        certificate: seen.certificate,
        // The name is configuration: DNS is not what proves it.
        dnssec: { mx: null, address: null, tlsa: null },
        dane: null,
        trust: { id: host, kind: 'ca' },
        sts: null,
        requireTls: envelope.requireTls === true,
        reply: replyText(result.reply),
      };
      const status = result.reply.status ?? '2.0.0';
      return { answer: { kind: 'delivered', status, detail: receipt.reply, receipt }, last: true };
    }
    case 'refused': {
      const { reply } = result;
      const status = reply.status ?? '5.0.0';
      return {
        answer: { kind: 'refused', reason: 'home-refused', status, detail: replyText(reply) },
        last: true,
      };
    }
    case 'deferred': {
      const detail = result.reply === null ? result.detail : replyText(result.reply);
      return { answer: deferred(result.reply?.status ?? '4.4.2', `${host}: ${detail}`), last: true };
    }
  }
}

/**
 * Offers one message for one recipient. `prepare` is asked for it only once a verified session stands.
 * Gives the server's answer and a record per address tried. Throws only what `prepare` or `mayComplete`
 * throw.
 */
export async function offerToHomeServer(
  server: HomeServer,
  prepare: Prepare,
  options: OfferOptions,
): Promise<Offered> {
  let addresses: readonly string[];
  try {
    addresses = await server.lookUp(server.host);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const answer = deferred('4.4.3', `the address of ${server.host} could not be looked up (${code})`);
    return { answer, attempts: [attemptOf(server, null, answer)] };
  }
  const withReserve = { answerReserve: reserveForAnswer(options.deadline), ...options };
  const attempts: AttemptRecord[] = [];
  let kept = deferred('4.4.3', `${server.host} has no address`);
  for (const address of addresses) {
    const { answer, last } = await offerTo(server, address, prepare, withReserve);
    attempts.push(attemptOf(server, address, answer));
    if (last || answer.kind !== 'deferred') return { answer, attempts };
    // The operator's attention is the most useful thing to report of several troubles.
    if (attempts.length === 1 || (answer.misconfigured && !kept.misconfigured)) kept = answer;
  }
  if (attempts.length === 0) attempts.push(attemptOf(server, null, kept));
  return { answer: kept, attempts };
}
