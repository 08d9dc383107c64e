/**
 * The name under which a stranger's attachment may be shown and saved: one path segment, no characters that
 * nobody sees or that turn others around (`gpj.exe` shown as `exe.jpg`), no name that a file system treats as
 * something else. Pure.
 */
const LONGEST = 200;

/** Control characters, bidirectional controls and the like, lone surrogates (Unicode categories C and Z but the space). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** Separators of paths, on any system, and what shells and Windows give a meaning. */
const MEANINGFUL = /["*:<>?|]/g;
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/** Gives null where nothing of the name is left. */
export function cleanName(name: string | null | undefined): string | null {
  const segment =
    (name ?? '')
      .slice(-4 * LONGEST)
      .split(/[/\\]/)
      .at(-1) ?? '';
  const plain = segment
    .replaceAll(UNSEEN, '')
    .replaceAll(MEANINGFUL, '_')
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  if (plain === '') return null;
  const short = plain.length <= LONGEST ? plain : shorten(plain);
  return RESERVED.test(short) ? `_${short}` : short;
}

/** Keeps the ending, by which people and programs tell what a file is. */
function shorten(name: string): string {
  const ending = /\.[^.\s]{1,20}$/u.exec(name)?.[0] ?? '';
  return (
    name
      .slice(0, LONGEST - ending.length)
      .toWellFormed()
      .replaceAll('\ufffd', '') + ending
  );
}

/** Content-Disposition that makes a browser save, under this name (RFC 6266, RFC 8187). */
export function saveAs(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["%\\]/g, '_');
  const extended = encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`;
}
