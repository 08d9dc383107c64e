/**
 * One mail transaction over an encrypted session (RFC 5321 section 3.3): MAIL, RCPT for each recipient, DATA.
 * Results are per recipient. The step that matters most for "sent once" is the final dot: right before it
 * the caller is asked whether it still holds the job, and a connection lost after it leaves the outcome
 * open (RFC 1047).
 */
import type { Reply } from '../policy/judge.ts';
import { isBroken, type Broken } from './channel.ts';
import { stuffDots } from './dot-stuffing.ts';
import { digestMessage, missingLineEnd, type MessageDigests } from './message-digest.ts';
import type { FullReply } from './replies.ts';
import type { EncryptedSession, Timeouts } from './session.ts';

export interface Envelope {
  /** Empty for the null reverse-path. */
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly eightBit: boolean;
  readonly smtpUtf8: boolean;
  /** Whether to say REQUIRETLS in MAIL (RFC 8689); the server must have offered it. @default false */
  readonly requireTls?: boolean;
}

export type RecipientResult =
  | { readonly kind: 'accepted'; readonly reply: Reply }
  | { readonly kind: 'refused'; readonly reply: Reply }
  | { readonly kind: 'deferred'; readonly reply: Reply | null; readonly detail: string };

export type MissingCapability = 'needs-8bitmime' | 'needs-smtputf8' | 'message-too-large';

export type Transaction =
  | {
      readonly kind: 'answered';
      readonly results: ReadonlyMap<string, RecipientResult>;
      /** Of the message; null where it did not come to DATA. */
      readonly digests: MessageDigests | null;
    }
  /** The session ended before any recipient had a final answer; another host may be tried. */
  | { readonly kind: 'broken'; readonly detail: string }
  /** The server lacks what the message needs; nothing was sent. */
  | { readonly kind: 'unsuited'; readonly lacks: MissingCapability; readonly detail: string }
  /** Somebody else has taken over the job; the message was not completed. */
  | { readonly kind: 'lease-lost' };

export interface TransactionOptions {
  readonly timeouts: Timeouts;
  readonly deadline: number;
  /**
   * Milliseconds that must be left to hear the answer to the final dot; see `reserveForAnswer`.
   * @default a minute
   */
  readonly answerReserve?: number;
  /** Asked right before the final dot; false ends the transaction without it. */
  readonly mayComplete: () => Promise<boolean>;
}

/** Gives the octets of a message in pieces: added header fields, then the message as accepted. */
export type MessageSource = () => Promise<readonly Buffer[]>;

const ANSWER_RESERVE = 60_000;

/** What a try that begins now keeps to hear the answer: a minute, or of a shorter one a quarter. */
export function reserveForAnswer(deadline: number): number {
  return Math.min(ANSWER_RESERVE, (deadline - Date.now()) / 4);
}

/** What becomes of a message for every recipient that the server was willing to take. */
type DataResult = RecipientResult | Extract<Transaction, { kind: 'broken' | 'lease-lost' }>;

function broken(detail: string): Extract<Transaction, { kind: 'broken' }> {
  return { kind: 'broken', detail };
}

const NO_TIME = 'no time was left to hear whether the server takes the message';

function plain({ code, status, text }: FullReply): Reply {
  return { code, status, text };
}

function resultOf(reply: FullReply): RecipientResult {
  if (reply.code >= 200 && reply.code < 300) return { kind: 'accepted', reply: plain(reply) };
  if (reply.code >= 500) return { kind: 'refused', reply: plain(reply) };
  return { kind: 'deferred', reply: plain(reply), detail: reply.text };
}

function all(recipients: readonly string[], result: RecipientResult): Map<string, RecipientResult> {
  return new Map(recipients.map((recipient) => [recipient, result]));
}

