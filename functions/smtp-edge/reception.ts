/**
 * Takes a message in, from the first octet after 354 to the final dot: one look at every octet, the header
 * section held until it is whole, the body passed on as it comes. What is wrong with a message is answered
 * after the final dot, when the client listens again; until then the rest of it is read and dropped.
 * Dot-stuffing and the end of the message are smtp-server's, which ends it at CRLF.CRLF and nowhere else.
 */
import type { SMTPServerDataStream } from 'smtp-server';

import { HeaderSectionReader, type HeaderProgress } from '../../shared/mail/header-section-reader.ts';
import { readHeaderSection, type HeaderFault, type HeaderSection } from '../../shared/mail/header-section.ts';
import { LineDiscipline, type LineFault } from '../../shared/mail/line-discipline.ts';
import type { BodyReference, BodyStore } from '../../shared/store/bodies.ts';
import type { LargeMessages, Sender } from './large-messages.ts';
import type { Refused } from './listener.ts';
import { refuse, TROUBLE, type Refusal } from './reply.ts';
import { Spool } from './spool.ts';

/** Where messages go while they come in: the store, and the places for large ones. */
export interface Storage {
  readonly bodies: Pick<BodyStore, 'open'>;
  readonly places: Pick<LargeMessages, 'enter'>;
}

export interface ReceptionRules<T> {
  readonly sender: Sender;
  /** Identifier of the message; a large body is stored under it. */
  readonly id: string;
  readonly longestLine: number;
  /** Whether a fault is told by its line, as our own users should read it; else by its octet, which is free. */
  readonly numberLines: boolean;
  readonly longestHeader: number;
  readonly largestMessage: number;
  /** Asked once, when the header section is whole: what to pass on in its place, or why not. */
  readonly judge: (header: HeaderSection, octets: Buffer) => Judgement<T>;
}

/** `finding`: what the judge wants to know again at the end. */
export type Judgement<T> =
  { readonly kind: 'passed'; readonly header: readonly Buffer[]; readonly finding: T } | Refused;

export interface Received<T> {
  readonly kind: 'received';
  readonly finding: T;
  readonly body: BodyReference;
  /** Octets, as passed on. */
  readonly size: number;
  readonly eightBit: boolean;
}

/** `interrupted`: the client left before the final dot; there is nobody to answer. */
export type Reception<T> = Received<T> | Refused | { readonly kind: 'interrupted' };

/** RFC 3463 section 3.4: "Mail system full". */
const NO_ROOM = refuse(452, '4.3.1', 'Too many large messages at this moment; please try again later');

function malformed(text: string): Refusal {
  return refuse(550, '5.6.0', text);
}

function lineRefusal({ kind }: LineFault, longestLine: number, where: string): Refusal {
  switch (kind) {
    case 'bare-cr':
    case 'bare-lf': {
      const name = kind === 'bare-cr' ? 'CR without LF' : 'LF without CR';
      return malformed(`${where} has a ${name}; lines must end with CRLF (RFC 5321 section 2.3.8)`);
    }
    case 'nul':
      return malformed(`${where} has a NUL, which no message may have (RFC 5322 section 4)`);
    case 'long-line':
      return malformed(
        `${where} goes beyond the ${longestLine} octets of a line; use a transfer encoding (RFC 5321 section 4.5.3.1.6)`,
      );
  }
}

function headerRefusal(fault: HeaderFault): Refusal {
  if (fault.fault === 'too-large') return refuse(552, '5.3.4', `Header refused: ${fault.detail}`);
  return malformed(`Malformed header: ${fault.detail} (RFC 5322 section 2.2)`);
}

