/** Names of subjects and issuers (RFC 5280 section 4.1.2.4): reading them, and when two are the same. */
import { isUtf8 } from 'node:buffer';
import { lowerAscii } from './ascii.ts';
import { childrenOf, readObjectIdentifier, TAG, type Element } from './der.ts';

/** One `type = value` of a Name; `text` is null where the value is not a string of a kind that is read. */
export interface NameAttribute {
  readonly type: string;
  readonly text: string | null;
  readonly value: Element;
}

/** The relative distinguished names of a Name; null where it is malformed. */
export function readName(name: Element): NameAttribute[][] | null {
  const sets = childrenOf(name, TAG.sequence);
  if (sets === null) return null;
  const result: NameAttribute[][] = [];
  for (const set of sets) {
    const attributes: NameAttribute[] = [];
    for (const pair of childrenOf(set, TAG.set) ?? []) {
      const [kind, value] = childrenOf(pair, TAG.sequence) ?? [];
      const type = readObjectIdentifier(kind);
      if (type === null || value === undefined) return null;
      attributes.push({ type, text: readText(value), value });
    }
    if (attributes.length === 0) return null;
    result.push(attributes);
  }
  return result;
}

/**
 * The parts of a Name in a form for `===`: as in OpenSSL the kind of string, the case of ASCII letters and
 * runs of spaces do not count (RFC 5280 section 7.1). Null for a malformed one.
 */
export function comparableName(name: Element): string[] | null {
  const parts = readName(name);
  if (parts === null) return null;
  return parts.map((part) =>
    part
      .map(({ type, text, value }) =>
        text === null
          ? `${type}#${value.whole.toString('hex')}`
          : `${type}=${JSON.stringify(
              lowerAscii(text)
                .replace(/[ \t-\r]+/g, ' ')
                .replace(/^ | $/g, ''),
            )}`,
      )
      .sort()
      .join('+'),
  );
}

/** Whether two Names are the same; malformed ones are where they are so octet by octet. */
export function sameName(one: Element, other: Element): boolean {
  if (one.whole.equals(other.whole)) return true;
  const left = comparableName(one);
  const right = comparableName(other);
  return left !== null && right !== null && left.join() === right.join();
}

function readText({ tag, content }: Element): string | null {
  switch (tag) {
    case TAG.utf8String:
      return isUtf8(content) ? content.toString('utf8') : null;
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.teletexString:
      return content.toString('latin1');
    case TAG.bmpString:
      return content.length % 2 === 0 ? Buffer.from(content).swap16().toString('utf16le') : null;
    case TAG.universalString:
      return readUniversal(content);
    default:
      return null;
  }
}

/** UTF-32, most significant octet first. */
function readUniversal(content: Buffer): string | null {
  if (content.length % 4 !== 0) return null;
  let text = '';
  for (let at = 0; at < content.length; at += 4) {
    const point = content.readUInt32BE(at);
    if (point > 0x10ffff) return null;
    text += String.fromCodePoint(point);
  }
  return text;
}