/** What the server would have to offer for this message and does not, or null. */
function missingCapability(
  session: EncryptedSession,
  envelope: Envelope,
  octets: number,
): Extract<Transaction, { kind: 'unsuited' }> | null {
  const { extensions } = session;
  if (envelope.smtpUtf8 && !extensions.has('SMTPUTF8')) {
    const detail = 'the server does not take internationalized addresses or headers (SMTPUTF8)';
    return { kind: 'unsuited', lacks: 'needs-smtputf8', detail };
  }
  if (envelope.eightBit && !extensions.has('8BITMIME')) {
    const detail = 'the server does not take 8-bit messages (8BITMIME)';
    return { kind: 'unsuited', lacks: 'needs-8bitmime', detail };
  }
  const limit = Number(extensions.get('SIZE') ?? 0);
  if (limit > 0 && octets > limit) {
    const detail = `the server takes messages of at most ${limit} octets; this one has ${octets}`;
    return { kind: 'unsuited', lacks: 'message-too-large', detail };
  }
  return null;
}

class Conversation {
  readonly #session: EncryptedSession;
  readonly #envelope: Envelope;
  readonly #options: TransactionOptions;

  constructor(session: EncryptedSession, envelope: Envelope, options: TransactionOptions) {
    this.#session = session;
    this.#envelope = envelope;
    this.#options = options;
  }

  #deadline(milliseconds: number): number {
    return Math.min(Date.now() + milliseconds, this.#options.deadline);
  }

