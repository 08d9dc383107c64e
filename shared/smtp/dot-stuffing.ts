/**
 * The transparency of DATA (RFC 5321 section 4.5.2): a dot that begins a line is doubled, so that the line of
 * one dot that ends the message cannot occur in it. A message may have tens of megabytes, and nothing but such
 * lines: it is made ready in slices, each of them when it is its turn.
 */

/** Octets of the message per write; with all their dots doubled they are still less than 64 KiB. */
const SLICE_OCTETS = 40 * 1024;
const LINE_FEED = 0x0a;
const DOT = Buffer.from('.');
const LINE_FEED_AND_DOT = Buffer.from('\n.');

function stuffSlice(slice: Buffer, beginsLine: boolean): Buffer {
  const parts: Buffer[] = [];
  let start = 0;
  if (beginsLine && slice[0] === DOT[0]) parts.push(DOT);
  for (
    let found = slice.indexOf(LINE_FEED_AND_DOT);
    found >= 0;
    found = slice.indexOf(LINE_FEED_AND_DOT, found + 1)
  ) {
    parts.push(slice.subarray(start, found + 1), DOT);
    start = found + 1;
  }
  return parts.length === 0 ? slice : Buffer.concat([...parts, slice.subarray(start)]);
}

/**
 * Doubles the dots that begin a line (RFC 5321 section 4.5.2), a slice of the message at a time: only slices
 * with such dots are copied.
 */
export function* stuffDots(message: readonly Buffer[]): Generator<Buffer> {
  let beginsLine = true;
  for (const piece of message) {
    for (let start = 0; start < piece.length; start += SLICE_OCTETS) {
      const slice = piece.subarray(start, start + SLICE_OCTETS);
      yield stuffSlice(slice, beginsLine);
      beginsLine = slice.at(-1) === LINE_FEED;
    }
  }
}
