/**
 * How much of a stranger's HTML a browser is given. Parsers take quadratic time for what is nested deeply or has
 * thousands of attributes, and the page stands still meanwhile; so it is cut before anything parses it. Counting text,
 * not elements, this is no guard against script: sanitise.ts is. Pure.
 */
export const MOST = {
  characters: 1_000_000,
  /** Start tags; newsletters have one to three thousand. */
  tags: 10_000,
  /** Elements in each other that only an end tag closes. */
  depth: 100,
  attributes: 200,
} as const;

/** Everything that a parser may take for a tag begins like this. */
const TAG = /<(\/?)([a-z][^\s/>]*)/gi;

/** Have no content, or end where the next one begins. */
const SHALLOW = new Set(
  (
    'area base br col embed hr img input link meta param source track wbr ' +
    'p li dd dt option optgroup tr td th tbody thead tfoot colgroup caption rb rp rt rtc html head body'
  ).split(' '),
);

export interface Bounded {
  readonly html: string;
  /** Whether something is left out. */
  readonly shortened: boolean;
}

/** The text up to where it becomes too much. */
export function boundHtml(whole: string): Bounded {
  const html = whole.slice(0, MOST.characters).split('<').map(withoutHeap).join('<');
  const open = new Map<string, number>();
  let tags = 0;
  let depth = 0;
  for (const { 1: slash, 2: written = '', index } of html.matchAll(TAG)) {
    const name = written.toLowerCase();
    const count = open.get(name) ?? 0;
    if (slash === '/') {
      // An end tag without its start tag closes nothing.
      if (count > 0) depth -= 1;
      open.set(name, Math.max(0, count - 1));
      continue;
    }
    tags += 1;
    if (!SHALLOW.has(name)) {
      depth += 1;
      open.set(name, count + 1);
    }
    if (tags > MOST.tags || depth > MOST.depth) return { html: html.slice(0, index), shortened: true };
  }
  return { html, shortened: html !== whole };
}

/** What stands behind a `<`, its tag without attributes where those are too many. */
function withoutHeap(piece: string): string {
  const tag = piece.split('>', 1)[0] ?? '';
  if (tag.length < 2 * MOST.attributes || !/^[a-z]/i.test(tag)) return piece;
  const names = tag.replace(/=\s*("[^"]*"|'[^']*')/g, ' ').match(/[\s/]+[^\s/]/g) ?? [];
  if (names.length <= MOST.attributes) return piece;
  return `${/^[^\s/]+/.exec(tag)?.[0] ?? ''}${piece.slice(tag.length)}`;
}
