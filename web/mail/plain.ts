/** Text of strangers made harmless for showing. Pure. */
import type { components } from '../api/schema.d.ts';

export type Message = components['schemas']['Message'];
export type Summary = components['schemas']['MessageSummary'];

/** What turns the direction of text around (UAX 9): a name or subject could look like another one by it. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
/** All but line ends and tabs. */
const CONTROLS = /(?![\n\r\t])\p{Cc}/gu;
/** What has no width and joins nothing. */
const UNSEEN = /[\u200b\u2060\ufeff]/g;
/** Marks in heaps are drawn over the lines above and below; no language has more than a few on a letter. */
const HEAPS = /(\p{M}{4})\p{M}+/gu;

export function plain(text: string): string {
  return withoutControls(text).replace(TURNS, '').replace(UNSEEN, '').replace(HEAPS, '$1');
}

export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '');
}

/** Without line ends, and without spaces that would push what follows out of sight. */
export function flat(text: string): string {
  return plain(text).replace(/\s+/gu, ' ').trim();
}

const LONGEST_LINE = 200;

/** A subject or a name: one line that leaves room for others. */
export function oneLine(text: string): string {
  const line = flat(text);
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE).toWellFormed()}…`;
}

export type Piece = { readonly text: string; readonly href: string | null };

/** Only these are links: https, and mail addresses written as `mailto:`. */
const LINK = /https:\/\/[^\s<>"'`]+|mailto:[^\s<>"'`]+/gi;
/** What ends the sentence, not the address. */
const TAIL = /[.,;:!?)\]}]+$/;

export function piecesOf(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: found, index } of line.matchAll(LINK)) {
    const text = found.replace(TAIL, '');
    if (!URL.canParse(text)) continue;
    if (index > from) pieces.push({ text: line.slice(from, index), href: null });
    pieces.push({ text, href: text });
    from = index + text.length;
  }
  if (from < line.length) pieces.push({ text: line.slice(from), href: null });
  return pieces;
}

export interface Block {
  readonly quoted: boolean;
  readonly lines: readonly string[];
}

/** The text cut where quoting begins or ends. */
export function blocksOf(text: string): readonly Block[] {
  const blocks: { quoted: boolean; lines: string[] }[] = [];
  for (const line of plain(text).split(/\r?\n/)) {
    const quoted = line.startsWith('>');
    const last = blocks.at(-1);
    if (last?.quoted === quoted) last.lines.push(line);
    else blocks.push({ quoted, lines: [line] });
  }
  return blocks;
}
