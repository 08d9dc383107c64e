/**
 * Quoted-printable (RFC 2045 section 6.7) for the text we write ourselves: lines of at most 76 octets for
 * the wire, while a reader's screen wraps the paragraphs. Soft line breaks fall on spaces where possible, so
 * that the raw text stays readable.
 */

const LONGEST = 75;

function encodeCharacter(character: string): string {
  if (/^[\x20-\x3c\x3e-\x7e]$/.test(character)) return character;
  return [...Buffer.from(character)]
    .map((octet) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

function encodeLine(line: string): string {
  const encoded = Array.from(line, encodeCharacter);
  if (encoded.at(-1) === ' ') encoded[encoded.length - 1] = '=20';
  const lines: string[] = [];
  let current = '';
  for (const part of encoded) {
    if (current.length + part.length > LONGEST) {
      const space = current.lastIndexOf(' ') + 1;
      const cut = space > LONGEST / 2 ? space : current.length;
      lines.push(`${current.slice(0, cut)}=`);
      current = current.slice(cut);
    }
    current += part;
  }
  return [...lines, current].join('\r\n');
}

/** Takes text with LF line ends; gives it encoded, with CRLF. */
export function encodeQuotedPrintable(text: string): string {
  return text.split('\n').map(encodeLine).join('\r\n');
}
