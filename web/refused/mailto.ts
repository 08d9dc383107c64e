/**
 * A link that opens a letter in the mail program of the person (RFC 6068). The address comes from a stranger's server:
 * whatever it holds stays an address, and adds no further recipient and no field of its own. Pure.
 */
export function mailtoLink(address: string, subject: string, text: string): string {
  const to = encodeURIComponent(address).replaceAll('%40', '@');
  // Section 5: lines end with CRLF.
  const body = encodeURIComponent(text.replaceAll(/\r?\n/g, '\r\n'));
  return `mailto:${to}?subject=${encodeURIComponent(subject)}&body=${body}`;
}
