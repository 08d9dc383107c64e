/** Style of a stranger: kept where it can fetch nothing. Pure. */

/** What can fetch; a backslash could spell any of it in another way (CSS Syntax, section 4.3.7). */
const FETCHES =
  /url|@import|image|src\s*\(|@font-face|@namespace|element\s*\(|expression|behavior|binding|\\/i;

/** Characters; more would only keep the browser busy. */
const LONGEST = 200_000;

export function keepsStyle(css: string): boolean {
  return css.length <= LONGEST && !FETCHES.test(css);
}