  async #send(lines: readonly string[], replies = lines.length): Promise<Broken | null> {
    const deadline = this.#deadline(this.#options.timeouts.command);
    return this.#session.channel.write(lines.join(''), deadline, replies);
  }

  async #read(
    waitingFor: string,
    milliseconds = this.#options.timeouts.command,
  ): Promise<FullReply | Broken> {
    return this.#session.channel.read(this.#deadline(milliseconds), waitingFor);
  }

  #mailCommand(octets: number): string {
    const { extensions } = this.#session;
    const parameters = [
      ...(extensions.has('SIZE') ? [`SIZE=${octets}`] : []),
      ...(this.#envelope.eightBit && extensions.has('8BITMIME') ? ['BODY=8BITMIME'] : []),
      ...(this.#envelope.smtpUtf8 ? ['SMTPUTF8'] : []),
      ...(this.#envelope.requireTls === true ? ['REQUIRETLS'] : []),
    ];
    return `${[`MAIL FROM:<${this.#envelope.sender}>`, ...parameters].join(' ')}\r\n`;
  }

  async run(message: readonly Buffer[]): Promise<Transaction> {
    const octets = message.reduce((sum, piece) => sum + piece.length, 0);
    const unsuited = missingCapability(this.#session, this.#envelope, octets);
    if (unsuited !== null) return unsuited;
    const accepted = await this.#announce(octets);
    if ('kind' in accepted) return accepted;
    const { results, willing } = accepted;
    if (willing.length === 0) return { kind: 'answered', results, digests: null };
    // Before the message goes: between its end and the note that it was taken, there is no time to lose.
    const digests = digestMessage(message);
    const end = await this.#data(message);
    if ('kind' in end && (end.kind === 'lease-lost' || end.kind === 'broken')) return end;
    for (const recipient of willing) results.set(recipient, end);
    return { kind: 'answered', results, digests };
  }

  /** MAIL and all RCPT; in one go where the server offers PIPELINING (RFC 2920). */
  async #announce(
    octets: number,
  ): Promise<
    | { readonly results: Map<string, RecipientResult>; readonly willing: readonly string[] }
    | Extract<Transaction, { kind: 'answered' | 'broken' }>
  > {
    const { recipients } = this.#envelope;
    const pipelining = this.#session.extensions.has('PIPELINING');
    const rcptCommands = recipients.map((recipient) => `RCPT TO:<${recipient}>\r\n`);
    const first = [this.#mailCommand(octets), ...(pipelining ? rcptCommands : [])];
    const failed = await this.#send(first);
    if (failed !== null) return broken(failed.broken);
    const mail = await this.#read('in answer to MAIL FROM');
    if (isBroken(mail)) return broken(mail.broken);
    if (mail.code === 421) return broken(`the server closed the session: 421 ${mail.text}`);
    const mailResult = resultOf(mail);
    if (mailResult.kind !== 'accepted') {
      return { kind: 'answered', results: all(recipients, mailResult), digests: null };
    }
    const results = new Map<string, RecipientResult>();
    const willing: string[] = [];
    for (const [index, recipient] of recipients.entries()) {
      if (!pipelining) {
        const unsent = await this.#send([rcptCommands[index] ?? '']);
        if (unsent !== null) return broken(unsent.broken);
      }
      const reply = await this.#read('in answer to RCPT TO');
      if (isBroken(reply)) return broken(reply.broken);
      if (reply.code === 421) return broken(`the server closed the session: 421 ${reply.text}`);
      const result = resultOf(reply);
      results.set(recipient, result);
      if (result.kind === 'accepted') willing.push(recipient);
    }
    return { results, willing };
  }

  /**
   * Whether there is time to hear the answer to the final dot. Without it the dot would deliver the message,
   * and the next try, that knows nothing of it, a copy (RFC 1047).
   */
  #hasTimeForAnswer(): boolean {
    const { timeouts, deadline, answerReserve = ANSWER_RESERVE } = this.#options;
    return deadline - Date.now() >= Math.min(timeouts.finalDot, answerReserve);
  }

  /** DATA, the message, the dot. */
  async #data(message: readonly Buffer[]): Promise<DataResult> {
    const { channel } = this.#session;
    const { timeouts } = this.#options;
    if (!this.#hasTimeForAnswer()) return broken(NO_TIME);
    // Two replies: 354, and the answer to the message (RFC 5321 section 4.3.2).
    const failed = await this.#send(['DATA\r\n'], 2);
    if (failed !== null) return broken(failed.broken);
    const go = await this.#read('in answer to DATA');
    if (isBroken(go)) return broken(go.broken);
    if (go.code !== 354) {
      const result = resultOf(go);
      const unexpected = `unexpected answer to DATA: ${go.code}`;
      return result.kind === 'accepted' ? { kind: 'deferred', reply: plain(go), detail: unexpected } : result;
    }
    const stopped = await this.#contents(message);
    if (stopped !== null) {
      channel.destroy();
      return stopped;
    }
    await channel.write(`${missingLineEnd(message)}.\r\n`, this.#deadline(timeouts.data));
    const end = await this.#read('after the end of the message', timeouts.finalDot);
    if (isBroken(end)) {
      const detail = `${end.broken}: whether it was taken is not known, so it is tried again`;
      return { kind: 'deferred', reply: null, detail };
    }
    return resultOf(end);
  }

  /** The message without its final dot; null where the dot is to follow. */
  async #contents(message: readonly Buffer[]): Promise<DataResult | null> {
    const { channel } = this.#session;
    const { timeouts, mayComplete } = this.#options;
    for (const slice of stuffDots(message)) {
      // RFC 5321 section 4.5.3.2.5: the timeout is that of each write, however many a message takes.
      const stopped = channel.poll() ?? (await channel.write(slice, this.#deadline(timeouts.data)));
      if (stopped !== null) return this.#interrupted(stopped);
    }
    if (!this.#hasTimeForAnswer()) return broken(NO_TIME);
    if (!(await mayComplete())) return { kind: 'lease-lost' };
    const stopped = channel.poll();
    if (stopped !== null) return this.#interrupted(stopped);
    return this.#hasTimeForAnswer() ? null : broken(NO_TIME);
  }

  /** A message that is not complete is not delivered: only a refusal says something about it. */
  #interrupted(stopped: FullReply | Broken): DataResult {
    // A server that refuses in the middle may hang up at once: its words come first.
    const news = isBroken(stopped) ? (this.#session.channel.poll() ?? stopped) : stopped;
    if (isBroken(news)) return broken(`${news.broken} during DATA`);
    if (news.code === 421) return broken(`the server closed the session: 421 ${news.text}`);
    if (news.code < 400) return broken(`the server said ${news.code} before the end of the message`);
    return resultOf(news);
  }
}

/**
 * Sends one message, CRLF line ends throughout. The session is closed afterwards, whatever happens. Never
 * throws for what the peer does; what `source` or `mayComplete` throw goes on to the caller.
 */
export async function sendMessage(
  session: EncryptedSession,
  envelope: Envelope,
  source: MessageSource,
  options: TransactionOptions,
): Promise<Transaction> {
  const { channel } = session;
  try {
    const transaction = await new Conversation(session, envelope, options).run(await source());
    channel.quit();
    return transaction;
  } catch (error) {
    channel.destroy();
    throw error;
  }
}