function countLines(chunk: Buffer, end = chunk.length): number {
  let lines = 0;
  for (let at = chunk.indexOf(0x0a); at >= 0 && at < end; at = chunk.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}

/** What became of some octets: a refusal, something to wait for before the next ones, or neither. */
type Step = Refusal | Promise<Refusal | undefined> | undefined;

/** One message on its way in. Nothing in here throws or rejects: trouble is a refusal, too. */
class Intake<T> {
  readonly #rules: ReceptionRules<T>;
  readonly #onTrouble: (error: unknown) => void;
  readonly #spool: Spool;
  readonly #discipline: LineDiscipline;
  readonly #reader: HeaderSectionReader;
  #refusal: Refusal | null = null;
  #passed: { readonly finding: T } | null = null;
  #inHeader = true;
  #octets = 0;
  #lines = 0;

  constructor(rules: ReceptionRules<T>, spool: Spool, onTrouble: (error: unknown) => void) {
    this.#rules = rules;
    this.#onTrouble = onTrouble;
    this.#spool = spool;
    this.#discipline = new LineDiscipline(rules.longestLine);
    this.#reader = new HeaderSectionReader(rules.longestHeader);
  }

  /** Takes a chunk; where it gives a promise, the next one must wait for it. */
  take(chunk: Buffer): Promise<void> | undefined {
    return this.#refusal === null ? this.#go(() => this.#examine(chunk)) : undefined;
  }

  /** The final dot. */
  async end(): Promise<Received<T> | Refused> {
    if (this.#refusal === null) await this.#go(() => this.#examineEnd());
    if (this.#refusal === null && this.#passed !== null) {
      const { finding } = this.#passed;
      try {
        const body = await this.#spool.finish();
        const { eightBit } = this.#discipline;
        return { kind: 'received', finding, body, size: this.#spool.size, eightBit };
      } catch (error) {
        await this.#fail(error);
      }
    }
    return { kind: 'refused', refusal: this.#refusal ?? TROUBLE };
  }

  async discard(): Promise<void> {
    try {
      await this.#spool.discard();
    } catch (error) {
      this.#onTrouble(error);
    }
  }

  #go(step: () => Step): Promise<void> | undefined {
    try {
      const outcome = step();
      if (outcome === undefined) return undefined;
      if (outcome instanceof Promise) {
        return outcome
          .then((refusal) => (refusal === undefined ? undefined : this.#refuse(refusal)))
          .catch((error: unknown) => this.#fail(error));
      }
      return this.#refuse(outcome);
    } catch (error) {
      return this.#fail(error);
    }
  }

  #refuse(refusal: Refusal): Promise<void> {
    this.#refusal = refusal;
    return this.discard();
  }

  #fail(error: unknown): Promise<void> {
    this.#onTrouble(error);
    return this.#refuse(TROUBLE);
  }

  #keep(...chunks: readonly Buffer[]): Step {
    return this.#spool.add(...chunks)?.then((kept) => (kept === 'no-room' ? NO_ROOM : undefined));
  }

  #examine(chunk: Buffer): Step {
    const fault = this.#discipline.push(chunk);
    if (fault !== null) return this.#refuseLine(fault, chunk);
    this.#octets += chunk.length;
    if (this.#rules.numberLines) this.#lines += countLines(chunk);
    if (this.#octets > this.#rules.largestMessage) {
      return refuse(552, '5.3.4', `The message is larger than ${this.#rules.largestMessage} octets`);
    }
    return this.#inHeader ? this.#examineHeader(this.#reader.push(chunk)) : this.#keep(chunk);
  }

  #examineEnd(): Step {
    const fault = this.#discipline.finish();
    if (fault !== null) return this.#refuseLine(fault, Buffer.alloc(0));
    return this.#inHeader ? this.#examineHeader(this.#reader.finish()) : undefined;
  }

  #refuseLine(fault: LineFault, chunk: Buffer): Refusal {
    const line = 1 + this.#lines + countLines(chunk, Math.max(0, fault.offset - this.#octets));
    const where = this.#rules.numberLines ? `Line ${line}` : `Octet ${fault.offset + 1}`;
    return lineRefusal(fault, this.#rules.longestLine, where);
  }

  #examineHeader(progress: HeaderProgress): Step {
    switch (progress.kind) {
      case 'more':
        return undefined;
      case 'too-large':
        return refuse(552, '5.3.4', `The header section is over ${this.#rules.longestHeader} octets`);
      case 'complete': {
        this.#inHeader = false;
        const section = readHeaderSection(progress.header, this.#rules.longestHeader);
        if (section.kind === 'fault') return headerRefusal(section);
        const judgement = this.#rules.judge(section, progress.header);
        if (judgement.kind === 'refused') return judgement.refusal;
        this.#passed = judgement;
        return this.#keep(...judgement.header, progress.rest);
      }
    }
  }
}

/**
 * Reads a message to its end; where that is slower than the client sends, the client is held back.
 * `onTrouble` hears of a store that failed; the client is then told to try again.
 * Where the outcome is `received` and the body is an object, that object is durable.
 */
export async function receive<T>(
  stream: SMTPServerDataStream,
  rules: ReceptionRules<T>,
  { bodies, places }: Storage,
  onTrouble: (error: unknown) => void,
): Promise<Reception<T>> {
  const gone = new AbortController();
  // A stream closes after its end, too; then the client waits for its answer.
  stream.once('close', () => {
    if (!stream.readableEnded) gone.abort();
  });
  const spool = new Spool(bodies, rules.id, () => places.enter(rules.sender, gone.signal));
  const intake = new Intake(rules, spool, onTrouble);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const pending = intake.take(chunk);
      if (pending !== undefined) await pending;
    }
  } catch {
    // Only the stream throws here: the connection broke before the final dot.
    await intake.discard();
    return { kind: 'interrupted' };
  }
  return intake.end();
}
