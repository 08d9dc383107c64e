/**
 * If-Match (RFC 9110 section 13.1.1): strong comparison, so a weak tag never matches. A field that is not a
 * list of tags matches nothing, which keeps a mistyped condition from being no condition at all.
 */
export function ifMatchHolds(ifMatch: string | null, current: string): boolean {
  if (ifMatch === null || ifMatch.trim() === '*') return true;
  return ifMatch.split(',').some((tag) => tag.trim() === current);
}
