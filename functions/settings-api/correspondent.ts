/**
 * A recipient or sender as a client names one: `bob@good.example`, or with a display name as header fields
 * have it, `"Bob" <bob@good.example>` (RFC 5322 section 3.4). One mailbox each: no lists and no groups.
 */
import { parseAddressList, type NamedMailbox } from '../../shared/mail/address-list.ts';

/** Gives null for anything that is not exactly one mailbox. */
export function parseCorrespondent(text: string): NamedMailbox | null {
  const list = parseAddressList(text);
  if (list.kind === 'fault' || list.groups > 0 || list.mailboxes.length !== 1) return null;
  return list.mailboxes[0] ?? null;
}

/** The text form, as lists and parsed messages show it: what `parseCorrespondent` reads. */
export function formatCorrespondent(name: string, address: string): string {
  return name === '' ? address : `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`;
}
