/**
 * What an answer may weigh. Lambda hands on 6 MB (6,291,556 octets), as JSON whose body is a text: JSON in JSON,
 * where a quotation mark of a message becomes four octets. One machine keeps to the same limits, so that nothing
 * works there only. Pure.
 */

/** Octets that go as base64 in an answer of their own; more goes by a link to the object store. */
export const LARGEST_OCTETS = 4 * 1024 * 1024;

/** Octets of a text within an answer. */
export function weigh(text: string): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(text)));
}

/** As much of a text from its beginning as weighs no more than that. */
export function cutTo(text: string, most: number): string {
  // Every unit weighs one octet at least.
  let kept = text.slice(0, most);
  for (let weight = weigh(kept); weight > most; weight = weigh(kept)) {
    kept = kept.slice(0, Math.floor((kept.length * most) / weight));
  }
  return kept.length === text.length ? text : kept.replace(/[\ud800-\udbff]$/, '');
}
