/**
 * Base64 taken strictly (RFC 4648 section 4): the alphabet, full groups with padding, no line breaks, and
 * zero bits behind the last octet. Node's decoder skips whatever it does not know, which would change an
 * attachment without a word.
 */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return false;
  const last = text.slice(-4);
  return Buffer.from(last, 'base64').toString('base64') === last;
}
