/**
 * Text from outside on its way into header fields we write: subjects, addresses, replies of other servers.
 * Nothing that goes through here can end a field, start another, or run over the line limit (RFC 5322
 * section 2.1.1); non-ASCII becomes encoded-words (RFC 2047).
 */

const LINE = 76;
const FOLD = '\r\n ';
/** Octets of text per encoded-word: 45 make 60 of base64, and 72 with `=?utf-8?B?` and `?=` (RFC 2047 2). */
const WORD_OCTETS = 45;

/** One line of text: no control or direction-changing characters, no runs of spaces, at most `most` long. */
export function oneLine(text: string, most: number): string {
  const line = text
    .slice(0, most * 4)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\s]+/gu, ' ')
    .trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}

/** The same in ASCII; other characters become "?". */
export function oneAsciiLine(text: string, most: number): string {
  return oneLine(text, most)
    .replaceAll('…', '...')
    .replaceAll(/[^\x20-\x7e]/gu, '?');
}

/** Folds at spaces; a word longer than a line stays whole, so callers bound what they pass. */
export function foldField(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > LINE) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(FOLD);
}

function encodedWords(text: string): string[] {
  const words: string[] = [];
  let octets = '';
  for (const character of text) {
    if (Buffer.byteLength(octets + character) > WORD_OCTETS) {
      words.push(octets);
      octets = character;
    } else octets += character;
  }
  return [...words, octets].map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`);
}

/**
 * An unstructured field such as Subject, with its CRLF. `prefix` is ours and ASCII; `text` is anything and
 * is encoded where it is not plain, or could be taken for an encoded-word itself.
 */
export function composeUnstructured(name: string, prefix: string, text: string, most = 300): string {
  const line = oneLine(text, most);
  const plain =
    /^[\x20-\x7e]*$/.test(line) && !line.includes('=?') && !line.split(' ').some((word) => word.length > 60);
  const value = plain ? foldField(`${name}: ${prefix} ${line}`.trimEnd()) : '';
  return plain ? `${value}\r\n` : `${name}: ${prefix}${FOLD}${encodedWords(line).join(FOLD)}\r\n`;
}

/** A display name (RFC 5322 section 3.4) of any text: a quoted string, or encoded-words where it is not plain. */
export function composeDisplayName(text: string, most = 200): string {
  const line = oneLine(text, most);
  const plain = /^[\x20-\x7e]*$/.test(line) && !line.includes('=?');
  return plain ? `"${line.replaceAll(/["\\]/g, '\\$&')}"` : encodedWords(line).join(FOLD);
}

/** An address as it goes between angle brackets; whatever could end the brackets or the field is dropped. */
export function bareAddress(address: string): string {
  return address.replaceAll(/[\p{Cc}\s<>]/gu, '').slice(0, 320);
}
