/** Who a field of a stranger's message names, and what of that may be believed. Pure. */
import { flat, oneLine } from './plain.ts';

export interface Person {
  /** What the sender calls itself; the address where it gives no name. */
  readonly name: string;
  readonly address: string;
  /** What to call it where there is room for one thing: never a name that looks like another address. */
  readonly shown: string;
  /** The domain as the DNS has it, where it has letters that can be taken for Latin ones. */
  readonly ascii: string | null;
}

/** `"Bob" <bob@good.example>` taken apart. */
export function personOf(field: string): Person {
  const clean = flat(field);
  const match = /^(.*)<([^<>]*)>$/s.exec(clean);
  const address = (match?.[2] ?? clean).trim();
  const written = (match?.[1] ?? '').trim();
  const quoted = /^"(.*)"$/s.exec(written)?.[1];
  const name = oneLine(quoted?.replace(/\\(.)/g, '$1') ?? written) || address;
  return { name, address, shown: looksLikeAddress(name) ? address : name, ascii: asciiDomain(address) };
}

/** Several in one line: a name may hold a comma of its own, `Clerk, Court`, and stays one person. */
export function namesOf(fields: readonly string[]): string {
  return fields.map((each) => personOf(each).shown).join('; ');
}

/** The full-width and the small sign are read as the usual one. */
function looksLikeAddress(name: string): boolean {
  return name.normalize('NFKC').includes('@');
}

/** Only Latin letters are what they look like to readers of English and German. */
function asciiDomain(address: string): string | null {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  if (!/[^\p{Script=Latin}\p{Script=Common}]/u.test(domain)) return null;
  const url = `https://${domain}/`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}
