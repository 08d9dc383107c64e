/**
 * Address lists in header fields (RFC 5322 section 3.4, groups of RFC 6854, UTF-8 of RFC 6532), read
 * strictly. The parsers at hand in npm are made to find some address in anything: right for showing mail,
 * wrong for deciding who may send as whom, where text that two readers take differently is how one sender
 * poses as another. Here what is not plainly an address list is a fault. Of the obsolete syntax, dots in
 * display names and empty list members are taken; source routes and spaces inside an address are not.
 */
import { decodeWords } from 'postal-mime';

import { parseMailbox, type Mailbox } from '../address/mailbox.ts';

export interface NamedMailbox {
  /** Display name, decoded, for showing only; empty where there is none. */
  readonly name: string;
  readonly mailbox: Mailbox;
}

export type AddressList =
  | { readonly kind: 'list'; readonly mailboxes: readonly NamedMailbox[]; readonly groups: number }
  | { readonly kind: 'fault'; readonly detail: string };

type TokenKind = 'word' | 'quoted' | 'special';
interface Token {
  readonly kind: TokenKind;
  /** As written: a quoted string keeps its quotes. */
  readonly text: string;
  /** Whether whitespace or a comment stands before it. */
  readonly apart: boolean;
}

/** Raised inside this file only; `parseAddressList` turns it into a fault. */
class Unparsable extends Error {}

const WORD = /[^\s\p{Cc}()<>[\]:;@\\,"]+/uy;
const QUOTED = /"(?:[^"\\\p{Cc}]|\\[^\p{Cc}]|\t)*"/uy;

/** The end of the comment that starts at `from` (RFC 5322 section 3.2.2; comments nest). */
function skipComment(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw new Unparsable('a comment does not end');
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let apart = false;
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    if (character === ' ' || character === '\t') {
      at += 1;
      apart = true;
    } else if (character === '(') {
      at = skipComment(text, at);
      apart = true;
    } else {
      const token = readToken(text, at, apart);
      tokens.push(token);
      at += token.text.length;
      apart = false;
    }
  }
  return tokens;
}

function readToken(text: string, at: number, apart: boolean): Token {
  const character = text.charAt(at);
  if ('<>@,:;'.includes(character)) return { kind: 'special', text: character, apart };
  const quoted = character === '"' ? matchAt(QUOTED, text, at) : null;
  if (quoted !== null) return { kind: 'quoted', text: quoted, apart };
  const word = matchAt(WORD, text, at);
  if (word === null) throw new Unparsable('a character stands where none is allowed');
  return { kind: 'word', text: word, apart };
}

/** A display name as people read it. Encoded-words count outside of quoted strings only (RFC 2047 section 5). */
function displayName(words: readonly Token[]): string {
  const parts: string[] = [];
  let run: string[] = [];
  const flush = () => {
    if (run.length > 0) parts.push(decodeWords(run.join(' ')));
    run = [];
  };
  for (const { kind, text } of words) {
    if (kind === 'word') run.push(text);
    else {
      flush();
      parts.push(text.slice(1, -1).replaceAll(/\\(.)/gu, '$1'));
    }
  }
  flush();
  return parts
    .join(' ')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
}

/** A cursor over the tokens; one method per rule of RFC 5322 section 3.4. */
class ListReader {
  readonly mailboxes: NamedMailbox[] = [];
  groups = 0;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** address-list; inside a group, the group-list up to its semicolon. */
  readList(inGroup: boolean): void {
    while (this.#at < this.#tokens.length) {
      if (this.#peek(';') && inGroup) return;
      if (this.#take(',')) continue;
      this.#readAddress(inGroup);
      const ended = this.#at === this.#tokens.length || this.#peek(',') || (inGroup && this.#peek(';'));
      if (!ended) throw new Unparsable('something follows an address without a comma');
    }
    if (inGroup) throw new Unparsable('a group does not end');
  }

  #readAddress(inGroup: boolean): void {
    const words: Token[] = [];
    for (let token = this.#word(); token !== null; token = this.#word()) words.push(token);
    const [only] = words;
    if (this.#take('<')) {
      const local = this.#word();
      if (local === null) throw new Unparsable('nothing that is an address stands between < and >');
      this.#addMailbox(local, displayName(words));
      if (!this.#take('>')) throw new Unparsable('an address in angle brackets does not end');
    } else if (this.#peek('@') && only !== undefined && words.length === 1) {
      this.#addMailbox(only, '');
    } else if (words.length > 0 && !inGroup && this.#take(':')) {
      this.groups += 1;
      this.readList(true);
      this.#at += 1;
    } else throw new Unparsable('something is not an address');
  }

  /** addr-spec, whose local part has just been read. */
  #addMailbox(local: Token, name: string): void {
    const at = this.#tokens[this.#at];
    const domain = this.#tokens[this.#at + 1];
    if (at?.text !== '@' || at.apart || domain?.kind !== 'word' || domain.apart) {
      throw new Unparsable('an address is not of the form local-part@domain');
    }
    const mailbox = parseMailbox(`${local.text}@${domain.text}`);
    if (mailbox === null) throw new Unparsable('an address is not valid');
    this.mailboxes.push({ name, mailbox });
    this.#at += 2;
  }

  #word(): Token | null {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'special') return null;
    this.#at += 1;
    return token;
  }

  #peek(special: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'special' && token.text === special;
  }

  #take(special: string): boolean {
    const found = this.#peek(special);
    if (found) this.#at += 1;
    return found;
  }
}

/**
 * Takes the unfolded value of From, Sender, To, Cc or Bcc. Gives its mailboxes in order, those of groups
 * among them, or why it is no address list. An empty value is an empty list. Time grows with the length only.
 */
export function parseAddressList(value: string): AddressList {
  try {
    const reader = new ListReader(tokenize(value));
    reader.readList(false);
    return { kind: 'list', mailboxes: reader.mailboxes, groups: reader.groups };
  } catch (error) {
    if (error instanceof Unparsable) return { kind: 'fault', detail: error.message };
    throw error;
  }
}
