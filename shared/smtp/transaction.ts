/**
 * One mail transaction over an encrypted session (RFC 5321 section 3.3): MAIL, RCPT for each recipient, DATA.
 * Results are per recipient. The step that matters most for "sent once" is the final dot: right before it
 * the caller is asked whether it still holds the job, and a connection lost after it leaves the outcome
 * open (RFC 1047).
 */
import type { Reply } from '../policy/judge.ts';
import { isBroken, type Broken } from './channel.ts';
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
  | { readonly kind: 'answered'; readonly results: ReadonlyMap<string, RecipientResult> }
  /** The session ended before any recipient had a final answer; another host may be tried. */
  | { readonly kind: 'broken'; readonly detail: string }
  /** The server lacks what the message needs; nothing was sent. */
  | { readonly kind: 'unsuited'; readonly lacks: MissingCapability; readonly detail: string }
  /** Somebody else has taken over the job; the message was not completed. */
  | { readonly kind: 'lease-lost' };

export interface TransactionOptions {
  readonly timeouts: Timeouts;
  readonly deadline: number;
  /** Asked right before the final dot; false ends the transaction without it. */
  readonly mayComplete: () => Promise<boolean>;
}

/** Gives the octets of a message in pieces: added header fields, then the message as accepted. */
export type MessageSource = () => Promise<readonly Buffer[]>;

const DOT = 0x2e;
const LINE_WITH_DOT = Buffer.from('\r\n.');

/** Doubles the dots that begin a line (RFC 5321 section 4.5.2); a message without any is passed on uncopied. */
export function stuffDots(octets: Buffer): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let start = 0;
  if (octets[0] === DOT) pieces.push(Buffer.from('.'));
  for (
    let found = octets.indexOf(LINE_WITH_DOT);
    found >= 0;
    found = octets.indexOf(LINE_WITH_DOT, found + 2)
  ) {
    pieces.push(octets.subarray(start, found + 2), Buffer.from('.'));
    start = found + 2;
  }
  pieces.push(octets.subarray(start));
  return pieces;
}

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

  async #send(lines: readonly string[]): Promise<Broken | null> {
    const deadline = this.#deadline(this.#options.timeouts.command);
    return this.#session.channel.write(lines.join(''), deadline, lines.length);
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
    if (willing.length === 0) return { kind: 'answered', results };
    const end = await this.#data(message);
    if ('kind' in end && (end.kind === 'lease-lost' || end.kind === 'broken')) return end;
    for (const recipient of willing) results.set(recipient, end);
    return { kind: 'answered', results };
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
    if (failed !== null) return { kind: 'broken', detail: failed.broken };
    const mail = await this.#read('in answer to MAIL FROM');
    if (isBroken(mail)) return { kind: 'broken', detail: mail.broken };
    if (mail.code === 421)
      return { kind: 'broken', detail: `the server closed the session: 421 ${mail.text}` };
    const mailResult = resultOf(mail);
    if (mailResult.kind !== 'accepted') return { kind: 'answered', results: all(recipients, mailResult) };
    const results = new Map<string, RecipientResult>();
    const willing: string[] = [];
    for (const [index, recipient] of recipients.entries()) {
      if (!pipelining) {
        const unsent = await this.#send([rcptCommands[index] ?? '']);
        if (unsent !== null) return { kind: 'broken', detail: unsent.broken };
      }
      const reply = await this.#read('in answer to RCPT TO');
      if (isBroken(reply)) return { kind: 'broken', detail: reply.broken };
      if (reply.code === 421)
        return { kind: 'broken', detail: `the server closed the session: 421 ${reply.text}` };
      const result = resultOf(reply);
      results.set(recipient, result);
      if (result.kind === 'accepted') willing.push(recipient);
    }
    return { results, willing };
  }

  /** DATA, the message, the dot. The result is that of every recipient the server was willing to take. */
  async #data(
    message: readonly Buffer[],
  ): Promise<RecipientResult | Extract<Transaction, { kind: 'broken' | 'lease-lost' }>> {
    const { channel } = this.#session;
    const { timeouts } = this.#options;
    const failed = await this.#send(['DATA\r\n']);
    if (failed !== null) return { kind: 'broken', detail: failed.broken };
    const go = await this.#read('in answer to DATA');
    if (isBroken(go)) return { kind: 'broken', detail: go.broken };
    if (go.code !== 354) {
      const result = resultOf(go);
      const unexpected = `unexpected answer to DATA: ${go.code}`;
      return result.kind === 'accepted' ? { kind: 'deferred', reply: plain(go), detail: unexpected } : result;
    }
    const last = message.at(-1);
    const endsLine = last !== undefined && last.at(-1) === 0x0a;
    for (const piece of message.flatMap(stuffDots)) {
      const stopped = await channel.write(piece, this.#deadline(timeouts.data));
      if (stopped !== null) return { kind: 'broken', detail: `${stopped.broken} during DATA` };
    }
    if (!(await this.#options.mayComplete())) {
      channel.destroy();
      return { kind: 'lease-lost' };
    }
    await channel.write(endsLine ? '.\r\n' : '\r\n.\r\n', this.#deadline(timeouts.data), 1);
    const end = await this.#read('after the end of the message', timeouts.finalDot);
    if (isBroken(end)) {
      const detail = `${end.broken}: whether it was taken is not known, so it is tried again`;
      return { kind: 'deferred', reply: null, detail };
    }
    return resultOf(end);
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
