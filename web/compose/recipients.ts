/** The recipients in a field as they are typed, in the way of RFC 5322 section 3.4, forgivingly. Pure. */
export interface Recipient {
  /** As it goes to the API: `bob@good.example` or `"Bob" <bob@good.example>`. */
  readonly text: string;
  readonly address: string;
  /** Lower-case, as typed otherwise; null where it is no address yet. The API has the last word. */
  readonly domain: string | null;
}

const SEPARATORS = new Set([',', ';', '\n', '\r']);

/** Cut at commas, semicolons and line ends, but not inside quotes or angle brackets. */
function cut(text: string): { readonly parts: readonly string[]; readonly isOpen: boolean } {
  const parts: string[] = [];
  let part = '';
  let isQuoted = false;
  let isAngled = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isQuoted && character === '\\') {
      part += character + text.charAt(at + 1);
      at += 1;
      continue;
    }
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '<') isAngled = true;
    else if (!isQuoted && character === '>') isAngled = false;
    else if (!isQuoted && !isAngled && SEPARATORS.has(character)) {
      parts.push(part);
      part = '';
      continue;
    }
    part += character;
  }
  return { parts: [...parts, part], isOpen: part.trim() !== '' };
}

/** RFC 5321 section 4.1.2, with RFC 6531: what shared/address/mailbox.ts takes, in a form that browsers have. */
const ATOM = /^[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~\u{a1}-\u{10ffff}]+$/u;
const QUOTED = /^"(?:[^"\\\p{Cc}]|\\[\x20-\x7e])*"$/u;

function isLocalPart(text: string): boolean {
  return QUOTED.test(text) || text.split('.').every((atom) => ATOM.test(atom));
}

/** A name of at least two labels, the last of which has two characters: `bob@good.ex` may still be on its way. */
const DOMAIN = /^(?=.{4,253}$)(?:[\p{L}\p{M}\p{N}_-]{1,63}\.)+[\p{L}\p{M}\p{N}-]{2,63}$/u;

function recipientOf(text: string): Recipient {
  const bracketed = /^(.*)<([^<>]*)>$/s.exec(text);
  const address = (bracketed?.[2] ?? text).trim();
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1).toLowerCase();
  const isWhole = at > 0 && DOMAIN.test(domain) && isLocalPart(address.slice(0, at));
  return { text, address, domain: isWhole ? domain : null };
}

export function parseRecipients(text: string): readonly Recipient[] {
  return cut(text)
    .parts.map((part) => part.trim())
    .filter((part) => part !== '')
    .map(recipientOf);
}

/** Whether more of the last one may be coming: nothing ends it yet, and there are not two of them with a space between. */
export function isLastOpen(text: string): boolean {
  const { parts, isOpen } = cut(text);
  return isOpen && !/@\S*\s+\S*@/.test(parts.at(-1) ?? '');
}
