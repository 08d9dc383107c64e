/**
 * An address as SMTP carries it (RFC 5321 section 4.1.2, RFC 6531 for UTF-8 local parts), taken apart once
 * and checked, so that later code never splits strings at "@". Address literals (`bob@[192.0.2.1]`) are not
 * mailboxes here: no level can be proven for a bare address.
 */
import { parseDomain, type Domain } from './domain.ts';

export interface Mailbox {
  /** As written, case kept (RFC 5321 section 2.4: only the receiving host interprets it). */
  readonly localPart: string;
  readonly domain: Domain;
  /** `localPart@domain`, ready for MAIL FROM and RCPT TO. */
  readonly address: string;
}

const ATOM = /^[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~\u{a1}-\u{10ffff}]+$/u;
const QUOTED = /^"(?:[^"\\\p{Cc}]|\\[\x20-\x7e])*"$/u;

function isLocalPart(text: string): boolean {
  if (Buffer.byteLength(text) > 64) return false;
  return QUOTED.test(text) || text.split('.').every((atom) => ATOM.test(atom));
}

/**
 * Takes a bare address (`bob@good.example`, no display name, no angle brackets).
 * Gives null where it is not an RFC 5321 mailbox with a host name: local part over 64 octets, address over
 * 254, control characters, address literals.
 */
export function parseMailbox(text: string): Mailbox | null {
  const at = text.lastIndexOf('@');
  if (at < 1) return null;
  const localPart = text.slice(0, at);
  const domain = parseDomain(text.slice(at + 1));
  if (domain === null || !isLocalPart(localPart)) return null;
  const address = `${localPart}@${domain}`;
  return Buffer.byteLength(address) > 254 ? null : { localPart, domain, address };
}

/** Whether the address can only travel with SMTPUTF8 (RFC 6531 section 3.2). */
export function needsSmtpUtf8(address: string): boolean {
  return /[^\x20-\x7e]/.test(address);
}
