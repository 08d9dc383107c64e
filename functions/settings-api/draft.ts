/**
 * A message on its way from a request to acceptance: whose it claims to be and to whom, known before anything
 * is stored, and how its octets are made once its identifier is fixed. Both forms of POST /v1/messages end
 * here, and both are held to the same rules as submission over SMTP.
 */
import { isAscii } from 'node:buffer';

import { aliasDomainOf } from '../../shared/address/alias.ts';
import type { Mailbox } from '../../shared/address/mailbox.ts';
import { bodyOf, readHeaderSection, type HeaderSection } from '../../shared/mail/header-section.ts';
import { findLineFault, type LineFault } from '../../shared/mail/line-discipline.ts';
import type { Level } from '../../shared/policy/level.ts';
import type { Alias } from '../../shared/store/aliases.ts';
import { bodyProblem, problem, type Problem } from './problem.ts';
import { say } from './words/say.ts';
import type { Sentence } from './words/sentence.ts';

/** What identifies a message that is being accepted; a repeated request gets the same again. */
export interface Issue {
  readonly id: string;
  /** Milliseconds. */
  readonly at: number;
  readonly alias: Alias;
}

export interface Draft {
  readonly kind: 'draft';
  readonly sender: Mailbox;
  readonly recipients: readonly Mailbox[];
  readonly requestedLevel: Level | null;
  readonly requireTls: boolean;
  readonly compose: (issue: Issue) => Promise<ComposedMessage | Problem>;
}

export interface ComposedMessage {
  readonly kind: 'composed';
  readonly raw: Buffer;
  readonly headerMessageId: string;
  readonly subject: string;
  readonly eightBit: boolean;
  readonly utf8Headers: boolean;
}

/** The Message-ID of a message that brings none; it follows from the identifier, so repetitions keep it. */
export function messageIdOf({ id, alias }: Issue): string {
  return `<${id.toLowerCase()}@${aliasDomainOf(alias.address)}>`;
}

/** RFC 5322 section 2.1.1. */
const LONGEST_LINE = 998;

function lineFault({ kind, offset }: LineFault): Sentence {
  switch (kind) {
    case 'nul':
      return say('Octet {offset} of the message is NUL, which no message may contain.', { offset });
    case 'bare-cr':
      return say(
        'Octet {offset} of the message is a carriage return without a line feed; every line must end with both.',
        { offset },
      );
    case 'bare-lf':
      return say(
        'Octet {offset} of the message is a line feed without a carriage return; every line must end with both.',
        { offset },
      );
    case 'long-line':
      return say('Octet {offset} of the message is in a line of more than {limit} octets.', {
        offset,
        limit: LONGEST_LINE,
      });
  }
}

/** Reads a message and refuses what must not go onto the wire. `pointer`: where a fault is to be blamed. */
export function readMessage(raw: Buffer, pointer: string): HeaderSection | Problem {
  const broken = findLineFault(raw, LONGEST_LINE);
  if (broken !== null) {
    return bodyProblem('invalid-request', pointer, lineFault(broken));
  }
  const section = readHeaderSection(raw);
  if (section.kind === 'fault') {
    return bodyProblem(
      'invalid-request',
      pointer,
      say('The message is malformed: {detail}.', { detail: section.detail }),
    );
  }
  if (section.encoding === 'unknown-8bit') {
    const detail = say('The header section contains octets over 127 that are not UTF-8.');
    return bodyProblem('invalid-request', pointer, detail);
  }
  return section;
}

/** What the worker has to know about the octets. */
export function traitsOf(section: HeaderSection): Pick<ComposedMessage, 'eightBit' | 'utf8Headers'> {
  return { eightBit: !isAscii(bodyOf(section)), utf8Headers: section.encoding !== 'ascii' };
}

export function tooLarge(size: number, limit: number): Problem {
  return problem(
    'too-large',
    say('The message has {size} octets; at most {limit} are taken.', { size, limit }),
  );
}
