/** Replies and forwards: to whom, from which subaddress, under which subject, with which quotation. Pure. */
import { parseRecipients } from './recipients.ts';

/** What of a message an answer rests on. */
export interface Answered {
  readonly from: string;
  readonly replyTo: readonly string[];
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly folder: 'inbox' | 'sent';
}

function addressOf(field: string): string {
  return (parseRecipients(field)[0]?.address ?? field).toLowerCase();
}

/** Of `me+shop@example.org`: `shop`; '' where there is none. */
export function tagOf(address: string): string {
  const local = address.slice(0, address.lastIndexOf('@'));
  const plus = local.indexOf('+');
  return plus > 0 ? local.slice(plus + 1) : '';
}

/** The subaddress with that tag (RFC 5233). */
export function withTag(address: string, tag: string): string {
  const at = address.lastIndexOf('@');
  return tag === '' ? address : `${address.slice(0, at)}+${tag}${address.slice(at)}`;
}

function withoutTag(address: string): string {
  const tag = tagOf(address);
  return tag === '' ? address : address.replace(`+${tag}@`, '@');
}

/** The own address, with its subaddress, that the message was for or from: an answer goes out from the same. */
export function answeringAddress({ to, cc, from, folder }: Answered, alias: string): string | null {
  const fields = folder === 'sent' ? [from] : [...to, ...cc];
  return fields.map(addressOf).find((address) => withoutTag(address) === alias.toLowerCase()) ?? null;
}

/** `own`: addresses that need no copy. One's own message is answered to whom it was sent, as everybody expects. */
export function replyRecipients(
  message: Answered,
  own: readonly string[],
  all: boolean,
): { readonly to: readonly string[]; readonly cc: readonly string[] } {
  const seen = new Set(own.map((address) => address.toLowerCase()));
  const fresh = (fields: readonly string[]): string[] =>
    fields.filter((field) => {
      const address = addressOf(field);
      if (address === '' || seen.has(address) || seen.has(withoutTag(address))) return false;
      seen.add(address);
      return true;
    });
  const sender = message.replyTo.length > 0 ? message.replyTo : [message.from];
  const first = fresh(message.folder === 'sent' ? message.to : sender);
  // Who writes to oneself is answered by oneself.
  const to = first.length > 0 ? first : sender;
  if (!all) return { to, cc: [] };
  return { to, cc: fresh(message.folder === 'sent' ? message.cc : [...message.to, ...message.cc]) };
}

/** Re and its German sister, once, however often it went back and forth. */
export function replySubject(subject: string): string {
  return `Re: ${subject.replace(/^(?:\s*(?:re|aw|antwort)\s*:\s*)+/i, '')}`.trim();
}

export function forwardSubject(subject: string): string {
  return `Fwd: ${subject.replace(/^(?:\s*(?:fwd?|wg)\s*:\s*)+/i, '')}`.trim();
}

/** Each line behind ">", as RFC 3676 section 4.5 has it: nothing between the marks of several levels. */
export function quote(text: string): string {
  const lines = text.replaceAll(/\r\n?/g, '\n').trimEnd();
  if (lines === '') return '';
  return lines
    .split('\n')
    .map((line) => (line === '' || line.startsWith('>') ? `>${line}` : `> ${line}`))
    .join('\n');
}
