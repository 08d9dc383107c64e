/**
 * SMTP replies out of the octets of a server (RFC 5321 section 4.2). Every octet is a stranger's: a reply has
 * an end within 64 KiB or is none, and what is kept of its text is short and printable.
 */
import type { Reply } from '../policy/judge.ts';

/** A reply with all its lines, as EHLO needs them. */
export interface FullReply extends Reply {
  readonly lines: readonly string[];
}

/** What came is no reply, nor the beginning of one; nothing that follows can be made sense of. */
export interface Violation {
  readonly violation: string;
}

const MOST_REPLY_OCTETS = 64 * 1024;
const MOST_TEXT_OCTETS = 200;
const LINE_FEED = 0x0a;
const NOTHING = Buffer.alloc(0);
const REPLY_LINE = /^([2-5][0-9]{2})(?:([ -])(.*))?$/s;
const ENHANCED_STATUS = /^([245]\.[0-9]{1,3}\.[0-9]{1,3})(?: +|$)/;
const ENDLESS: Violation = { violation: 'the server sent an endless reply' };

/** Control characters and over-long texts of a stranger have no place in logs, notices or the API. */
function tidy(text: string, mostOctets: number): string {
  const octets = Buffer.from(text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim());
  let end = Math.min(octets.length, mostOctets);
  // An octet 10xxxxxx goes on with a character (RFC 3629 section 3): the cut comes before that character.
  while (((octets[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return octets.toString('utf8', 0, end).trim();
}

function toReply(code: number, lines: readonly string[]): FullReply {
  const status = ENHANCED_STATUS.exec(lines[0] ?? '')?.[1] ?? null;
  const texts = lines.map((line) => (status === null ? line : line.replace(ENHANCED_STATUS, '')));
  return { code, status, text: tidy(texts.join(' '), MOST_TEXT_OCTETS), lines };
}

export class ReplyReader {
  /** The beginning of a line. */
  #rest: Buffer = NOTHING;
  /** The lines of a reply whose last line is still to come, and their octets. */
  #lines: string[] = [];
  #octets = 0;
  #code: number | undefined;

  /** Whether part of a reply has come in. */
  get isHalfWay(): boolean {
    return this.#rest.length > 0 || this.#lines.length > 0;
  }

  /** Gives the replies that these octets complete, one by one; a violation is the last that it gives. */
  *take(chunk: Buffer): Generator<FullReply | Violation> {
    let octets = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = NOTHING;
    for (let end = octets.indexOf(LINE_FEED); end >= 0; end = octets.indexOf(LINE_FEED)) {
      this.#octets += end + 1;
      if (this.#octets > MOST_REPLY_OCTETS) {
        yield ENDLESS;
        return;
      }
      const taken = this.#takeLine(octets.toString('utf8', 0, end).replace(/\r$/, ''));
      octets = octets.subarray(end + 1);
      if (taken !== null) yield taken;
    }
    if (this.#octets + octets.length > MOST_REPLY_OCTETS) yield ENDLESS;
    else this.#rest = octets;
  }

  /** Null where the reply goes on. */
  #takeLine(line: string): FullReply | Violation | null {
    const [, digits, separator, text = ''] = REPLY_LINE.exec(line) ?? [];
    const code = Number(digits);
    if (digits === undefined || (this.#code !== undefined && this.#code !== code)) {
      return { violation: `the server sent something that is no SMTP reply: "${tidy(line, 80)}"` };
    }
    this.#lines.push(text);
    this.#code = code;
    if (separator === '-') return null;
    const reply = toReply(code, this.#lines);
    this.#lines = [];
    this.#octets = 0;
    this.#code = undefined;
    return reply;
  }
}
